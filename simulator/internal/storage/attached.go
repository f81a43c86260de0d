package storage

import (
	"net/http"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerAttachedDomains sets the behavior of domains as members of a data center.
func (st *Storage) registerAttachedDomains() {
	st.w.Hook("attached_storage_domains").Add = st.attachDomain
	a := st.w.Hook("attached_storage_domain")
	a.Remove = st.detachDomain
	a.Actions["activate"] = st.activateDomain
	a.Actions["deactivate"] = st.deactivateDomain
	a.Show = func(_ *store.Place, v *document.View, _ world.Query) {
		v.Object = v.Object.Clone()
		st.countCommitted(v.Object)
		wholeGiB(v.Object)
		if v.Object.Text(names.Type) == "iso" {
			v.Rels = nil
		}
	}
}

// attachDomain attaches a domain to a data center, which is up from then on.
func (st *Storage) attachDomain(c *world.Call) (*store.Entity, error) {
	dc := c.Owner()
	sd := st.w.Resolve(c.Body)
	switch {
	case sd == nil && c.Body.ID() != "" && !st.hasHostUp(dc):
		return nil, world.Conflict("Cannot attach Storage. There is no active Host in the Data Center.")
	case sd == nil && c.Body.ID() == "" && c.Body.Name() != "":
		return nil, &world.Fault{
			Status: http.StatusNotFound, Reason: world.ReasonFailed, Detail: "Entity not found: Storage: name=" + c.Body.Name(),
		}
	}
	if _, err := c.Referenced(); err != nil {
		return nil, err
	}
	kind := sd.Object().Text(names.Type)
	if sd.Object().Has(names.DataCenter) {
		return nil, world.Conflict(
			"Cannot attach Storage. The storage domain is already attached to a data center.",
		)
	}
	isData := kind == "data"
	fresh := st.MasterOf(dc) == nil
	switch {
	case isData && !st.hasHostUp(dc):
		return nil, world.Conflict(
			"Cannot attach Storage. There is no active Host in the Data Center.",
		)
	case isData &&
		(sd.Object().Text(names.TypeOfStorage) == "localfs") != dc.Object().True(names.Local) &&
		sd.Object().Has(names.TypeOfStorage):
		return nil, world.Conflict(
			"Cannot attach a local Storage Domain to a shared storage Data Center.",
		)
	case !isData && fresh:
		return nil, world.Conflict(
			"Cannot attach Storage Domain.\n-Please attach Data Domain to the Data Center first.",
		)
	}
	for _, other := range st.w.Referring(names.StorageDomain, names.DataCenter, dc.ID()) {
		if kind == other.Object().Text(names.Type) && (kind == "iso" || kind == "export") {
			what := map[string]string{"iso": "ISO", "export": "Import/Export"}[kind]
			return nil, world.Conflict(
				"Cannot attach more than one %s Storage Domain to the same Data Center. If you "+
					"want to use a newly created "+
					"Domain, detach the existing attached Domain and attach the new one.",
				what,
			)
		}
	}
	st.w.Set(sd, names.DataCenter, world.Ref(dc), names.DataCenters, []*store.Object{world.Ref(dc)})
	if isData && fresh {
		st.w.Set(sd, names.Master, true)
	}
	st.w.Transition(sd, func() { st.startCenter(dc) }, world.Locked, world.Active)
	return sd, nil
}

// startCenter lets a data center come up when its master domain is active.
func (st *Storage) startCenter(dc *store.Entity) {
	m := st.MasterOf(dc)
	if st.w.At(dc.Path) != dc || m == nil || m.Object().Text(names.Status) != world.Active {
		return
	}
	if s := dc.Object().Text(names.Status); s == world.Uninitialized || s == world.Maintenance {
		st.w.Set(
			dc,
			names.Status, world.Up, names.StorageFormat, m.Object().Text(names.StorageFormat),
		)
	}
	st.hosts.UpdateSPM(dc)
}

// MasterOf returns the master domain of a data center, or nil.
func (st *Storage) MasterOf(dc *store.Entity) *store.Entity {
	if dc == nil {
		return nil
	}
	for _, sd := range st.w.Referring(names.StorageDomain, names.DataCenter, dc.ID()) {
		if sd.Object().True(names.Master) {
			return sd
		}
	}
	return nil
}

// passMaster makes another active data domain the master, and reports whether there is one.
func (st *Storage) passMaster(dc, from *store.Entity) bool {
	for _, sd := range st.w.Referring(names.StorageDomain, names.DataCenter, dc.ID()) {
		if sd != from && sd.Object().Text(names.Type) == "data" &&
			sd.Object().Text(names.Status) == world.Active {
			st.w.Set(from, names.Master, false)
			st.w.Set(sd, names.Master, true)
			st.w.Report(984, nil, dc)
			return true
		}
	}
	return false
}

// hasHostUp reports whether a host of the data center is up.
func (st *Storage) hasHostUp(dc *store.Entity) bool {
	return slices.ContainsFunc(st.w.HostsOf(dc), func(host *store.Entity) bool {
		return host.Object().Text(names.Status) == world.Up
	})
}

func (st *Storage) activateDomain(c *world.Call) error {
	sd, status := c.Entity(), c.Object().Text(names.Status)
	switch status {
	case world.Active, world.Locked, world.Activating, world.PreparingForMaintenance,
		world.Detaching:
		return world.Conflict(
			"Cannot activate Storage. The relevant Storage Domain's status is %s.",
			status,
		)
	}
	dc := st.w.Target(sd, names.DataCenter)
	if !st.hasHostUp(dc) {
		return world.Conflict(
			"Cannot activate Storage. There is no active Host in the Data Center.",
		)
	}
	st.w.Transition(sd, func() {
		if st.MasterOf(dc) == nil && sd.Object().Text(names.Type) == "data" {
			st.w.Set(sd, names.Master, true)
		}
		st.startCenter(dc)
	}, world.Activating, world.Active)
	return nil
}

func (st *Storage) deactivateDomain(c *world.Call) error {
	sd, status := c.Entity(), c.Object().Text(names.Status)
	switch status {
	case world.Active, world.Inactive, world.Unknown:
	default:
		return world.Conflict(
			"Cannot deactivate Storage. The relevant Storage Domain's status is %s.",
			status,
		)
	}
	force := c.Body.True(names.Force)
	var users []*store.Entity
	for _, vm := range st.w.All("/vms") {
		if world.IsRunning(vm.Object().Text(names.Status)) && st.diskOn(vm, sd) {
			users = append(users, vm)
		}
	}
	if len(users) > 0 && !force {
		return world.Conflict(
			"Cannot deactivate Storage. The following VMs have active disks on it: %s. Please "+
				"shut them down first.",
			world.Names(users),
		)
	}
	dc := st.w.Target(sd, names.DataCenter)
	if c.Object().True(names.Master) && !st.passMaster(dc, sd) {
		for _, other := range st.w.Referring(names.StorageDomain, names.DataCenter, dc.ID()) {
			if other != sd && other.Object().Text(names.Status) == world.Active {
				return world.Conflict(
					"Cannot deactivate a Master Storage Domain while there are active non-data " +
						"domains in the Data Center.",
				)
			}
		}
	}
	st.w.Transition(sd, func() {
		st.w.Report(1029, nil, sd)
		if sd.Object().True(names.Master) {
			st.w.Set(dc, names.Status, world.Maintenance) // it was the last one
		}
	}, world.PreparingForMaintenance, world.Maintenance)
	return nil
}

// detachDomain takes a domain out of its data center. VMs, templates and disks that are on it go
// with it, and can be registered again wherever it is attached next.
func (st *Storage) detachDomain(c *world.Call) error {
	sd, dc := c.Entity(), st.w.Target(c.Entity(), names.DataCenter)
	switch status := c.Object().Text(names.Status); status {
	case world.Active:
		return world.Conflict(
			"Cannot detach Storage. The relevant Storage Domain's status is active. Please " +
				"switch it to Maintenance mode first.",
		)
	case world.Locked, world.Activating, world.PreparingForMaintenance, world.Detaching:
		return world.Conflict(
			"Cannot detach Storage. The relevant Storage Domain's status is %s.",
			status,
		)
	}
	last := len(st.w.Referring(names.StorageDomain, names.DataCenter, dc.ID())) == 1
	if c.Object().True(names.Master) && !last {
		return world.Conflict(
			"Cannot detach the master Storage Domain from the Data Center while there are other " +
				"storage domains attached to it.\n" +
				"-Please try to activate another Storage Domain in the Data Center.",
		)
	}
	if err := st.mayClear(sd); err != nil {
		return err
	}
	st.UnregisterAll(sd)
	detached := func() {
		st.w.Set(
			sd,
			names.Status, world.Unattached, names.DataCenter, nil,
			names.DataCenters, nil, names.Master, false,
		)
		if last {
			st.w.Set(dc, names.Status, world.Uninitialized)
		}
	}
	if !c.Query.Bool("async", false) {
		detached()
		return nil
	}
	st.w.Set(sd, names.Status, world.Detaching)
	st.w.On(sd, st.w.Step(), detached)
	return nil
}

// mayClear refuses to take a domain away from VMs and templates that can't go with it.
func (st *Storage) mayClear(sd *store.Entity) error {
	var guarded, elsewhere, pooled []*store.Entity
	for _, path := range [...]string{"/vms", "/templates"} {
		for _, e := range st.w.All(path) {
			if !st.diskOn(e, sd) {
				continue
			}
			o := e.Object()
			if o.True(names.DeleteProtected) {
				guarded = append(guarded, e)
			}
			if o.Has(names.VmPool) {
				pooled = append(pooled, e)
			}
			if st.diskBeside(e, sd) {
				elsewhere = append(elsewhere, e)
			}
		}
	}
	switch {
	case len(guarded) > 0:
		return world.Conflict(
			"Cannot detach Storage. The following VMs/Templates are delete protected: %s.",
			world.Names(guarded),
		)
	case len(pooled) > 0:
		return world.Conflict(
			"Cannot detach Storage. The following VMs/Templates are attached to pool: %s.",
			world.Names(pooled),
		)
	case len(elsewhere) > 0:
		return world.Conflict(
			"Cannot detach Storage. The following VMs/Templates have disks on other storage "+
				"domains too: %s.",
			world.Names(elsewhere),
		)
	}
	return nil
}

// diskBeside reports whether a VM or template has a disk that isn't in the storage domain.
func (st *Storage) diskBeside(e, sd *store.Entity) bool {
	for _, a := range st.w.Of(e, "diskattachments") {
		if disk := st.w.Target(a, names.Disk); disk != nil && !InDomain(disk, sd) {
			return true
		}
	}
	return false
}
