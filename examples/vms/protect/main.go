// Protect protects a VM from deletion, tries to delete it, and prints why that fails. It shows an
// expected refusal: the engine's own words are in the fault.
//
//	go run ./examples/vms/protect
//	go run ./examples/vms/protect -vm myvm
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
	vmName := flag.String("vm", "example-web-1", "name of the VM")
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
	if _, err := s.Update(ctx, &types.Vm{DeleteProtected: new(true)}, nil); err != nil {
		return err
	}
	err = s.Remove(ctx, nil)
	if err == nil {
		return fmt.Errorf("%s is gone", vmName)
	}
	if !errors.Is(err, sdk.ErrConflict) {
		return err
	}
	if e, ok := errors.AsType[*sdk.Error](err); ok && e.Fault != nil {
		fmt.Fprintf(out, "%s stays: %s\n", vmName, sdk.Value(e.Fault.Detail))
	}
	return nil
}
