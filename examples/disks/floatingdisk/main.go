// Floatingdisk creates a disk without a VM, and attaches it to one when it is ready. It shows that
// disk and attachment are two objects: one is the data, the other how a VM uses it.
//
//	go run ./examples/disks/floatingdisk
//	go run ./examples/disks/floatingdisk -vm myvm -name archive -gib 100
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
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM")
	diskName := flag.String("name", "example-archive", "name of the disk")
	size := flag.Int64("gib", 8, "its size in GiB")
	domain := flag.String("domain", "data-001", "storage domain to make it on")
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
	err = run(ctx, conn, os.Stdout, *vmName, *diskName, *size, *domain)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(
	ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, diskName string, size int64, domain string,
) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	disks := conn.SystemService().DisksService()
	disk, err := disks.Add(ctx, &types.Disk{
		Name:            &diskName,
		Format:          types.DiskFormatCow,
		ProvisionedSize: new(size << 30),
		StorageDomains:  []*types.StorageDomain{{Name: &domain}},
	}, nil)
	if err != nil {
		return err
	}
	id := *disk.ID
	defer func() {
		if err != nil {
			err = errors.Join(err, discard(ctx, conn, id))
		}
	}()
	disk, err = wait.DiskOk(ctx, conn, id)
	if err != nil {
		return err
	}
	a, err := conn.SystemService().VmsService().VmService(*vm.ID).DiskAttachmentsService().Add(ctx, &types.DiskAttachment{
		Disk:      object.Ref(disk),
		Interface: types.DiskInterfaceVirtioScsi,
		Active:    new(true),
	}, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d GiB, %s, attached to %s by %s\n", diskName, *disk.ProvisionedSize>>30, disk.Status, vmName, a.Interface)
	return nil
}

// discard removes a disk that wasn't attached, so that it isn't left behind. It works for a while
// even if ctx has ended, as it does with an interrupt.
func discard(ctx context.Context, conn *sdk.Connection, id string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Minute)
	defer cancel()
	if _, err := wait.DiskOk(ctx, conn, id); err != nil {
		return err
	}
	if err := conn.SystemService().DisksService().DiskService(id).Remove(ctx, nil); err != nil {
		return fmt.Errorf("the disk %s is left behind: %w", id, err)
	}
	return wait.DiskGone(ctx, conn, id)
}
