package behavior

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) vms() {
	list := w.hook("vms")
	list.Add = w.addVM
	h := w.hook("vm")
	h.Update = w.updateVM
	h.Remove = w.removeVM
	h.Show = w.showVM
	w.vmActions(h)
	h.Actions["clone"] = w.cloneVM
	h.Actions["export"] = w.exportVM
	w.imports()
	w.registrations()
	w.OnDrop(func(e *store.Entity) { delete(w.next, e) })
	w.guestActions(h)
	h.Actions["previewsnapshot"] = w.previewSnapshot
	h.Actions["commitsnapshot"] = func(c *Call) error { return c.endPreview(true) }
	h.Actions["undosnapshot"] = func(c *Call) error { return c.endPreview(false) }
	w.backups()
}

// addVM makes a VM of a template, of a snapshot or of an embedded configuration.
func (w *World) addVM(c *Call) (*store.Entity, error) {
	body := c.Body
	template := w.Resolve(body.Part("template"))
	if template == nil {
		template = w.At("/templates/" + blankID)
	}
	cluster := w.Resolve(body.Part("cluster"))
	if cluster == nil && len(w.All("/clusters")) > 0 {
		cluster = w.All("/clusters")[0]
	}
	if template != nil {
		switch template.Object().Text("status") {
		case "locked":
			return nil, Conflict("Cannot add VM. The Template is locked.")
		case "illegal":
			return nil, Conflict("Cannot add VM. The VM template disk status is not 'OK'.")
		}
	}
	if err := checkInitialization(body, "add"); err != nil {
		return nil, err
	}
	if err := w.centerUp(cluster, "add VM"); err != nil {
		return nil, err
	}
	if body.Has("initialization.configuration.data") {
		return w.addConfigured(c, template, cluster)
	}
	if snapshots := body.List("snapshots"); len(snapshots) > 0 {
		return w.addFromSnapshot(c, snapshots[0].ID(), template, cluster)
	}

	if err := w.roomForCopies(template, "add VM"); err != nil {
		return nil, err
	}
	if err := c.quotaForCopies(template, "add VM"); err != nil {
		return nil, err
	}
	vm, err := w.insertVM(c, w.vmDefaults(template, cluster))
	if err != nil {
		return nil, err
	}
	w.furnish(vm, template, c.User)
	if c.Query.Bool("clone_permissions", false) && template != nil {
		w.copyPermissions(template, vm)
	}
	if w.copyDisks(c, template, vm, "vm") {
		w.untilDone(c, vm)
	}
	c.Log(34, fmt.Sprintf("VM %s was created by %s.", vm.Object().Name(), c.userName()), vm, cluster)
	return vm, nil
}

// insertVM puts a VM into the inventory: what the document of the call says laid over what it has from elsewhere.
func (w *World) insertVM(c *Call, o *store.Object) (*store.Entity, error) {
	w.sized(o, w.Resolve(c.Body.Part("instance_type")))
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
	w.settleMemory(o, c.Body)
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
	o.Set("status", down)
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

// sized provides a VM with what its instance type says.
func (w *World) sized(o *store.Object, kind *store.Entity) {
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
	o.Set("instance_type", Ref(kind))
}

// untilDone keeps a new VM locked while its disks are made.
func (w *World) untilDone(c *Call, vm *store.Entity) {
	user, correlation := c.User, c.Correlation
	w.set(vm, "status", imageLocked)
	c.Pending(vm, func() {
		w.set(vm, "status", down)
		w.Log(Event{Code: 53, Severity: "normal", Text: "VM " + vm.Object().Name() + " creation has been completed.", Refs: []*store.Entity{vm}},
			user, correlation)
	})
}

// copyPermissions returns the users of one object the same roles on another.
func (w *World) copyPermissions(from, to *store.Entity) {
	root := w.Tree.Root.Fixed["permissions"]
	for _, p := range slices.Clone(w.Referring("permission", typeOf(from).Name, from.ID())) {
		o := w.obj("permission")
		for _, name := range [...]string{"role", "user", "group"} {
			o.Set(name, p.Object().Get(name))
		}
		o.Set(typeOf(to).Name, Ref(to))
		if root != nil {
			w.Add(nil, root, o)
		}
	}
}

// vmDefaults returns a VM as a template and a cluster make it.
func (w *World) vmDefaults(template, cluster *store.Entity) *store.Object {
	o := w.obj("vm")
	if template != nil {
		inherit(o, template.Object())
		o.Set("template", Ref(template))
		o.Set("original_template", Ref(template))
	}
	now := w.Time()
	o.Set("creation_time", now)
	o.Set("stop_time", now)
	o.Set("next_run_configuration_exists", false)
	o.Set("numa_tune_mode", "interleave")
	o.Set("high_availability.priority", 1)
	o.Default("delete_protected", false)
	o.Set("cpu.architecture", "x86_64")
	if !o.Has("time_zone.name") {
		zone := w.obj("time_zone")
		zone.Set("name", defaultZone(o.Text("os.type")))
		o.Set("time_zone", zone)
	}
	for _, name := range [...]string{"description", "comment"} {
		o.Set(name, "")
	}
	if cluster == nil {
		return o
	}
	o.Set("cluster", Ref(cluster))
	o.Set("quota", Ref(w.defaultQuotaOf(w.of(cluster, "data_center"))))
	bareQuota(o)
	if arch := cluster.Object().Text("cpu.architecture"); arch != "" {
		o.Set("cpu.architecture", arch)
	}
	if profiles := w.Referring("cpu_profile", "cluster", cluster.ID()); len(profiles) > 0 {
		o.Set("cpu_profile", Ref(profiles[0]))
	}
	return o
}

// inherit copies what templates and VMs have in common.
func inherit(to, from *store.Object) {
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

// furnish provides a new VM with what each VM has: its active snapshot, a CD-ROM, a console, the NICs of its template and a permission.
func (w *World) furnish(vm, template, user *store.Entity) {
	w.activeSnapshot(vm)
	w.addChild(vm, "cdroms", func(o *store.Object) {
		o.Set("id", blankID)
		o.Set("name", "")
		o.Set("vm", Ref(vm))
	})
	w.addConsole(vm, vm.Object().Text("display.type"))
	if template != nil {
		for _, nic := range w.Of(template, "nics") {
			w.addChild(vm, "nics", func(o *store.Object) {
				o.Merge(nic.Object())
				o.Set("id", nil)
				o.Set("template", nil)
				o.Set("vm", Ref(vm))
				o.Set("mac.address", w.nextMAC())
			})
		}
	}
	w.permit(vm, user, "UserVmManager")
}

func (w *World) removeVM(c *Call) error {
	vm := c.Entity()
	if c.Object().True("delete_protected") {
		return Conflict("Cannot remove VM. Delete protection is enabled. In order to delete, disable Delete protection first.")
	}
	if err := allow(vm, actRemove); err != nil {
		return err
	}
	if c.Object().Has("vm_pool") {
		return Conflict("Cannot remove VM. VM is attached to a VM Pool.")
	}
	if err := c.noBackup(actRemove); err != nil {
		return err
	}
	if !c.Query.Bool("detach_only", false) {
		for _, a := range w.Of(vm, "diskattachments") {
			if disk := w.of(a, "disk"); disk != nil && disk.Object().Text("status") == "locked" && !c.Query.Bool("force", false) {
				return Conflict("Cannot remove VM: The following disks are locked: %s. Please try again in a few minutes.", disk.Object().Text("alias"))
			}
		}
		w.dropDisksOf(vm)
	} else if err := w.mayKeepDisks(vm); err != nil {
		return err
	}
	for _, s := range slices.Clone(w.Of(vm, "snapshots")) {
		w.dropSnapshot(s)
	}
	for _, a := range slices.Clone(w.Of(vm, "diskattachments")) {
		w.detach(a)
	}
	c.Log(113, fmt.Sprintf("VM %s was successfully removed.", c.Object().Name()))
	w.drop(vm)
	return nil
}

// mayKeepDisks refuses to remove a VM without its disks if they depend on what goes with it or stays
// behind: snapshots, or a template whose disks they build on.
func (w *World) mayKeepDisks(vm *store.Entity) error {
	switch template := vm.Object().Text("template.id"); {
	case template != "" && template != blankID:
		return Conflict("Cannot remove VM with detaching disks, VM is based from template.")
	case len(w.Of(vm, "diskattachments")) > 0 && w.ofKind(vm, "regular") != nil:
		return Conflict("Cannot remove VM with detaching disks, snapshots exist.")
	}
	return nil
}

// dropDisksOf removes the disks that a VM has for itself.
func (w *World) dropDisksOf(vm *store.Entity) {
	for _, a := range slices.Clone(w.Of(vm, "diskattachments")) {
		if disk := w.of(a, "disk"); disk != nil && !disk.Object().True("shareable") && disk.Object().Text("storage_type") != "lun" {
			w.dropDisk(disk)
		}
	}
}

// latestVersion moves a VM that follows the newest version of its template to that.
func (w *World) latestVersion(vm *store.Entity) {
	template := w.of(vm, "template")
	if !vm.Object().True("use_latest_template_version") || template == nil {
		return
	}
	if newest := w.newestVersion(template); newest != template {
		w.set(vm, "template", Ref(newest))
	}
}

// newestVersion returns the version of a template with the highest number.
func (w *World) newestVersion(template *store.Entity) *store.Entity {
	base := template.Object().Text("version.base_template.id")
	newest := template
	for _, t := range w.All("/templates") {
		if base != "" && t.Object().Text("version.base_template.id") == base && t.Object().Text("status") == ok &&
			t.Object().Int("version.version_number") > newest.Object().Int("version.version_number") {
			newest = t
		}
	}
	return newest
}

// hostName returns the full name that a guest reports.
func hostName(name string) string { return strings.ToLower(name) + ".localdomain" }
