// Migrate migrates a running VM to another host. It shows a reference in the parameters of an
// action, and a wait with two conditions.
//
//	go run ./examples/vms/migrate
//	go run ./examples/vms/migrate -vm myvm -host node-2
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
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-app-1", "name of the VM, which must run")
	hostName := flag.String("host", "", "host to move it to; the engine chooses if it is empty")
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
	err = run(ctx, conn, os.Stdout, *vmName, *hostName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, hostName string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	if vm.Host == nil {
		return fmt.Errorf("%s doesn't run anywhere", vmName)
	}
	before := *vm.Host.ID
	var params services.VmMigrateParams
	if hostName != "" {
		host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
		if err != nil {
			return err
		}
		params.Host = object.Ref(host)
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	if err := s.Migrate(ctx, &params); err != nil {
		return err
	}
	vm, err = wait.For(ctx, s.Get, wait.Cond(func(vm *types.Vm) bool { return vm.Status != types.VmStatusMigrating }))
	if err != nil {
		return err
	}
	// A migration that failed leaves the VM where it was.
	if vm.Status != types.VmStatusUp || *vm.Host.ID == before {
		return fmt.Errorf("%s is %s and didn't move", vmName, vm.Status)
	}
	host, err := sdk.Follow(ctx, conn, vm.Host)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s runs on %s\n", vmName, sdk.Value(host.Name))
	return nil
}
