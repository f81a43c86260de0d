package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
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

// Choose leaves those objects of a list that the caller asks for. Of a storage domain that is the registered ones, or else the others; export
// domains have no such difference. It is called within Read.
func (w *World) Choose(p *store.Place, list []*store.Entity, q Query) []*store.Entity {
	if h := w.hooks[p.Node.Service.Name]; h != nil && h.Choose != nil {
		return h.Choose(p, list, q)
	}
	owner := p.Owner()
	if p.Node.Service.Name == "vm_graphics_consoles" {
		return shownConsoles(owner, list, q)
	}
	if owner == nil || typeOf(owner).Name != "storage_domain" || !slices.Contains(shelves[:], p.Node.Segment) ||
		owner.Object().Text("type") == "export" {
		return list
	}
	wanted := q.Bool("unregistered", false)
	return slices.DeleteFunc(slices.Clone(list), func(e *store.Entity) bool { return (e.Owner == owner) != wanted })
}

// domainContent sets how the contents of a storage domain come into the engine.
func (w *World) domainContent() {
	for service, kind := range map[string]string{"storage_domain_vm": "vm", "storage_domain_template": "template"} {
		h := w.hook(service)
		h.Actions["import"] = func(c *Call) error { return w.bring(c, kind, true) }
		h.Actions["register"] = func(c *Call) error { return w.bring(c, kind, false) }
		h.Show = func(_ *store.Place, v *document.View, _ Query) { hide(v, "nics"); HideDevices(v) }
		h.Remove = func(c *Call) error {
			if c.Entity().Owner == nil {
				return Conflict("Cannot remove %s. Storage Domain type is illegal.", noun(typeOf(c.Entity())))
			}
			w.drop(c.Entity())
			return nil
		}
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
		w.hooks[service] = &own
	}
	w.hook("disk").Actions["register"] = func(c *Call) error {
		if c.Entity().Owner == nil {
			return Conflict("Cannot register Virtual Disk. The disk is registered already.")
		}
		c.Body.Set("disk", Ref(w.registerDisk(c.Entity())))
		return nil
	}
	w.hook("image").Actions["import"] = w.importImage
	w.hook("openstack_image").Actions["import"] = w.importImage
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

// bring makes a VM or template of the engine out of one on a storage domain: a copy for imports, the thing itself for registrations.
func (w *World) bring(c *Call, kind string, isImport bool) error {
	e := c.Entity()
	root := w.Tree.Root.Fixed[kind+"s"]
	name := c.Body.Text(kind + ".name")
	if name == "" {
		name = c.Object().Name()
	}
	clone := c.Body.True("clone")
	if err := w.mayBring(e, root.Pattern, kind, name, clone); err != nil {
		return err
	}
	cluster := w.Resolve(c.Body.Part("cluster"))
	if cluster == nil {
		cluster = w.clusterFor(e.Owner)
	}
	if cluster == nil {
		return Conflict("Cannot import %s. The relevant Cluster doesn't exist.", noun(typeOf(e)))
	}
	sd := e.Owner
	if target := w.Resolve(c.Body.Part("storage_domain")); target != nil && isImport {
		sd = target
	} else if isImport {
		if sd = w.dataDomainOf(cluster); sd == nil {
			return Conflict("Cannot import %s. Storage Domain hasn't been specified.", noun(typeOf(e)))
		}
	}
	o := c.Object().Clone()
	nics := o.List("nics")
	o.Set("nics", nil)
	o.Set("name", name)
	o.Set("cluster", Ref(cluster))
	if clone {
		o.Set("id", nil)
	}
	if profiles := w.Referring("cpu_profile", "cluster", cluster.ID()); len(profiles) > 0 {
		o.Set("cpu_profile", Ref(profiles[0]))
	}
	done := ok
	if kind == "vm" {
		done = down
		blank := w.At("/templates/" + blankID)
		o.Set("template", Ref(blank))
		o.Set("original_template", Ref(blank))
	}
	o.Set("status", done)
	o.Path = ""
	made := w.Add(nil, root, o)
	if kind == "vm" {
		w.furnish(made, nil, c.User)
	} else {
		w.set(made, "version.base_template", Ref(made))
		w.addConsole(made, o.Text("display.type"))
	}
	for _, nic := range nics {
		w.addChild(made, "nics", func(n *store.Object) {
			n.Merge(nic)
			n.Set(kind, Ref(made))
			n.Set("vnic_profile", Ref(w.Resolve(n.Part("vnic_profile"))))
			if clone {
				n.Set("id", nil)
				n.Set("mac.address", w.nextMAC())
			}
		})
	}
	w.bringDisks(e, made, sd, kind, clone)
	if !isImport || c.Body.True("exclusive") {
		w.takeOff(e)
	}
	c.Body.Set(kind, Ref(made))
	if isImport {
		w.set(made, "status", map[string]string{"vm": imageLocked, "template": "locked"}[kind])
		c.Pending(made, func() { w.set(made, "status", done) })
	}
	c.Log(map[string]int64{"vm": 1152, "template": 1158}[kind], noun(typeOf(made))+" "+name+" was imported by "+c.userName()+".", made)
	return nil
}

// mayBring refuses what is in the engine already.
func (w *World) mayBring(e *store.Entity, path, kind, name string, clone bool) error {
	if e.Owner == nil || !clone && w.At(path+"/"+e.ID()) != nil {
		if kind == "vm" {
			return Conflict("Import VM failed - VM ID already exists in the system. Please remove the VM (%s) from the system first", name)
		}
		return Conflict("Cannot import Template. Template or VM with the same ID already exists in the system. "+
			"Please remove the Template or VM (%s) from the system first", name)
	}
	if w.byName(path, name) != nil {
		if kind == "vm" {
			return Conflict("Import VM failed - VM Name already exists in the Data Center. Please rename the VM in the Data Center first")
		}
		return Conflict("Import Template failed - Template Name already exists in the system. Please rename the Template in the system first")
	}
	return nil
}

// bringDisks returns what was brought its disks.
func (w *World) bringDisks(from, made, sd *store.Entity, kind string, clone bool) {
	for _, a := range w.Of(from, "diskattachments") {
		source := w.At(from.Owner.Path + "/disks/" + a.ID())
		if source == nil {
			continue
		}
		o := source.Object().Clone()
		o.Path = ""
		o.Set("storage_domains", []*store.Object{Ref(sd)})
		if clone || w.At("/disks/"+o.ID()) != nil {
			o.Set("id", w.IDs.UUID())
			o.Set("image_id", w.IDs.UUID())
		}
		if profiles := w.Referring("disk_profile", "storage_domain", sd.ID()); len(profiles) > 0 {
			o.Set("disk_profile", Ref(profiles[0]))
		}
		w.attach(made, w.Add(nil, w.Tree.Root.Fixed["disks"], o), a.Object(), kind)
	}
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

// clusterFor returns the first cluster of the data center that a storage domain belongs to, or nil.
func (w *World) clusterFor(sd *store.Entity) *store.Entity {
	if sd == nil {
		return nil
	}
	clusters := w.Referring("cluster", "data_center", sd.Object().Text("data_center.id"))
	if len(clusters) == 0 {
		return nil
	}
	return clusters[0]
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

// importImage makes a disk or a template out of an image of an image service.
func (w *World) importImage(c *Call) error {
	ref := c.Body.Part("storage_domain")
	if ref == nil {
		return Mandatory("storage_domain.id")
	}
	sd := w.Resolve(ref)
	if sd == nil {
		return missing(ref.Type, ref)
	}
	if status := sd.Object().Text("status"); status != active {
		return Conflict("Cannot import Virtual Disk. The relevant Storage Domain's status is %s.", status)
	}
	name := c.Body.Text("disk.alias")
	if name == "" {
		name = c.Body.Text("disk.name")
	}
	if name == "" {
		name = c.Object().Name()
	}
	o := w.obj("disk")
	o.Set("alias", name)
	o.Set("format", "cow")
	o.Set("provisioned_size", max(c.Object().Int("size"), gib))
	o.Set("storage_domains", []*store.Object{Ref(sd)})
	w.diskDefaults(o)
	if err := w.placeDisk(o); err != nil {
		return err
	}
	o.Set("status", "locked")
	disk := w.Add(nil, w.Tree.Root.Fixed["disks"], o)
	c.Pending(disk, func() { w.set(disk, "status", ok) })
	if !c.Body.True("import_as_template") {
		c.Body.Set("disk", Ref(disk))
		return nil
	}
	cluster := w.Resolve(c.Body.Part("cluster"))
	if cluster == nil {
		cluster = w.clusterFor(sd)
	}
	t := w.obj("template")
	inherit(t, w.At("/templates/"+blankID).Object())
	t.Set("name", name)
	if given := c.Body.Text("template.name"); given != "" {
		t.Set("name", given)
	}
	t.Set("creation_time", w.Time())
	t.Set("status", "locked")
	t.Set("cluster", Ref(cluster))
	template := w.Add(nil, w.Tree.Root.Fixed["templates"], t)
	w.numberVersion(template, t)
	w.addConsole(template, t.Text("display.type"))
	w.attach(template, disk, w.obj("disk_attachment"), "template")
	c.Pending(template, func() { w.set(template, "status", ok) })
	c.Body.Set("template", Ref(template))
	return nil
}
