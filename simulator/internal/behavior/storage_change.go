package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// updateDomain changes a domain. Logical units that it doesn't have yet extend it.
func (w *World) updateDomain(c *Call) error {
	sd, extra := c.Entity(), int64(0)
	if units := unitsOf(c.Body); len(units) > 0 {
		have := slices.Clone(unitsOf(c.Object()))
		for _, unit := range units {
			if slices.ContainsFunc(have, func(o *store.Object) bool { return o.Text("id") == unit.Text("id") }) {
				continue
			}
			if w.userOf(unit.Text("id")) != nil {
				return Conflict("Cannot extend Storage. The following LUNs are already part of existing storage domains: %s.", unit.Text("id"))
			}
			full := w.lun(unit.Text("target"), unit.Text("address"), len(have))
			full.Merge(unit)
			full.Set("status", "used")
			have = append(have, full)
			extra += full.Int("size")
		}
		c.Body.Set("storage.logical_units", nil)
		c.Body.Set("storage.volume_group.logical_units", have)
	}
	for _, name := range [...]string{"status", "master", "available", "used", "data_center", "data_centers"} {
		c.Body.Set(name, nil)
	}
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	if extra > 0 {
		w.set(sd, "available", sd.Object().Int("available")+extra)
	}
	return nil
}

// removeDomain forgets a domain. Its data stays on the storage unless it is formatted.
func (w *World) removeDomain(c *Call) error {
	sd := c.Entity()
	destroy := c.Query.Bool("destroy", false)
	switch host := w.hostNamed(c.Query.Text("host")); {
	case destroy:
	case c.Object().Has("data_center"):
		return Conflict("Cannot remove Storage. The storage domain is attached to a data center. Please detach it first.")
	case host != nil && host.Object().Text("status") != up:
		return Conflict("Cannot remove Storage. Host %s is not up.", host.Object().Name())
	}
	if destroy && c.Object().True("master") {
		dc := w.of(sd, "data_center")
		if !w.passMaster(dc, sd) && len(w.Referring("storage_domain", "data_center", dc.ID())) > 1 {
			return Conflict("Cannot destroy the master Storage Domain from the Data Center without another active Storage Domain to take its place.")
		}
	}
	if destroy || c.Object().Has("data_center") {
		w.clear(sd)
	}
	if !c.Query.Bool("format", false) {
		w.keepOutside(sd)
	}
	dc := w.of(sd, "data_center")
	w.forget(sd)
	if dc != nil && w.master(dc) == nil {
		w.set(dc, "status", "uninitialized")
	}
	return nil
}

// forget drops a domain with its profiles and those of its disks that are nowhere else.
func (w *World) forget(sd *store.Entity) {
	for _, p := range slices.Clone(w.Referring("disk_profile", "storage_domain", sd.ID())) {
		w.drop(p)
	}
	for _, connection := range slices.Clone(w.Of(sd, "storageconnections")) {
		w.Unlink(sd.Path+"/storageconnections", connection)
		if len(w.domainsWith(connection)) == 0 {
			w.drop(connection)
		}
	}
	for _, disk := range slices.Clone(w.All("/disks")) {
		if inDomain(disk, sd) {
			w.drop(disk)
		}
	}
	w.drop(sd)
}

// hostNamed returns the host with the name or id, or nil.
func (w *World) hostNamed(text string) *store.Entity {
	if e := w.At("/hosts/" + text); e != nil || text == "" {
		return e
	}
	return w.byName("/hosts", text)
}
