// Startvm starts a VM and waits until it is up. It shows the shortest program that changes
// something, and a wait that fails at once, with the engine's reason, if the VM goes down instead.
//
//	go run ./examples/vms/startvm
//	go run ./examples/vms/startvm web01
package main

import (
	"cmp"
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
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	flag.Parse()
	name := cmp.Or(flag.Arg(0), "example-web-1")

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
	err = run(ctx, conn, os.Stdout, name)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name string) error {
	vms := conn.SystemService().VmsService()
	vm, err := find.ByName(ctx, vms.All, name)
	if err != nil {
		return err
	}
	if err := vms.VmService(*vm.ID).Start(ctx, nil); err != nil {
		return err
	}
	if vm, err = wait.VmUp(ctx, conn, *vm.ID); err != nil {
		return err
	}
	host, err := sdk.Follow(ctx, conn, vm.Host)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is %s on %s\n", name, vm.Status, sdk.Value(host.Name))
	return nil
}
