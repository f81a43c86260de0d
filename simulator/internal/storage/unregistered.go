package storage

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// contained adds the unregistered objects of a storage domain to what else a collection below it
// shows.
func (st *Storage) contained(segment string, inner store.Compute) store.Compute {
	return func(p *store.Place) []*store.Entity {
		list := inner(p)
		if p.Owner() == nil {
			return list
		}
		unregistered := st.w.All(p.Owner().Path + "/" + segment)
		if len(unregistered) == 0 {
			return list
		}
		return append(slices.Clone(list), unregistered...)
	}
}

// choose leaves the registered objects of a list below a storage domain, or else the others; export
// domains have no such difference.
func choose(p *store.Place, list []*store.Entity, q world.Query) []*store.Entity {
	owner := p.Owner()
	if owner == nil || world.TypeOf(owner).Name != names.StorageDomain ||
		owner.Object().Text(names.Type) == "export" {
		return list
	}
	wanted := q.Bool("unregistered", false)
	return slices.DeleteFunc(slices.Clone(list), func(e *store.Entity) bool {
		return (e.Owner == owner) != wanted
	})
}

// registerDomainContent sets how the contents of a storage domain come into the engine.
func (st *Storage) registerDomainContent() {
	for _, service := range [...]string{"disks", "storage_domain_vms", "storage_domain_templates"} {
		st.w.Hook(service).Choose = choose
	}
	// A disk of a storage domain is a disk, wherever it is asked for.
	for _, service := range [...]string{"storage_domain_disks", "attached_storage_domain_disks"} {
		own := *st.w.Hook("disks")
		add := own.Add
		own.Add = func(c *world.Call) (*store.Entity, error) {
			if !c.Query.Bool("unregistered", false) {
				return add(c)
			}
			e := st.w.At(c.Owner().Path + "/disks/" + c.Body.ID())
			if e == nil {
				return nil, world.NotFound(c.Body.Type, c.Body)
			}
			return st.registerDisk(e), nil
		}
		st.w.SetHooks(service, &own)
	}
	st.w.Hook("disk").Actions["register"] = func(c *world.Call) error {
		if c.Entity().Owner == nil {
			return world.Conflict("Cannot register Virtual Disk. The disk is registered already.")
		}
		c.Body.Set(names.Disk, world.Ref(st.registerDisk(c.Entity())))
		return nil
	}
}

// registerDisk makes an unregistered disk one of the engine.
func (st *Storage) registerDisk(e *store.Entity) *store.Entity {
	o := e.Object().Clone()
	o.Path = ""
	st.w.Remove(e)
	profiles := st.w.Referring(names.DiskProfile, names.StorageDomain, e.Owner.ID())
	if len(profiles) > 0 {
		o.Set(names.DiskProfile, world.Ref(profiles[0]))
	}
	return st.w.Add(nil, st.w.Tree.Root.Fixed["disks"], o)
}

// RemoveUnregistered removes an unregistered VM or template from its storage domain, with its
// disks.
func (st *Storage) RemoveUnregistered(e *store.Entity) {
	for _, a := range st.w.Of(e, "diskattachments") {
		if disk := st.w.At(e.Owner.Path + "/disks/" + a.ID()); disk != nil {
			st.w.Remove(disk)
		}
	}
	st.w.Remove(e)
}

// DataDomainOf returns an active data domain of a cluster's data center, or nil.
func (st *Storage) DataDomainOf(cluster *store.Entity) *store.Entity {
	for _, sd := range st.w.Referring(names.StorageDomain, names.DataCenter, cluster.Object().Text(names.DataCenterID)) {
		if o := sd.Object(); o.Text(names.Type) == "data" && o.Text(names.Status) == world.Active {
			return sd
		}
	}
	return nil
}
