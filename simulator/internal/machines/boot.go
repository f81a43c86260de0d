package machines

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

const (
	noBootDisk = "Cannot %s without at least one bootable disk.\n" +
		"Alternatives:\n" +
		"- Create a disk for this VM, and rerun the VM.\n" +
		"- Change the boot sequence using the Edit VM command (Boot Option Sub-Tab).\n" +
		"- Use the 'Run Once' command to select a different boot option and rerun the VM."
	noBootNIC = "VM is configured to be 'Network bootable', but no Network Interface is " +
		"configured.\n" +
		"Alternatives:\n" +
		"- Select a different boot device (using the 'Run Once' command or 'Edit VM' command on " +
		"Boot Option Sub-Tab).\n" +
		"- Configure Network Interface and rerun the VM."
)

// bootable refuses to start a VM that boots from its disks alone and has none that is active, or
// from the network alone and has no NIC. With a second boot device the engine starts the VM anyway.
// A VM that is paused or suspended has booted already.
func (ms *Machines) bootable(vm *store.Entity, once *store.Object, what string) error {
	if status := vm.Object().Text(names.Status); status == world.Paused ||
		status == world.Suspended {
		return nil
	}
	devices, _ := once.Get(names.OsBootDevices).([]string)
	if len(devices) == 0 {
		devices, _ = vm.Object().Get(names.OsBootDevices).([]string)
	}
	switch {
	case !vm.Object().Has(names.OsBoot) && len(devices) == 0:
		return nil // a VM that was put into the inventory without its configuration
	case len(devices) > 1:
		return nil
	case slices.Contains(devices, "network"):
		if len(ms.w.Of(vm, "nics")) == 0 {
			return world.Conflict(noBootNIC)
		}
	case len(devices) == 0 || devices[0] == "hd":
		if !ms.hasActiveDisk(vm) {
			return world.Conflict(noBootDisk, what)
		}
	}
	return nil
}

// hasActiveDisk reports whether a VM would see a disk when it starts.
func (ms *Machines) hasActiveDisk(vm *store.Entity) bool {
	return slices.ContainsFunc(ms.w.Of(vm, "diskattachments"), func(a *store.Entity) bool {
		return a.Object().True(names.Active) && ms.w.Target(a, names.Disk) != nil
	})
}
