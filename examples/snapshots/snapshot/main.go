// Snapshot takes a snapshot of a VM, waits for it, and lists all snapshots; on request it restores
// or removes the snapshot. It shows a service below an object, and how to wait for the end of
// storage work.
//
//	go run ./examples/snapshots/snapshot
//	go run ./examples/snapshots/snapshot -vm myvm -text "before the update" -then restore
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
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vm := flag.String("vm", "example-web-1", "name of the VM")
	text := flag.String("text", "taken by an example", "description of the snapshot")
	then := flag.String("then", "keep", "what to do with it: keep, restore (the VM must be down) or remove")
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
	err = run(ctx, conn, os.Stdout, *vm, *text, *then)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, text, then string) error {
	if then != "keep" && then != "restore" && then != "remove" {
		return fmt.Errorf("-then is %q, not keep, restore or remove", then)
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}

	vmService := conn.SystemService().VmsService().VmService(*vm.ID)
	snapshots := vmService.SnapshotsService()
	taken, err := snapshots.Add(ctx, &types.Snapshot{Description: &text, PersistMemorystate: new(false)}, nil)
	if err != nil {
		return err
	}
	s := snapshots.SnapshotService(*taken.ID)
	if _, err := wait.For(ctx, s.Get, wait.SnapshotIn(types.SnapshotStatusOk)); err != nil {
		return err
	}
	list, err := snapshots.List(ctx, nil)
	if err != nil {
		return err
	}
	for _, snapshot := range list {
		fmt.Fprintf(out, "%s: %s, %s\n", sdk.Value(snapshot.Description), snapshot.SnapshotType, snapshot.SnapshotStatus)
	}

	switch then {
	case "restore":
		if err := s.Restore(ctx, &services.SnapshotRestoreParams{RestoreMemory: new(false)}); err != nil {
			return err
		}
		if _, err := wait.For(ctx, vmService.Get, wait.VmIn(types.VmStatusDown)); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is as it was\n", vmName)
	case "remove":
		if err := s.Remove(ctx, nil); err != nil {
			return err
		}
		// It is gone when it isn't found any more; no status says so.
		if err := wait.Gone(ctx, s.Get); err != nil {
			return err
		}
		fmt.Fprintf(out, "the snapshot is gone\n")
	}
	return nil
}
