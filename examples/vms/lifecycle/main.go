// Lifecycle takes a VM that is down through its states: started, suspended, resumed and shut down;
// if the guest doesn't shut down in time, the power is cut. It shows actions, and waiting for a
// status.
//
//	go run ./examples/vms/lifecycle
//	go run ./examples/vms/lifecycle -vm myvm -patience 5m
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
	name := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	patience := flag.Duration("patience", 2*time.Minute, "how long the guest may take to shut down")
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
	err = run(ctx, conn, os.Stdout, *name, *patience)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name string, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, name)
	if err != nil {
		return err
	}
	if vm.Status != types.VmStatusDown {
		return fmt.Errorf("%s is %s, not down", name, vm.Status)
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)

	// reach waits for a status and says when it is there.
	reach := func(ctx context.Context, status types.VmStatus) error {
		_, err := wait.For(ctx, s.Get, wait.VmIn(status))
		if err == nil {
			fmt.Fprintf(out, "%s is %s\n", name, status)
		}
		return err
	}

	if err := s.Start(ctx, nil); err != nil {
		return err
	}
	if err := reach(ctx, types.VmStatusUp); err != nil {
		return err
	}
	if err := s.Suspend(ctx, nil); err != nil {
		return err
	}
	if err := reach(ctx, types.VmStatusSuspended); err != nil {
		return err
	}
	if err := s.Start(ctx, nil); err != nil {
		return err
	}
	if err := reach(ctx, types.VmStatusUp); err != nil {
		return err
	}

	if err := s.Shutdown(ctx, &services.VmShutdownParams{Reason: new("end of the example")}); err != nil {
		return err
	}
	soon, giveUp := context.WithTimeout(ctx, patience)
	defer giveUp()
	err = reach(soon, types.VmStatusDown)
	if !errors.Is(err, sdk.ErrTimeout) {
		return err
	}
	fmt.Fprintf(out, "%s does not shut down, cutting the power\n", name)
	if err := s.Stop(ctx, nil); err != nil {
		return err
	}
	return reach(ctx, types.VmStatusDown)
}
