package main

import (
	"context"
	"errors"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

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
		{"a VM for backups runs", func(ctx context.Context) error { return s.starts(ctx, vm) }, true},
		{"a full backup begins", func(ctx context.Context) error { return begin(ctx, nil) }, true},
		{"it has its disk", func(ctx context.Context) error {
			list, err := at().BackupsService().BackupService(backup).DisksService().List(ctx, nil)
			return count(list, err, 1)
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
			return rejected(err)
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
