// Watchdog provides a VM with a watchdog card, or changes the one that it has. It shows a device of which there is at most one: who adds
// looks first.
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

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	action := flag.String("action", "reset", "what to do when the guest hangs: none, reset, poweroff, dump or pause")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vmName, *action)
	})
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
