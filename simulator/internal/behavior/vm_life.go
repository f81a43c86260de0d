package behavior

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// vmActions sets the actions that move a VM from status to status.
func (w *World) vmActions(h *Hooks) {
	h.Actions["start"] = w.start
	h.Actions["stop"] = func(c *Call) error { return c.stopVM(actStop) }
	h.Actions["shutdown"] = func(c *Call) error { return c.stopVM(actShutdown) }
	h.Actions["suspend"] = w.suspend
	h.Actions["reboot"] = func(c *Call) error { return c.rebootVM(actReboot) }
	h.Actions["reset"] = func(c *Call) error { return c.rebootVM(actReset) }
	h.Actions["migrate"] = w.migrate
	h.Actions["cancelmigration"] = w.cancelMigration
}

// stopVM ends a VM: at once with stop, and after a while with shutdown of one that is up.
func (c *Call) stopVM(action string) error {
	w, vm := c.World, c.Entity()
	if err := allow(vm, action); err != nil {
		return err
	}
	if err := c.noBackup(action); err != nil {
		return err
	}
	w.set(vm, "stop_reason", nil)
	if reason := c.Body.Text("reason"); reason != "" {
		w.set(vm, "stop_reason", reason)
	}
	name, host, status := c.Object().Name(), w.of(vm, "host"), c.Object().Text("status")
	switch {
	case status == suspended:
		w.powerOff(vm)
		c.Log(111, fmt.Sprintf("VM %s has had its saved state cleared by %s.", name, c.userName()), vm)
		return nil
	case action == actShutdown && status != up:
		w.powerOff(vm)
		c.Log(76, fmt.Sprintf("VM %s was powered off ungracefully by %s (Host: %s).", name, c.userName(), called(host)), vm, host)
		return nil
	case action == actStop:
		w.powerOff(vm)
		c.Log(33, fmt.Sprintf("VM %s powered off by %s (Host: %s).", name, c.userName(), called(host)), vm, host)
		return nil
	}
	w.set(vm, "status", poweringDown)
	c.Log(73, fmt.Sprintf("VM shutdown initiated by %s on VM %s (Host: %s).", c.userName(), name, called(host)), vm, host)
	user, correlation := c.User, c.Correlation
	w.move(vm, poweringDown, func() {
		w.powerOff(vm)
		w.Log(Event{Code: 61, Severity: "normal", Text: "VM " + name + " is down.", Refs: []*store.Entity{vm, host}}, user, correlation)
	})
	return nil
}

// powerOff puts a VM down: what only running ones have goes, and what waited for the next start takes effect.
func (w *World) powerOff(vm *store.Entity) {
	w.set(vm, "status", down, "stop_time", w.Time())
	w.offHost(vm)
	w.applyNext(vm)
	w.released(vm)
	w.endStateless(vm)
	w.prestartSoon(w.of(vm, "vm_pool"))
}

// offHost removes what only running VMs have.
func (w *World) offHost(vm *store.Entity) {
	vm.DropNote(onceBoot)
	vm.DropNote(onceDisplay)
	vm.DropNote(frozen)
	vm.DropNote(loggedOn)
	vm.DropNote(oneTime)
	delete(w.coming, vm)
	w.closeDrive(vm)
	w.Change(vm, func(o *store.Object) {
		for _, name := range [...]string{
			"host", "start_time", "run_once", "status_detail", "display.address", "display.port", "display.secure_port", "dynamic_cpu",
		} {
			o.Set(name, nil)
		}
	})
	w.guestUp(vm, false)
}

// applyNext provides a VM with the configuration that waited for its next start.
func (w *World) applyNext(vm *store.Entity) {
	next := w.next[vm]
	if next == nil {
		return
	}
	delete(w.next, vm)
	w.Change(vm, func(o *store.Object) {
		o.Merge(next)
		cutMemory(o)
		o.Set("next_run_configuration_exists", false)
	})
}

func (w *World) suspend(c *Call) error {
	vm := c.Entity()
	if err := allow(vm, actSuspend); err != nil {
		return err
	}
	if err := c.noBackup(actSuspend); err != nil {
		return err
	}
	switch {
	case c.Object().Has("vm_pool"):
		return Conflict("Cannot suspend VM that belongs to a  VM-Pool.")
	case w.statelessOf(vm) != nil || c.Object().True("stateless"):
		return Conflict("Cannot suspend VM, VM is stateless.")
	}
	host, user, correlation, name := w.of(vm, "host"), c.User, c.Correlation, c.Object().Name()
	w.set(vm, "status", saving)
	c.Log(501, fmt.Sprintf("Suspending VM %s was initiated by %s (Host: %s).", name, c.userName(), called(host)), vm, host)
	w.move(vm, saving, func() {
		w.set(vm, "status", suspended, "stop_time", w.Time())
		w.offHost(vm)
		w.Log(Event{Code: 503, Severity: "normal", Text: "VM " + name + " on Host " + called(host) + " is suspended.",
			Refs: []*store.Entity{vm, host}}, user, correlation)
	})
	return nil
}

// rebootVM restarts the guest. A VM whose configuration waits for a start goes down and up again in its course.
func (c *Call) rebootVM(action string) error {
	w, vm := c.World, c.Entity()
	if err := allow(vm, action); err != nil {
		return err
	}
	if action == actReboot && !c.Body.True("force") {
		if err := c.noBackup("restart"); err != nil {
			return err
		}
	}
	host, user, correlation := w.of(vm, "host"), c.User, c.Correlation
	code, verb := int64(157), "rebooted"
	if action == actReset {
		code, verb = 221, "reset"
	}
	w.set(vm, "status", rebooting)
	w.guestUp(vm, false)
	c.Log(code, fmt.Sprintf("VM %s was %s by %s (Host: %s).", c.Object().Name(), verb, c.userName(), called(host)), vm, host)
	cold := action == actReboot && w.next[vm] != nil
	w.move(vm, rebooting, func() {
		if !cold {
			w.set(vm, "status", up)
			w.guestUp(vm, true)
			return
		}
		w.applyNext(vm)
		w.set(vm, "status", launching, "start_time", w.Time())
		w.Log(Event{Code: 9611, Severity: "normal", Text: "VM " + vm.Object().Name() + " is down. Cold reboot is in progress.",
			Refs: []*store.Entity{vm, host}}, user, correlation)
		c.follow(vm, poweringUp, up)
	})
	return nil
}
