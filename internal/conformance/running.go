package main

import (
	"context"
	"errors"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// withDisk returns checks that make a VM with a disk.
func (s *session) withDisk(vms *services.VmsService, name string, vm, disk *string) []check {
	l := vmLife(s, name)
	return []check{
		{"a VM is prepared", l.begins(s, vm)[0].run, true},
		{"it gets a disk", func(ctx context.Context) error {
			if _, err := wait.VmDown(ctx, s.conn, *vm); err != nil {
				return err
			}
			made, err := vms.VmService(*vm).DiskAttachmentsService().Add(ctx, &types.DiskAttachment{
				Interface: types.DiskInterfaceVirtioScsi, Active: new(true), Bootable: new(true),
				Disk: &types.Disk{
					Name: new(s.name(name + "-disk")), ProvisionedSize: new(sdk.GiB), Format: types.DiskFormatCow,
					Backup: types.DiskBackupIncremental, StorageDomains: []*types.StorageDomain{object.Ref(s.site.domains[0])},
				},
			}, nil)
			if err != nil {
				return err
			}
			*disk = *made.ID
			_, err = wait.DiskOk(ctx, s.conn, *disk)
			return err
		}, true},
	}
}

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
			if err != nil {
				return err
			}
			return equal("number of snapshots", len(list), 2)
		}, false},
		{"a snapshot keeps the disks", func(ctx context.Context) error {
			list, err := snapshots().SnapshotService(snapshot).DisksService().List(ctx, nil)
			if err != nil {
				return err
			}
			return equal("number of disks", len(list), 1)
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

// runningArea is about a VM that runs.
var runningArea = area{name: "running", lacks: noStorage, checks: func(s *session) []check {
	vms := s.conn.SystemService().VmsService()
	var vm, disk string
	at := func() *services.VmService { return vms.VmService(vm) }
	return slices.Concat(s.withDisk(vms, "running", &vm, &disk), []check{
		{"a VM starts", func(ctx context.Context) error {
			if err := at().Start(ctx, nil); err != nil {
				return err
			}
			s.later("running VM", func(ctx context.Context) error {
				if err := at().Stop(ctx, nil); err != nil {
					return err
				}
				_, err := wait.VmDown(ctx, s.conn, vm)
				return err
			})
			_, err := wait.ForVm(ctx, s.conn, vm, wait.VmIn(types.VmStatusPoweringUp, types.VmStatusUp))
			return err
		}, true},
		{"it comes up", func(ctx context.Context) error {
			_, err := wait.VmUp(ctx, s.conn, vm)
			return err
		}, true},
		{"it runs on a host", func(ctx context.Context) error {
			got, err := at().Get(ctx, nil)
			if err == nil && textOf(got.Host, "ID") == "" {
				err = errors.New("host is missing")
			}
			return err
		}, false},
		{"a VM that runs can't be started", func(ctx context.Context) error {
			return refused(at().Start(ctx, nil), sdk.ErrConflict)
		}, false},
		{"a VM that runs can't be removed", func(ctx context.Context) error {
			return refused(at().Remove(ctx, nil), sdk.ErrConflict)
		}, false},
		{"a ticket for its console is issued", func(ctx context.Context) error {
			list, err := at().GraphicsConsolesService().List(ctx, nil)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				return skip{"the VM has no console"}
			}
			ticket, err := at().GraphicsConsolesService().ConsoleService(*list[0].ID).Ticket(ctx, nil)
			if err == nil && sdk.Value(ticket.Value) == "" {
				err = errors.New("it is empty")
			}
			return err
		}, false},
		{"a NIC is added to it", func(ctx context.Context) error {
			_, err := at().NicsService().Add(ctx, &types.Nic{Name: new("nic1"), Interface: types.NicInterfaceVirtio}, nil)
			return err
		}, false},
		{"its statistics count CPU time", func(ctx context.Context) error {
			list, err := at().StatisticsService().List(ctx, nil)
			if err == nil && !slices.ContainsFunc(list, func(st *types.Statistic) bool {
				return sdk.Value(st.Name) == "cpu.current.total"
			}) {
				err = errors.New("cpu.current.total is missing")
			}
			return err
		}, false},
		{"it migrates to another host", func(ctx context.Context) error {
			if len(s.site.hosts) < 2 {
				return skip{"only one host of the cluster is up"}
			}
			before, err := at().Get(ctx, nil)
			if err != nil {
				return err
			}
			if err := at().Migrate(ctx, nil); err != nil {
				return err
			}
			moved := wait.Cond(func(vm *types.Vm) bool {
				return vm.Status == types.VmStatusUp && textOf(vm.Host, "ID") != textOf(before.Host, "ID")
			})
			_, err = wait.ForVm(ctx, s.conn, vm, moved)
			return err
		}, false},
		{"it is suspended", func(ctx context.Context) error {
			if err := at().Suspend(ctx, nil); err != nil {
				return err
			}
			_, err := wait.VmSuspended(ctx, s.conn, vm)
			return err
		}, false},
		{"it is resumed", func(ctx context.Context) error {
			if err := at().Start(ctx, nil); err != nil {
				return err
			}
			_, err := wait.VmUp(ctx, s.conn, vm)
			return err
		}, false},
		{"it is stopped", func(ctx context.Context) error {
			if err := at().Stop(ctx, nil); err != nil {
				return err
			}
			_, err := wait.VmDown(ctx, s.conn, vm)
			return err
		}, false},
		{"it starts paused", func(ctx context.Context) error {
			if err := at().Start(ctx, &services.VmStartParams{Pause: new(true)}); err != nil {
				return err
			}
			_, err := wait.ForVm(ctx, s.conn, vm, wait.VmIn(types.VmStatusPaused))
			return err
		}, false},
	})
}}

// backupArea is about backups of a VM that runs.
var backupArea = area{name: "backup", lacks: noStorage, checks: func(s *session) []check {
	vms := s.conn.SystemService().VmsService()
	var vm, disk, backup, checkpoint string
	at := func() *services.VmService { return vms.VmService(vm) }
	begin := func(ctx context.Context, from *string) error {
		made, err := at().BackupsService().Add(ctx, &types.Backup{Disks: []*types.Disk{{ID: &disk}}, FromCheckpointID: from}, nil)
		if err != nil {
			return err
		}
		backup = *made.ID
		ready := wait.StatusIn(phase, types.BackupPhaseReady).Fail(types.BackupPhaseFailed)
		got, err := wait.For(ctx, at().BackupsService().BackupService(backup).Get, ready)
		if err != nil {
			return err
		}
		checkpoint = sdk.Value(got.ToCheckpointID)
		return nil
	}
	finish := func(ctx context.Context) error {
		b := at().BackupsService().BackupService(backup)
		if err := b.Finalize(ctx, nil); err != nil {
			return err
		}
		_, err := wait.For(ctx, b.Get, wait.StatusIn(phase, types.BackupPhaseSucceeded).Fail(types.BackupPhaseFailed))
		return err
	}
	return slices.Concat(s.withDisk(vms, "backup", &vm, &disk), []check{
		{"a VM for backups runs", func(ctx context.Context) error {
			if err := at().Start(ctx, nil); err != nil {
				return err
			}
			s.later("running VM", func(ctx context.Context) error {
				if err := at().Stop(ctx, nil); err != nil {
					return err
				}
				_, err := wait.VmDown(ctx, s.conn, vm)
				return err
			})
			_, err := wait.VmUp(ctx, s.conn, vm)
			return err
		}, true},
		{"a full backup begins", func(ctx context.Context) error { return begin(ctx, nil) }, true},
		{"it has its disk", func(ctx context.Context) error {
			list, err := at().BackupsService().BackupService(backup).DisksService().List(ctx, nil)
			if err != nil {
				return err
			}
			return equal("number of disks", len(list), 1)
		}, false},
		{"a full backup is finished", finish, true},
		{"it leaves a checkpoint", func(ctx context.Context) error {
			got, err := at().CheckpointsService().CheckpointService(checkpoint).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("state", got.State, types.CheckpointStateCreated)
		}, true},
		{"an incremental backup begins", func(ctx context.Context) error {
			from := checkpoint
			return begin(ctx, &from)
		}, true},
		{"an incremental backup is finished", finish, false},
		{"an unknown checkpoint is refused", func(ctx context.Context) error {
			err := begin(ctx, new(unknownID))
			if err == nil {
				return errors.New("accepted")
			}
			return nil
		}, false},
		{"a checkpoint is removed", func(ctx context.Context) error {
			list, err := at().CheckpointsService().List(ctx, nil)
			if err != nil || len(list) == 0 {
				return errors.Join(err, equal("checkpoints left", len(list) > 0, true))
			}
			at := at().CheckpointsService().CheckpointService(*list[0].ID)
			if err := at.Remove(ctx, nil); err != nil {
				return err
			}
			return wait.Gone(ctx, at.Get)
		}, false},
	})
}}

func phase(b *types.Backup) types.BackupPhase { return b.Phase }
