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
	h.Actions["cancelmigration"] = func(c *Call) error {
		if err := allow(c.Entity(), actCancel); err != nil {
			return err
		}
		w.set(c.Entity(), "status", up)
		c.Log(67, "Migration cancelled (VM: "+c.Object().Name()+").", c.Entity())
		return nil
	}
}

// start runs a VM, or lets a paused or suspended one go on.
func (w *World) start(c *Call) error {
	vm := c.Entity()
	if c.Body.True("use_cloud_init") && c.Body.True("use_sysprep") {
		return &Fault{Status: 409, Reason: "Cloud-Init and Sysprep can't be used together."}
	}
	once := c.Body.Part("vm")
	action := actRun
	if once != nil && !once.Empty() {
		action = actRunOnce
	}
	if err := allow(vm, action); err != nil {
		return err
	}
	status := c.Object().Text("status")
	if status == paused {
		w.set(vm, "status", up)
		return c.answerVM()
	}
	host := w.hostFor(vm, nil)
	if host == nil {
		return Conflict("Cannot run VM. There is no host in the cluster that is up.")
	}
	if status == down {
		w.applyNext(vm)
	}
	w.set(vm, "status", launching, "host", Ref(host), "start_time", w.Time(), "run_once", action == actRunOnce, "stop_reason", nil)
	c.Log(32, fmt.Sprintf("VM %s was started by %s.", c.Object().Name(), c.userName()), vm, host)
	first, then := poweringUp, up
	if status == suspended {
		first = restoring
	}
	if c.Body.True("pause") || c.Object().True("start_paused") {
		first, then = "", paused
	}
	c.follow(vm, first, then)
	return c.answerVM()
}

// follow moves a VM that was started through its statuses.
func (c *Call) follow(vm *store.Entity, first, then string) {
	w, user, correlation := c.World, c.User, c.Correlation
	arrive := func() {
		w.set(vm, "status", then)
		w.guestUp(vm, then == up)
		if then == up {
			text := "VM " + vm.Object().Name() + " started"
			w.Log(Event{Code: 153, Severity: "normal", Text: text, Refs: []*store.Entity{vm}}, user, correlation)
		}
	}
	if first == "" {
		w.move(vm, launching, arrive)
		return
	}
	w.move(vm, launching, func() {
		w.set(vm, "status", first)
		w.move(vm, first, arrive)
	})
}

// move runs f after a step, if the VM is still in the status then: a stop in between makes an end of it.
func (w *World) move(vm *store.Entity, status string, f func()) {
	began := vm.Object().Get("start_time")
	w.On(vm, w.cfg.Step, func() {
		if vm.Object().Text("status") == status && vm.Object().Get("start_time") == began {
			f()
		}
	})
}

// guestUp shows what a guest agent reports, or no longer.
func (w *World) guestUp(vm *store.Entity, on bool) {
	if !on {
		w.set(vm, "fqdn", nil, "guest_operating_system", nil, "guest_time_zone", nil)
		return
	}
	zone := w.obj("time_zone")
	zone.Set("name", "Etc/GMT")
	zone.Set("utc_offset", "+00:00")
	system := w.obj("guest_operating_system")
	if system != nil {
		system.Set("architecture", "x86_64")
		system.Set("family", "Linux")
		system.Set("distribution", "CentOS Stream")
		w.set(vm, "guest_operating_system", system)
	}
	w.set(vm, "fqdn", hostName(vm.Object().Name()), "guest_time_zone", zone)
}

// stopVM ends a VM: at once with stop, and after a while with shutdown of one that is up.
func (c *Call) stopVM(action string) error {
	w, vm := c.World, c.Entity()
	if err := allow(vm, action); err != nil {
		return err
	}
	if reason := c.Body.Text("reason"); reason != "" {
		w.set(vm, "stop_reason", reason)
	}
	name := c.Object().Name()
	if action == actStop || c.Object().Text("status") != up {
		w.powerOff(vm)
		c.Log(33, fmt.Sprintf("VM %s powered off by %s.", name, c.userName()), vm)
		return nil
	}
	w.set(vm, "status", poweringDown)
	c.Log(62, fmt.Sprintf("VM shutdown initiated by %s on VM %s.", c.userName(), name), vm)
	user, correlation := c.User, c.Correlation
	w.move(vm, poweringDown, func() {
		w.powerOff(vm)
		w.Log(Event{Code: 61, Severity: "normal", Text: "VM " + name + " is down.", Refs: []*store.Entity{vm}}, user, correlation)
	})
	return nil
}

// powerOff puts a VM down: what only running ones have goes, and what waited for the next start takes effect.
func (w *World) powerOff(vm *store.Entity) {
	w.set(vm, "status", down, "stop_time", w.Time())
	w.offHost(vm)
	w.applyNext(vm)
}

func (w *World) offHost(vm *store.Entity) {
	w.set(vm, "host", nil, "start_time", nil, "run_once", nil)
	w.guestUp(vm, false)
}

// applyNext gives a VM the configuration that waited for its next start.
func (w *World) applyNext(vm *store.Entity) {
	next := w.next[vm]
	if next == nil {
		return
	}
	delete(w.next, vm)
	w.Change(vm, func(o *store.Object) {
		o.Merge(next)
		o.Set("next_run_configuration_exists", false)
	})
}

func (w *World) suspend(c *Call) error {
	vm := c.Entity()
	if err := allow(vm, actSuspend); err != nil {
		return err
	}
	w.set(vm, "status", saving)
	c.Log(501, fmt.Sprintf("Suspension of VM %s was initiated by %s.", c.Object().Name(), c.userName()), vm)
	w.move(vm, saving, func() {
		w.set(vm, "status", suspended)
		w.offHost(vm)
	})
	return nil
}

func (c *Call) rebootVM(action string) error {
	w, vm := c.World, c.Entity()
	if err := allow(vm, action); err != nil {
		return err
	}
	w.set(vm, "status", rebooting)
	c.Log(157, fmt.Sprintf("VM %s was rebooted by %s.", c.Object().Name(), c.userName()), vm)
	w.move(vm, rebooting, func() { w.set(vm, "status", up) })
	return nil
}

// migrate moves a VM to the host that was asked for, or to any other of its cluster.
func (w *World) migrate(c *Call) error {
	vm := c.Entity()
	if err := allow(vm, actMigrate); err != nil {
		return err
	}
	from := w.of(vm, "host")
	to := w.hostFor(vm, from)
	if ref := c.Body.Part("host"); ref != nil {
		to = w.Resolve(ref)
	}
	switch {
	case to == nil:
		return Conflict("Cannot migrate VM. There is no other host in the cluster that is up.")
	case to == from:
		return Conflict("Cannot migrate VM. VM is already running on the selected host.")
	case to.Object().Text("status") != up:
		return Conflict("Cannot migrate VM. The selected host is not up.")
	}
	w.set(vm, "status", migrating)
	c.Log(62, fmt.Sprintf("Migration initiated by %s (VM: %s, Destination: %s).", c.userName(), c.Object().Name(),
		to.Object().Name()), vm, to)
	w.move(vm, migrating, func() { w.set(vm, "status", up, "host", Ref(to)) })
	return nil
}

// hostFor gives a host of the VM's cluster that is up and not the other one, in turn.
func (w *World) hostFor(vm, other *store.Entity) *store.Entity {
	cluster := vm.Object().Text("cluster.id")
	var hosts []*store.Entity
	for _, h := range w.All("/hosts") {
		o := h.Object()
		if h != other && o.Text("status") == up && o.Text("cluster.id") == cluster {
			hosts = append(hosts, h)
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	w.tick++
	return hosts[w.tick%len(hosts)]
}

// answerVM puts the VM into the answer of its action.
func (c *Call) answerVM() error {
	c.Body.Set("vm", Ref(c.Entity()))
	return nil
}

// userName gives the caller's name as events show it.
func (c *Call) userName() string {
	if c.User == nil {
		return "unknown"
	}
	return c.User.Object().Text("user_name")
}
