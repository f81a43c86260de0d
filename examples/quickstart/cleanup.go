package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// cleanUp removes the VM with its disks, in whatever state it is. The VM is looked for by name, because an Add that failed, or was
// interrupted, may have made it all the same; and the work goes on for a while after the context has ended.
func cleanUp(ctx context.Context, out io.Writer, conn *sdk.Connection, name string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Minute)
	defer cancel()
	vms := conn.SystemService().VmsService()
	list, err := vms.List(ctx, &services.VmsListParams{Search: new("name=" + name)})
	if err != nil {
		return fmt.Errorf("the VM %s may be left behind: %w", name, err)
	}
	for _, vm := range list {
		fmt.Fprintln(out, "Removing it.")
		if err := remove(ctx, conn, vms.VmService(*vm.ID)); err != nil {
			return fmt.Errorf("the VM %s is left behind: %w", name, err)
		}
		fmt.Fprintln(out, "It is gone.")
	}
	return nil
}

// remove ends and removes a VM, and waits until it is gone. If the VM or a disk of it is locked, that is waited for.
func remove(ctx context.Context, conn *sdk.Connection, s *services.VmService) error {
	vm, err := sdk.WaitFor(ctx, s.Get, func(vm *types.Vm) bool { return vm.Status != types.VmStatusImageLocked })
	if err != nil {
		return err
	}
	attachments, err := s.DiskAttachmentsService().List(ctx, nil)
	if err != nil {
		return err
	}
	for _, attachment := range attachments {
		disk := conn.SystemService().DisksService().DiskService(*attachment.ID)
		if _, err := sdk.WaitFor(ctx, disk.Get, func(d *types.Disk) bool { return d.Status != types.DiskStatusLocked }); err != nil {
			return err
		}
	}
	if vm.Status != types.VmStatusDown {
		if err := s.Stop(ctx, nil); err != nil {
			return err
		}
		if _, err := sdk.WaitFor(ctx, s.Get, hasStatus(types.VmStatusDown)); err != nil {
			return err
		}
	}
	if err := s.Remove(ctx, nil); err != nil {
		return err
	}
	_, err = sdk.WaitFor(ctx, s.Get, func(*types.Vm) bool { return false })
	if errors.Is(err, sdk.ErrNotFound) {
		return nil
	}
	return err
}
