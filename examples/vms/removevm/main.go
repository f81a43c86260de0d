// Removevm removes a VM but keeps its disks. It shows DetachOnly, and waiting until something is
// gone. Engines keep the disks only of VMs that have no snapshots and build on no template, and
// remove no VM that is protected; the program says so beforehand.
//
//	go run ./examples/vms/removevm
//	go run ./examples/vms/removevm -vm myvm
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
	vm, err = wait.VmUnlocked(ctx, conn, *vm.ID)
	if err != nil {
		return err
	}
	if err := removable(ctx, conn, vm); err != nil {
		return err
	}
	attachments, err := sdk.FollowAll(ctx, conn, vm, rel.VmDiskAttachments)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	if err := s.Remove(ctx, &services.VmRemoveParams{DetachOnly: new(true)}); err != nil {
		return err
	}
	if err := wait.VmGone(ctx, conn, *vm.ID); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is gone\n", vmName)
	for _, a := range attachments {
		disk, err := conn.SystemService().DisksService().DiskService(*a.ID).Get(ctx, nil)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is %s and has no VM\n", sdk.Value(disk.Alias), disk.Status)
	}
	return nil
}

// removable returns an error if an engine would refuse to remove the VM without its disks.
func removable(ctx context.Context, conn *sdk.Connection, vm *types.Vm) error {
	const blank = "00000000-0000-0000-0000-000000000000"
	name := sdk.Value(vm.Name)
	snapshots, err := sdk.FollowAll(ctx, conn, vm, rel.VmSnapshots)
	if err != nil {
		return err
	}
	switch {
	case sdk.Value(vm.DeleteProtected):
		return fmt.Errorf("%s is protected; set delete_protected to false first", name)
	case vm.Status != types.VmStatusDown:
		return fmt.Errorf("%s is %s; stop it first", name, vm.Status)
	case vm.Template != nil && sdk.Value(vm.Template.ID) != blank:
		return fmt.Errorf("the disks of %s build on its template and can't be kept", name)
	case len(snapshots) > 1: // the VM as it is now is listed as one
		return fmt.Errorf("%s has %d snapshots; remove them first", name, len(snapshots)-1)
	}
	return nil
}
