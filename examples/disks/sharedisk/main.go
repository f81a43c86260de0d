// Sharedisk creates a disk that several VMs may write to at once, and attaches it to two of them.
// It shows that such a disk must be raw, and that the guests must use a file system made for it.
//
//	go run ./examples/disks/sharedisk
//	go run ./examples/disks/sharedisk -name cluster-data node-a node-b
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
	diskName := flag.String("name", "example-shared", "name of the disk")
	first := flag.String("first", "example-web-1", "a VM")
	second := flag.String("second", "example-web-2", "another one")
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
	err = run(ctx, conn, os.Stdout, *diskName, *first, *second)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, diskName, first, second string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	a, err := find.ByName(ctx, conn.SystemService().VmsService().All, first)
	if err != nil {
		return err
	}
	b, err := find.ByName(ctx, conn.SystemService().VmsService().All, second)
	if err != nil {
		return err
	}
	disks := conn.SystemService().DisksService()
	disk, err := disks.Add(ctx, &types.Disk{
		Name:            &diskName,
		Format:          types.DiskFormatRaw,
		Shareable:       new(true),
		ProvisionedSize: new(int64(1 << 30)),
		StorageDomains:  []*types.StorageDomain{{Name: new("data-001")}},
	}, nil)
	if err != nil {
		return err
	}
	if _, err := wait.DiskOk(ctx, conn, *disk.ID); err != nil {
		return err
	}
	for _, vm := range []*types.Vm{a, b} {
		attachments := conn.SystemService().VmsService().VmService(*vm.ID).DiskAttachmentsService()
		_, err := attachments.Add(ctx, &types.DiskAttachment{Disk: object.Ref(disk), Interface: types.DiskInterfaceVirtio}, nil)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s has %s\n", sdk.Value(vm.Name), diskName)
	}
	return nil
}
