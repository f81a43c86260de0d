// Disksnapshots takes a snapshot of a VM and lists the layers of which its disks consist then. It shows DiskSnapshots, which
// backup programs read, each with the layer below it.
//
//	go run ./examples/disksnapshots
//	go run ./examples/disksnapshots -vm myvm
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
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vmName)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	snapshots := conn.SystemService().VmsService().VmService(*vm.ID).SnapshotsService()
	taken, err := snapshots.Add(ctx, &types.Snapshot{Description: new("a layer")}, nil)
	if err != nil {
		return err
	}
	_, err = sdk.WaitFor(ctx, snapshots.SnapshotService(*taken.ID).Get, func(s *types.Snapshot) bool {
		return s.SnapshotStatus == types.SnapshotStatusOk
	})
	if err != nil {
		return err
	}
	attachments, err := sdk.FollowAll(ctx, conn, vm, rel.VmDiskAttachments)
	if err != nil {
		return err
	}
	for _, a := range attachments {
		layers := conn.SystemService().DisksService().DiskService(*a.ID).DiskSnapshotsService()
		for layer, err := range layers.All(ctx, &services.DiskSnapshotsListParams{IncludeActive: new(true)}) {
			if err != nil {
				return err
			}
			kind := "frozen"
			if sdk.Value(layer.Active) {
				kind = "active"
			}
			below := "nothing"
			if layer.Parent != nil {
				below = "another one"
			}
			fmt.Fprintf(out, "%s: %s, %s, above %s\n", sdk.Value(layer.Alias), kind, layer.Format, below)
		}
	}
	return nil
}
