// Freeze freezes the file systems of a guest, takes a snapshot, and thaws them again whatever
// happens. It shows work that must be undone even if the context has ended.
//
//	go run ./examples/vms/freeze
//	go run ./examples/vms/freeze -vm myvm
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
	vmName := flag.String("vm", "example-app-1", "name of the VM, which must run")
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
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	return frozen(ctx, s, out, func() error {
		text := "with quiet filesystems"
		snapshot, err := s.SnapshotsService().Add(ctx, &types.Snapshot{Description: &text, PersistMemorystate: new(false)}, nil)
		if err != nil {
			return err
		}
		_, err = wait.SnapshotOk(ctx, conn, *vm.ID, *snapshot.ID)
		fmt.Fprintf(out, "snapshot %q\n", text)
		return err
	})
}

// frozen does something while the filesystems of a VM are frozen.
func frozen(ctx context.Context, vm *services.VmService, out io.Writer, do func() error) (err error) {
	if err := vm.FreezeFilesystems(ctx, nil); err != nil {
		return err
	}
	fmt.Fprintln(out, "frozen")
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		thaw := vm.ThawFilesystems(ctx, nil)
		if thaw == nil {
			fmt.Fprintln(out, "thawed")
		}
		err = errors.Join(err, thaw)
	}()
	return do()
}
