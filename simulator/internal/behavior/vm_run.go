package behavior

import (
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// onceBoot and onceDisplay are the notes at a VM of what it runs with this once, which answers show in place of its own.
const (
	onceBoot    = "once boot"
	onceDisplay = "once display"
	withMemory  = "memory" // the next start goes on from a snapshot's memory
)

// start runs a VM, or lets a paused or suspended one go on.
func (w *World) start(c *Call) error {
	vm := c.Entity()
	if err := c.oneInitialization(); err != nil {
		return err
	}
	once := c.Body.Part("vm")
	action := actRun
	if once != nil {
		action = actRunOnce
	}
	if err := w.bootable(vm, once, "run VM"); err != nil {
		return err
	}
	if err := allow(vm, action); err != nil {
		return err
	}
	if once != nil {
		if err := checkInitialization(once, "run"); err != nil {
			return err
		}
	}
	status := c.Object().Text("status")
	if status == paused {
		w.set(vm, "status", up, "status_detail", nil)
		w.guestUp(vm, true)
		c.Log(40, fmt.Sprintf("VM %s was resumed by %s.", c.Object().Name(), c.userName()), vm, w.of(vm, "host"))
		return c.answerVM()
	}
	if err := w.disksReady(vm, "run VM"); err != nil {
		return err
	}
	host, err := c.hostToRun(once)
	if err != nil {
		return err
	}
	if err := c.useCluster(vm, "run VM"); err != nil {
		return err
	}
	stateless := status == down && (once.True("stateless") || !once.Has("stateless") && c.Object().True("stateless"))
	if stateless && c.Object().True("high_availability.enabled") {
		return Conflict("Cannot run VM. Highly Available Virtual servers can not be run as stateless.")
	}
	if stateless && w.previewed(vm) != nil {
		return Conflict("Cannot run VM. Stateless flag on VM conflicts with running the VM in Preview mode. Either remove the Stateless flag " +
			"from the VM or run the VM not in Preview mode.")
	}
	if status == down {
		w.applyNext(vm)
		w.latestVersion(vm)
	}
	w.runOnce(vm, once, c.Body)
	first, then := poweringUp, up
	if status == suspended || vm.Note(withMemory) != "" {
		first = restoring
	}
	vm.DropNote(withMemory)
	if c.Body.True("pause") || c.Object().True("start_paused") {
		first, then = "", paused
	}
	launch := func() {
		w.set(vm, "status", launching, "start_time", w.Time(), "run_once", once != nil, "stop_reason", nil)
		w.onHost(vm, host)
		c.follow(vm, first, then)
	}
	if c.User == nil {
		w.event(506, "normal", vm, "Trying to restart VM %s on Host %s", c.Object().Name(), host.Object().Name())
	} else {
		c.Log(153, fmt.Sprintf("VM %s was started by %s (Host: %s).", c.Object().Name(), c.userName(), host.Object().Name()), vm, host)
	}
	if stateless && len(w.Of(vm, "diskattachments")) > 0 {
		w.set(vm, "status", imageLocked)
		w.statelessSnapshot(vm)
		w.On(vm, w.Step(), func() {
			if vm.Object().Text("status") == imageLocked {
				launch()
			}
		})
	} else {
		launch()
	}
	return c.answerVM()
}

// disksReady refuses to work with disks that storage has in its hands.
func (w *World) disksReady(vm *store.Entity, what string) error {
	var locked, illegal []string
	for _, a := range w.Of(vm, "diskattachments") {
		disk := w.of(a, "disk")
		switch {
		case disk == nil || !a.Object().True("active"):
		case disk.Object().Text("status") == "locked":
			locked = append(locked, disk.Object().Text("alias"))
		case disk.Object().Text("status") == "illegal":
			illegal = append(illegal, disk.Object().Text("alias"))
		}
	}
	switch {
	case locked != nil:
		return Conflict("Cannot %s: The following disks are locked: %s. Please try again in a few minutes.", what, strings.Join(locked, ", "))
	case illegal != nil:
		return Conflict("Cannot %s. The following attached disks are in ILLEGAL status: %s - please remove them and try again.", what,
			strings.Join(illegal, ", "))
	}
	return nil
}

// hostToRun returns the host on which the VM of the call starts: one of those to which this run or the VM itself is bound, or any.
func (c *Call) hostToRun(once *store.Object) (*store.Entity, error) {
	s := c.scheduling(c.Entity())
	if bound := once.List("placement_policy.hosts"); len(bound) > 0 {
		s.bound = bound
	}
	return s.choose("run VM")
}

// runOnce notes what the VM runs with this once only.
func (w *World) runOnce(vm *store.Entity, once, action *store.Object) {
	vm.DropNote(onceBoot)
	vm.DropNote(onceDisplay)
	if once == nil {
		return
	}
	if devices, _ := once.Get("os.boot.devices").([]string); len(devices) > 0 {
		vm.SetNote(onceBoot, strings.Join(devices, ","))
	}
	if kind := once.Text("display.type"); kind != "" {
		vm.SetNote(onceDisplay, kind)
	}
	// The echo of the action doesn't give secrets away.
	if once.Has("initialization.root_password") {
		action.Set("vm.initialization.root_password", nil)
	}
}

// onHost puts a VM on a host, with the address of its console.
func (w *World) onHost(vm, host *store.Entity) {
	w.set(vm, "host", Ref(host), "display.address", host.Object().Text("address"), "display.port", 5900, "display.secure_port", 5901)
}

// follow moves a VM that was started through its statuses.
func (c *Call) follow(vm *store.Entity, first, then string) {
	w, user, correlation := c.World, c.User, c.Correlation
	arrive := func() {
		w.set(vm, "status", then)
		w.guestUp(vm, then == up)
		host := w.of(vm, "host")
		switch {
		case then == up:
			w.Log(Event{Code: 32, Severity: "normal", Text: "VM " + vm.Object().Name() + " started on Host " + called(host),
				Refs: []*store.Entity{vm, host}}, user, correlation)
		case then == paused:
			w.set(vm, "status_detail", "none")
			w.Log(Event{Code: 1025, Severity: "normal", Text: "VM " + vm.Object().Name() + " has been paused.",
				Refs: []*store.Entity{vm, host}}, user, correlation)
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
	w.On(vm, w.Step(), func() {
		if vm.Object().Text("status") == status && vm.Object().Get("start_time") == began {
			f()
		}
	})
}

// guestUp shows what a guest agent reports, or no longer.
func (w *World) guestUp(vm *store.Entity, on bool) {
	if !on {
		w.set(vm, "fqdn", nil, "guest_operating_system", nil, "guest_time_zone", nil)
		w.logicalNames(vm, false)
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
		system.Set("codename", "")
		system.Set("kernel.version.major", 5)
		system.Set("kernel.version.minor", 14)
		system.Set("kernel.version.full_version", "5.14.0-1.el9.x86_64")
		system.Set("version.major", 9)
		system.Set("version.full_version", "9")
		w.set(vm, "guest_operating_system", system)
	}
	w.set(vm, "fqdn", hostName(vm.Object().Name()), "guest_time_zone", zone)
	w.logicalNames(vm, true)
}

// logicalNames shows the names that the guest returns its disks, or no longer.
func (w *World) logicalNames(vm *store.Entity, on bool) {
	n := 0
	for _, a := range w.Of(vm, "diskattachments") {
		if !on || !a.Object().True("active") || n > 25 {
			if a.Object().Has("logical_name") {
				w.set(a, "logical_name", nil)
			}
			continue
		}
		w.set(a, "logical_name", "/dev/vd"+string(rune('a'+n)))
		n++
	}
}

// answerVM puts the VM into the answer of its action.
func (c *Call) answerVM() error {
	c.Body.Set("vm", Ref(c.Entity()))
	return nil
}
