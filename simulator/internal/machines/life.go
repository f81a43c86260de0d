package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerVMActions sets the actions that move a VM from status to status.
func (ms *Machines) registerVMActions(h *world.Hooks) {
	h.Actions["start"] = ms.Start
	h.Actions["stop"] = func(c *world.Call) error { return ms.stopVM(c, actStop) }
	h.Actions["shutdown"] = func(c *world.Call) error { return ms.stopVM(c, actShutdown) }
	h.Actions["suspend"] = ms.suspend
	h.Actions["reboot"] = func(c *world.Call) error { return ms.rebootVM(c, actReboot) }
	h.Actions["reset"] = func(c *world.Call) error { return ms.rebootVM(c, actReset) }
	h.Actions["migrate"] = ms.migrate
	h.Actions["cancelmigration"] = ms.cancelMigration
}

// stopVM ends a VM: at once with stop, and after a while with shutdown of one that is up.
func (ms *Machines) stopVM(c *world.Call, action string) error {
	w, vm := c.World, c.Entity()
	if err := allow(vm, action); err != nil {
		return err
	}
	if err := ms.noBackup(c, action); err != nil {
		return err
	}
	w.Set(vm, names.StopReason, nil)
	if reason := c.Body.Text(names.Reason); reason != "" {
		w.Set(vm, names.StopReason, reason)
	}
	host, status := w.Target(vm, names.Host), c.Object().Text(names.Status)
	reason := ""
	if text := c.Body.Text(names.Reason); text != "" {
		reason = " Reason: " + text
	}
	more := world.Named{"reason": reason}
	switch {
	case status == world.Down:
		what := map[string]string{actStop: "Stop VM", actShutdown: "Shutdown VM"}[action]
		c.Report(254, world.Named{"status": "Down", "action": what}, vm)
		return nil
	case status == world.Suspended:
		ms.PowerOff(vm)
		c.Report(111, more, vm)
		return nil
	case action == actShutdown && status != world.Up:
		ms.PowerOff(vm)
		return nil
	case action == actStop:
		ms.PowerOff(vm)
		c.Report(33, more, vm, host)
		return nil
	}
	w.Set(vm, names.Status, world.PoweringDown)
	c.Report(73, more, vm, host)
	ms.afterStep(vm, world.PoweringDown, func() {
		ms.PowerOff(vm)
		w.Report(61, nil, vm, host)
	})
	return nil
}

// diskDomain returns the storage domain of the first disk of a VM, where engines keep its memory, or
// nil.
func (ms *Machines) diskDomain(vm *store.Entity) *store.Entity {
	for _, a := range ms.w.Of(vm, "diskattachments") {
		if disk := ms.w.Target(a, names.Disk); disk != nil {
			if refs := disk.Object().List(names.StorageDomains); len(refs) > 0 {
				return ms.w.Resolve(refs[0])
			}
		}
	}
	return nil
}

// PowerOff puts a VM down: what only running ones have goes, and what waited for the next start
// takes effect.
func (ms *Machines) PowerOff(vm *store.Entity) {
	ms.w.Set(vm, names.Status, world.Down, names.StopTime, ms.w.Time())
	ms.offHost(vm)
	ms.applyNext(vm)
	ms.released(vm)
	ms.endStateless(vm)
	ms.prestartSoon(ms.w.Target(vm, names.VmPool))
}

// offHost removes what only running VMs have.
func (ms *Machines) offHost(vm *store.Entity) {
	vm.DropNote(onceBoot)
	vm.DropNote(onceDisplay)
	vm.DropNote(frozen)
	vm.DropNote(loggedOn)
	vm.DropNote(oneTime)
	delete(ms.coming, vm)
	ms.closeDrive(vm)
	ms.w.Change(vm, func(o *store.Object) {
		for _, name := range [...]string{
			names.Host, names.StartTime, names.RunOnce, names.StatusDetail, names.DisplayAddress,
			names.DisplayPort, names.DisplaySecurePort, names.DynamicCpu,
		} {
			o.Set(name, nil)
		}
	})
	ms.ShowGuest(vm, false)
}

// applyNext applies the configuration that waited for the next start of a VM.
func (ms *Machines) applyNext(vm *store.Entity) {
	next := ms.next[vm]
	if next == nil {
		return
	}
	delete(ms.next, vm)
	ms.w.Change(vm, func(o *store.Object) {
		o.Merge(next)
		cutMemory(o)
		o.Set(names.NextRunConfigurationExists, false)
	})
}

func (ms *Machines) suspend(c *world.Call) error {
	vm := c.Entity()
	if err := notHeld(vm, "hibernate VM"); err != nil {
		return err
	}
	if err := allow(vm, actSuspend); err != nil {
		return err
	}
	if err := ms.noBackup(c, actSuspend); err != nil {
		return err
	}
	switch {
	case c.Object().Has(names.VmPool):
		return world.Conflict("Cannot suspend VM that belongs to a  VM-Pool.")
	case ms.statelessOf(vm) != nil || c.Object().True(names.Stateless):
		return world.Conflict("Cannot suspend VM, VM is stateless.")
	}
	host := ms.w.Target(vm, names.Host)
	ms.w.Set(vm, names.Status, world.SavingState)
	c.Report(501, nil, vm, host, ms.diskDomain(vm))
	ms.afterStep(vm, world.SavingState, func() {
		ms.w.Set(vm, names.Status, world.Suspended, names.StopTime, ms.w.Time())
		ms.offHost(vm)
		ms.w.Report(503, nil, vm, host)
	})
	return nil
}

// rebootVM restarts the guest. A VM whose configuration waits for a start goes down and up again in
// its course.
func (ms *Machines) rebootVM(c *world.Call, action string) error {
	w, vm := c.World, c.Entity()
	if err := allow(vm, action); err != nil {
		return err
	}
	if action == actReboot && !c.Body.True(names.Force) {
		if err := ms.noBackup(c, "restart"); err != nil {
			return err
		}
	}
	host := w.Target(vm, names.Host)
	code := int64(157)
	if action == actReset {
		code = 221
	}
	w.Set(vm, names.Status, world.RebootInProgress)
	ms.ShowGuest(vm, false)
	c.Report(code, nil, vm, host)
	cold := action == actReboot && ms.next[vm] != nil
	ms.afterStep(vm, world.RebootInProgress, func() {
		if !cold {
			w.Set(vm, names.Status, world.Up)
			ms.ShowGuest(vm, true)
			return
		}
		ms.applyNext(vm)
		w.Set(vm, names.Status, world.WaitForLaunch, names.StartTime, w.Time())
		w.Report(9611, nil, vm, host)
		again := *c // an engine counts the start as its own
		again.User, again.Correlation = nil, ""
		ms.followStart(&again, vm, world.PoweringUp, world.Up)
	})
	return nil
}
