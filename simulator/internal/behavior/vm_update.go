package behavior

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// waits are the members of a running VM whose change waits for its next start.
var waits = []string{
	"bios", "custom_cpu_model", "custom_emulated_machine", "display", "io", "os", "tpm_enabled", "time_zone", "type", "usb", "cpu",
}

func (w *World) updateVM(c *Call) error {
	vm, change := c.Entity(), c.Body.Clone()
	for _, name := range [...]string{"status", "status_detail", "creation_time", "host", "start_time", "stop_time", "fqdn", "template",
		"original_template", "run_once", "next_run_configuration_exists"} {
		change.Set(name, nil)
	}
	o := c.Object()
	if status := o.Text("status"); status == imageLocked {
		return Conflict("Cannot edit VM. %s", because(status))
	}
	if c.Body.Has("memory") && isRunning(o.Text("status")) && change.Int("memory") < o.Int("memory") || c.Query.Bool("next_run", false) {
		w.later(vm, change, change)
		change = store.New(change.Type)
	} else if isRunning(o.Text("status")) {
		w.later(vm, change, w.waiting(o, change))
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	w.Change(vm, func(o *store.Object) { w.settleMemory(o, change) })
	c.Log(35, fmt.Sprintf("VM %s configuration was updated by %s.", c.Object().Name(), c.userName()), vm)
	return nil
}

// waiting takes what must wait for the next start out of a change, and gives it.
func (w *World) waiting(o, change *store.Object) *store.Object {
	wait := store.New(change.Type)
	for _, name := range waits {
		v := change.Get(name)
		if v == nil || same(o, change, name) {
			continue
		}
		wait.Set(name, v)
		change.Set(name, nil)
	}
	return wait
}

// same reports whether a change leaves a member as it is.
func same(o, change *store.Object, name string) bool {
	after := o.Clone()
	one := store.New(change.Type)
	one.Set(name, change.Get(name))
	after.Merge(one)
	return after.Equal(o)
}

// later keeps a change for the next start.
func (w *World) later(vm *store.Entity, change, wait *store.Object) {
	if wait.Empty() {
		return
	}
	next := w.next[vm]
	if next == nil {
		next = store.New(change.Type)
	} else {
		next = next.Clone()
	}
	next.Merge(wait)
	w.next[vm] = next
	w.set(vm, "next_run_configuration_exists", true)
}
