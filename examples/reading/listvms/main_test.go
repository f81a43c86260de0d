//go:build exampletest

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestTableHasAllPages(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	for _, tt := range []struct {
		name, search string
		page         int64
		want         string
	}{
		{"page smaller than the list", "", 2, `
NAME           STATUS  MEMORY    CLUSTER
example-app-1  up      2048 MiB  Default
example-db-1   down    4096 MiB  Default
example-web-1  down    1024 MiB  Default
example-web-2  down    1024 MiB  Default
4 VMs
`},
		{"one page", "", 100, `
NAME           STATUS  MEMORY    CLUSTER
example-app-1  up      2048 MiB  Default
example-db-1   down    4096 MiB  Default
example-web-1  down    1024 MiB  Default
example-web-2  down    1024 MiB  Default
4 VMs
`},
		{"search", "name=example-web-*", 1, `
NAME           STATUS  MEMORY    CLUSTER
example-web-1  down    1024 MiB  Default
example-web-2  down    1024 MiB  Default
2 VMs
`},
		{"nothing found", "name=nobody", 100, `
NAME  STATUS  MEMORY  CLUSTER
0 VMs
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			if err := run(t.Context(), conn, &out, tt.search, tt.page); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want[1:], out.String()); diff != "" {
				t.Errorf("output differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryVMIsListedOnce(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	for i := range 25 {
		_, err := conn.SystemService().VmsService().Add(t.Context(), &types.Vm{
			Name:     new(fmt.Sprintf("more-%02d", i)),
			Cluster:  &types.Cluster{Name: new("Default")},
			Template: &types.Template{Name: new("Blank")},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	if err := run(t.Context(), conn, &out, "", 7); err != nil {
		t.Fatal(err)
	}
	for i := range 25 {
		if name := fmt.Sprintf("more-%02d ", i); strings.Count(out.String(), name) != 1 {
			t.Errorf("%sis listed %d times, not once", name, strings.Count(out.String(), name))
		}
	}
	if !strings.HasSuffix(out.String(), "\n29 VMs\n") {
		t.Errorf("the table ends with %q", out.String()[max(0, out.Len()-40):])
	}
}
