// Resizedisk makes a disk of a VM bigger, even while the VM runs. It shows that the size is changed
// at the attachment, and that a disk can only grow.
//
//	go run ./examples/disks/resizedisk
//	go run ./examples/disks/resizedisk -vm myvm -disk archive -more 100
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
	vmName := flag.String("vm", "example-db-1", "name of the VM")
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
	err = run(ctx, conn, os.Stdout, *vmName, *diskName, *more)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(
	ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, diskName string, more int64,
) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	// Names of disks needn't be unique, save among those of a VM.
	s := conn.SystemService().VmsService().VmService(*vm.ID).DiskAttachmentsService()
	list := s.All(ctx, &services.DiskAttachmentsListParams{Follow: rel.Follow(rel.DiskAttachmentDisk)})
	a, err := find.One(find.Where(list, find.Match{"disk.alias": diskName}))
	if err != nil {
		return fmt.Errorf("disk %q: %w", diskName, err)
	}
	size := *a.Disk.ProvisionedSize + more<<30
	grown := &types.DiskAttachment{Disk: &types.Disk{ProvisionedSize: &size}}
	if _, err := s.AttachmentService(*a.ID).Update(ctx, grown, nil); err != nil {
		return err
	}
	disk, err := wait.DiskOk(ctx, conn, *a.Disk.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s of %s: %d GiB\n", diskName, vmName, *disk.ProvisionedSize>>30)
	return nil
}
