package hosts

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (hs *Hosts) activateHost(c *world.Call) error {
	host := c.Entity()
	switch c.Object().Text(names.Status) {
	case world.Up:
		return world.Conflict("Cannot activate Host. Host in Up status.")
	case world.NonResponsive:
		return world.Conflict("Cannot activate Host. Host is in non responsive state.")
	}
	if err := allowHost(host, "activate"); err != nil {
		return err
	}
	if silent(host) {
		hs.await(host)
		return nil
	}
	hs.w.Transition(host, func() { hs.statusReached(host) }, world.Unassigned, world.Up)
	return nil
}

// deactivateHost moves the VMs away and puts the host into maintenance.
func (hs *Hosts) deactivateHost(c *world.Call) error {
	host := c.Entity()
	if err := hs.mayLeave(host); err != nil {
		return err
	}
	hs.machines.Evacuate(host)
	if c.Body.True(names.StopGlusterService) {
		for _, brick := range hs.bricksOn(host) {
			hs.w.Set(brick, names.Status, world.Down)
		}
	}
	if silent(host) {
		hs.w.Set(host, names.Status, world.Maintenance)
		return nil
	}
	hs.w.Set(host, names.Status, world.PreparingForMaintenance)
	hs.afterEvacuation(host, func() {
		hs.w.Set(host, names.Status, world.Maintenance)
		hs.statusReached(host)
	})
	return nil
}

// mayLeave refuses what keeps a host from going into maintenance.
func (hs *Hosts) mayLeave(host *store.Entity) error {
	switch host.Object().Text(names.Status) {
	case world.Maintenance, world.PreparingForMaintenance:
		return world.Conflict(
			"Cannot switch Host to Maintenance mode. Host is already in Maintenance mode.",
		)
	}
	if host.Object().Text(names.SpmStatus) == contending {
		return world.Conflict(
			"Cannot switch Host to Maintenance mode. Host is contending for Storage Pool " +
				"Manager,\nwait for operation to complete and retry.",
		)
	}
	if err := allowHost(host, "deactivate"); err != nil {
		return err
	}
	vms := hs.w.Referring(names.Vm, names.Host, host.ID())
	if len(vms) > 0 && host.Object().Text(names.Status) == world.NonResponsive {
		return world.Conflict(
			"Cannot switch Host to Maintenance mode.\nHost still has running VMs on it and is " +
				"in Non Responsive state.",
		)
	}
	var pinned []string
	for _, vm := range vms {
		if vm.Object().Text(names.PlacementPolicyAffinity) == "pinned" {
			pinned = append(pinned, vm.Object().Name())
		}
	}
	if len(pinned) > 0 {
		return world.Conflict(
			"Cannot switch the following Hosts to Maintenance mode: %s.\nOne or more running "+
				"VMs are indicated as "+
				"non-migratable. The non-migratable VMs are: %s.",
			host.Object().Name(),
			strings.Join(pinned, ", "),
		)
	}
	for _, vm := range vms {
		if hs.machines.RefugeFor(vm, host) == nil {
			return world.Conflict(
				"The following Hosts have running VMs and cannot be switched to maintenance "+
					"mode: %s.\nPlease ensure that the "+
					"following Clusters have at least one Host in UP state: %s.",
				host.Object().Name(),
				hs.nameOf(host, "cluster"),
			)
		}
	}
	return nil
}

// nameOf returns the name of what a member refers to, or "".
func (hs *Hosts) nameOf(e *store.Entity, member string) string {
	if other := hs.w.Target(e, member); other != nil {
		return other.Object().Name()
	}
	return ""
}

// afterEvacuation calls done a step later, or as soon as no VM is left on a host that prepares for
// maintenance.
func (hs *Hosts) afterEvacuation(host *store.Entity, done func()) {
	hs.w.On(host, hs.w.Step(), func() {
		if host.Object().Text(names.Status) != world.PreparingForMaintenance {
			return
		}
		if len(hs.w.Referring(names.Vm, names.Host, host.ID())) > 0 && hs.w.Step() > 0 {
			hs.machines.Evacuate(host)
			hs.afterEvacuation(host, done)
			return
		}
		done()
	})
}

func (hs *Hosts) approveHost(c *world.Call) error {
	host := c.Entity()
	switch c.Object().Text(names.Status) {
	case world.PendingApproval, world.InstallFailed:
	default:
		return world.Conflict(
			"Cannot approve RHVH Host.\n-Host must be in \"Pending Approval\" or \"Install " +
				"Failed\" status in order to be approved.",
		)
	}
	if cluster := hs.w.Resolve(c.Body.Part(names.Cluster)); cluster != nil {
		hs.w.Set(host, names.Cluster, world.Ref(cluster))
	}
	hs.install(host, hs.lastStatus(c), hs.flag(c, "reboot", true))
	return nil
}

// lastStatus returns the status that a host is to have after its installation.
func (hs *Hosts) lastStatus(c *world.Call) string {
	if hs.flag(c, "activate", true) {
		return world.Up
	}
	return world.Maintenance
}

// flag returns a boolean parameter of an action.
func (hs *Hosts) flag(c *world.Call, name string, otherwise bool) bool {
	if c.Body.Has(name) {
		return c.Body.True(name)
	}
	return otherwise
}

func (hs *Hosts) installHost(c *world.Call) error {
	switch c.Object().Text(names.Status) {
	case world.Maintenance, world.InstallFailed:
	default:
		return world.Conflict("Cannot install Host. Please move Host to Maintenance mode first.")
	}
	if passwordless(c.Body) {
		return world.Bad("Cannot install Host with empty password.")
	}
	hs.install(c.Entity(), hs.lastStatus(c), hs.flag(c, "reboot", true))
	return nil
}

// passwordless reports whether a document lacks what the engine needs to log in to a host.
func passwordless(o *store.Object) bool {
	return o.Text(names.RootPassword) == "" && o.Text(names.SshUserPassword) == "" &&
		o.Text(names.SshAuthenticationMethod) != "publickey"
}

// upgradeHost puts the host into maintenance if need be, upgrades it and takes it back to where it
// was.
func (hs *Hosts) upgradeHost(c *world.Call) error {
	host := c.Entity()
	done := func(last string) {
		hs.install(host, last, hs.flag(c, "reboot", true))
		hs.w.Set(host, names.UpdateAvailable, false)
		host.SetNote(upgraded, "true")
		hs.w.Report(842, nil, host)
	}
	status := c.Object().Text(names.Status)
	if slices.Contains([]string{world.Up, world.Maintenance, world.NonOperational}, status) &&
		!c.Object().True(names.UpdateAvailable) {
		return world.Conflict("Cannot upgrade Host. There are no available updates for the host.")
	}
	switch status {
	case world.Up:
		if err := hs.mayLeave(host); err != nil {
			return err
		}
		hs.machines.Evacuate(host)
		hs.w.Set(host, names.Status, world.PreparingForMaintenance)
		hs.afterEvacuation(host, func() { done(world.Up) })
	case world.Maintenance:
		done(world.Maintenance)
	case world.NonOperational:
		done(world.Up)
	default:
		return world.Conflict(
			"Cannot upgrade Host. Valid Host statuses for upgrade are Up, Maintenance, and " +
				"Non-Operational.",
		)
	}
	return nil
}

// upgraded is the note at hosts for which there is no update any more.
const upgraded = "upgraded"

// checkUpgrade looks for updates. A host has one until it is upgraded.
func (hs *Hosts) checkUpgrade(c *world.Call) error {
	host := c.Entity()
	switch c.Object().Text(names.Status) {
	case world.Up, world.NonOperational:
	default:
		return world.Conflict("Cannot check for upgrade Host. Valid Host statuses for upgrade check are Up or " +
			"Non-Operational.")
	}
	hs.w.On(host, hs.w.Step(), func() {
		name := host.Object().Name()
		text := "There are no available updates on host " + name + "."
		if host.Note(upgraded) == "" {
			hs.w.Set(host, names.UpdateAvailable, true)
			text = "Check for available updates on host " + name + " was completed successfully " +
				"with message 'updates are available'."
		}
		hs.w.Report(885, world.Named{"message": text}, host)
	})
	return nil
}

func (hs *Hosts) enrollCertificate(c *world.Call) error {
	host := c.Entity()
	if silent(host) {
		hs.w.Set(host, names.Status, world.NonResponsive)
		return nil
	}
	if c.Object().Text(names.Status) != world.Maintenance {
		return world.Conflict(
			"Cannot enroll certificate Host. Please switch Host to Maintenance mode first.",
		)
	}
	hs.w.Transition(host, func() {
		hs.w.Report(881, nil, host)
	}, world.Installing, world.Maintenance)
	return nil
}
