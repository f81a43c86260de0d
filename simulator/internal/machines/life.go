package machines

import (
	"fmt"

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
	name, host, status := c.Object().Name(), w.Target(vm, names.Host), c.Object().Text(names.Status)
	switch {
	case status == world.Down:
		return nil // Engines let that pass.
	case status == world.Suspended:
		ms.PowerOff(vm)
		c.Log(
			111,
			fmt.Sprintf("VM %s has had its saved state cleared by %s.", name, c.UserName()),
			vm,
		)
		return nil
	case action == actShutdown && status != world.Up:
		ms.PowerOff(vm)
		c.Log(
			76,
			fmt.Sprintf(
				"VM %s was powered off ungracefully by %s (Host: %s).",
				name,
				c.UserName(),
				world.DisplayName(host),
			),
			vm,
			host,
		)
		return nil
	case action == actStop:
		ms.PowerOff(vm)
		c.Log(
			33,
			fmt.Sprintf(
				"VM %s powered off by %s (Host: %s).",
				name,
				c.UserName(),
				world.DisplayName(host),
			),
			vm,
			host,
		)
		return nil
	}
	w.Set(vm, names.Status, world.PoweringDown)
	c.Log(
		73,
		fmt.Sprintf(
			"VM shutdown initiated by %s on VM %s (Host: %s).",
			c.UserName(),
			name,
			world.DisplayName(host),
		),
		vm,
		host,
	)
	ms.afterStep(vm, world.PoweringDown, func() {
		ms.PowerOff(vm)
		c.Log(61, "VM "+name+" is down.", vm, host)
	})
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
	host, name := ms.w.Target(vm, names.Host), c.Object().Name()
	ms.w.Set(vm, names.Status, world.SavingState)
	c.Log(
		501,
		fmt.Sprintf(
			"Suspending VM %s was initiated by %s (Host: %s).",
			name,
			c.UserName(),
			world.DisplayName(host),
		),
		vm,
		host,
	)
	ms.afterStep(vm, world.SavingState, func() {
		ms.w.Set(vm, names.Status, world.Suspended, names.StopTime, ms.w.Time())
		ms.offHost(vm)
		c.Log(503, "VM "+name+" on Host "+world.DisplayName(host)+" is suspended.", vm, host)
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
	code, verb := int64(157), "rebooted"
	if action == actReset {
		code, verb = 221, "reset"
	}
	w.Set(vm, names.Status, world.RebootInProgress)
	ms.ShowGuest(vm, false)
	c.Log(
		code,
		fmt.Sprintf(
			"VM %s was %s by %s (Host: %s).",
			c.Object().Name(),
			verb,
			c.UserName(),
			world.DisplayName(host),
		),
		vm,
		host,
	)
	cold := action == actReboot && ms.next[vm] != nil
	ms.afterStep(vm, world.RebootInProgress, func() {
		if !cold {
			w.Set(vm, names.Status, world.Up)
			ms.ShowGuest(vm, true)
			return
		}
		ms.applyNext(vm)
		w.Set(vm, names.Status, world.WaitForLaunch, names.StartTime, w.Time())
		c.Log(9611, "VM "+vm.Object().Name()+" is down. Cold reboot is in progress.", vm, host)
		ms.followStart(c, vm, world.PoweringUp, world.Up)
	})
	return nil
}
