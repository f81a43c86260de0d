// Sharedisk makes a disk that several VMs may write to at once, and attaches it to two of them. It shows that such a disk must be
// raw, and that the file systems on it are the guests' business.
//
//	go run ./examples/disks/sharedisk
//	go run ./examples/disks/sharedisk -name cluster-data node-a node-b
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
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
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *diskName, *first, *second)
	})
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
