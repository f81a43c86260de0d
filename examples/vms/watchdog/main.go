// Watchdog adds a watchdog to a VM, or changes the one that it has. It shows a device of which
// there is at most one: look before you add.
//
//	go run ./examples/vms/watchdog
//	go run ./examples/vms/watchdog -vm myvm -action poweroff
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

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	action := flag.String("action", "reset", "what to do when the guest hangs: none, reset, poweroff, dump or pause")
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
	err = run(ctx, conn, os.Stdout, *vmName, *action)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, action string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	watchdogs := conn.SystemService().VmsService().VmService(*vm.ID).WatchdogsService()
	want := &types.Watchdog{Model: types.WatchdogModelI6300esb, Action: types.WatchdogAction(action)}

	there, err := find.One(watchdogs.All(ctx, nil))
	switch {
	case errors.Is(err, sdk.ErrNotFound):
		there, err = watchdogs.Add(ctx, want, nil)
	case err == nil:
		there, err = watchdogs.WatchdogService(*there.ID).Update(ctx, want, nil)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s, does a %s\n", vmName, there.Model, there.Action)
	return nil
}
