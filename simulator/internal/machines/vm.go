package machines

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
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
	if err := ms.readable(c.Body); err != nil {
		return nil, err
	}
	if kind := c.Sent.Part(names.InstanceType); kind != nil && kind.ID() == "" && kind.Name() != "" {
		return nil, &world.Fault{Page: true} // Engines trip over the name of an instance type.
	}
	body := c.Body
	template := ms.w.Resolve(body.Part(names.Template))
	if template == nil {
		template = ms.w.At("/templates/" + world.BlankID)
	}
	cluster := ms.w.Resolve(body.Part(names.Cluster))
	if cluster == nil && len(ms.w.All("/clusters")) > 0 {
		cluster = ms.w.All("/clusters")[0]
	}
	if template != nil {
		switch template.Object().Text(names.Status) {
		case world.Locked:
			return nil, world.Conflict("Cannot add VM. The Template is locked.")
		case world.Illegal:
			return nil, world.Conflict("Cannot add VM. The VM template disk status is not 'OK'.")
		}
	}
	if err := checkInitialization(body, "add"); err != nil {
		return nil, err
	}
	if err := ms.storage.CheckCenterUp(cluster, "add VM"); err != nil {
		return nil, err
	}
	if body.Has(names.InitializationConfigurationData) {
		return ms.addConfigured(c, template, cluster)
	}
	if snapshots := body.List(names.Snapshots); len(snapshots) > 0 {
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
	ms.AddParts(vm, template, owner(c))
	if c.Query.Bool("clone_permissions", false) && template != nil {
		ms.copyPermissions(template, vm)
	}
	if ms.copyDisks(c, template, vm, "vm") {
		c.Report(37, nil, vm)
		ms.lockUntilDone(c, vm)
		return vm, nil
	}
	master := ms.storage.MasterOf(ms.w.DataCenterOf(cluster))
	c.Report(34, nil, vm, master)
	c.Report(53, nil, vm, master)
	return vm, nil
}

// insertVM puts a VM into the inventory: what the document of the call says laid over what it has
// from elsewhere.
func (ms *Machines) insertVM(c *world.Call, o *store.Object) (*store.Entity, error) {
	ms.applyInstanceType(o, ms.w.Resolve(c.Body.Part(names.InstanceType)))
	change := ms.vmDocument(c.Body)
	for _, name := range [...]string{
		names.ID, names.Template, names.Cluster, names.Status, names.CreationTime, names.Host,
		names.Snapshots, names.OriginalTemplate, names.InitializationConfiguration, names.VmPool,
		"external_host_provider", "storage_domain", "domain",
	} {
		if change.Has(name) {
			change.Set(name, nil)
		}
	}
	before := o.Clone()
	o.Merge(change)
	// What a new VM has in any case stays, although the document empties it.
	for _, name := range [...]string{names.Quota, names.RngDevice} {
		o.Default(name, before.Get(name))
	}
	bareQuota(o)
	ms.ownBios(o)
	if c.Query.Bool("clone", false) && !change.Has(names.SoundcardEnabled) && c.Body.Text(names.TemplateID) == world.BlankID {
		o.Set(names.SoundcardEnabled, false) // Blank has none.
	}
	ms.setMemoryDefaults(o, c.Body)
	action := "add VM"
	if o.Has(names.VmPool) {
		action = "create VM-Pool"
	}
	check := &vmCheck{
		ms: ms, action: action, after: o, change: change, graphics: []string{o.Text(names.DisplayType)},
	}
	if err := check.keeps(addRules); err != nil {
		return nil, err
	}
	o.Set(names.Status, world.Down)
	keptForm(o)
	return c.Insert(o)
}

// bareQuota takes the address of its quota from a VM: engines show the id alone.
func bareQuota(vm *store.Object) {
	if quota := vm.Part(names.Quota); quota != nil && quota.Path != "" {
		vm.Set(names.Quota, store.NewRef(quota.Type, "", quota.ID()))
	}
}

// applyInstanceType sets what the instance type of a VM says.
func (ms *Machines) applyInstanceType(o *store.Object, kind *store.Entity) {
	if kind == nil {
		return
	}
	for _, name := range [...]string{
		names.Memory, names.MemoryPolicy, names.CpuTopology, names.HighAvailability, names.Io,
		names.Migration, names.MigrationDowntime, names.SoundcardEnabled,
	} {
		if v := kind.Object().Get(name); v != nil {
			o.Set(name, v)
		}
	}
	memory := kind.Object().Int(names.Memory)
	if !kind.Object().Has(names.MemoryPolicyGuaranteed) {
		o.Set(names.MemoryPolicyGuaranteed, memory)
	}
	if !kind.Object().Has(names.MemoryPolicyMax) {
		o.Set(names.MemoryPolicyMax, 4*memory)
	}
	o.Set(names.InstanceType, world.Ref(kind))
}

// lockUntilDone keeps a new VM locked while its disks are made. The event of its end is also about
// what else is named.
func (ms *Machines) lockUntilDone(c *world.Call, vm *store.Entity, about ...*store.Entity) {
	ms.w.Set(vm, names.Status, world.ImageLocked)
	c.Pending(vm, func() {
		ms.w.Set(vm, names.Status, world.Down)
		c.Report(53, nil, append([]*store.Entity{vm}, about...)...)
	})
}

// copyPermissions grants the users of one object the same roles on another.
func (ms *Machines) copyPermissions(from, to *store.Entity) {
	root := ms.w.Tree.Root.Fixed["permissions"]
	for _, p := range slices.Clone(ms.w.Referring(names.Permission, world.TypeOf(from).Name, from.ID())) {
		o := ms.w.NewObject(names.Permission)
		for _, name := range [...]string{names.Role, names.User, names.Group} {
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
	o := ms.w.NewObject(names.Vm)
	if template != nil {
		Inherit(o, template.Object())
		o.Set(names.Template, world.Ref(template))
		o.Set(names.OriginalTemplate, world.Ref(template))
	}
	now := ms.w.Time()
	o.Set(names.CreationTime, now)
	o.Set(names.StopTime, now)
	o.Set(names.NextRunConfigurationExists, false)
	o.Default(names.DeleteProtected, false)
	o.Set(names.CpuArchitecture, "x86_64")
	if !o.Has(names.TimeZoneName) {
		zone := ms.w.NewObject(names.TimeZone)
		zone.Set(names.Name, defaultZone(o.Text(names.OsType)))
		o.Set(names.TimeZone, zone)
	}
	for _, name := range [...]string{names.Description, names.Comment} {
		o.Set(name, "")
	}
	if cluster == nil {
		return o
	}
	o.Set(names.Cluster, world.Ref(cluster))
	o.Set(
		names.Quota,
		world.Ref(ms.w.Quotas.DefaultQuotaOf(ms.w.Target(cluster, names.DataCenter))),
	)
	bareQuota(o)
	if arch := cluster.Object().Text(names.CpuArchitecture); arch != "" {
		o.Set(names.CpuArchitecture, arch)
	}
	if bios := cluster.Object().Text(names.BiosType); bios != "" {
		o.Default("bios.type", bios)
	}
	profiles := ms.w.Referring(names.CpuProfile, names.Cluster, cluster.ID())
	if len(profiles) > 0 {
		o.Set(names.CpuProfile, world.Ref(profiles[0]))
	}
	return o
}

// Inherit copies what templates and VMs have in common.
func Inherit(to, from *store.Object) {
	from.Each(func(m *schema.Member, v any) {
		switch m.Name {
		case names.ID, names.Name, names.Description, names.Comment, names.Status, names.Version,
			names.CreationTime, names.Vm:
			return
		}
		if target := to.Type.Member(m.Name); target != nil && target.Kind == m.Kind &&
			target.Type == m.Type && target.List == m.List {
			to.Put(target, v)
		}
	})
}

// AddParts adds what each new VM has: its active snapshot, a CD-ROM, a console, the NICs of its
// template and a permission. The template and the user may be nil.
func (ms *Machines) AddParts(vm, template, user *store.Entity) {
	ms.activeSnapshot(vm)
	ms.w.AddChild(vm, "cdroms", func(o *store.Object) {
		o.Set(names.ID, world.BlankID)
		o.Set(names.Vm, world.Ref(vm))
	})
	ms.AddConsole(vm, vm.Object().Text(names.DisplayType))
	if template != nil {
		for _, nic := range ms.w.Of(template, "nics") {
			ms.w.AddChild(vm, "nics", func(o *store.Object) {
				o.Merge(nic.Object())
				o.Set(names.ID, nil)
				o.Set(names.Template, nil)
				o.Set(names.Vm, world.Ref(vm))
				o.Set(names.MacAddress, ms.w.NextMAC())
			})
		}
	}
	ms.access.Permit(vm, user, "UserVmManager")
}

func (ms *Machines) removeVM(c *world.Call) error {
	vm := c.Entity()
	if c.Object().True(names.DeleteProtected) {
		return world.Conflict(
			"Cannot remove VM. Delete protection is enabled. In order to delete, disable Delete " +
				"protection first.",
		)
	}
	if err := allow(vm, actRemove); err != nil {
		return err
	}
	if c.Object().Has(names.VmPool) {
		return world.Conflict("Cannot remove VM. VM is attached to a VM Pool.")
	}
	if err := ms.noBackup(c, actRemove); err != nil {
		return err
	}
	if !c.Query.Bool("detach_only", false) {
		for _, a := range ms.w.Of(vm, "diskattachments") {
			if disk := ms.w.Target(a, names.Disk); disk != nil &&
				disk.Object().Text(names.Status) == world.Locked && !c.Query.Bool("force", false) {
				return world.Conflict(
					"Cannot remove VM: The following disks are locked: %s. Please try again in "+
						"a few minutes.",
					disk.Object().Text(names.Alias),
				)
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
	code := int64(113)
	if c.Query.Bool("async", false) {
		code = 1130 // an engine that isn't waited for counts it as its own
	}
	c.Report(code, nil, vm)
	ms.w.Drop(vm)
	return nil
}

// mayKeepDisks refuses to remove a VM without its disks if they depend on what goes with it or
// stays behind: snapshots, or a template whose disks they build on.
func (ms *Machines) mayKeepDisks(vm *store.Entity) error {
	switch template := vm.Object().Text(names.TemplateID); {
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
		if disk := ms.w.Target(a, names.Disk); disk != nil &&
			!disk.Object().True(names.Shareable) && disk.Object().Text(names.StorageType) != "lun" {
			ms.storage.DropDisk(disk)
		}
	}
}

// latestVersion moves a VM that follows the newest version of its template to that.
func (ms *Machines) latestVersion(vm *store.Entity) {
	template := ms.w.Target(vm, names.Template)
	if !vm.Object().True(names.UseLatestTemplateVersion) || template == nil {
		return
	}
	if newest := ms.newestVersion(template); newest != template {
		ms.w.Set(vm, names.Template, world.Ref(newest))
	}
}

// newestVersion returns the version of a template with the highest number.
func (ms *Machines) newestVersion(template *store.Entity) *store.Entity {
	base := template.Object().Text(names.VersionBaseTemplateID)
	newest := template
	for _, t := range ms.w.All("/templates") {
		o, number := t.Object(), newest.Object().Int(names.VersionVersionNumber)
		if base != "" && o.Text(names.VersionBaseTemplateID) == base &&
			o.Text(names.Status) == world.OK && o.Int(names.VersionVersionNumber) > number {
			newest = t
		}
	}
	return newest
}

// HostName returns the full name that a guest reports.
func HostName(name string) string { return strings.ToLower(name) + ".localdomain" }
