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
	"github.com/ovirt-go/ovirt/sdk/wait"
)

const (
	cleanUpTime  = 5 * time.Minute // how long to go on after the context has ended
	cleanUpTries = 5
	cleanUpPause = 2 * time.Second // before the next try
)

// cleanUp removes the VM with its disks, in whatever state they are, and tries again if something goes
// wrong. They are found by name, because a request that failed, or was interrupted, may have created
// them all the same. The work goes on for a while after the context has ended.
func cleanUp(ctx context.Context, out io.Writer, conn *sdk.Connection, name string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
	defer cancel()
	var err error
	for range cleanUpTries {
		if err = removeAll(ctx, out, conn, name); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(cleanUpPause):
		}
	}
	return fmt.Errorf("the VM %s and its disk %s may be left behind: %w", name, diskName(name), err)
}

// removeAll removes the VM of a name, if there is one, and then the disk that was created for it, which
// is left if it was never attached.
func removeAll(ctx context.Context, out io.Writer, conn *sdk.Connection, name string) error {
	vms := conn.SystemService().VmsService()
	list, err := vms.List(ctx, &services.VmsListParams{Search: new("name=" + name)})
	if err != nil {
		return err
	}
	for _, vm := range list {
		fmt.Fprintln(out, "Removing it.")
		if err := removeVM(ctx, conn, vms.VmService(*vm.ID)); err != nil {
			return err
		}
		fmt.Fprintln(out, "It is gone.")
	}
	disks := conn.SystemService().DisksService()
	left, err := disks.List(ctx, &services.DisksListParams{Search: new("alias=" + diskName(name))})
	if err != nil {
		return err
	}
	for _, disk := range left {
		if err := removeDisk(ctx, disks.DiskService(*disk.ID)); err != nil {
			return err
		}
	}
	return nil
}

// removeVM stops and removes a VM, and waits until it is gone. It first waits until neither the VM nor
// a disk of it is locked, and removes the protection that the VM may have from its template.
func removeVM(ctx context.Context, conn *sdk.Connection, s *services.VmService) error {
	unlocked := func(vm *types.Vm) bool { return vm.Status != types.VmStatusImageLocked }
	vm, err := wait.For(ctx, s.Get, wait.Cond(unlocked))
	if err != nil {
		return gone(err)
	}
	attachments, err := s.DiskAttachmentsService().List(ctx, nil)
	if err != nil {
		return gone(err)
	}
	for _, attachment := range attachments {
		if err := waitForDisk(ctx, conn.SystemService().DisksService().DiskService(*attachment.ID)); err != nil {
			return err
		}
	}
	if sdk.Value(vm.DeleteProtected) {
		if _, err := s.Update(ctx, &types.Vm{DeleteProtected: new(false)}, nil); err != nil {
			return gone(err)
		}
	}
	if vm.Status != types.VmStatusDown {
		if err := s.Stop(ctx, nil); err != nil {
			return gone(err)
		}
		if _, err := wait.For(ctx, s.Get, wait.VmIn(types.VmStatusDown)); err != nil {
			return gone(err)
		}
	}
	if err := s.Remove(ctx, nil); err != nil {
		return gone(err)
	}
	return wait.Gone(ctx, s.Get)
}

// removeDisk removes a disk that belongs to no VM, once it is unlocked.
func removeDisk(ctx context.Context, s *services.DiskService) error {
	if err := waitForDisk(ctx, s); err != nil {
		return err
	}
	if err := s.Remove(ctx, nil); err != nil {
		return gone(err)
	}
	return wait.Gone(ctx, s.Get)
}

// waitForDisk waits until a disk is unlocked or gone.
func waitForDisk(ctx context.Context, s *services.DiskService) error {
	_, err := wait.For(ctx, s.Get, wait.Cond(func(d *types.Disk) bool { return d.Status != types.DiskStatusLocked }))
	return gone(err)
}

// gone returns nil for an error which says that the object isn't there any more.
func gone(err error) error {
	if errors.Is(err, sdk.ErrNotFound) {
		return nil
	}
	return err
}
