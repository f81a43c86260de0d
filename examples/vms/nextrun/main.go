// Nextrun changes a VM while it runs: more memory is plugged in at once, while more cores per
// socket wait for the next start. It shows what NextRun means for Update and for Get.
//
//	go run ./examples/vms/nextrun
//	go run ./examples/vms/nextrun -vm myvm
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
	more := sdk.Value(vm.Memory) + 1<<30
	if _, err := s.Update(ctx, &types.Vm{Memory: &more}, nil); err != nil {
		return err
	}
	// Without NextRun the engine does at once what it can, and keeps the rest for the next start.
	topology := *vm.Cpu.Topology
	topology.Cores = new(2 * *topology.Cores)
	want := &types.Vm{Cpu: &types.Cpu{Topology: &topology}}
	if _, err := s.Update(ctx, want, &services.VmUpdateParams{NextRun: new(true)}); err != nil {
		return err
	}

	now, err := s.Get(ctx, nil)
	if err != nil {
		return err
	}
	next, err := s.Get(ctx, &services.VmGetParams{NextRun: new(true)})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "now: %d MiB, cores per socket: %d\n", *now.Memory>>20, *now.Cpu.Topology.Cores)
	if sdk.Value(now.NextRunConfigurationExists) {
		fmt.Fprintf(out, "next run: %d MiB, cores per socket: %d\n", *next.Memory>>20, *next.Cpu.Topology.Cores)
	}
	return nil
}
