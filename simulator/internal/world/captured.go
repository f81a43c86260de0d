package world

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// ClusterNetworkSettings are the members of a network that each of its clusters has for itself.
var ClusterNetworkSettings = []string{names.Display, names.Required, names.Status, names.Usages}

// Join puts an object that an engine listed into a collection of references, if it is there. What
// the collection adds to a network is kept beside it.
func (w *World) Join(p *store.Place, o *store.Object) {
	e := w.ByID(o.Type, o.ID())
	if e == nil {
		return
	}
	w.Link(p.Collection(), e)
	if p.Owner() == nil {
		return
	}
	switch above := TypeOf(p.Owner()).Name; {
	case TypeOf(e).Name == names.Network && above == "cluster":
		own := w.NewObject(names.Network)
		for _, name := range ClusterNetworkSettings {
			own.Set(name, o.Get(name))
		}
		own.Set(names.Cluster, Ref(p.Owner()))
		w.SetOverlay(p.Collection(), e, own)
	case TypeOf(e).Name == names.Disk && above == "snapshot" &&
		o.Text(names.ImageID) != e.Object().Text(names.ImageID):
		// The image that the disk had then.
		own := o.Clone()
		o.Each(func(m *schema.Member, _ any) {
			if m.Name == names.ID || Segment(e.Node, m) != "" {
				own.Put(m, nil)
			}
		})
		own.Path = ""
		w.SetOverlay(p.Collection(), e, own)
	}
}

// Complete adds what another collection shows of an object beyond what its home does.
func (w *World) Complete(o *store.Object) {
	e := w.ByID(o.Type, o.ID())
	if e == nil {
		return
	}
	w.Change(e, func(old *store.Object) {
		o.Each(func(m *schema.Member, v any) {
			if old.Value(m) == nil && Segment(e.Node, m) == "" {
				old.Put(m, v)
			}
		})
	})
}

// Recall finds out what the model doesn't say and other engines don't tell: which attachments a
// disk has, and what was counted so far.
func (w *World) Recall() {
	c := w.Counters()
	w.EachEntity(func(e *store.Entity) {
		o := e.Object()
		c.Events = max(c.Events, o.Int(names.Index))
		var n uint64
		if _, err := fmt.Sscanf(e.ID(), "%08x-0000-4000-8000", &n); err == nil {
			c.IDs = max(c.IDs, n)
		}
		var a, b uint
		if _, err := fmt.Sscanf(o.Text(names.MacAddress), "56:6f:1a:2b:%02x:%02x", &a, &b); err == nil {
			c.MACs = max(c.MACs, int(a<<8|b))
		}
	})
	w.SetCounters(c)
	w.EachEntity(func(e *store.Entity) {
		if TypeOf(e).Name != names.DiskAttachment || e.Owner == nil ||
			strings.HasPrefix(e.Path, "/snapshots/") {
			return
		}
		if disk := w.Target(e, names.Disk); disk != nil {
			disk.SetNote(AttachedNote+e.Path, e.Path)
		}
	})
}

// derived are the services whose collections follow from other objects.
var derived = []string{
	"assigned_roles", "disk_snapshots", "domain_groups", "domain_user_groups", "domain_users",
	"host_cpu_units", "statistics", "storage_domain_templates",
	"storage_domain_vms", "vm_applications", "vm_reported_devices", "vm_sessions",
}

// Derived reports whether a collection follows from other objects, so that it need not be kept.
func Derived(n *route.Node) bool {
	return slices.Contains(derived, n.Service.Name) || n.Service.Name == "network_attachments" &&
		n.Parent.Element() == "host_nic"
}
