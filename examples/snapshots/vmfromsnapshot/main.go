// Vmfromsnapshot creates a VM from a snapshot of another one. It shows an Add with a source to
// copy, and how to wait for the copy.
//
//	go run ./examples/snapshots/vmfromsnapshot
//	go run ./examples/snapshots/vmfromsnapshot -vm myvm -name rescued -snapshot "before the update"
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
	vmName := flag.String("vm", "example-db-1", "name of the VM")
	newName := flag.String("name", "example-rescued", "name of the new VM")
	text := flag.String("snapshot", "", "description of the snapshot; a new one is taken if it is empty")
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
	err = run(ctx, conn, os.Stdout, *vmName, *newName, *text)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, newName, text string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	vms := conn.SystemService().VmsService()
	snapshots := vms.VmService(*vm.ID).SnapshotsService()
	if text == "" {
		text = "taken for " + newName
		taken, err := snapshots.Add(ctx, &types.Snapshot{Description: &text, PersistMemorystate: new(false)}, nil)
		if err != nil {
			return err
		}
		if _, err := wait.SnapshotOk(ctx, conn, *vm.ID, *taken.ID); err != nil {
			return err
		}
	}
	snapshot, err := find.First(find.Where(snapshots.All(ctx, nil), find.Match{"description": text}))
	if err != nil {
		return fmt.Errorf("snapshot %q: %w", text, err)
	}

	copied, err := vms.Add(ctx, &types.Vm{
		Name:      &newName,
		Cluster:   object.Ref(vm.Cluster),
		Snapshots: []*types.Snapshot{object.Ref(snapshot)},
	}, nil)
	if err != nil {
		return err
	}
	copied, err = wait.VmDown(ctx, conn, *copied.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s, made of %q of %s\n", newName, copied.Status, text, vmName)
	return nil
}
