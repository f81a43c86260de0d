// Disksnapshots takes two snapshots of a VM and lists the layers of which its disks consist then. It shows DiskSnapshots, which
// backup programs read, each with the layer that it lies upon.
//
//	go run ./examples/snapshots/disksnapshots
//	go run ./examples/snapshots/disksnapshots -vm myvm
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
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
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
	for _, text := range []string{"monday", "tuesday"} {
		taken, err := snapshots.Add(ctx, &types.Snapshot{Description: &text, PersistMemorystate: new(false)}, nil)
		if err != nil {
			return err
		}
		if _, err := wait.SnapshotOk(ctx, conn, *vm.ID, *taken.ID); err != nil {
			return err
		}
	}
	attachments, err := sdk.FollowAll(ctx, conn, vm, rel.VmDiskAttachments)
	if err != nil {
		return err
	}
	for _, a := range attachments {
		texts := map[string]string{}
		for layer, err := range conn.SystemService().DisksService().DiskService(*a.ID).DiskSnapshotsService().All(ctx, nil) {
			if err != nil {
				return err
			}
			texts[*layer.ID] = sdk.Value(layer.Description)
			below := "nothing"
			if layer.Parent != nil {
				below = texts[sdk.Value(layer.Parent.ID)]
			}
			fmt.Fprintf(out, "%s: %s, above %s\n", sdk.Value(layer.Alias), texts[*layer.ID], below)
		}
	}
	return nil
}
