//go:build exampletest

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestTreeIsPrinted(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	if _, err := conn.SystemService().DataCentersService().Add(t.Context(), &types.DataCenter{
		Name:  new("second"),
		Local: new(false),
	}, nil); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run(t.Context(), conn, &out); err != nil {
		t.Fatal(err)
	}
	_, tree, _ := strings.Cut(out.String(), "\n")
	if !strings.HasPrefix(out.String(), "oVirt Engine 4.") {
		t.Errorf("the product is %q", strings.TrimSuffix(out.String(), tree))
	}
	want := `
data center Default: up
  cluster Default
    host example-host: up, 64 GiB
    host host-001: up, 64 GiB
  storage domain data-001: data, active, 100 GiB used, 900 GiB free
data center example-center: uninitialized
  cluster example-elsewhere
data center second: uninitialized
`
	if diff := cmp.Diff(want[1:], tree); diff != "" {
		t.Errorf("tree differs (-want +got):\n%s", diff)
	}
}
