// Disksnapshots takes two snapshots of a VM and lists the layers of its disks. It shows
// DiskSnapshots, which backup programs read, each with the layer below it.
//
//	go run ./examples/snapshots/disksnapshots
//	go run ./examples/snapshots/disksnapshots -vm myvm
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
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM")
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
