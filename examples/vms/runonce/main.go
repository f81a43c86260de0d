// Runonce starts a VM from a CD and with a boot menu, for this one time; its configuration stays as
// it is. It shows the VM inside the parameters of Start, and NextRun, which reads the configuration
// of the next start.
//
//	go run ./examples/vms/runonce
//	go run ./examples/vms/runonce -vm myvm
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
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
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
	err = s.Start(ctx, &services.VmStartParams{Vm: &types.Vm{
		Bios: &types.Bios{BootMenu: &types.BootMenu{Enabled: new(true)}},
		Os:   &types.OperatingSystem{Boot: &types.Boot{Devices: []types.BootDevice{types.BootDeviceCdrom, types.BootDeviceHd}}},
	}})
	if err != nil {
		return err
	}
	vm, err = wait.VmUp(ctx, conn, *vm.ID)
	if err != nil {
		return err
	}
	next, err := s.Get(ctx, &services.VmGetParams{NextRun: new(true)})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "run once: %t, boots from %v\n", sdk.Value(vm.RunOnce), vm.Os.Boot.Devices)
	fmt.Fprintf(out, "next time: boots from %v\n", next.Os.Boot.Devices)
	return nil
}
