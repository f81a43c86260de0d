// Startpaused starts a VM in the paused state, so that somebody can connect to the console before
// the first instruction, and then lets it run. It shows that Start also resumes a paused VM.
//
//	go run ./examples/vms/startpaused
//	go run ./examples/vms/startpaused -vm myvm
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
	for _, step := range []struct {
		params *services.VmStartParams
		status types.VmStatus
	}{
		{&services.VmStartParams{Pause: new(true)}, types.VmStatusPaused},
		{nil, types.VmStatusUp},
	} {
		if err := s.Start(ctx, step.params); err != nil {
			return err
		}
		vm, err = wait.ForVm(ctx, conn, *vm.ID, wait.VmIn(step.status))
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s %s\n", vmName, vm.Status, sdk.Value(vm.StatusDetail))
	}
	return nil
}
