// Attachdisk creates a disk for a VM, waits until it is usable, and lists the disks of the VM. It
// shows how to create a disk together with its attachment, and Follow.
//
//	go run ./examples/disks/attachdisk
//	go run ./examples/disks/attachdisk -vm myvm -name data -gib 100 -storage fast
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
	vm := flag.String("vm", "example-web-1", "name of the VM")
	name := flag.String("name", "example-data", "name of the new disk")
	gib := flag.Int64("gib", 10, "size of the disk in GiB")
	storage := flag.String("storage", "data-001", "storage domain to make it on")
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
	err = run(ctx, conn, os.Stdout, *vm, *name, *storage, *gib)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, diskName, storage string, gib int64) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	domain, err := find.ByName(ctx, conn.SystemService().StorageDomainsService().All, storage)
	if err != nil {
		return err
	}

	attachments := conn.SystemService().VmsService().VmService(*vm.ID).DiskAttachmentsService()
	added, err := attachments.Add(ctx, &types.DiskAttachment{
		Active:    new(true),
		Bootable:  new(false),
		Interface: types.DiskInterfaceVirtioScsi,
		Disk: &types.Disk{
			Name:            &diskName,
			ProvisionedSize: new(gib << 30),
			Format:          types.DiskFormatCow,
			StorageDomains:  []*types.StorageDomain{{ID: domain.ID}},
		},
	}, nil)
	if err != nil {
		return err
	}

	// An attachment has the id of its disk.
	disk := conn.SystemService().DisksService().DiskService(*added.ID)
	if _, err := wait.For(ctx, disk.Get, wait.DiskIn(types.DiskStatusOk)); err != nil {
		return err
	}
	list, err := attachments.List(ctx, nil)
	if err != nil {
		return err
	}
	for _, attachment := range list {
		disk, err := sdk.Follow(ctx, conn, attachment.Disk)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %d GiB, %s, by %s\n",
			sdk.Value(disk.Name), sdk.Value(disk.ProvisionedSize)>>30, disk.Status, attachment.Interface)
	}
	return nil
}
