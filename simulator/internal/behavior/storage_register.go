package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// contained adds what is on a shelf of a storage domain to what else a collection below it shows.
func (w *World) contained(segment string, inner store.Compute) store.Compute {
	return func(p *store.Place) []*store.Entity {
		list := inner(p)
		if p.Owner() == nil {
			return list
		}
		shelf := w.All(p.Owner().Path + "/" + segment)
		if len(shelf) == 0 {
			return list
		}
		return append(slices.Clone(list), shelf...)
	}
}

// choose leaves the registered objects of a list below a storage domain, or else the others; export domains have no such difference.
func choose(p *store.Place, list []*store.Entity, q Query) []*store.Entity {
	owner := p.Owner()
	if owner == nil || typeOf(owner).Name != "storage_domain" || owner.Object().Text("type") == "export" {
		return list
	}
	wanted := q.Bool("unregistered", false)
	return slices.DeleteFunc(slices.Clone(list), func(e *store.Entity) bool { return (e.Owner == owner) != wanted })
}

// domainContent sets how the contents of a storage domain come into the engine.
func (w *World) domainContent() {
	for _, service := range [...]string{"disks", "storage_domain_vms", "storage_domain_templates"} {
		w.hook(service).Choose = choose
	}
	// A disk of a storage domain is a disk, wherever it is asked for.
	for _, service := range [...]string{"storage_domain_disks", "attached_storage_domain_disks"} {
		own := *w.hook("disks")
		add := own.Add
		own.Add = func(c *Call) (*store.Entity, error) {
			if !c.Query.Bool("unregistered", false) {
				return add(c)
			}
			e := w.At(c.Owner().Path + "/disks/" + c.Body.ID())
			if e == nil {
				return nil, missing(c.Body.Type, c.Body)
			}
			return w.registerDisk(e), nil
		}
		w.SetHooks(service, &own)
	}
	w.hook("disk").Actions["register"] = func(c *Call) error {
		if c.Entity().Owner == nil {
			return Conflict("Cannot register Virtual Disk. The disk is registered already.")
		}
		c.Body.Set("disk", Ref(w.registerDisk(c.Entity())))
		return nil
	}
}

// registerDisk takes a disk from the shelf into the engine.
func (w *World) registerDisk(e *store.Entity) *store.Entity {
	o := e.Object().Clone()
	o.Path = ""
	w.Remove(e)
	if profiles := w.Referring("disk_profile", "storage_domain", e.Owner.ID()); len(profiles) > 0 {
		o.Set("disk_profile", Ref(profiles[0]))
	}
	return w.Add(nil, w.Tree.Root.Fixed["disks"], o)
}

// takeOff takes a VM or template off the shelf, with its disks.
func (w *World) takeOff(e *store.Entity) {
	for _, a := range w.Of(e, "diskattachments") {
		if disk := w.At(e.Owner.Path + "/disks/" + a.ID()); disk != nil {
			w.Remove(disk)
		}
	}
	w.Remove(e)
}

// dataDomainOf returns an active data domain of a cluster's data center, or nil.
func (w *World) dataDomainOf(cluster *store.Entity) *store.Entity {
	for _, sd := range w.Referring("storage_domain", "data_center", cluster.Object().Text("data_center.id")) {
		if o := sd.Object(); o.Text("type") == "data" && o.Text("status") == active {
			return sd
		}
	}
	return nil
}
