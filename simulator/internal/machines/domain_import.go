package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerDomainImports sets how the VMs and templates of a storage domain, and the images of an
// image service, come into the engine.
func (ms *Machines) registerDomainImports() {
	for service, kind := range map[string]string{
		"storage_domain_vm": "vm", "storage_domain_template": "template",
	} {
		h := ms.w.Hook(service)
		h.Actions["import"] = func(c *world.Call) error {
			return ms.importFromDomain(c, kind, true)
		}
		h.Actions["register"] = func(c *world.Call) error {
			return ms.importFromDomain(c, kind, false)
		}
		h.Show = func(_ *store.Place, v *document.View, _ world.Query) {
			world.Hide(v, names.Nics)
			HideDevices(v)
		}
		h.Remove = func(c *world.Call) error {
			if c.Entity().Owner == nil {
				return world.Conflict(
					"Cannot remove %s. Storage Domain type is illegal.",
					world.Noun(world.TypeOf(c.Entity())),
				)
			}
			ms.w.Drop(c.Entity())
			return nil
		}
	}
	ms.w.Hook("image").Actions["import"] = ms.importImage
	ms.w.Hook("openstack_image").Actions["import"] = ms.importImage
}

// importFromDomain makes a VM or template of the engine out of one on a storage domain: a copy for
// imports, the thing itself for registrations.
func (ms *Machines) importFromDomain(c *world.Call, kind string, isImport bool) error {
	e := c.Entity()
	root := ms.w.Tree.Root.Fixed[kind+"s"]
	name := c.Body.Text(kind + ".name")
	if name == "" {
		name = c.Object().Name()
	}
	clone := c.Body.True(names.Clone)
	if err := ms.canImport(e, root.Pattern, kind, name, clone); err != nil {
		return err
	}
	cluster := ms.w.Resolve(c.Body.Part(names.Cluster))
	if cluster == nil {
		cluster = ms.clusterFor(e.Owner)
	}
	if cluster == nil {
		return world.Conflict(
			"Cannot import %s. The relevant Cluster doesn't exist.",
			world.Noun(world.TypeOf(e)),
		)
	}
	sd := e.Owner
	if target := ms.w.Resolve(c.Body.Part(names.StorageDomain)); target != nil && isImport {
		sd = target
	} else if isImport {
		if sd = ms.storage.DataDomainOf(cluster); sd == nil {
			return world.Conflict("Cannot import %s. Storage Domain hasn't been specified.", world.Noun(world.TypeOf(e)))
		}
	}
	o := c.Object().Clone()
	nics := o.List(names.Nics)
	o.Set(names.Nics, nil)
	o.Set(names.Name, name)
	o.Set(names.Cluster, world.Ref(cluster))
	if clone {
		o.Set(names.ID, nil)
	}
	profiles := ms.w.Referring(names.CpuProfile, names.Cluster, cluster.ID())
	if len(profiles) > 0 {
		o.Set(names.CpuProfile, world.Ref(profiles[0]))
	}
	done := world.OK
	if kind == "vm" {
		done = world.Down
		blank := ms.w.At("/templates/" + world.BlankID)
		o.Set(names.Template, world.Ref(blank))
		o.Set(names.OriginalTemplate, world.Ref(blank))
	}
	o.Set(names.Status, done)
	o.Path = ""
	made := ms.w.Add(nil, root, o)
	if kind == "vm" {
		ms.AddParts(made, nil, owner(c))
	} else {
		ms.w.Set(made, names.VersionBaseTemplate, world.Ref(made))
		ms.AddConsole(made, o.Text(names.DisplayType))
	}
	for _, nic := range nics {
		ms.w.AddChild(made, "nics", func(n *store.Object) {
			n.Merge(nic)
			n.Set(kind, world.Ref(made))
			n.Set(names.VnicProfile, world.Ref(ms.w.Resolve(n.Part(names.VnicProfile))))
			if clone {
				n.Set(names.ID, nil)
				n.Set(names.MacAddress, ms.w.NextMAC())
			}
		})
	}
	ms.importDisks(e, made, sd, kind, clone)
	if !isImport || c.Body.True(names.Exclusive) {
		ms.storage.RemoveUnregistered(e)
	}
	c.Body.Set(kind, world.Ref(made))
	if isImport {
		ms.w.Set(
			made,
			names.Status,
			map[string]string{"vm": world.ImageLocked, "template": world.Locked}[kind],
		)
		begun, ended := int64(1165), int64(1152)
		if kind == names.Template {
			begun, ended = 1163, 1158
		}
		c.Report(begun, nil, made)
		c.Pending(made, func() {
			ms.w.Set(made, names.Status, done)
			c.Report(ended, nil, made)
		})
	} else if kind == names.Vm {
		c.Report(174, nil, made)
	}
	return nil
}

// canImport refuses what is in the engine already.
func (ms *Machines) canImport(e *store.Entity, path, kind, name string, clone bool) error {
	if e.Owner == nil || !clone && ms.w.At(path+"/"+e.ID()) != nil {
		if kind == "vm" {
			return world.Conflict(
				"Import VM failed - VM ID already exists in the system. Please remove the VM "+
					"(%s) from the system first",
				name,
			)
		}
		return world.Conflict(
			"Cannot import Template. Template or VM with the same ID already exists in the "+
				"system. "+
				"Please remove the Template or VM (%s) from the system first",
			name,
		)
	}
	if ms.w.ByName(path, name) != nil {
		if kind == "vm" {
			return world.Conflict(
				"Import VM failed - VM Name already exists in the Data Center. Please rename " +
					"the VM in the Data Center first",
			)
		}
		return world.Conflict(
			"Import Template failed - Template Name already exists in the system. Please rename " +
				"the Template in the system first",
		)
	}
	return nil
}

// importDisks creates the disks of a VM or template that was imported, and attaches them.
func (ms *Machines) importDisks(from, made, sd *store.Entity, kind string, clone bool) {
	for _, a := range ms.w.Of(from, "diskattachments") {
		source := ms.w.At(from.Owner.Path + "/disks/" + a.ID())
		if source == nil {
			continue
		}
		o := source.Object().Clone()
		o.Path = ""
		o.Set(names.StorageDomains, []*store.Object{world.Ref(sd)})
		if clone || ms.w.At("/disks/"+o.ID()) != nil {
			o.Set(names.ID, ms.w.IDs.UUID())
			o.Set(names.ImageID, ms.w.IDs.UUID())
		}
		profiles := ms.w.Referring(names.DiskProfile, names.StorageDomain, sd.ID())
		if len(profiles) > 0 {
			o.Set(names.DiskProfile, world.Ref(profiles[0]))
		}
		ms.Attach(made, ms.w.Add(nil, ms.w.Tree.Root.Fixed["disks"], o), a.Object(), kind)
	}
}

// clusterFor returns the first cluster of the data center that a storage domain belongs to, or nil.
func (ms *Machines) clusterFor(sd *store.Entity) *store.Entity {
	if sd == nil {
		return nil
	}
	clusters := ms.w.Referring(
		names.Cluster,
		names.DataCenter,
		sd.Object().Text(names.DataCenterID),
	)
	if len(clusters) == 0 {
		return nil
	}
	return clusters[0]
}

// importImage makes a disk or a template out of an image of an image service.
func (ms *Machines) importImage(c *world.Call) error {
	ref := c.Body.Part(names.StorageDomain)
	if ref == nil {
		return world.Mandatory("storage_domain.id")
	}
	sd := ms.w.Resolve(ref)
	if sd == nil {
		return world.NotFound(ref.Type, ref)
	}
	if status := sd.Object().Text(names.Status); status != world.Active {
		return world.Conflict(
			"Cannot import Virtual Disk. The relevant Storage Domain's status is %s.",
			status,
		)
	}
	name := c.Body.Text(names.DiskAlias)
	if name == "" {
		name = c.Body.Text(names.DiskName)
	}
	if name == "" {
		name = c.Object().Name()
	}
	o := ms.w.NewObject(names.Disk)
	o.Set(names.Alias, name)
	o.Set(names.Format, "cow")
	o.Set(names.ProvisionedSize, max(c.Object().Int(names.Size), world.GiB))
	o.Set(names.StorageDomains, []*store.Object{world.Ref(sd)})
	ms.storage.SetDiskDefaults(o)
	if err := ms.storage.PlaceDisk(o); err != nil {
		return err
	}
	o.Set(names.Status, world.Locked)
	disk := ms.w.Add(nil, ms.w.Tree.Root.Fixed["disks"], o)
	c.Pending(disk, func() { ms.w.Set(disk, names.Status, world.OK) })
	if !c.Body.True(names.ImportAsTemplate) {
		c.Body.Set(names.Disk, world.Ref(disk))
		return nil
	}
	cluster := ms.w.Resolve(c.Body.Part(names.Cluster))
	if cluster == nil {
		cluster = ms.clusterFor(sd)
	}
	t := ms.w.NewObject(names.Template)
	Inherit(t, ms.w.At("/templates/"+world.BlankID).Object())
	t.Set(names.Name, name)
	if given := c.Body.Text(names.TemplateName); given != "" {
		t.Set(names.Name, given)
	}
	t.Set(names.CreationTime, ms.w.Time())
	t.Set(names.Status, world.Locked)
	t.Set(names.Cluster, world.Ref(cluster))
	template := ms.w.Add(nil, ms.w.Tree.Root.Fixed["templates"], t)
	ms.NumberVersion(template, t)
	ms.AddConsole(template, t.Text(names.DisplayType))
	ms.Attach(template, disk, ms.w.NewObject(names.DiskAttachment), names.Template)
	c.Pending(template, func() { ms.w.Set(template, names.Status, world.OK) })
	c.Body.Set(names.Template, world.Ref(template))
	return nil
}
