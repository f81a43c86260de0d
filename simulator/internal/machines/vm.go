package machines

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (ms *Machines) registerVMs() {
	list := ms.w.Hook("vms")
	list.Add = ms.addVM
	h := ms.w.Hook("vm")
	h.Update = ms.updateVM
	h.Remove = ms.removeVM
	h.Show = ms.showVM
	ms.registerVMActions(h)
	h.Actions["clone"] = ms.cloneVM
	h.Actions["export"] = ms.exportVM
	ms.registerExternalImports()
	ms.registerDomainImports()
	ms.registerGuestActions(h)
	h.Actions["previewsnapshot"] = ms.previewSnapshot
	h.Actions["commitsnapshot"] = func(c *world.Call) error { return ms.endPreview(c, true) }
	h.Actions["undosnapshot"] = func(c *world.Call) error { return ms.endPreview(c, false) }
	ms.registerBackups()
}

// addVM makes a VM of a template, of a snapshot or of an embedded configuration.
func (ms *Machines) addVM(c *world.Call) (*store.Entity, error) {
	body := c.Body
	template := ms.w.Resolve(body.Part("template"))
	if template == nil {
		template = ms.w.At("/templates/" + world.BlankID)
	}
	cluster := ms.w.Resolve(body.Part("cluster"))
	if cluster == nil && len(ms.w.All("/clusters")) > 0 {
		cluster = ms.w.All("/clusters")[0]
	}
	if template != nil {
		switch template.Object().Text("status") {
		case "locked":
			return nil, world.Conflict("Cannot add VM. The Template is locked.")
		case "illegal":
			return nil, world.Conflict("Cannot add VM. The VM template disk status is not 'OK'.")
		}
	}
	if err := checkInitialization(body, "add"); err != nil {
		return nil, err
	}
	if err := ms.storage.CheckCenterUp(cluster, "add VM"); err != nil {
		return nil, err
	}
	if body.Has("initialization.configuration.data") {
		return ms.addConfigured(c, template, cluster)
	}
	if snapshots := body.List("snapshots"); len(snapshots) > 0 {
		return ms.addFromSnapshot(c, snapshots[0].ID(), template, cluster)
	}

	if err := ms.storage.CheckSpaceForCopies(template, "add VM"); err != nil {
		return nil, err
	}
	if err := ms.w.Quotas.UseStorageForCopies(c, template, "add VM"); err != nil {
		return nil, err
	}
	vm, err := ms.insertVM(c, ms.VMDefaults(template, cluster))
	if err != nil {
		return nil, err
	}
	ms.AddParts(vm, template, c.User)
	if c.Query.Bool("clone_permissions", false) && template != nil {
		ms.copyPermissions(template, vm)
	}
	if ms.copyDisks(c, template, vm, "vm") {
		ms.lockUntilDone(c, vm)
	}
	c.Log(34, fmt.Sprintf("VM %s was created by %s.", vm.Object().Name(), c.UserName()), vm, cluster)
	return vm, nil
}

// insertVM puts a VM into the inventory: what the document of the call says laid over what it has from elsewhere.
func (ms *Machines) insertVM(c *world.Call, o *store.Object) (*store.Entity, error) {
	ms.applyInstanceType(o, ms.w.Resolve(c.Body.Part("instance_type")))
	change := c.Body.Clone()
	for _, name := range [...]string{
		"id", "template", "cluster", "status", "status_detail", "creation_time", "host", "snapshots", "start_time", "stop_time", "fqdn",
		"run_once", "original_template", "initialization.configuration",
	} {
		if change.Has(name) {
			change.Set(name, nil)
		}
	}
	o.Merge(change)
	bareQuota(o)
	ms.setMemoryDefaults(o, c.Body)
	action := "add VM"
	if o.Has("vm_pool") {
		action = "create VM-Pool"
	}
	if err := memoryFits(o, action, "vmStatic"); err != nil {
		return nil, err
	}
	if err := guaranteeFits(o, action); err != nil {
		return nil, err
	}
	o.Set("status", world.Down)
	if err := validVM(o, change, []string{o.Text("display.type")}, "add"); err != nil {
		return nil, err
	}
	return c.Insert(o)
}

// bareQuota takes the address of its quota from a VM: engines show the id alone.
func bareQuota(vm *store.Object) {
	if quota := vm.Part("quota"); quota != nil && quota.Path != "" {
		vm.Set("quota", store.NewRef(quota.Type, "", quota.ID()))
	}
}

// applyInstanceType provides a VM with what its instance type says.
func (ms *Machines) applyInstanceType(o *store.Object, kind *store.Entity) {
	if kind == nil {
		return
	}
	for _, name := range [...]string{
		"memory", "memory_policy", "cpu.topology", "high_availability", "io", "migration", "migration_downtime", "soundcard_enabled",
	} {
		if v := kind.Object().Get(name); v != nil {
			o.Set(name, v)
		}
	}
	memory := kind.Object().Int("memory")
	if !kind.Object().Has("memory_policy.guaranteed") {
		o.Set("memory_policy.guaranteed", memory)
	}
	if !kind.Object().Has("memory_policy.max") {
		o.Set("memory_policy.max", 4*memory)
	}
	o.Set("instance_type", world.Ref(kind))
}

// lockUntilDone keeps a new VM locked while its disks are made.
func (ms *Machines) lockUntilDone(c *world.Call, vm *store.Entity) {
	user, correlation := c.User, c.Correlation
	ms.w.Set(vm, "status", world.ImageLocked)
	c.Pending(vm, func() {
		ms.w.Set(vm, "status", world.Down)
		ms.w.Log(world.Event{Code: 53, Severity: "normal", Text: "VM " + vm.Object().Name() + " creation has been completed.", Refs: []*store.Entity{vm}},
			user, correlation)
	})
}

// copyPermissions returns the users of one object the same roles on another.
func (ms *Machines) copyPermissions(from, to *store.Entity) {
	root := ms.w.Tree.Root.Fixed["permissions"]
	for _, p := range slices.Clone(ms.w.Referring("permission", world.TypeOf(from).Name, from.ID())) {
		o := ms.w.NewObject("permission")
		for _, name := range [...]string{"role", "user", "group"} {
			o.Set(name, p.Object().Get(name))
		}
		o.Set(world.TypeOf(to).Name, world.Ref(to))
		if root != nil {
			ms.w.Add(nil, root, o)
		}
	}
}

// VMDefaults returns a VM as a template and a cluster make it.
func (ms *Machines) VMDefaults(template, cluster *store.Entity) *store.Object {
	o := ms.w.NewObject("vm")
	if template != nil {
		Inherit(o, template.Object())
		o.Set("template", world.Ref(template))
		o.Set("original_template", world.Ref(template))
	}
	now := ms.w.Time()
	o.Set("creation_time", now)
	o.Set("stop_time", now)
	o.Set("next_run_configuration_exists", false)
	o.Set("numa_tune_mode", "interleave")
	o.Set("high_availability.priority", 1)
	o.Default("delete_protected", false)
	o.Set("cpu.architecture", "x86_64")
	if !o.Has("time_zone.name") {
		zone := ms.w.NewObject("time_zone")
		zone.Set("name", defaultZone(o.Text("os.type")))
		o.Set("time_zone", zone)
	}
	for _, name := range [...]string{"description", "comment"} {
		o.Set(name, "")
	}
	if cluster == nil {
		return o
	}
	o.Set("cluster", world.Ref(cluster))
	o.Set("quota", world.Ref(ms.w.Quotas.DefaultQuotaOf(ms.w.Target(cluster, "data_center"))))
	bareQuota(o)
	if arch := cluster.Object().Text("cpu.architecture"); arch != "" {
		o.Set("cpu.architecture", arch)
	}
	if profiles := ms.w.Referring("cpu_profile", "cluster", cluster.ID()); len(profiles) > 0 {
		o.Set("cpu_profile", world.Ref(profiles[0]))
	}
	return o
}

// Inherit copies what templates and VMs have in common.
func Inherit(to, from *store.Object) {
	from.Each(func(m *schema.Member, v any) {
		switch m.Name {
		case "id", "name", "description", "comment", "status", "version", "creation_time", "vm":
			return
		}
		if target := to.Type.Member(m.Name); target != nil && target.Kind == m.Kind && target.Type == m.Type && target.List == m.List {
			to.Put(target, v)
		}
	})
}

// AddParts provides a new VM with what each VM has: its active snapshot, a CD-ROM, a console, the NICs of its template and a permission.
func (ms *Machines) AddParts(vm, template, user *store.Entity) {
	ms.activeSnapshot(vm)
	ms.w.AddChild(vm, "cdroms", func(o *store.Object) {
		o.Set("id", world.BlankID)
		o.Set("name", "")
		o.Set("vm", world.Ref(vm))
	})
	ms.AddConsole(vm, vm.Object().Text("display.type"))
	if template != nil {
		for _, nic := range ms.w.Of(template, "nics") {
			ms.w.AddChild(vm, "nics", func(o *store.Object) {
				o.Merge(nic.Object())
				o.Set("id", nil)
				o.Set("template", nil)
				o.Set("vm", world.Ref(vm))
				o.Set("mac.address", ms.w.NextMAC())
			})
		}
	}
	ms.access.Permit(vm, user, "UserVmManager")
}

func (ms *Machines) removeVM(c *world.Call) error {
	vm := c.Entity()
	if c.Object().True("delete_protected") {
		return world.Conflict("Cannot remove VM. Delete protection is enabled. In order to delete, disable Delete protection first.")
	}
	if err := allow(vm, actRemove); err != nil {
		return err
	}
	if c.Object().Has("vm_pool") {
		return world.Conflict("Cannot remove VM. VM is attached to a VM Pool.")
	}
	if err := ms.noBackup(c, actRemove); err != nil {
		return err
	}
	if !c.Query.Bool("detach_only", false) {
		for _, a := range ms.w.Of(vm, "diskattachments") {
			if disk := ms.w.Target(a, "disk"); disk != nil && disk.Object().Text("status") == "locked" && !c.Query.Bool("force", false) {
				return world.Conflict("Cannot remove VM: The following disks are locked: %s. Please try again in a few minutes.", disk.Object().Text("alias"))
			}
		}
		ms.dropDisksOf(vm)
	} else if err := ms.mayKeepDisks(vm); err != nil {
		return err
	}
	for _, s := range slices.Clone(ms.w.Of(vm, "snapshots")) {
		ms.dropSnapshot(s)
	}
	for _, a := range slices.Clone(ms.w.Of(vm, "diskattachments")) {
		ms.detach(a)
	}
	c.Log(113, fmt.Sprintf("VM %s was successfully removed.", c.Object().Name()))
	ms.w.Drop(vm)
	return nil
}

// mayKeepDisks refuses to remove a VM without its disks if they depend on what goes with it or stays
// behind: snapshots, or a template whose disks they build on.
func (ms *Machines) mayKeepDisks(vm *store.Entity) error {
	switch template := vm.Object().Text("template.id"); {
	case template != "" && template != world.BlankID:
		return world.Conflict("Cannot remove VM with detaching disks, VM is based from template.")
	case len(ms.w.Of(vm, "diskattachments")) > 0 && ms.ofKind(vm, "regular") != nil:
		return world.Conflict("Cannot remove VM with detaching disks, snapshots exist.")
	}
	return nil
}

// dropDisksOf removes the disks that a VM has for itself.
func (ms *Machines) dropDisksOf(vm *store.Entity) {
	for _, a := range slices.Clone(ms.w.Of(vm, "diskattachments")) {
		if disk := ms.w.Target(a, "disk"); disk != nil && !disk.Object().True("shareable") && disk.Object().Text("storage_type") != "lun" {
			ms.storage.DropDisk(disk)
		}
	}
}

// latestVersion moves a VM that follows the newest version of its template to that.
func (ms *Machines) latestVersion(vm *store.Entity) {
	template := ms.w.Target(vm, "template")
	if !vm.Object().True("use_latest_template_version") || template == nil {
		return
	}
	if newest := ms.newestVersion(template); newest != template {
		ms.w.Set(vm, "template", world.Ref(newest))
	}
}

// newestVersion returns the version of a template with the highest number.
func (ms *Machines) newestVersion(template *store.Entity) *store.Entity {
	base := template.Object().Text("version.base_template.id")
	newest := template
	for _, t := range ms.w.All("/templates") {
		if base != "" && t.Object().Text("version.base_template.id") == base && t.Object().Text("status") == world.OK &&
			t.Object().Int("version.version_number") > newest.Object().Int("version.version_number") {
			newest = t
		}
	}
	return newest
}

// HostName returns the full name that a guest reports.
func HostName(name string) string { return strings.ToLower(name) + ".localdomain" }
