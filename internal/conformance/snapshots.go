package main

import (
	"context"
	"slices"

	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// snapshotsArea is about snapshots of a VM that is down.
var snapshotsArea = area{name: "snapshots", lacks: noStorage, checks: func(s *session) []check {
	vms := s.conn.SystemService().VmsService()
	var vm, disk, snapshot string
	snapshots := func() *services.SnapshotsService { return vms.VmService(vm).SnapshotsService() }
	return slices.Concat(s.withDisk(vms, "snap", &vm, &disk), []check{
		{"a snapshot is made", func(ctx context.Context) error {
			made, err := snapshots().Add(ctx, &types.Snapshot{Description: new("first"), PersistMemorystate: new(false)}, nil)
			if err != nil {
				return err
			}
			snapshot = *made.ID
			_, err = wait.SnapshotOk(ctx, s.conn, vm, snapshot)
			return err
		}, true},
		{"a VM with a snapshot has two", func(ctx context.Context) error {
			list, err := snapshots().List(ctx, nil)
			return count(list, err, 2)
		}, false},
		{"a snapshot keeps the disks", func(ctx context.Context) error {
			list, err := snapshots().SnapshotService(snapshot).DisksService().List(ctx, nil)
			return count(list, err, 1)
		}, false},
		{"a snapshot is previewed", func(ctx context.Context) error {
			err := vms.VmService(vm).PreviewSnapshot(ctx, &services.VmPreviewSnapshotParams{Snapshot: &types.Snapshot{ID: &snapshot}})
			if err != nil {
				return err
			}
			_, err = wait.For(ctx, snapshots().SnapshotService(snapshot).Get,
				wait.SnapshotIn(types.SnapshotStatusInPreview))
			if err != nil {
				return err
			}
			_, err = wait.VmUnlocked(ctx, s.conn, vm)
			return err
		}, false},
		{"a preview is undone", func(ctx context.Context) error {
			if err := vms.VmService(vm).UndoSnapshot(ctx, nil); err != nil {
				return err
			}
			_, err := wait.SnapshotOk(ctx, s.conn, vm, snapshot)
			return err
		}, false},
		{"a VM is restored", func(ctx context.Context) error {
			if _, err := wait.VmUnlocked(ctx, s.conn, vm); err != nil {
				return err
			}
			if err := snapshots().SnapshotService(snapshot).Restore(ctx, nil); err != nil {
				return err
			}
			_, err := wait.VmDown(ctx, s.conn, vm)
			return err
		}, false},
		{"a snapshot is removed", func(ctx context.Context) error {
			if _, err := wait.SnapshotOk(ctx, s.conn, vm, snapshot); err != nil {
				return err
			}
			if err := snapshots().SnapshotService(snapshot).Remove(ctx, nil); err != nil {
				return err
			}
			return wait.SnapshotGone(ctx, s.conn, vm, snapshot)
		}, false},
	})
}}
