// Resizedisk makes a disk of a VM bigger, running or not. It shows that the size is changed at the attachment, and that a disk
// can only grow.
//
//	go run ./examples/disks/resizedisk
//	go run ./examples/disks/resizedisk -disk archive -more 100
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
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	diskName := flag.String("disk", "example-db-1-disk", "name of the disk")
	more := flag.Int64("more", 5, "by how many GiB")
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
	err = run(ctx, conn, os.Stdout, *diskName, *more)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, diskName string, more int64) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	disk, err := find.ByName(ctx, conn.SystemService().DisksService().All, diskName)
	if err != nil {
		return err
	}
	vms, err := conn.SystemService().VmsService().List(ctx, &services.VmsListParams{
		Follow: rel.Follow(rel.VmDiskAttachments),
	})
	if err != nil {
		return err
	}
	for _, vm := range vms {
		for _, a := range vm.DiskAttachments {
			if sdk.Value(a.ID) != *disk.ID {
				continue
			}
			s := conn.SystemService().VmsService().VmService(*vm.ID).DiskAttachmentsService().AttachmentService(*a.ID)
			size := *disk.ProvisionedSize + more<<30
			if _, err := s.Update(ctx, &types.DiskAttachment{Disk: &types.Disk{ProvisionedSize: &size}}, nil); err != nil {
				return err
			}
			disk, err = wait.DiskOk(ctx, conn, *disk.ID)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "%s of %s: %d GiB\n", diskName, sdk.Value(vm.Name), *disk.ProvisionedSize>>30)
			return nil
		}
	}
	return fmt.Errorf("disk %s belongs to no VM", diskName)
}
