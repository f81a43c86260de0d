package storage

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// updateDomain changes a domain. Logical units that it doesn't have yet extend it.
func (st *Storage) updateDomain(c *world.Call) error {
	sd, extra := c.Entity(), int64(0)
	if units := unitsOf(c.Body); len(units) > 0 {
		have := slices.Clone(unitsOf(c.Object()))
		for _, unit := range units {
			if slices.ContainsFunc(have, func(o *store.Object) bool {
				return o.Text(names.ID) == unit.Text(names.ID)
			}) {
				continue
			}
			if st.userOf(unit.Text(names.ID)) != nil {
				return world.Conflict(
					"Cannot extend Storage. The following LUNs are already part of existing "+
						"storage domains: %s.",
					unit.Text(names.ID),
				)
			}
			full := st.logicalUnit(unit.Text(names.Target), unit.Text(names.Address), len(have))
			full.Merge(unit)
			full.Set(names.Status, "used")
			have = append(have, full)
			extra += full.Int(names.Size)
		}
		c.Body.Set(names.StorageLogicalUnits, nil)
		c.Body.Set(names.StorageVolumeGroupLogicalUnits, have)
	}
	for _, name := range [...]string{
		names.Status, names.Master, names.Available, names.Used, names.DataCenter,
		names.DataCenters,
	} {
		c.Body.Set(name, nil)
	}
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	if extra > 0 {
		st.w.Set(sd, names.Available, sd.Object().Int(names.Available)+extra)
	}
	return nil
}

// removeDomain forgets a domain. Its data stays on the storage unless it is formatted.
func (st *Storage) removeDomain(c *world.Call) error {
	sd := c.Entity()
	destroy := c.Query.Bool("destroy", false)
	switch host := st.hostNamed(c.Query.Text("host")); {
	case destroy:
	case c.Object().Has(names.DataCenter):
		return world.Conflict(
			"Cannot remove Storage. The storage domain is attached to a data center. Please " +
				"detach it first.",
		)
	case host != nil && host.Object().Text(names.Status) != world.Up:
		return world.Conflict("Cannot remove Storage. Host %s is not up.", host.Object().Name())
	}
	if destroy && c.Object().True(names.Master) {
		dc := st.w.Target(sd, names.DataCenter)
		if !st.passMaster(dc, sd) &&
			len(st.w.Referring(names.StorageDomain, names.DataCenter, dc.ID())) > 1 {
			return world.Conflict(
				"Cannot destroy the master Storage Domain from the Data Center without another " +
					"active Storage Domain to take its place.",
			)
		}
	}
	if destroy || c.Object().Has(names.DataCenter) {
		st.UnregisterAll(sd)
	}
	if !c.Query.Bool("format", false) {
		st.KeepOutside(sd)
	}
	dc := st.w.Target(sd, names.DataCenter)
	st.DropDomain(sd)
	if dc != nil && st.MasterOf(dc) == nil {
		st.w.Set(dc, names.Status, world.Uninitialized)
	}
	return nil
}

// DropDomain drops a domain with its profiles and those of its disks that are nowhere else.
func (st *Storage) DropDomain(sd *store.Entity) {
	for _, p := range slices.Clone(st.w.Referring(names.DiskProfile, names.StorageDomain, sd.ID())) {
		st.w.Drop(p)
	}
	for _, connection := range slices.Clone(st.w.Of(sd, "storageconnections")) {
		st.w.Unlink(sd.Path+"/storageconnections", connection)
		if len(st.domainsWith(connection)) == 0 {
			st.w.Drop(connection)
		}
	}
	for _, disk := range slices.Clone(st.w.All("/disks")) {
		if InDomain(disk, sd) {
			st.w.Drop(disk)
		}
	}
	st.w.Drop(sd)
}

// hostNamed returns the host with the name or id, or nil.
func (st *Storage) hostNamed(text string) *store.Entity {
	if e := st.w.At("/hosts/" + text); e != nil || text == "" {
		return e
	}
	return st.w.ByName("/hosts", text)
}
