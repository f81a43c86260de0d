// Hotunplug unplugs a NIC from a running VM, and removes it. It shows an order that the engine
// insists on, and two steps of which the first alone may be enough.
//
//	go run ./examples/networks/hotunplug
//	go run ./examples/networks/hotunplug -vm myvm -nic nic2
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
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-app-1", "name of the VM")
	nicName := flag.String("nic", "nic1", "name of the NIC")
	keep := flag.Bool("keep", false, "only unplug it")
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
	err = run(ctx, conn, os.Stdout, *vmName, *nicName, *keep)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, nicName string, keep bool) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	nics := conn.SystemService().VmsService().VmService(*vm.ID).NicsService()
	nic, err := find.ByName(ctx, nics.All, nicName)
	if err != nil {
		return err
	}
	s := nics.NicService(*nic.ID)
	if sdk.Value(nic.Plugged) {
		if err := s.Deactivate(ctx, nil); err != nil {
			return err
		}
		nic, err = wait.For(ctx, s.Get, wait.Cond(func(n *types.Nic) bool { return !sdk.Value(n.Plugged) }))
		if err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "%s: plugged %t\n", nicName, sdk.Value(nic.Plugged))
	if keep {
		return nil
	}
	if err := s.Remove(ctx, nil); err != nil {
		return err
	}
	left, err := nics.List(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d NICs are left\n", len(left))
	return nil
}
