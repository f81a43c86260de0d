// Clonevm clones a VM with its disks. It shows an action that creates an object without returning
// its ID: it is found by its name, and watched until it is ready. The VM must be down or up, not
// locked or suspended.
//
//	go run ./examples/vms/clonevm
//	go run ./examples/vms/clonevm -vm myvm -name mytwin
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
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM, which must be down")
	twinName := flag.String("name", "example-db-2", "name of the new VM")
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
	err = run(ctx, conn, os.Stdout, *vmName, *twinName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, twinName string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	// What ran before may still have the VM locked.
	if _, err := wait.VmUnlocked(ctx, conn, *vm.ID); err != nil {
		return err
	}
	vms := conn.SystemService().VmsService()
	if err := vms.VmService(*vm.ID).Clone(ctx, &services.VmCloneParams{Vm: &types.Vm{Name: &twinName}}); err != nil {
		return err
	}
	twin, err := find.ByName(ctx, vms.All, twinName)
	if err != nil {
		return err
	}
	twin, err = wait.VmDown(ctx, conn, *twin.ID)
	if err != nil {
		return err
	}
	disks, err := sdk.FollowAll(ctx, conn, twin, rel.VmDiskAttachments)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s, %d disk of its own\n", twinName, twin.Status, len(disks))
	return nil
}
