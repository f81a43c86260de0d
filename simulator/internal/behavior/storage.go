package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) storage() {
	w.hook("storage_domains").Add = w.addDomain
	h := w.hook("storage_domain")
	h.Update = w.updateDomain
	h.Remove = w.removeDomain
	h.Show = w.showDomain
	w.domainActions()
	w.domainContent()
	w.attachedDomains()
	w.connections()
	w.hostStorage()
	w.capacity()

	w.SetComputed("storage_domain_vms", w.contained("vms", w.stored("/vms")))
	w.SetComputed("storage_domain_templates", w.contained("templates", w.stored("/templates")))
	// Releases before 4.1 have one service for the disks of the entry point and for those of a domain, which has no place for more.
	w.SetComputed("storage_domain_disks", w.contained("disks", w.Kept))
	w.SetComputed("attached_storage_domain_disks", w.contained("disks", w.Kept))
}

// showDomain shows a domain as the entry point does: only a domain without data center has a status there.
func (w *World) showDomain(_ *store.Place, v *document.View, _ Query) {
	o := v.Object.Clone()
	if o.Text("status") != unattached {
		o.Set("status", nil)
	}
	o.Set("data_center", nil)
	w.countCommitted(o)
	wholeGiB(o)
	v.Object = o
	switch o.Text("type") {
	case "iso":
		v.Rels = keep(v.Rels, "diskprofiles", "disksnapshots", "files", "permissions", "storageconnections")
	case "image":
		v.Rels = keep(v.Rels, "diskprofiles", "disksnapshots", "images", "permissions", "storageconnections")
	default:
		v.Rels = without(without(v.Rels, "files"), "images")
	}
}

// countCommitted counts what the disks of a domain may grow to.
func (w *World) countCommitted(domain *store.Object) {
	if domain.Text("type") != "data" {
		return
	}
	total := int64(0)
	for _, disk := range w.All("/disks") {
		for _, ref := range disk.Object().List("storage_domains") {
			if ref.ID() == domain.ID() {
				total += disk.Object().Int("provisioned_size")
			}
		}
	}
	domain.Set("committed", total)
}

// stored computes the VMs or templates that have a disk in a storage domain.
func (w *World) stored(path string) store.Compute {
	return func(p *store.Place) []*store.Entity {
		out := slices.Clone(w.Kept(p))
		if p.Owner() == nil {
			return out
		}
		for _, e := range w.All(path) {
			if w.diskOn(e, p.Owner()) {
				out = append(out, e)
			}
		}
		return out
	}
}

// diskOn reports whether a VM or template has a disk in a storage domain.
func (w *World) diskOn(e, sd *store.Entity) bool {
	for _, a := range w.Of(e, "diskattachments") {
		if disk := w.of(a, "disk"); disk != nil && inDomain(disk, sd) {
			return true
		}
	}
	return false
}

// inDomain reports whether a disk is in a storage domain.
func inDomain(disk, sd *store.Entity) bool {
	return slices.ContainsFunc(disk.Object().List("storage_domains"), func(ref *store.Object) bool { return ref.ID() == sd.ID() })
}

// keep returns those of the list that are among the names.
func keep(list []string, names ...string) []string {
	var out []string
	for _, s := range list {
		if slices.Contains(names, s) {
			out = append(out, s)
		}
	}
	return out
}

func (w *World) addDomain(c *Call) (*store.Entity, error) {
	o := c.Body
	if o.ID() != "" && o.Name() == "" {
		if r := w.outsideByID(o.ID()); r != nil {
			o.Set("name", r.domain.Name()) // an import by the id that discovery told
		}
	}
	host := w.Resolve(o.Part("host"))
	switch {
	case o.Has("host") && host == nil:
		return nil, missing(o.Part("host").Type, o.Part("host"))
	case o.Name() == "":
		return nil, Incomplete("StorageDomain [name] required for add")
	case host != nil && host.Object().Text("status") != up:
		return nil, Conflict("Cannot add storage server connection when Host status is not up")
	}
	for _, unit := range unitsOf(o) {
		if sd := w.userOf(unit.Text("id")); sd != nil {
			return nil, Conflict("Cannot add Storage. The following LUNs are already part of existing storage domains: %s.", unit.Text("id"))
		}
	}
	if sd := w.domainAt(o); sd != nil {
		return nil, Conflict("Cannot add Storage Connection. Storage connection already exists for %s.", sd.Object().Name())
	}
	imported := w.imported(o)
	o.Set("host", nil)
	if imported != nil {
		full := imported.domain.Clone()
		full.Merge(o)
		full.Set("id", nil)
		o = full
	}
	o.Default("type", "data")
	w.domainDefaults(o)
	w.group(o)
	o.Set("status", unattached)
	o.Set("data_center", nil)
	o.Set("data_centers", nil)
	o.Set("master", false)
	sd, err := c.insertAs(o, imported)
	if err != nil {
		return nil, err
	}
	w.furnishDomain(sd)
	w.connect(sd)
	if imported != nil {
		w.restore(sd, imported)
	}
	return sd, nil
}

// insertAs inserts a domain, with the id that it has on the storage if it is imported.
func (c *Call) insertAs(o *store.Object, imported *remains) (*store.Entity, error) {
	if imported == nil {
		return c.Insert(o)
	}
	home, owner := c.home()
	if err := c.nameFree(home, owner, o, nil, "add"); err != nil {
		return nil, err
	}
	o.Set("id", imported.domain.ID())
	return c.Add(owner, home, c.Settle(home.Item, o)), nil
}

// domainAt returns the domain that is at the place on the storage that a document names, or nil.
func (w *World) domainAt(o *store.Object) *store.Entity {
	for _, sd := range w.All("/storagedomains") {
		if samePlace(sd.Object(), o) {
			return sd
		}
	}
	return nil
}

// samePlace reports whether two domains are at one path of one server.
func samePlace(a, b *store.Object) bool {
	path := a.Text("storage.path")
	return path != "" && path == b.Text("storage.path") && a.Text("storage.address") == b.Text("storage.address")
}

// group puts the logical units of a request into a volume group, as answers have them.
func (w *World) group(o *store.Object) {
	units := o.List("storage.logical_units")
	if len(units) == 0 {
		return
	}
	full := make([]*store.Object, len(units))
	size := int64(0)
	for i, unit := range units {
		full[i] = w.lun(unit.Text("target"), unit.Text("address"), i)
		for _, host := range w.All("/hosts") {
			if known := w.At(host.Path + "/storage/" + unit.Text("id")); known != nil {
				full[i] = known.Object().List("logical_units")[0].Clone()
			}
		}
		full[i].Merge(unit)
		full[i].Set("status", "used")
		size += full[i].Int("size")
	}
	o.Set("storage.logical_units", nil)
	o.Default("storage.volume_group.id", w.IDs.UUID())
	o.Set("storage.volume_group.logical_units", full)
	o.Set("available", size-4*gib)
	o.Set("used", 4*gib)
	o.Set("supports_discard", true)
}

// domainDefaults sets what each storage domain has.
func (w *World) domainDefaults(o *store.Object) {
	for name, v := range map[string]any{
		"backup": false, "block_size": 512, "committed": 0, "critical_space_action_blocker": 5, "discard_after_delete": false,
		"external_status": ok, "master": false, "storage_format": "v5", "supports_discard": false,
		"supports_discard_zeroes_data": false, "warning_low_space_indicator": 10, "wipe_after_delete": false,
		"available": 900 * gib, "used": 100 * gib, "description": "", "comment": "",
	} {
		o.Default(name, v)
	}
	o.Set("import", nil)
}

// furnishDomain provides a domain with its first disk profile, and an ISO domain its files.
func (w *World) furnishDomain(sd *store.Entity) {
	switch sd.Object().Text("type") {
	case "data":
		root := w.Tree.Root.Fixed["diskprofiles"]
		if root == nil {
			return
		}
		o := w.obj("disk_profile")
		o.Set("name", sd.Object().Name())
		o.Set("storage_domain", Ref(sd))
		w.Add(nil, root, o)
	case "iso":
		for _, name := range [...]string{"rhel-9.4-x86_64-dvd.iso", "virtio-win-0.1.240.iso"} {
			w.addChild(sd, "files", func(o *store.Object) {
				o.Set("id", name)
				o.Set("name", name)
				o.Set("type", "iso")
				o.Set("storage_domain", Ref(sd))
			})
		}
	}
}
