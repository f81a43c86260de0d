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

func TestSnapshotIsTaken(t *testing.T) {
	t.Parallel()
	const list = "Active VM: active, ok\nbefore the update: regular, ok\n"
	for _, tt := range []struct {
		then, want string
	}{
		{"keep", list},
		{"restore", list + "example-db-1 is as it was\n"},
		{"remove", list + "the snapshot is gone\n"},
	} {
		t.Run(tt.then, func(t *testing.T) {
			t.Parallel()
			conn := exampletest.Connect(t)
			var out strings.Builder
			if err := run(t.Context(), conn, &out, "example-db-1", "before the update", tt.then); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("output differs (-want +got):\n%s", diff)
			}

			vm, err := find.ByName(t.Context(), conn.SystemService().VmsService().All, "example-db-1")
			if err != nil {
				t.Fatal(err)
			}
			snapshots, err := sdk.FollowAll(t.Context(), conn, vm, rel.VmSnapshots)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range snapshots {
				got = append(got, sdk.Value(s.Description)+" "+string(s.SnapshotStatus))
			}
			want := []string{"Active VM ok", "before the update ok"}
			if tt.then == "remove" {
				want = want[:1]
			}
			if diff := cmp.Diff(want, got); diff != "" || vm.Status != "down" {
				t.Errorf("the VM is %s, its snapshots differ (-want +got):\n%s", vm.Status, diff)
			}
		})
	}
}

func TestUnknownWishIsRefusedBeforeAnythingIsDone(t *testing.T) {
	t.Parallel()
	conn := exampletest.Connect(t)
	err := run(t.Context(), conn, new(strings.Builder), "example-db-1", "text", "eat")
	if err == nil || err.Error() != `-then is "eat", not keep, restore or remove` {
		t.Errorf("error is %v", err)
	}
}
