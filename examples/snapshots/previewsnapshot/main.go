// Previewsnapshot previews a snapshot of a VM, and then either commits or undoes the preview. It
// shows actions that belong together: a preview ends with a commit or an undo. The VM must be down.
//
//	go run ./examples/snapshots/previewsnapshot
//	go run ./examples/snapshots/previewsnapshot -vm myvm -snapshot "before the update" -commit
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
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM, which must be down")
	text := flag.String("snapshot", "before the update", "description of the snapshot, which is taken if it isn't there")
	commit := flag.Bool("commit", false, "stay at the snapshot")
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
	err = run(ctx, conn, os.Stdout, *vmName, *text, *commit)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, text string, commit bool) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	vm, err = wait.VmUnlocked(ctx, conn, *vm.ID)
	if err != nil {
		return err
	}
	if vm.Status != types.VmStatusDown {
		return fmt.Errorf("%s is %s; snapshots are shown of VMs that are down", vmName, vm.Status)
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	list := find.Where(s.SnapshotsService().All(ctx, nil), find.Match{"description": text})
	snapshot, err := find.First(list)
	if errors.Is(err, sdk.ErrNotFound) {
		snapshot, err = s.SnapshotsService().Add(ctx, &types.Snapshot{Description: &text, PersistMemorystate: new(false)}, nil)
	}
	if err != nil {
		return err
	}
	// The VM is locked while its disks change.
	status := func() error {
		if _, err := wait.VmUnlocked(ctx, conn, *vm.ID); err != nil {
			return err
		}
		snapshot, err = s.SnapshotsService().SnapshotService(*snapshot.ID).Get(ctx, nil)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", text, snapshot.SnapshotStatus)
		return nil
	}
	if err := status(); err != nil {
		return err
	}
	if err := s.PreviewSnapshot(ctx, &services.VmPreviewSnapshotParams{Snapshot: object.Ref(snapshot)}); err != nil {
		return err
	}
	if err := status(); err != nil {
		return err
	}
	if commit {
		err = s.CommitSnapshot(ctx, nil)
	} else {
		err = s.UndoSnapshot(ctx, nil)
	}
	if err != nil {
		return err
	}
	return status()
}
