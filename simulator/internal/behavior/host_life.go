package behavior

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) activateHost(c *Call) error {
	host := c.Entity()
	switch c.Object().Text("status") {
	case up:
		return Conflict("Cannot activate Host. Host in Up status.")
	case "non_responsive":
		return Conflict("Cannot activate Host. Host is in non responsive state.")
	}
	if err := allowHost(host, "activate"); err != nil {
		return err
	}
	w.then(host, func() { w.arrive(host) }, unassigned, up)
	return nil
}

// deactivateHost moves the VMs away and puts the host into maintenance.
func (w *World) deactivateHost(c *Call) error {
	host := c.Entity()
	if err := w.mayLeave(host); err != nil {
		return err
	}
	w.evacuate(host)
	if c.Body.True("stop_gluster_service") {
		for _, brick := range w.bricksOn(host) {
			w.set(brick, "status", down)
		}
	}
	w.set(host, "status", preparing)
	w.settle(host, func() {
		w.set(host, "status", maintenance)
		w.arrive(host)
	})
	return nil
}

// mayLeave refuses what keeps a host from going into maintenance.
func (w *World) mayLeave(host *store.Entity) error {
	switch host.Object().Text("status") {
	case maintenance, preparing:
		return Conflict("Cannot switch Host to Maintenance mode. Host is already in Maintenance mode.")
	}
	if host.Object().Text("spm.status") == contending {
		return Conflict("Cannot switch Host to Maintenance mode. Host is contending for Storage Pool Manager,\nwait for operation to complete and retry.")
	}
	if err := allowHost(host, "deactivate"); err != nil {
		return err
	}
	vms := w.Referring("vm", "host", host.ID())
	if len(vms) > 0 && host.Object().Text("status") == "non_responsive" {
		return Conflict("Cannot switch Host to Maintenance mode.\nHost still has running VMs on it and is in Non Responsive state.")
	}
	var pinned []string
	for _, vm := range vms {
		if vm.Object().Text("placement_policy.affinity") == "pinned" {
			pinned = append(pinned, vm.Object().Name())
		}
	}
	if len(pinned) > 0 {
		return Conflict("Cannot switch the following Hosts to Maintenance mode: %s.\nOne or more running VMs are indicated as "+
			"non-migratable. The non-migratable VMs are: %s.", host.Object().Name(), strings.Join(pinned, ", "))
	}
	for _, vm := range vms {
		if w.refugeFor(vm, host) == nil {
			return Conflict("The following Hosts have running VMs and cannot be switched to maintenance mode: %s.\nPlease ensure that the "+
				"following Clusters have at least one Host in UP state: %s.", host.Object().Name(), w.nameOf(host, "cluster"))
		}
	}
	return nil
}

// nameOf returns the name of what a member refers to, or "".
func (w *World) nameOf(e *store.Entity, member string) string {
	if other := w.of(e, member); other != nil {
		return other.Object().Name()
	}
	return ""
}

// evacuate starts the migration of all VMs of a host to others.
func (w *World) evacuate(host *store.Entity) {
	for _, vm := range slices.Clone(w.Referring("vm", "host", host.ID())) {
		to := w.refugeFor(vm, host)
		if to == nil {
			continue
		}
		after := vm.Object().Text("status")
		if after == poweringUp {
			after = up
		}
		if after != up && after != paused {
			continue // it is on its way somewhere, and goes when it has arrived
		}
		w.set(vm, "status", migrating)
		w.coming[vm] = to
		w.On(vm, w.Step(), func() {
			if vm.Object().Text("status") == migrating {
				delete(w.coming, vm)
				w.set(vm, "status", after, "host", Ref(to))
			}
		})
	}
}

// settle calls done a step later, or as soon as no VM is left on a host that prepares for maintenance.
func (w *World) settle(host *store.Entity, done func()) {
	w.On(host, w.Step(), func() {
		if host.Object().Text("status") != preparing {
			return
		}
		if len(w.Referring("vm", "host", host.ID())) > 0 && w.Step() > 0 {
			w.evacuate(host)
			w.settle(host, done)
			return
		}
		done()
	})
}

func (w *World) approveHost(c *Call) error {
	host := c.Entity()
	switch c.Object().Text("status") {
	case "pending_approval", "install_failed":
	default:
		return Conflict("Cannot approve RHVH Host.\n-Host must be in \"Pending Approval\" or \"Install Failed\" status in order to be approved.")
	}
	if cluster := w.Resolve(c.Body.Part("cluster")); cluster != nil {
		w.set(host, "cluster", Ref(cluster))
	}
	w.install(host, c.lastStatus(), c.flag("reboot", true))
	return nil
}

// lastStatus returns the status that a host is to have after its installation.
func (c *Call) lastStatus() string {
	if c.flag("activate", true) {
		return up
	}
	return maintenance
}

// flag returns a boolean parameter of an action.
func (c *Call) flag(name string, otherwise bool) bool {
	if c.Body.Has(name) {
		return c.Body.True(name)
	}
	return otherwise
}

func (w *World) installHost(c *Call) error {
	switch c.Object().Text("status") {
	case maintenance, "install_failed":
	default:
		return Conflict("Cannot install Host. Please move Host to Maintenance mode first.")
	}
	w.install(c.Entity(), c.lastStatus(), c.flag("reboot", true))
	return nil
}

// upgradeHost puts the host into maintenance if need be, upgrades it and takes it back to where it was.
func (w *World) upgradeHost(c *Call) error {
	host := c.Entity()
	done := func(last string) {
		w.install(host, last, c.flag("reboot", true))
		w.set(host, "update_available", false)
		host.SetNote(upgraded, "true")
		w.event(842, "normal", host, "Host %s upgrade was completed successfully.", host.Object().Name())
	}
	status := c.Object().Text("status")
	if slices.Contains([]string{up, maintenance, "non_operational"}, status) && !c.Object().True("update_available") {
		return Conflict("Cannot upgrade Host. There are no available updates for the host.")
	}
	switch status {
	case up:
		if err := w.mayLeave(host); err != nil {
			return err
		}
		w.evacuate(host)
		w.set(host, "status", preparing)
		w.settle(host, func() { done(up) })
	case maintenance:
		done(maintenance)
	case "non_operational":
		done(up)
	default:
		return Conflict("Cannot upgrade Host. Valid Host statuses for upgrade are Up, Maintenance, and Non-Operational.")
	}
	return nil
}

// upgraded is the note at hosts for which there is no update any more.
const upgraded = "upgraded"

// checkUpgrade looks for updates. A host has one until it is upgraded.
func (w *World) checkUpgrade(c *Call) error {
	host := c.Entity()
	if err := allowHost(host, "check for updates of"); err != nil {
		return err
	}
	w.On(host, w.Step(), func() {
		name := host.Object().Name()
		text := "There are no available updates on host " + name + "."
		if host.Note(upgraded) == "" {
			w.set(host, "update_available", true)
			text = "Check for available updates on host " + name + " was completed successfully with message 'updates are available'."
		}
		w.event(885, "normal", host, "%s", text)
	})
	return nil
}

func (w *World) enrollCertificate(c *Call) error {
	host := c.Entity()
	if c.Object().Text("status") != maintenance {
		return Conflict("Cannot enroll certificate Host. Please switch Host to Maintenance mode first.")
	}
	w.then(host, func() {
		w.event(881, "normal", host, "Enrolling certificate for host %s was completed successfully.", host.Object().Name())
	}, installing, maintenance)
	return nil
}
