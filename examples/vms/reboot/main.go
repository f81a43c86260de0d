// Reboot reboots the guest of a running VM, and waits until it is up again: the VM must be seen
// rebooting before up counts. It shows a wait that remembers what it has seen.
//
//	go run ./examples/vms/reboot
//	go run ./examples/vms/reboot -vm myvm
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
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	if err := s.Reboot(ctx, nil); err != nil {
		return err
	}
	seen := false
	_, err = wait.For(ctx, s.Get, wait.Cond(func(vm *types.Vm) bool {
		if vm.Status != types.VmStatusUp && !seen {
			seen = true
			fmt.Fprintf(out, "%s: %s\n", vmName, vm.Status)
		}
		return seen && vm.Status == types.VmStatusUp
	}))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: up again\n", vmName)
	return nil
}
