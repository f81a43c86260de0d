package behavior

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Counters are what a saved inventory must go on from, so that nothing is named twice.
type Counters struct {
	IDs    uint64
	Events int64
	MACs   int
}

// Counters returns the present ones.
func (w *World) Counters() Counters {
	ids, events := w.IDs.Counts()
	return Counters{IDs: ids, Events: events, MACs: w.macs}
}

// SetCounters goes on from counters that were saved.
func (w *World) SetCounters(c Counters) {
	w.IDs.SetCounts(c.IDs, c.Events)
	w.macs = c.MACs
}

// NextRun returns what a VM will be at its next start, where that differs, or nil.
func (w *World) NextRun(e *store.Entity) *store.Object { return w.next[e] }

// SetNextRun sets what a VM will be at its next start.
func (w *World) SetNextRun(e *store.Entity, o *store.Object) { w.next[e] = o }

// Stored is an object on the storage of a domain that the engine doesn't know any more, with the collection below the domain in which it was.
type Stored struct {
	Segment string
	Object  *store.Object
}

// EachOutside calls f for each storage domain that the engine doesn't know any more.
func (w *World) EachOutside(f func(domain *store.Object, contents []Stored)) {
	for _, r := range w.outside {
		var contents []Stored
		for _, segment := range shelves {
			for _, o := range r.contents[segment] {
				contents = append(contents, Stored{segment, o})
			}
		}
		f(r.domain, contents)
	}
}

// AddOutside adds a storage domain that the engine doesn't know.
func (w *World) AddOutside(domain *store.Object) {
	w.outside = append(w.outside, &remains{domain: domain, contents: map[string][]*store.Object{}})
}

// StoreOutside puts an object onto the storage domain that was added last, and reports whether there is one that can hold it.
func (w *World) StoreOutside(s Stored) bool {
	if len(w.outside) == 0 || !slices.Contains(shelves[:], s.Segment) {
		return false
	}
	r := w.outside[len(w.outside)-1]
	r.contents[s.Segment] = append(r.contents[s.Segment], s.Object)
	return true
}

// DeletedEvents returns the events that were deleted and can come back.
func (w *World) DeletedEvents() []*store.Object { return w.deleted }

// AddDeletedEvent adds one of them.
func (w *World) AddDeletedEvent(o *store.Object) { w.deleted = append(w.deleted, o) }

// outcomes tell what becomes of an object that was saved while something went on with it, by type and status.
var outcomes = map[string]map[string]string{
	"vm": {
		"wait_for_launch": up, "powering_up": up, "reboot_in_progress": up, "restoring_state": up, "migrating": up,
		"powering_down": down, "saving_state": "suspended", imageLocked: down,
	},
	"template":       {"locked": ok},
	"disk":           {"locked": ok},
	"snapshot":       {"locked": ok},
	"host":           {"installing": up, "initializing": up, "connecting": up, "reboot": up, "preparing_for_maintenance": "maintenance"},
	"storage_domain": {"locked": active, "activating": active, "preparing_for_maintenance": "maintenance", "detaching": "unattached"},
	"job":            {"started": "finished"},
	"step":           {"started": "finished"},
}

// statusOf returns the member that tells how an object is.
func statusOf(o *store.Object) string {
	if o.Type.Name == "snapshot" {
		return "snapshot_status"
	}
	return "status"
}

// Resume sets time going for an inventory that was loaded: what went on when it was saved ends after one step, and jobs go when
// they are old.
func (w *World) Resume() {
	for _, shelf := range w.Shelves() {
		for _, item := range shelf.Items {
			w.resume(item.Entity)
		}
	}
}

func (w *World) resume(e *store.Entity) {
	o := e.Object()
	if end, ended := o.Get("end_time").(time.Time); ended && o.Type.Name == "job" && o.Text("status") != "started" {
		w.On(e, max(0, end.Add(jobLifetime).Sub(w.Time())), func() { w.Remove(e) })
		return
	}
	if o.True("external") {
		return // whoever began it ends it
	}
	member := statusOf(o)
	before := o.Text(member)
	after := outcomes[o.Type.Name][before]
	if after == "" {
		return
	}
	w.On(e, w.cfg.Step, func() {
		if e.Object().Text(member) != before {
			return
		}
		switch {
		case o.Type.Name == "job":
			w.endJob(e, after)
		case o.Type.Name == "vm" && after != up:
			w.set(e, "status", after, "host", nil)
		default:
			w.set(e, member, after)
		}
	})
}

// Recall finds out what the model doesn't say and other engines don't tell: which attachments a disk has, and what was counted so far.
func (w *World) Recall() {
	c := w.Counters()
	w.EachEntity(func(e *store.Entity) {
		o := e.Object()
		c.Events = max(c.Events, o.Int("index"))
		var n uint64
		if _, err := fmt.Sscanf(e.ID(), "%08x-0000-4000-8000", &n); err == nil {
			c.IDs = max(c.IDs, n)
		}
		var a, b uint
		if _, err := fmt.Sscanf(o.Text("mac.address"), "56:6f:00:00:%02x:%02x", &a, &b); err == nil {
			c.MACs = max(c.MACs, int(a<<8|b))
		}
	})
	w.SetCounters(c)
	w.EachEntity(func(e *store.Entity) {
		if typeOf(e).Name != "disk_attachment" || e.Owner == nil || strings.HasPrefix(e.Path, "/snapshots/") {
			return
		}
		if disk := w.of(e, "disk"); disk != nil {
			disk.SetNote(attached+e.Path, e.Path)
		}
	})
}

// derived are the services whose collections follow from other objects.
var derived = []string{
	"assigned_roles", "disk_snapshots", "domain_groups", "domain_user_groups", "domain_users", "host_cpu_units", "statistics", "storage_domain_templates",
	"storage_domain_vms", "vm_applications", "vm_reported_devices", "vm_sessions",
}

// Derived reports whether a collection follows from other objects, so that it need not be kept.
func Derived(n *route.Node) bool {
	return slices.Contains(derived, n.Service.Name) || n.Service.Name == "network_attachments" && n.Parent.Element() == "host_nic"
}

// Join puts an object that an engine listed into a collection of references, if it is there. What the collection adds to a network is
// kept beside it.
func (w *World) Join(p *store.Place, o *store.Object) {
	e := w.ByID(o.Type, o.ID())
	if e == nil {
		return
	}
	w.Link(p.Collection(), e)
	if p.Owner() == nil {
		return
	}
	switch above := typeOf(p.Owner()).Name; {
	case typeOf(e).Name == "network" && above == "cluster":
		own := w.obj("network")
		for _, name := range perCluster {
			own.Set(name, o.Get(name))
		}
		own.Set("cluster", Ref(p.Owner()))
		w.SetOverlay(p.Collection(), e, own)
	case typeOf(e).Name == "disk" && above == "snapshot" && o.Text("image_id") != e.Object().Text("image_id"):
		// The image that the disk had then.
		own := o.Clone()
		o.Each(func(m *schema.Member, _ any) {
			if m.Name == "id" || Segment(e.Node, m) != "" {
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

// Grant takes a permission that an engine listed below an object. Those that are known already were inherited from another one.
func (w *World) Grant(p *store.Place, o *store.Object) {
	root := w.Tree.Root.Fixed["permissions"]
	if root == nil || w.ByID(o.Type, o.ID()) != nil {
		return
	}
	e, on := w.Add(nil, root, w.Settle(root.Item, o)), p.Owner()
	switch {
	case on == nil || slices.ContainsFunc(objects, o.Has):
	case typeOf(on).Name == "user" || typeOf(on).Name == "group":
		e.SetNote(grantedOn, "/") // it is for something that doesn't list its permissions, such as an instance type
	default:
		e.SetNote(grantedOn, on.Path)
		w.Link(p.Collection(), e)
	}
}
