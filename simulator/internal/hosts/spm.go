package hosts

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Statuses of a host as manager of the storage.
const (
	contending = "contending"
	manager    = "spm"
)

// selectSPM makes a host the manager of its data center's storage.
func (hs *Hosts) selectSPM(c *world.Call) error {
	host := c.Entity()
	if c.Object().Text(names.Status) != world.Up {
		return world.Conflict(
			"Cannot force select SPM. The Host %s is not active.",
			c.Object().Name(),
		)
	}
	center := hs.w.DataCenterOf(host)
	switch {
	case center == nil || center.Object().Text(names.Status) != world.Up:
		return world.Conflict("Cannot force select SPM. The Data Center is not up.")
	case c.Object().Text(names.SpmStatus) != "none":
		return world.Conflict(
			"Cannot force select SPM. The Host %s is already SPM or contending.",
			c.Object().Name(),
		)
	case c.Object().Int(names.SpmPriority) < 0:
		return world.Conflict(
			"Cannot force select SPM. The SPM priority of Host %s is set to 'never'. This Host "+
				"cannot be elected as SPM.",
			c.Object().Name(),
		)
	}
	for _, other := range hs.w.HostsOf(center) {
		hs.w.Set(other, names.SpmStatus, "none")
	}
	hs.contendForSPM(host)
	return nil
}

// contendForSPM makes a host the manager of the storage after a step.
func (hs *Hosts) contendForSPM(host *store.Entity) {
	hs.w.Set(host, names.SpmStatus, contending)
	hs.w.On(host, hs.w.Step(), func() {
		if host.Object().Text(names.SpmStatus) == contending {
			hs.w.Set(host, names.SpmStatus, manager)
		}
	})
}

// UpdateSPM brings the storage manager of a data center and its status in line with the hosts that
// are up.
func (hs *Hosts) UpdateSPM(center *store.Entity) {
	if center == nil || hs.w.At(center.Path) != center {
		return
	}
	var best *store.Entity
	managed, alive := false, false
	for _, host := range hs.w.HostsOf(center) {
		o := host.Object()
		if o.Text(names.Status) != world.Up {
			if s := o.Text(names.SpmStatus); s == manager || s == contending {
				hs.w.Set(host, names.SpmStatus, "none")
			}
			continue
		}
		alive = true
		managed = managed || o.Text(names.SpmStatus) == manager ||
			o.Text(names.SpmStatus) == contending
		if o.Int(names.SpmPriority) >= 0 &&
			(best == nil || o.Int(names.SpmPriority) > best.Object().Int(names.SpmPriority)) {
			best = host
		}
	}
	status := center.Object().Text(names.Status)
	switch {
	case status == world.Up && !alive:
		hs.w.Set(center, names.Status, world.Problematic)
		hs.setDomainStatuses(center, world.Active, world.Unknown)
		hs.w.Report(979, nil, center)
	case status == world.Problematic && alive:
		hs.w.Set(center, names.Status, world.Up)
		hs.setDomainStatuses(center, world.Unknown, world.Active)
	}
	if best != nil && !managed && center.Object().Text(names.Status) == world.Up {
		hs.contendForSPM(best)
	}
}

// setDomainStatuses sets the status of those storage domains of a data center that have the status
// from.
func (hs *Hosts) setDomainStatuses(center *store.Entity, from, to string) {
	for _, sd := range hs.w.Referring(names.StorageDomain, names.DataCenter, center.ID()) {
		if sd.Object().Text(names.Status) == from {
			hs.w.Set(sd, names.Status, to)
		}
	}
}
