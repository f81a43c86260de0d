package behavior

import (
	"cmp"
	"slices"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// How often and after how long the engine tries again to restart a highly available VM.
const (
	restartTries = 10
	restartPause = 30 * time.Second
)

// failures lets the fate of VMs follow from that of their hosts.
func (w *World) failures() {
	w.OnChange("host", func(host *store.Entity, before, after *store.Object) {
		if before != nil && after != nil && before.Text("status") != after.Text("status") {
			w.hostTurned(host, after.Text("status"))
		}
	})
}

// hostTurned does with the VMs of a host what follows from its new status.
func (w *World) hostTurned(host *store.Entity, status string) {
	switch status {
	case down:
		w.powerOffAll(host)
	case "non_responsive":
		w.loseContact(host)
	case up:
		for _, vm := range slices.Clone(w.Referring("vm", "host", host.ID())) {
			if vm.Object().Text("status") == "unknown" {
				w.set(vm, "status", up)
			}
		}
	}
}

// loseContact leaves the fate of a host's VMs open. After a step the host is fenced, if it can be; else only VMs with a lease are known not to
// run there any more.
func (w *World) loseContact(host *store.Entity) {
	name := host.Object().Name()
	w.event(12, "error", host, "Host %s is non responsive.", name)
	for _, vm := range slices.Clone(w.Referring("vm", "host", host.ID())) {
		w.set(vm, "status", "unknown")
		w.event(142, "warning", vm, "VM %s was set to the Unknown status.", vm.Object().Name())
	}
	w.review(w.dataCenterOf(host))
	w.On(host, w.Step(), func() {
		if host.Object().Text("status") != "non_responsive" {
			return
		}
		if w.fencedAlone(host) {
			w.powerOffAll(host)
			w.then(host, func() { w.arrive(host) }, "reboot", starting, up)
			w.review(w.dataCenterOf(host))
			return
		}
		w.crash(host, func(vm *store.Entity) bool { return vm.Object().Has("lease.storage_domain") && available(vm) })
	})
}

// fencedAlone reports whether the engine fences a host that doesn't answer without being asked.
func (w *World) fencedAlone(host *store.Entity) bool {
	cluster := w.of(host, "cluster")
	return cluster != nil && cluster.Object().True("fencing_policy.enabled") && host.Object().True("power_management.automatic_pm_enabled") &&
		w.fenceable(host, "restart") == nil
}

// available reports whether a VM is to be highly available.
func available(vm *store.Entity) bool { return vm.Object().True("high_availability.enabled") }

// powerOffAll ends the VMs of a host that went off.
func (w *World) powerOffAll(host *store.Entity) {
	w.crash(host, func(*store.Entity) bool { return true })
}

// crash ends those VMs of a host that are chosen, and restarts the highly available ones elsewhere, by priority.
func (w *World) crash(host *store.Entity, chosen func(vm *store.Entity) bool) {
	var lost []*store.Entity
	for _, vm := range slices.Clone(w.Referring("vm", "host", host.ID())) {
		if !chosen(vm) {
			continue
		}
		w.powerOff(vm)
		if available(vm) {
			lost = append(lost, vm)
			w.event(9602, "error", vm, "Highly Available VM %s failed. It will be restarted automatically.", vm.Object().Name())
			continue
		}
		w.event(143, "normal", vm, "Vm %s was shut down due to %s host reboot or manual fence", vm.Object().Name(), host.Object().Name())
	}
	slices.SortStableFunc(lost, func(a, b *store.Entity) int {
		return cmp.Compare(b.Object().Int("high_availability.priority"), a.Object().Int("high_availability.priority"))
	})
	for _, vm := range lost {
		w.restart(vm, w.Step(), 1)
	}
}

// restart starts a VM that failed, and tries again for a while if it doesn't work.
func (w *World) restart(vm *store.Entity, wait time.Duration, try int) {
	w.On(vm, wait, func() {
		if vm.Object().Text("status") != down {
			return
		}
		c := &Call{World: w, Place: &store.Place{Node: vm.Node, Path: vm.Path, Entity: vm}, Body: w.obj("action")}
		if w.start(c) == nil {
			return
		}
		w.event(9603, "error", vm, "Restart of the Highly Available VM %s failed.", vm.Object().Name())
		if try < restartTries {
			w.restart(vm, restartPause, try+1)
			return
		}
		w.event(9605, "error", vm, "Highly Available VM %s could not be restarted automatically, exceeded the maximum number of attempts.",
			vm.Object().Name())
	})
}
