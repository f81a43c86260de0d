//go:build exampletest

package main

import (
	"context"
	"io"
	"testing"

	"github.com/ovirt-go/ovirt/examples/internal/exampletest"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func TestDisksStayWhenTheVMGoes(t *testing.T) {
	t.Parallel()
	exampletest.Prints(t, `
example-db-1 is gone
example-db-1-disk is ok and has no VM
`, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, "example-db-1")
	})
}

// Engines refuse to remove these VMs, or to keep their disks; the program says so before it tries.
func TestVMThatCannotBeRemovedIsNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, vm string
		prepare  func(ctx context.Context, conn *sdk.Connection, id string) error
		want     string
	}{
		{
			name: "protected", vm: "example-db-1",
			prepare: func(ctx context.Context, conn *sdk.Connection, id string) error {
				s := conn.SystemService().VmsService().VmService(id)
				_, err := s.Update(ctx, &types.Vm{DeleteProtected: new(true)}, nil)
				return err
			},
			want: "example-db-1 is protected; set delete_protected to false first",
		},
		{name: "running", vm: "example-app-1", want: "example-app-1 is up; stop it first"},
		{
			name: "with a snapshot", vm: "example-db-1",
			prepare: func(ctx context.Context, conn *sdk.Connection, id string) error {
				s := conn.SystemService().VmsService().VmService(id).SnapshotsService()
				added, err := s.Add(ctx, &types.Snapshot{Description: new("kept")}, nil)
				if err != nil {
					return err
				}
				_, err = wait.SnapshotOk(ctx, conn, id, *added.ID)
				return err
			},
			want: "example-db-1 has 1 snapshots; remove them first",
		},
		{
			name: "of a template", vm: "example-thin",
			prepare: func(ctx context.Context, conn *sdk.Connection, _ string) error {
				vm, err := conn.SystemService().VmsService().Add(ctx, &types.Vm{
					Name:     new("example-thin"),
					Cluster:  &types.Cluster{Name: new("Default")},
					Template: &types.Template{Name: new("example-template")},
				}, nil)
				if err != nil {
					return err
				}
				_, err = wait.VmDown(ctx, conn, *vm.ID)
				return err
			},
			want: "the disks of example-thin build on its template and can't be kept",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			exampletest.Fails(t, tt.want, func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
				if tt.prepare != nil {
					id := ""
					if vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, tt.vm); err == nil {
						id = *vm.ID
					}
					if err := tt.prepare(ctx, conn, id); err != nil {
						return err
					}
				}
				return run(ctx, conn, out, tt.vm)
			})
		})
	}
}
