package storage

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// remains is a storage domain that the engine doesn't know any more, but whose data is still on the
// storage: it was removed without being formatted, or destroyed.
type remains struct {
	domain   *store.Object
	contents map[string][]*store.Object // what can be registered again, by segment
}

// unregisteredSegments are the collections below a storage domain in which the VMs, templates and
// disks are that are only there: exported ones, and those that came with a data domain and aren't
// registered.
var unregisteredSegments = [...]string{"vms", "templates", "disks"}

// remainsOf returns what stays on the storage of a domain.
func (st *Storage) remainsOf(sd *store.Entity) *remains {
	r := &remains{domain: sd.Object().Clone(), contents: map[string][]*store.Object{}}
	for _, segment := range unregisteredSegments {
		for _, e := range st.w.All(sd.Path + "/" + segment) {
			o := e.Object().Clone()
			var list []*store.Object
			for _, a := range st.w.Of(e, "diskattachments") {
				list = append(list, a.Object())
			}
			o.Set(names.DiskAttachments, list)
			r.contents[segment] = append(r.contents[segment], o)
			if segment == "disks" && r.domain.Has(names.Available) {
				// Its disks count again when they are back.
				r.domain.Set(names.Used, max(0, r.domain.Int(names.Used)-diskSize(o)))
				r.domain.Set(names.Available, r.domain.Int(names.Available)+diskSize(o))
			}
		}
	}
	return r
}

// KeepOutside remembers a domain that leaves the engine with its data on it.
func (st *Storage) KeepOutside(sd *store.Entity) {
	st.outside = append(st.outside, st.remainsOf(sd))
}

// outsideByID returns the domain with the id that the engine doesn't know any more, or nil.
func (st *Storage) outsideByID(id string) *remains {
	for _, r := range st.outside {
		if r.domain.ID() == id {
			return r
		}
	}
	return nil
}

// imported returns what is on the storage that a new domain is to be, if the request wants it, or
// nil.
func (st *Storage) imported(o *store.Object) *remains {
	for i, r := range st.outside {
		same := samePlace(r.domain, o) && o.True(names.Import) || o.ID() != "" &&
			o.ID() == r.domain.ID()
		if same {
			st.outside = slices.Delete(slices.Clone(st.outside), i, i+1)
			return r
		}
		if samePlace(r.domain, o) {
			// a new domain is written over it
			st.outside = slices.Delete(slices.Clone(st.outside), i, i+1)
			return nil
		}
	}
	return nil
}

// restore lists what is on the storage of an imported domain as unregistered.
func (st *Storage) restore(sd *store.Entity, r *remains) {
	for _, segment := range unregisteredSegments {
		for _, o := range r.contents[segment] {
			st.addUnregistered(sd, segment, o)
		}
	}
}

// addUnregistered lists an object, which may carry its attachments, as unregistered in a storage
// domain.
func (st *Storage) addUnregistered(
	sd *store.Entity,
	segment string,
	o *store.Object,
) *store.Entity {
	attached := o.List(names.DiskAttachments)
	o = o.Clone()
	o.Path = ""
	o.Set(names.DiskAttachments, nil)
	collection := sd.Node.Fixed[segment]
	if collection == nil {
		return nil
	}
	e := st.w.Add(sd, collection, o)
	for _, a := range attached {
		st.w.AddChild(e, "diskattachments", func(out *store.Object) {
			out.Merge(a)
			out.Set(names.Template, nil)
			out.Set(names.Vm, nil)
			if disk := st.w.At(sd.Path + "/disks/" + a.ID()); disk != nil {
				out.Set(names.Disk, world.Ref(disk))
			}
		})
	}
	return e
}

// AddUnregisteredCopy lists a copy of a VM or template with its disks as unregistered in a storage
// domain. The copy has nothing of the engine, such as a cluster; a new one is chosen when it comes
// back.
func (st *Storage) AddUnregisteredCopy(sd, e *store.Entity) *store.Entity {
	for _, a := range st.w.Of(e, "diskattachments") {
		if disk := st.w.Target(a, names.Disk); disk != nil &&
			st.w.At(sd.Path+"/disks/"+disk.ID()) == nil {
			st.addUnregisteredDisk(sd, disk)
		}
	}
	o := e.Object().Clone()
	for _, name := range [...]string{
		names.Cluster, names.Host, names.VmPool, names.Quota, names.CpuProfile, names.Template,
		names.OriginalTemplate, names.InstanceType, names.StartTime, names.RunOnce, names.Fqdn,
		names.StorageDomain, names.DiskAttachments, names.Nics,
	} {
		o.Set(name, nil)
	}
	o.Set(names.VersionBaseTemplate, nil)
	var nics []*store.Object
	for _, nic := range st.w.Of(e, "nics") {
		n := nic.Object().Clone()
		n.Path = ""
		n.Set(names.Vm, nil)
		n.Set(names.Template, nil)
		nics = append(nics, n)
	}
	o.Set(names.Nics, nics)
	var list []*store.Object
	for _, a := range st.w.Of(e, "diskattachments") {
		list = append(list, a.Object())
	}
	o.Set(names.DiskAttachments, list)
	if old := st.w.At(sd.Path + "/" + e.Node.Parent.Segment + "/" + e.ID()); old != nil {
		st.w.Remove(old)
	}
	return st.addUnregistered(sd, e.Node.Parent.Segment, o)
}

// addUnregisteredDisk lists a copy of a disk as unregistered in a storage domain.
func (st *Storage) addUnregisteredDisk(sd, disk *store.Entity) {
	o := disk.Object().Clone()
	for _, name := range [...]string{
		names.DiskProfile, names.DiskProfiles, names.Quota, names.Vms,
	} {
		o.Set(name, nil)
	}
	o.Set(names.Status, world.OK)
	o.Set(names.StorageDomains, []*store.Object{world.Ref(sd)})
	st.addUnregistered(sd, "disks", o)
}

// UnregisterAll makes what is on a storage domain unregistered: the engine has it no more.
func (st *Storage) UnregisterAll(sd *store.Entity) {
	for _, path := range [...]string{"/vms", "/templates"} {
		for _, e := range slices.Clone(st.w.All(path)) {
			if !st.diskOn(e, sd) {
				continue
			}
			st.AddUnregisteredCopy(sd, e)
			for _, a := range slices.Clone(st.w.Of(e, "diskattachments")) {
				if disk := st.w.Target(a, names.Disk); disk != nil && InDomain(disk, sd) {
					st.w.Drop(disk)
				}
			}
			st.w.Drop(e)
		}
	}
	for _, disk := range slices.Clone(st.w.All("/disks")) {
		if !InDomain(disk, sd) {
			continue
		}
		if disk.Object().Text(names.ContentType) != "ovf_store" {
			st.addUnregisteredDisk(sd, disk)
		}
		st.w.Drop(disk)
	}
}

// Stored is an object on the storage of a domain that the engine doesn't know any more, with the
// collection below the domain in which it was.
type Stored struct {
	Segment string
	Object  *store.Object
}

// EachOutside calls f for each storage domain that the engine doesn't know any more.
func (st *Storage) EachOutside(f func(domain *store.Object, contents []Stored)) {
	for _, r := range st.outside {
		var contents []Stored
		for _, segment := range unregisteredSegments {
			for _, o := range r.contents[segment] {
				contents = append(contents, Stored{segment, o})
			}
		}
		f(r.domain, contents)
	}
}

// AddOutside adds a storage domain that the engine doesn't know.
func (st *Storage) AddOutside(domain *store.Object) {
	st.outside = append(
		st.outside,
		&remains{domain: domain, contents: map[string][]*store.Object{}},
	)
}

// StoreOutside puts an object onto the storage domain that was added last, and reports whether
// there is one that can hold it.
func (st *Storage) StoreOutside(s Stored) bool {
	if len(st.outside) == 0 || !slices.Contains(unregisteredSegments[:], s.Segment) {
		return false
	}
	r := st.outside[len(st.outside)-1]
	r.contents[s.Segment] = append(r.contents[s.Segment], s.Object)
	return true
}
