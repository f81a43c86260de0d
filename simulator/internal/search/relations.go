package search

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// crossing is a relation that searches may cross: the kind of the related objects, and how they are
// found.
type crossing struct {
	kind string
	find finder
}

// finder returns the objects of a kind that belong to an object.
type finder func(Inventory, *store.Entity) []*store.Entity

// up follows references.
func up(members ...string) finder {
	return func(in Inventory, e *store.Entity) []*store.Entity {
		for _, member := range members {
			if e = in.Resolve(e.Object().Part(member)); e == nil {
				return nil
			}
		}
		return []*store.Entity{e}
	}
}

// back returns the objects that refer to the object.
func back(typeName, member string) finder {
	return func(in Inventory, e *store.Entity) []*store.Entity {
		return in.Referring(typeName, member, e.ID())
	}
}

// below returns the objects of a collection below an object.
func below(segment string) finder {
	return func(in Inventory, e *store.Entity) []*store.Entity { return in.Of(e, segment) }
}

// nobody is a relation of engines that has no objects here.
func nobody(Inventory, *store.Entity) []*store.Entity { return nil }

// eventsOf returns the events about an object.
func eventsOf(member string) finder {
	return func(in Inventory, e *store.Entity) []*store.Entity {
		var out []*store.Entity
		for _, event := range in.All("/events") {
			if event.Object().Text(member+".id") == e.ID() {
				out = append(out, event)
			}
		}
		return out
	}
}

// disksOf returns the disks of a VM or template.
func disksOf(in Inventory, e *store.Entity) []*store.Entity {
	return refersTo(in, in.Of(e, "diskattachments"), "disk")
}

// domainsOf returns the storage domains of the disks of a VM or template.
var domainsOf = then(disksOf, domainsOfDisk)

func domainsOfDisk(in Inventory, disk *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, ref := range disk.Object().List("storage_domains") {
		if e := in.Resolve(ref); e != nil {
			out = append(out, e)
		}
	}
	return out
}

// then follows one relation behind another.
func then(first, second finder) finder {
	return func(in Inventory, e *store.Entity) []*store.Entity {
		var out []*store.Entity
		for _, middle := range first(in, e) {
			out = append(out, second(in, middle)...)
		}
		return out
	}
}

// clustersWith returns the clusters in which a network is.
func clustersWith(in Inventory, network *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, cluster := range in.All("/clusters") {
		if slices.Contains(in.Of(cluster, "networks"), network) {
			out = append(out, cluster)
		}
	}
	return out
}

// hostsWith returns the hosts to which a network is attached.
func hostsWith(in Inventory, network *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, host := range in.All("/hosts") {
		if slices.Contains(refersTo(in, in.Of(host, "networkattachments"), "network"), network) {
			out = append(out, host)
		}
	}
	return out
}

// usersOf returns the users with permissions on an object.
func usersOf(in Inventory, e *store.Entity) []*store.Entity {
	return refersTo(in, in.Referring("permission", e.Object().Type.Name, e.ID()), "user")
}

// refersTo returns what the members of some objects refer to.
func refersTo(in Inventory, from []*store.Entity, member string) []*store.Entity {
	var out []*store.Entity
	for _, e := range from {
		if target := in.Resolve(e.Object().Part(member)); target != nil {
			out = append(out, target)
		}
	}
	return out
}

// What belongs to a data center.
var (
	domainsIn  = back("storage_domain", "data_center")
	clustersIn = back("cluster", "data_center")
)

// crossings are the relations of each kind, by the singular of their name.
var crossings = map[string]map[string]crossing{
	"vm": {
		"host":     {"host", up("host")},
		"template": {"template", up("template")},
		"event":    {"event", eventsOf("vm")},
		"user":     {"user", usersOf},
		"storage":  {"storage_domain", domainsOf},
		"vnic":     {"interface", below("nics")},
	},
	"host": {
		"vm":       {"vm", back("vm", "host")},
		"template": {"template", then(back("vm", "host"), up("template"))},
		"event":    {"event", eventsOf("host")},
		"user":     {"user", usersOf},
		"nic":      {"interface", below("nics")},
		"storage":  {"storage_domain", then(up("cluster", "data_center"), domainsIn)},
	},
	"template": {
		"vm":      {"vm", back("vm", "template")},
		"host":    {"host", then(back("vm", "template"), up("host"))},
		"event":   {"event", eventsOf("template")},
		"user":    {"user", usersOf},
		"storage": {"storage_domain", domainsOf},
		"vnic":    {"interface", below("nics")},
	},
	"user": {
		"vm":       {"vm", then(back("permission", "user"), up("vm"))},
		"host":     {"host", then(back("permission", "user"), up("host"))},
		"template": {"template", then(back("permission", "user"), up("template"))},
		"event":    {"event", eventsOf("user")},
	},
	"event": {
		"vm":       {"vm", up("vm")},
		"host":     {"host", up("host")},
		"template": {"template", up("template")},
		"user":     {"user", up("user")},
		"cluster":  {"cluster", up("cluster")},
		"quota":    {"quota", nobody},
		"volume":   {"gluster_volume", nobody},
	},
	"cluster": {
		"storage":         {"storage_domain", then(up("data_center"), domainsIn)},
		"datacenter":      {"data_center", up("data_center")},
		"cluster_network": {"cluster_network", below("networks")},
	},
	"data_center": {
		"network": {"network", back("network", "data_center")},
		"cluster": {"cluster", clustersIn},
		"storage": {"storage_domain", domainsIn},
	},
	"storage_domain": {
		"cluster": {"cluster", then(up("data_center"), clustersIn)},
		"host":    {"host", then(then(up("data_center"), clustersIn), back("host", "cluster"))},
	},
	"disk": {
		"storage":    {"storage_domain", domainsOfDisk},
		"datacenter": {"data_center", then(domainsOfDisk, up("data_center"))},
	},
	"network": {
		"cluster_network": {"cluster_network", clustersWith},
		"host_network":    {"host_network", hostsWith},
		"provider":        {"provider", up("external_provider")},
	},
}
