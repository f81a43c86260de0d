package machines

import (
	"path"
	"regexp"
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// exportVM copies a VM to an export domain, or packs it into a file on a host.
func (ms *Machines) exportVM(c *world.Call) error {
	vm := c.Entity()
	if err := allow(vm, actExport); err != nil {
		return err
	}
	if err := ms.disksReady(vm, "export VM"); err != nil {
		return err
	}
	lock := func(done func()) {
		ms.w.Set(vm, names.Status, world.ImageLocked)
		c.Pending(vm, func() {
			ms.w.Set(vm, names.Status, world.Down)
			done()
		})
	}
	return ms.export(c, lock, exportCodes{1162, 1150, 1223, 1224})
}

// exportCodes are the events of an export: begun and done, to a domain and to a file.
type exportCodes [4]int64

// export takes the object of the call to an export domain or to a path on a host. Lock keeps it
// locked until the work is done.
func (ms *Machines) export(c *world.Call, lock func(done func()), codes exportCodes) error {
	w, e := c.World, c.Entity()
	what, name := world.Noun(world.TypeOf(e)), c.Object().Name()
	if directory := c.Body.Text(names.Directory); directory != "" {
		host := w.Resolve(c.Body.Part(names.Host))
		switch {
		case host == nil:
			return world.NotFound(w.Schema.Type(names.Host), c.Body.Part(names.Host))
		case host.Object().Text(names.Status) != world.Up:
			return world.Conflict(
				"Cannot export %s. Operation can be performed only when Host status is Up.",
				what,
			)
		}
		file := c.Body.Text(names.Filename)
		if file == "" {
			file = name + ".ova"
		}
		file = path.Join(directory, file)
		more := world.Named{"path": file}
		c.Report(codes[2], more, e, host)
		lock(func() { c.Report(codes[3], more, e, host) })
		return nil
	}
	ref := c.Body.Part(names.StorageDomain)
	sd := w.Resolve(ref)
	switch {
	case sd == nil:
		return world.NotFound(w.Schema.Type(names.StorageDomain), ref)
	case sd.Object().Text(names.Type) != "export":
		return world.Conflict("Cannot export %s. Storage Domain type is illegal.", what)
	case sd.Object().Text(names.Status) != world.Active:
		return world.Conflict(
			"Cannot export %s. The relevant Storage Domain's status is %s.",
			what,
			world.StatusText(sd.Object().Text(names.Status)),
		)
	case !c.Body.True(names.Exclusive) && w.At(sd.Path+"/"+e.Node.Parent.Segment+"/"+e.ID()) != nil:
		return world.Conflict(
			"Cannot export %s. A %s with the same identifier already exists.",
			what,
			what,
		)
	}
	c.Report(codes[0], nil, e, sd)
	lock(func() {
		ms.storage.AddUnregisteredCopy(sd, e)
		ms.reindex(e)
		c.Report(codes[1], nil, e, sd)
	})
	return nil
}

// reindex lets the ids of an object and its disks mean the engine's own ones again, not those on an
// export domain.
func (ms *Machines) reindex(e *store.Entity) {
	for _, segment := range [...]string{"nics", "diskattachments"} {
		for _, child := range ms.w.Of(e, segment) {
			ms.w.Put(child, child.Object())
			if disk := ms.w.At("/disks/" + child.ID()); disk != nil &&
				segment == "diskattachments" {
				ms.w.Put(disk, disk.Object())
			}
		}
	}
	ms.w.Put(e, e.Object())
}

// registerExternalImports sets the ways by which VMs and templates of other systems come in.
func (ms *Machines) registerExternalImports() {
	ms.w.Hook("external_vm_imports").Add = ms.importVM
	ms.w.Hook("external_template_imports").Add = ms.importTemplate
}

// importVM makes a VM like one of another system. Its disk is one of a usual size, for there is
// nothing to look into.
func (ms *Machines) importVM(c *world.Call) (*store.Entity, error) {
	name := c.Body.Text(names.VmName)
	if name == "" {
		name = c.Body.Name()
	}
	sub, cluster := ms.importing(c, "vms"), ms.w.Resolve(c.Body.Part(names.Cluster))
	if cluster == nil && len(ms.w.All("/clusters")) > 0 {
		cluster = ms.w.All("/clusters")[0]
	}
	blank := ms.w.At("/templates/" + world.BlankID)
	o := ms.VMDefaults(blank, cluster)
	if profile := ms.w.Resolve(c.Body.Part(names.CpuProfile)); profile != nil {
		o.Set(names.CpuProfile, world.Ref(profile))
	}
	switch c.Body.Text(names.Provider) {
	case "vmware":
		o.Set(names.Origin, "vmware")
	case "kvm":
		o.Set(names.Origin, "kvm")
	case "xen":
		o.Set(names.Origin, "xen")
	}
	o.Set(names.Name, name)
	o.Set(names.Status, world.Down)
	vm, err := sub.Insert(o)
	if err != nil {
		return nil, err
	}
	ms.AddParts(vm, nil, owner(c))
	disk, err := ms.storage.NewDisk(sub, ms.importedDisk(c, name))
	if err != nil {
		ms.w.Drop(vm)
		return nil, err
	}
	a := ms.Attach(vm, disk, ms.w.NewObject(names.DiskAttachment), names.Vm)
	ms.w.Set(a, names.Bootable, true)
	c.Report(1165, nil, vm, cluster)
	ms.w.Set(vm, names.Status, world.ImageLocked)
	ms.w.On(vm, ms.w.Step(), func() {
		ms.w.Set(vm, names.Status, world.Down)
		c.Report(1152, nil, vm)
	})
	return ms.importAnswer(c, "vm", vm), nil
}

// importTemplate makes a template like one in a file on a host.
func (ms *Machines) importTemplate(c *world.Call) (*store.Entity, error) {
	name := c.Body.Text(names.TemplateName)
	if name == "" {
		name = path.Base(c.Body.Text(names.Url))
	}
	if ms.w.ByName("/templates", name) != nil {
		return nil, world.Conflict(
			"Import Template failed - Template Name already exists in the system. Please rename " +
				"the Template in the system first",
		)
	}
	sub := ms.importing(c, "templates")
	o := ms.w.NewObject(names.Template)
	if blank := ms.w.At("/templates/" + world.BlankID); blank != nil {
		Inherit(o, blank.Object())
	}
	o.Set(names.Name, name)
	o.Set(names.Description, "")
	o.Set(names.Comment, "")
	o.Set(names.CreationTime, ms.w.Time())
	o.Set(names.Cluster, c.Body.Get(names.Cluster))
	o.Set(names.Status, world.Locked)
	template, err := sub.Insert(o)
	if err != nil {
		return nil, err
	}
	ms.NumberVersion(template, ms.w.NewObject(names.Template))
	ms.AddConsole(template, o.Text(names.DisplayType))
	if disk, err := ms.storage.NewDisk(sub, ms.importedDisk(c, name)); err == nil {
		ms.Attach(template, disk, ms.w.NewObject(names.DiskAttachment), names.Template)
	}
	c.Report(1163, nil, template)
	ms.w.On(template, ms.w.Step(), func() { ms.w.Set(template, names.Status, world.OK) })
	return ms.importAnswer(c, "template", template), nil
}

// importing returns a call that makes objects of the entry point's collection.
func (ms *Machines) importing(c *world.Call, segment string) *world.Call {
	sub := *c
	sub.Place = &store.Place{Node: c.Tree.Root.Fixed[segment], Path: "/" + segment}
	sub.Body = c.NewObject(names.Vm)
	return &sub
}

// importedDisk describes the disk of something that is imported.
func (ms *Machines) importedDisk(c *world.Call, name string) *store.Object {
	o := ms.w.NewObject(names.Disk)
	o.Set(names.Alias, name+"_Disk1")
	o.Set(names.ProvisionedSize, int64(10*world.GiB))
	o.Set(names.Format, "raw")
	if c.Body.True(names.Sparse) || !c.Body.Has(names.Sparse) {
		o.Set(names.Format, "cow")
	}
	if sd := ms.w.Resolve(c.Body.Part(names.StorageDomain)); sd != nil {
		o.Set(names.StorageDomains, []*store.Object{world.Ref(sd)})
	}
	return o
}

// importAnswer returns the import as it is answered: it lives nowhere, and names what it makes.
func (ms *Machines) importAnswer(c *world.Call, member string, made *store.Entity) *store.Entity {
	o := c.Body.Clone()
	o.Set(names.Password, nil)
	o.Set(member, world.Ref(made))
	return store.Transient(c.Place, o)
}

// The parts of an embedded configuration that count.
var (
	ovfName   = regexp.MustCompile(`<Name>([^<]*)</Name>`)
	ovfID     = regexp.MustCompile(`<Section ovf:id="([0-9a-fA-F-]{36})"`)
	ovfMemory = regexp.MustCompile(`<rasd:Caption>(\d+) MB of memory</rasd:Caption>`)
	ovfCPU    = regexp.MustCompile(
		`<rasd:num_of_sockets>(\d+)</rasd:num_of_sockets><rasd:cpu_per_socket>(\d+)</rasd:cpu_per_socket>` +
			`<rasd:threads_per_cpu>(\d+)</rasd:threads_per_cpu>`,
	)
)

// addConfigured makes a VM of a configuration in the form of OVF, as backup programs keep it. It
// has the id that it had.
func (ms *Machines) addConfigured(
	c *world.Call,
	template, cluster *store.Entity,
) (*store.Entity, error) {
	data := c.Body.Text(names.InitializationConfigurationData)
	found := func(re *regexp.Regexp, i int) string {
		if m := re.FindStringSubmatch(data); m != nil {
			return m[i]
		}
		return ""
	}
	o := ms.VMDefaults(template, cluster)
	name := c.Body.Name()
	if name == "" {
		name = unescape(found(ovfName, 1))
	}
	if name == "" {
		return nil, world.Bad("Cannot import VM. The OVF configuration is invalid.")
	}
	if n, err := strconv.ParseInt(found(ovfMemory, 1), 10, 32); err == nil {
		o.Set(names.Memory, n*world.MiB)
		o.Set(names.MemoryPolicyGuaranteed, n*world.MiB)
		o.Set(names.MemoryPolicyMax, 4*n*world.MiB)
	}
	for i, member := range [...]string{"sockets", "cores", "threads"} {
		if n, err := strconv.ParseInt(found(ovfCPU, i+1), 10, 32); err == nil {
			o.Set("cpu.topology."+member, n)
		}
	}
	o.Set(names.Name, name)
	id := found(ovfID, 1)
	if store.IsUUID(id) && !c.Body.True(names.InitializationRegenerateIds) {
		if old := ms.w.ByID(o.Type, id); old != nil {
			return nil, world.Conflict(
				"Import VM failed - VM ID already exists in the system. Please remove the "+
					"VM (%s) from the system first",
				old.Object().Name(),
			)
		}
	} else {
		id = ""
	}
	body := c.Body
	c.Body = body.Clone()
	c.Body.Set(names.Name, name)
	if c.Body.Has(names.Initialization) {
		c.Body.Set(names.InitializationConfiguration, nil)
	}
	defer func() { c.Body = body }()
	if ms.w.ByName("/vms", name) != nil {
		return nil, world.Conflict(
			"Import VM failed - VM Name already exists in the Data Center. Please rename the VM " +
				"in the Data Center first",
		)
	}
	vm, err := ms.insertConfigured(c, o, id)
	if err != nil {
		return nil, err
	}
	ms.AddParts(vm, nil, owner(c))
	c.Report(174, nil, vm)
	return vm, nil
}

// insertConfigured puts a VM into the inventory under an id of its own, or a new one.
func (ms *Machines) insertConfigured(
	c *world.Call,
	o *store.Object,
	id string,
) (*store.Entity, error) {
	if id == "" {
		return ms.insertVM(c, o)
	}
	change := c.Body.Clone()
	for _, name := range [...]string{
		names.ID, names.Template, names.Cluster, names.Status, names.Snapshots,
		names.OriginalTemplate,
	} {
		change.Set(name, nil)
	}
	o.Merge(change)
	ms.setMemoryDefaults(o, c.Body)
	o.Set(names.Status, world.Down)
	o.Set(names.ID, id)
	root := ms.w.Tree.Root.Fixed["vms"]
	return ms.w.Add(nil, root, c.Normalize(root.Item, o)), nil
}
