package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// remains is a storage domain that the engine doesn't know any more, but whose data is still on the storage: it was removed without being
// formatted, or destroyed.
type remains struct {
	domain   *store.Object
	contents map[string][]*store.Object // what can be registered again, by segment
}

// shelves are the collections below a storage domain in which the VMs, templates and disks are that are only there: exported ones, and
// those that came with a data domain and aren't registered.
var shelves = [...]string{"vms", "templates", "disks"}

// remember returns what stays on the storage of a domain.
func (w *World) remember(sd *store.Entity) *remains {
	r := &remains{domain: sd.Object().Clone(), contents: map[string][]*store.Object{}}
	for _, segment := range shelves {
		for _, e := range w.All(sd.Path + "/" + segment) {
			o := e.Object().Clone()
			var list []*store.Object
			for _, a := range w.Of(e, "diskattachments") {
				list = append(list, a.Object())
			}
			o.Set("disk_attachments", list)
			r.contents[segment] = append(r.contents[segment], o)
			if segment == "disks" && r.domain.Has("available") {
				// Its disks count again when they are back.
				r.domain.Set("used", max(0, r.domain.Int("used")-diskSize(o)))
				r.domain.Set("available", r.domain.Int("available")+diskSize(o))
			}
		}
	}
	return r
}

// keepOutside remembers a domain that leaves the engine with its data on it.
func (w *World) keepOutside(sd *store.Entity) { w.outside = append(w.outside, w.remember(sd)) }

// outsideByID returns the domain with the id that the engine doesn't know any more, or nil.
func (w *World) outsideByID(id string) *remains {
	for _, r := range w.outside {
		if r.domain.ID() == id {
			return r
		}
	}
	return nil
}

// imported returns what is on the storage that a new domain is to be, if the request wants it, or nil.
func (w *World) imported(o *store.Object) *remains {
	for i, r := range w.outside {
		same := samePlace(r.domain, o) && o.True("import") || o.ID() != "" && o.ID() == r.domain.ID()
		if same {
			w.outside = slices.Delete(slices.Clone(w.outside), i, i+1)
			return r
		}
		if samePlace(r.domain, o) {
			w.outside = slices.Delete(slices.Clone(w.outside), i, i+1) // a new domain is written over it
			return nil
		}
	}
	return nil
}

// restore puts what is on the storage of an imported domain onto its shelves.
func (w *World) restore(sd *store.Entity, r *remains) {
	for _, segment := range shelves {
		for _, o := range r.contents[segment] {
			w.shelf(sd, segment, o)
		}
	}
}

// shelf puts an object that may carry its attachments onto a shelf of a storage domain.
func (w *World) shelf(sd *store.Entity, segment string, o *store.Object) *store.Entity {
	attached := o.List("disk_attachments")
	o = o.Clone()
	o.Path = ""
	o.Set("disk_attachments", nil)
	collection := sd.Node.Fixed[segment]
	if collection == nil {
		return nil
	}
	e := w.Add(sd, collection, o)
	for _, a := range attached {
		w.addChild(e, "diskattachments", func(out *store.Object) {
			out.Merge(a)
			out.Set("template", nil)
			out.Set("vm", nil)
			if disk := w.At(sd.Path + "/disks/" + a.ID()); disk != nil {
				out.Set("disk", Ref(disk))
			}
		})
	}
	return e
}

// shelve puts a copy of a VM or template with its disks onto the shelves of a storage domain. The copy has nothing of the engine, such as
// a cluster; a new one is chosen when it comes back.
func (w *World) shelve(sd, e *store.Entity) *store.Entity {
	for _, a := range w.Of(e, "diskattachments") {
		if disk := w.of(a, "disk"); disk != nil && w.At(sd.Path+"/disks/"+disk.ID()) == nil {
			w.shelveDisk(sd, disk)
		}
	}
	o := e.Object().Clone()
	for _, name := range [...]string{
		"cluster", "host", "vm_pool", "quota", "cpu_profile", "template", "original_template", "instance_type", "start_time", "run_once", "fqdn",
		"storage_domain", "disk_attachments", "nics",
	} {
		o.Set(name, nil)
	}
	o.Set("version.base_template", nil)
	var nics []*store.Object
	for _, nic := range w.Of(e, "nics") {
		n := nic.Object().Clone()
		n.Path = ""
		n.Set("vm", nil)
		n.Set("template", nil)
		nics = append(nics, n)
	}
	o.Set("nics", nics)
	var list []*store.Object
	for _, a := range w.Of(e, "diskattachments") {
		list = append(list, a.Object())
	}
	o.Set("disk_attachments", list)
	if old := w.At(sd.Path + "/" + e.Node.Parent.Segment + "/" + e.ID()); old != nil {
		w.Remove(old)
	}
	return w.shelf(sd, e.Node.Parent.Segment, o)
}

// shelveDisk puts a copy of a disk onto the shelf of a storage domain.
func (w *World) shelveDisk(sd, disk *store.Entity) {
	o := disk.Object().Clone()
	for _, name := range [...]string{"disk_profile", "disk_profiles", "quota", "vms"} {
		o.Set(name, nil)
	}
	o.Set("status", ok)
	o.Set("storage_domains", []*store.Object{Ref(sd)})
	w.shelf(sd, "disks", o)
}

// clear takes what is on a storage domain out of the engine, onto the domain's shelves.
func (w *World) clear(sd *store.Entity) {
	for _, path := range [...]string{"/vms", "/templates"} {
		for _, e := range slices.Clone(w.All(path)) {
			if !w.diskOn(e, sd) {
				continue
			}
			w.shelve(sd, e)
			for _, a := range slices.Clone(w.Of(e, "diskattachments")) {
				if disk := w.of(a, "disk"); disk != nil && inDomain(disk, sd) {
					w.drop(disk)
				}
			}
			w.drop(e)
		}
	}
	for _, disk := range slices.Clone(w.All("/disks")) {
		if !inDomain(disk, sd) {
			continue
		}
		if disk.Object().Text("content_type") != "ovf_store" {
			w.shelveDisk(sd, disk)
		}
		w.drop(disk)
	}
}

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
