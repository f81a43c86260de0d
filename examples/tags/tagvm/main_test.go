//go:build exampletest

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
)

func TestVMsAreTaggedHoweverOften(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	for _, tt := range []struct {
		vms  []string
		want string
	}{
		{[]string{"example-web-2", "example-db-1"}, "example-db-1 is tagged\nexample-web-2 is tagged\n"},
		{[]string{"example-db-1"}, "example-db-1 was tagged before\nexample-db-1 is tagged\nexample-web-2 is tagged\n"},
	} {
		var out strings.Builder
		if err := run(t.Context(), conn, &out, "nightly", tt.vms); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, out.String()); diff != "" {
			t.Errorf("output for %v differs (-want +got):\n%s", tt.vms, diff)
		}
	}

	for name, want := range map[string]int{"example-db-1": 1, "example-web-2": 1, "example-web-1": 0} {
		vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, name)
		if err != nil {
			t.Fatal(err)
		}
		tags, err := sdk.FollowAll(t.Context(), conn, vm, rel.VmTags)
		if err != nil {
			t.Fatal(err)
		}
		if len(tags) != want {
			t.Errorf("%s has %d tags, not %d", name, len(tags), want)
		}
	}
}
