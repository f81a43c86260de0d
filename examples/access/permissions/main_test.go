//go:build exampletest

package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
)

func TestRoleIsGranted(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		revoke bool
		after  int
	}{
		{"and kept", false, 1},
		{"and taken back", true, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn := exampletest.Connect(t)
			var out strings.Builder
			if err := run(t.Context(), conn, &out, "example-web-1", "admin@internal-authz", "DiskOperator", tt.revoke); err != nil {
				t.Fatal(err)
			}
			// The user is the one who may do everything.
			list, after, _ := strings.Cut(out.String(), "DiskOperator taken")
			lines := slices.Sorted(strings.Lines(list))
			want := []string{
				"admin@internal-authz has DiskOperator on example-web-1\n",
				"admin@internal-authz has SuperUser on example-web-1\n",
			}
			if diff := cmp.Diff(want, lines); diff != "" {
				t.Errorf("list differs (-want +got):\n%s", diff)
			}
			if taken := after != ""; taken != tt.revoke {
				t.Errorf("the role is said to be taken back: %t", taken)
			}

			vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "example-web-1")
			if err != nil {
				t.Fatal(err)
			}
			permissions, err := sdk.FollowAll(t.Context(), conn, vm, rel.VmPermissions)
			if err != nil {
				t.Fatal(err)
			}
			count := 0
			for _, p := range permissions {
				role, err := sdk.Follow(t.Context(), conn, p.Role)
				if err != nil {
					t.Fatal(err)
				}
				if sdk.Value(role.Name) == "DiskOperator" {
					count++
				}
			}
			if count != tt.after {
				t.Errorf("the VM has %d permissions with that role, not %d", count, tt.after)
			}
		})
	}
}

func TestUnknownUserOrRoleIsAnError(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	err := run(t.Context(), conn, new(strings.Builder), "example-web-1", "nobody@nowhere", "UserVmManager", false)
	if err == nil || err.Error() != `there is no user "nobody@nowhere" or no role "UserVmManager"` {
		t.Errorf("error is %v", err)
	}
}
