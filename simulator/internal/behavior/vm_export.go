package behavior

import (
	"fmt"
	"path"
	"regexp"
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// exportVM copies a VM to an export domain, or packs it into a file on a host.
func (w *World) exportVM(c *Call) error {
	vm := c.Entity()
	if err := allow(vm, actExport); err != nil {
		return err
	}
	if err := w.disksReady(vm, "export VM"); err != nil {
		return err
	}
	lock := func(done func()) {
		w.set(vm, "status", imageLocked)
		c.Pending(vm, func() {
			w.set(vm, "status", down)
			done()
		})
	}
	return c.export(lock, exportCodes{1162, 1150, 1223, 1224})
}

// exportCodes are the events of an export: begun and done, to a domain and to a file.
type exportCodes [4]int64

// export takes the object of the call to an export domain or to a path on a host. Lock keeps it locked until the work is done.
func (c *Call) export(lock func(done func()), codes exportCodes) error {
	w, e := c.World, c.Entity()
	what, name, user, correlation := noun(typeOf(e)), c.Object().Name(), c.User, c.Correlation
	done := func(code int64, text string) {
		w.Log(Event{Code: code, Severity: "normal", Text: text, Refs: []*store.Entity{e}}, user, correlation)
	}
	if directory := c.Body.Text("directory"); directory != "" {
		host := w.Resolve(c.Body.Part("host"))
		switch {
		case host == nil:
			return missing(w.Schema.Type("host"), c.Body.Part("host"))
		case host.Object().Text("status") != up:
			return Conflict("Cannot export %s. Operation can be performed only when Host status is Up.", what)
		}
		file := c.Body.Text("filename")
		if file == "" {
			file = name + ".ova"
		}
		file = path.Join(directory, file)
		c.Log(codes[2], fmt.Sprintf("Starting to export %s %s as a Virtual Appliance", what, name), e, host)
		lock(func() {
			done(codes[3], fmt.Sprintf("%s %s was exported successfully as a Virtual Appliance to path %s on Host %s", what, name, file, called(host)))
		})
		return nil
	}
	ref := c.Body.Part("storage_domain")
	sd := w.Resolve(ref)
	switch {
	case sd == nil:
		return missing(w.Schema.Type("storage_domain"), ref)
	case sd.Object().Text("type") != "export":
		return Conflict("Cannot export %s. Storage Domain type is illegal.", what)
	case sd.Object().Text("status") != active:
		return Conflict("Cannot export %s. The relevant Storage Domain's status is %s.", what, spoken(sd.Object().Text("status")))
	case !c.Body.True("exclusive") && w.At(sd.Path+"/"+e.Node.Parent.Segment+"/"+e.ID()) != nil:
		return Conflict("Cannot export %s. A %s with the same identifier already exists.", what, what)
	}
	c.Log(codes[0], fmt.Sprintf("Starting export %s %s to %s", what, name, sd.Object().Name()), e, sd)
	lock(func() {
		w.shelve(sd, e)
		w.reindex(e)
		done(codes[1], fmt.Sprintf("%s %s was exported successfully to %s", what, name, sd.Object().Name()))
	})
	return nil
}

// reindex lets the ids of an object and its disks mean the engine's own ones again, not those on an export domain.
func (w *World) reindex(e *store.Entity) {
	for _, segment := range [...]string{"nics", "diskattachments"} {
		for _, child := range w.Of(e, segment) {
			w.Put(child, child.Object())
			if disk := w.At("/disks/" + child.ID()); disk != nil && segment == "diskattachments" {
				w.Put(disk, disk.Object())
			}
		}
	}
	w.Put(e, e.Object())
}

// imports sets the ways by which VMs and templates of other systems come in.
func (w *World) imports() {
	w.hook("external_vm_imports").Add = w.importVM
	w.hook("external_template_imports").Add = w.importTemplate
}

// importVM makes a VM like one of another system. Its disk is one of a usual size, for there is nothing to look into.
func (w *World) importVM(c *Call) (*store.Entity, error) {
	name := c.Body.Text("vm.name")
	if name == "" {
		name = c.Body.Name()
	}
	sub, cluster := c.importing("vms"), w.Resolve(c.Body.Part("cluster"))
	if cluster == nil && len(w.All("/clusters")) > 0 {
		cluster = w.All("/clusters")[0]
	}
	blank := w.At("/templates/" + blankID)
	o := w.vmDefaults(blank, cluster)
	if profile := w.Resolve(c.Body.Part("cpu_profile")); profile != nil {
		o.Set("cpu_profile", Ref(profile))
	}
	switch c.Body.Text("provider") {
	case "vmware":
		o.Set("origin", "vmware")
	case "kvm":
		o.Set("origin", "kvm")
	case "xen":
		o.Set("origin", "xen")
	}
	o.Set("name", name)
	o.Set("status", down)
	vm, err := sub.Insert(o)
	if err != nil {
		return nil, err
	}
	w.furnish(vm, nil, c.User)
	disk, err := sub.newDisk(w.importedDisk(c, name))
	if err != nil {
		w.drop(vm)
		return nil, err
	}
	a := w.attach(vm, disk, w.obj("disk_attachment"), "vm")
	w.set(a, "bootable", true)
	user, correlation := c.User, c.Correlation
	c.Log(1165, fmt.Sprintf("Starting to import Vm %s to Data Center, Cluster %s", name, called(cluster)), vm, cluster)
	w.set(vm, "status", imageLocked)
	w.On(vm, w.Step(), func() {
		w.set(vm, "status", down)
		w.Log(Event{Code: 1152, Severity: "normal", Text: "Vm " + name + " was imported successfully.", Refs: []*store.Entity{vm}}, user, correlation)
	})
	return c.importAnswer("vm", vm), nil
}

// importTemplate makes a template like one in a file on a host.
func (w *World) importTemplate(c *Call) (*store.Entity, error) {
	name := c.Body.Text("template.name")
	if name == "" {
		name = path.Base(c.Body.Text("url"))
	}
	if w.byName("/templates", name) != nil {
		return nil, Conflict("Import Template failed - Template Name already exists in the system. Please rename the Template in the system first")
	}
	sub := c.importing("templates")
	o := w.obj("template")
	if blank := w.At("/templates/" + blankID); blank != nil {
		inherit(o, blank.Object())
	}
	o.Set("name", name)
	o.Set("description", "")
	o.Set("comment", "")
	o.Set("creation_time", w.Time())
	o.Set("cluster", c.Body.Get("cluster"))
	o.Set("status", "locked")
	template, err := sub.Insert(o)
	if err != nil {
		return nil, err
	}
	w.numberVersion(template, w.obj("template"))
	w.addConsole(template, o.Text("display.type"))
	if disk, err := sub.newDisk(w.importedDisk(c, name)); err == nil {
		w.attach(template, disk, w.obj("disk_attachment"), "template")
	}
	c.Log(1163, fmt.Sprintf("Starting to import Template %s.", name), template)
	w.On(template, w.Step(), func() { w.set(template, "status", ok) })
	return c.importAnswer("template", template), nil
}

// importing returns a call that makes objects of the entry point's collection.
func (c *Call) importing(segment string) *Call {
	sub := *c
	sub.Place = &store.Place{Node: c.Tree.Root.Fixed[segment], Path: "/" + segment}
	sub.Body = c.obj("vm")
	return &sub
}

// importedDisk describes the disk of something that is imported.
func (w *World) importedDisk(c *Call, name string) *store.Object {
	o := w.obj("disk")
	o.Set("alias", name+"_Disk1")
	o.Set("provisioned_size", int64(10*gib))
	o.Set("format", "raw")
	if c.Body.True("sparse") || !c.Body.Has("sparse") {
		o.Set("format", "cow")
	}
	if sd := w.Resolve(c.Body.Part("storage_domain")); sd != nil {
		o.Set("storage_domains", []*store.Object{Ref(sd)})
	}
	return o
}

// importAnswer returns the import as it is answered: it lives nowhere, and names what it makes.
func (c *Call) importAnswer(member string, made *store.Entity) *store.Entity {
	o := c.Body.Clone()
	o.Set("password", nil)
	o.Set(member, Ref(made))
	return store.Transient(c.Place, o)
}

// The parts of an embedded configuration that count.
var (
	ovfName   = regexp.MustCompile(`<Name>([^<]*)</Name>`)
	ovfID     = regexp.MustCompile(`<VmId>([0-9a-fA-F-]{36})</VmId>`)
	ovfMemory = regexp.MustCompile(`<rasd:Caption>(\d+) MB of memory</rasd:Caption>`)
	ovfCPU    = regexp.MustCompile(`<rasd:num_of_sockets>(\d+)</rasd:num_of_sockets><rasd:cpu_per_socket>(\d+)</rasd:cpu_per_socket>` +
		`<rasd:threads_per_cpu>(\d+)</rasd:threads_per_cpu>`)
)

// addConfigured makes a VM of a configuration in the form of OVF, as backup programs keep it. It has the id that it had.
func (w *World) addConfigured(c *Call, template, cluster *store.Entity) (*store.Entity, error) {
	data := c.Body.Text("initialization.configuration.data")
	found := func(re *regexp.Regexp, i int) string {
		if m := re.FindStringSubmatch(data); m != nil {
			return m[i]
		}
		return ""
	}
	o := w.vmDefaults(template, cluster)
	name := c.Body.Name()
	if name == "" {
		name = unescape(found(ovfName, 1))
	}
	if name == "" {
		return nil, Bad("Cannot import VM. The OVF configuration is invalid.")
	}
	if n, err := strconv.ParseInt(found(ovfMemory, 1), 10, 32); err == nil {
		o.Set("memory", n*mib)
		o.Set("memory_policy.guaranteed", n*mib)
		o.Set("memory_policy.max", 4*n*mib)
	}
	for i, member := range [...]string{"sockets", "cores", "threads"} {
		if n, err := strconv.ParseInt(found(ovfCPU, i+1), 10, 32); err == nil {
			o.Set("cpu.topology."+member, n)
		}
	}
	o.Set("name", name)
	id := found(ovfID, 1)
	if store.IsUUID(id) && !c.Body.True("initialization.regenerate_ids") {
		if old := w.ByID(o.Type, id); old != nil {
			return nil, Conflict("Import VM failed - VM ID already exists in the system. Please remove the VM (%s) from the system first",
				old.Object().Name())
		}
	} else {
		id = ""
	}
	body := c.Body
	c.Body = body.Clone()
	c.Body.Set("name", name)
	if c.Body.Has("initialization") {
		c.Body.Set("initialization.configuration", nil)
	}
	defer func() { c.Body = body }()
	if w.byName("/vms", name) != nil {
		return nil, Conflict("Import VM failed - VM Name already exists in the Data Center. Please rename the VM in the Data Center first")
	}
	vm, err := w.insertConfigured(c, o, id)
	if err != nil {
		return nil, err
	}
	w.furnish(vm, nil, c.User)
	c.Log(174, "VM "+name+" was successfully imported from the given configuration.", vm)
	return vm, nil
}

// insertConfigured puts a VM into the inventory under an id of its own, or a new one.
func (w *World) insertConfigured(c *Call, o *store.Object, id string) (*store.Entity, error) {
	if id == "" {
		return w.insertVM(c, o)
	}
	change := c.Body.Clone()
	for _, name := range [...]string{"id", "template", "cluster", "status", "snapshots", "original_template"} {
		change.Set(name, nil)
	}
	o.Merge(change)
	w.settleMemory(o, c.Body)
	o.Set("status", down)
	o.Set("id", id)
	root := w.Tree.Root.Fixed["vms"]
	return w.Add(nil, root, c.Settle(root.Item, o)), nil
}
