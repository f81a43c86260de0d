// Detachdisk detaches a disk from a VM without deleting it. It shows a parameter without which
// Remove would delete the data, and the difference between a disk and its attachment. The VM must
// be down, or the disk inactive.
//
//	go run ./examples/disks/detachdisk
//	go run ./examples/disks/detachdisk -vm myvm -disk archive
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

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM")
	diskName := flag.String("disk", "example-db-1-disk", "name of the disk")
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
	err = run(ctx, conn, os.Stdout, *vmName, *diskName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, diskName string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	// What ran before may still have the VM locked.
	if _, err := wait.VmUnlocked(ctx, conn, *vm.ID); err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID).DiskAttachmentsService()
	list := s.All(ctx, &services.DiskAttachmentsListParams{Follow: rel.Follow(rel.DiskAttachmentDisk)})
	a, err := find.One(find.Where(list, find.Match{"disk.alias": diskName}))
	if err != nil {
		return fmt.Errorf("disk %q: %w", diskName, err)
	}
	if err := s.AttachmentService(*a.ID).Remove(ctx, &services.DiskAttachmentRemoveParams{DetachOnly: new(true)}); err != nil {
		return err
	}
	disk, err := sdk.Follow(ctx, conn, a.Disk)
	if err != nil {
		return err
	}
	left, err := s.List(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is %s, and %s has %d disks left\n", diskName, disk.Status, vmName, len(left))
	return nil
}
