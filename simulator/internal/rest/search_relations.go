package rest

import (
	"github.com/ovirt-go/ovirt/simulator/internal/behavior"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// relation gives the objects of a kind that belong to an object.
type relation func(*behavior.World, *store.Entity) []*store.Entity

// up follows references.
func up(members ...string) relation {
	return func(w *behavior.World, e *store.Entity) []*store.Entity {
		for _, member := range members {
			if e = w.Resolve(e.Object().Part(member)); e == nil {
				return nil
			}
		}
		return []*store.Entity{e}
	}
}

// back gives the objects that refer to the object.
func back(typeName, member string) relation {
	return func(w *behavior.World, e *store.Entity) []*store.Entity { return w.Referring(typeName, member, e.ID()) }
}

// in gives the objects of a collection below.
func in(segment string) relation {
	return func(w *behavior.World, e *store.Entity) []*store.Entity { return w.Of(e, segment) }
}

// eventsOf gives the events about an object.
func eventsOf(member string) relation {
	return func(w *behavior.World, e *store.Entity) []*store.Entity {
		var out []*store.Entity
		for _, event := range w.All("/events") {
			if event.Object().Text(member+".id") == e.ID() {
				out = append(out, event)
			}
		}
		return out
	}
}

// disksOf gives the disks of a VM or template.
func disksOf(w *behavior.World, e *store.Entity) []*store.Entity {
	return refersTo(w, w.Of(e, "diskattachments"), "disk")
}

// domainsOf gives the storage domains of the disks of a VM or template.
func domainsOf(w *behavior.World, e *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, disk := range disksOf(w, e) {
		out = append(out, domainsOfDisk(w, disk)...)
	}
	return out
}

func domainsOfDisk(w *behavior.World, disk *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, ref := range disk.Object().List("storage_domains") {
		if e := w.Resolve(ref); e != nil {
			out = append(out, e)
		}
	}
	return out
}

// then follows one relation behind another.
func then(first, second relation) relation {
	return func(w *behavior.World, e *store.Entity) []*store.Entity {
		var out []*store.Entity
		for _, middle := range first(w, e) {
			out = append(out, second(w, middle)...)
		}
		return out
	}
}

// relations are those that searches may cross, by type and by related type.
var relations = map[string]map[string]relation{
	"vm": {
		"host": up("host"), "template": up("template"), "event": eventsOf("vm"), "user": usersOf, "storage_domain": domainsOf,
		"nic": in("nics"), "cluster": up("cluster"), "data_center": up("cluster", "data_center"), "disk": disksOf,
	},
	"host": {
		"vm": back("vm", "host"), "template": then(back("vm", "host"), up("template")), "event": eventsOf("host"), "user": usersOf,
		"nic": in("nics"), "cluster": up("cluster"), "data_center": up("cluster", "data_center"),
		"storage_domain": then(up("cluster", "data_center"), back("storage_domain", "data_center")),
	},
	"template": {
		"vm": back("vm", "template"), "host": then(back("vm", "template"), up("host")), "event": eventsOf("template"), "user": usersOf,
		"storage_domain": domainsOf, "nic": in("nics"), "cluster": up("cluster"), "data_center": up("cluster", "data_center"),
	},
	"user": {
		"vm": then(back("permission", "user"), up("vm")), "host": then(back("permission", "user"), up("host")),
		"template": then(back("permission", "user"), up("template")), "event": eventsOf("user"),
	},
	"event": {
		"vm": up("vm"), "host": up("host"), "template": up("template"), "user": up("user"), "cluster": up("cluster"),
		"storage_domain": up("storage_domain"), "data_center": up("data_center"),
	},
	"cluster": {
		"storage_domain": then(up("data_center"), back("storage_domain", "data_center")), "data_center": up("data_center"),
		"network": in("networks"),
	},
	"data_center": {
		"network": back("network", "data_center"), "cluster": back("cluster", "data_center"),
		"storage_domain": back("storage_domain", "data_center"),
	},
	"storage_domain": {
		"cluster": then(up("data_center"), back("cluster", "data_center")), "data_center": up("data_center"),
		"host": then(then(up("data_center"), back("cluster", "data_center")), back("host", "cluster")),
	},
	"disk": {
		"storage_domain": domainsOfDisk, "data_center": then(domainsOfDisk, up("data_center")),
	},
	"network": {"data_center": up("data_center")},
}

// users of an object, by the permissions on it
func usersOf(w *behavior.World, e *store.Entity) []*store.Entity {
	return refersTo(w, w.Referring("permission", e.Object().Type.Name, e.ID()), "user")
}

// refersTo gives what the members of some objects refer to.
func refersTo(w *behavior.World, from []*store.Entity, member string) []*store.Entity {
	var out []*store.Entity
	for _, e := range from {
		if target := w.Resolve(e.Object().Part(member)); target != nil {
			out = append(out, target)
		}
	}
	return out
}
