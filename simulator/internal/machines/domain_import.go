package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerDomainImports sets how the VMs and templates of a storage domain, and the images of an image service, come into the engine.
func (ms *Machines) registerDomainImports() {
	for service, kind := range map[string]string{"storage_domain_vm": "vm", "storage_domain_template": "template"} {
		h := ms.w.Hook(service)
		h.Actions["import"] = func(c *world.Call) error { return ms.importFromDomain(c, kind, true) }
		h.Actions["register"] = func(c *world.Call) error { return ms.importFromDomain(c, kind, false) }
		h.Show = func(_ *store.Place, v *document.View, _ world.Query) { world.Hide(v, "nics"); HideDevices(v) }
		h.Remove = func(c *world.Call) error {
			if c.Entity().Owner == nil {
				return world.Conflict("Cannot remove %s. Storage Domain type is illegal.", world.Noun(world.TypeOf(c.Entity())))
			}
			ms.w.Drop(c.Entity())
			return nil
		}
	}
	ms.w.Hook("image").Actions["import"] = ms.importImage
	ms.w.Hook("openstack_image").Actions["import"] = ms.importImage
}

// importFromDomain makes a VM or template of the engine out of one on a storage domain: a copy for imports, the thing itself for registrations.
func (ms *Machines) importFromDomain(c *world.Call, kind string, isImport bool) error {
	e := c.Entity()
	root := ms.w.Tree.Root.Fixed[kind+"s"]
	name := c.Body.Text(kind + ".name")
	if name == "" {
		name = c.Object().Name()
	}
	clone := c.Body.True("clone")
	if err := ms.canImport(e, root.Pattern, kind, name, clone); err != nil {
		return err
	}
	cluster := ms.w.Resolve(c.Body.Part("cluster"))
	if cluster == nil {
		cluster = ms.clusterFor(e.Owner)
	}
	if cluster == nil {
		return world.Conflict("Cannot import %s. The relevant Cluster doesn't exist.", world.Noun(world.TypeOf(e)))
	}
	sd := e.Owner
	if target := ms.w.Resolve(c.Body.Part("storage_domain")); target != nil && isImport {
		sd = target
	} else if isImport {
		if sd = ms.storage.DataDomainOf(cluster); sd == nil {
			return world.Conflict("Cannot import %s. Storage Domain hasn't been specified.", world.Noun(world.TypeOf(e)))
		}
	}
	o := c.Object().Clone()
	nics := o.List("nics")
	o.Set("nics", nil)
	o.Set("name", name)
	o.Set("cluster", world.Ref(cluster))
	if clone {
		o.Set("id", nil)
	}
	if profiles := ms.w.Referring("cpu_profile", "cluster", cluster.ID()); len(profiles) > 0 {
		o.Set("cpu_profile", world.Ref(profiles[0]))
	}
	done := world.OK
	if kind == "vm" {
		done = world.Down
		blank := ms.w.At("/templates/" + world.BlankID)
		o.Set("template", world.Ref(blank))
		o.Set("original_template", world.Ref(blank))
	}
	o.Set("status", done)
	o.Path = ""
	made := ms.w.Add(nil, root, o)
	if kind == "vm" {
		ms.AddParts(made, nil, c.User)
	} else {
		ms.w.Set(made, "version.base_template", world.Ref(made))
		ms.AddConsole(made, o.Text("display.type"))
	}
	for _, nic := range nics {
		ms.w.AddChild(made, "nics", func(n *store.Object) {
			n.Merge(nic)
			n.Set(kind, world.Ref(made))
			n.Set("vnic_profile", world.Ref(ms.w.Resolve(n.Part("vnic_profile"))))
			if clone {
				n.Set("id", nil)
				n.Set("mac.address", ms.w.NextMAC())
			}
		})
	}
	ms.importDisks(e, made, sd, kind, clone)
	if !isImport || c.Body.True("exclusive") {
		ms.storage.RemoveUnregistered(e)
	}
	c.Body.Set(kind, world.Ref(made))
	if isImport {
		ms.w.Set(made, "status", map[string]string{"vm": world.ImageLocked, "template": "locked"}[kind])
		c.Pending(made, func() { ms.w.Set(made, "status", done) })
	}
	c.Log(map[string]int64{"vm": 1152, "template": 1158}[kind], world.Noun(world.TypeOf(made))+" "+name+" was imported by "+c.UserName()+".", made)
	return nil
}

// canImport refuses what is in the engine already.
func (ms *Machines) canImport(e *store.Entity, path, kind, name string, clone bool) error {
	if e.Owner == nil || !clone && ms.w.At(path+"/"+e.ID()) != nil {
		if kind == "vm" {
			return world.Conflict("Import VM failed - VM ID already exists in the system. Please remove the VM (%s) from the system first", name)
		}
		return world.Conflict("Cannot import Template. Template or VM with the same ID already exists in the system. "+
			"Please remove the Template or VM (%s) from the system first", name)
	}
	if ms.w.ByName(path, name) != nil {
		if kind == "vm" {
			return world.Conflict("Import VM failed - VM Name already exists in the Data Center. Please rename the VM in the Data Center first")
		}
		return world.Conflict("Import Template failed - Template Name already exists in the system. Please rename the Template in the system first")
	}
	return nil
}

// importDisks returns what was brought its disks.
func (ms *Machines) importDisks(from, made, sd *store.Entity, kind string, clone bool) {
	for _, a := range ms.w.Of(from, "diskattachments") {
		source := ms.w.At(from.Owner.Path + "/disks/" + a.ID())
		if source == nil {
			continue
		}
		o := source.Object().Clone()
		o.Path = ""
		o.Set("storage_domains", []*store.Object{world.Ref(sd)})
		if clone || ms.w.At("/disks/"+o.ID()) != nil {
			o.Set("id", ms.w.IDs.UUID())
			o.Set("image_id", ms.w.IDs.UUID())
		}
		if profiles := ms.w.Referring("disk_profile", "storage_domain", sd.ID()); len(profiles) > 0 {
			o.Set("disk_profile", world.Ref(profiles[0]))
		}
		ms.Attach(made, ms.w.Add(nil, ms.w.Tree.Root.Fixed["disks"], o), a.Object(), kind)
	}
}

// clusterFor returns the first cluster of the data center that a storage domain belongs to, or nil.
func (ms *Machines) clusterFor(sd *store.Entity) *store.Entity {
	if sd == nil {
		return nil
	}
	clusters := ms.w.Referring("cluster", "data_center", sd.Object().Text("data_center.id"))
	if len(clusters) == 0 {
		return nil
	}
	return clusters[0]
}

// importImage makes a disk or a template out of an image of an image service.
func (ms *Machines) importImage(c *world.Call) error {
	ref := c.Body.Part("storage_domain")
	if ref == nil {
		return world.Mandatory("storage_domain.id")
	}
	sd := ms.w.Resolve(ref)
	if sd == nil {
		return world.NotFound(ref.Type, ref)
	}
	if status := sd.Object().Text("status"); status != world.Active {
		return world.Conflict("Cannot import Virtual Disk. The relevant Storage Domain's status is %s.", status)
	}
	name := c.Body.Text("disk.alias")
	if name == "" {
		name = c.Body.Text("disk.name")
	}
	if name == "" {
		name = c.Object().Name()
	}
	o := ms.w.NewObject("disk")
	o.Set("alias", name)
	o.Set("format", "cow")
	o.Set("provisioned_size", max(c.Object().Int("size"), world.GiB))
	o.Set("storage_domains", []*store.Object{world.Ref(sd)})
	ms.storage.SetDiskDefaults(o)
	if err := ms.storage.PlaceDisk(o); err != nil {
		return err
	}
	o.Set("status", "locked")
	disk := ms.w.Add(nil, ms.w.Tree.Root.Fixed["disks"], o)
	c.Pending(disk, func() { ms.w.Set(disk, "status", world.OK) })
	if !c.Body.True("import_as_template") {
		c.Body.Set("disk", world.Ref(disk))
		return nil
	}
	cluster := ms.w.Resolve(c.Body.Part("cluster"))
	if cluster == nil {
		cluster = ms.clusterFor(sd)
	}
	t := ms.w.NewObject("template")
	Inherit(t, ms.w.At("/templates/"+world.BlankID).Object())
	t.Set("name", name)
	if given := c.Body.Text("template.name"); given != "" {
		t.Set("name", given)
	}
	t.Set("creation_time", ms.w.Time())
	t.Set("status", "locked")
	t.Set("cluster", world.Ref(cluster))
	template := ms.w.Add(nil, ms.w.Tree.Root.Fixed["templates"], t)
	ms.NumberVersion(template, t)
	ms.AddConsole(template, t.Text("display.type"))
	ms.Attach(template, disk, ms.w.NewObject("disk_attachment"), "template")
	c.Pending(template, func() { ms.w.Set(template, "status", world.OK) })
	c.Body.Set("template", world.Ref(template))
	return nil
}
