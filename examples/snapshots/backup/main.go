// Backup starts a backup of a running VM, lists the disks that can be downloaded now, and ends it;
// with the checkpoint that remains the next backup needs only what changed. It shows phases instead
// of statuses.
//
//	go run ./examples/snapshots/backup
//	go run ./examples/snapshots/backup -vm myvm
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-app-1", "name of the VM, which must run")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}
	err = run(ctx, conn, os.Stdout, *vmName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	disk, err := s.DiskAttachmentsService().Add(ctx, &types.DiskAttachment{
		Active:    new(true),
		Interface: types.DiskInterfaceVirtioScsi,
		Disk: &types.Disk{
			Name:            new("example-data"),
			ProvisionedSize: new(int64(1 << 30)),
			Format:          types.DiskFormatCow,
			Backup:          types.DiskBackupIncremental,
			StorageDomains:  []*types.StorageDomain{{Name: new("data-001")}},
		},
	}, nil)
	if err != nil {
		return err
	}
	if _, err := wait.DiskOk(ctx, conn, *disk.ID); err != nil {
		return err
	}

	backups := s.BackupsService()
	backup, err := backups.Add(ctx, &types.Backup{Disks: []*types.Disk{{ID: disk.ID}}}, nil)
	if err != nil {
		return err
	}
	b := backups.BackupService(*backup.ID)
	backup, err = wait.For(ctx, b.Get, wait.Cond(func(b *types.Backup) bool { return b.Phase == types.BackupPhaseReady }))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "backup %s, checkpoint: %t\n", backup.Phase, backup.ToCheckpointID != nil)
	if err := b.Finalize(ctx, nil); err != nil {
		return err
	}
	backup, err = wait.For(ctx, b.Get, wait.Cond(func(b *types.Backup) bool { return b.Phase == types.BackupPhaseSucceeded }))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "backup %s\n", backup.Phase)
	return nil
}
