package world

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// ByName returns the object of that name in a collection of the entry point, or nil.
func (w *World) ByName(path, name string) *store.Entity {
	for _, e := range w.All(path) {
		if e.Object().Name() == name {
			return e
		}
	}
	return nil
}

// DataCenterOf returns the data center of a host or a cluster, or nil. The entity may be nil.
func (w *World) DataCenterOf(e *store.Entity) *store.Entity {
	if e == nil {
		return nil
	}
	if TypeOf(e).Name == names.Host {
		if e = w.Target(e, names.Cluster); e == nil {
			return nil
		}
	}
	return w.Target(e, names.DataCenter)
}

// HostsOf returns the hosts of a data center, in the order of their making.
func (w *World) HostsOf(center *store.Entity) []*store.Entity {
	if center == nil {
		return nil
	}
	var out []*store.Entity
	for _, host := range w.All("/hosts") {
		if w.DataCenterOf(host) == center {
			out = append(out, host)
		}
	}
	return out
}

// AttachedNote begins the notes at a disk that name its attachments.
const AttachedNote = "attached "

// Attachments returns the attachments of a disk: they are noted at the disk, for the model knows
// the other direction only.
func (w *World) Attachments(disk *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, path := range disk.NotesUnder(AttachedNote) {
		if a := w.At(path); a != nil {
			out = append(out, a)
		}
	}
	return out
}

// InCluster reports whether a network is one of a cluster.
func (w *World) InCluster(network *store.Entity, cluster string) bool {
	e := w.At("/clusters/" + cluster)
	return e != nil && slices.Contains(w.Of(e, "networks"), network)
}

// IDOf returns the ID of an entity, or "" for nil.
func IDOf(e *store.Entity) string {
	if e == nil {
		return ""
	}
	return e.ID()
}

// BlankID is the id of the template Blank and of the root tag.
const BlankID = "00000000-0000-0000-0000-000000000000"
