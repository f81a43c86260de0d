package machines

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (ms *Machines) registerTemplates() {
	ms.w.Hook("templates").Add = ms.addTemplate
	h := ms.w.Hook("template")
	h.Update = ms.updateTemplate
	h.Show = showTemplate
	h.Remove = ms.removeTemplate
	h.Actions["export"] = ms.exportTemplate
}

// addTemplate makes a template of a VM, of a snapshot of one, or of an embedded configuration.
func (ms *Machines) addTemplate(c *world.Call) (*store.Entity, error) {
	asked := c.Body.Part(names.Vm)
	vm := ms.w.Resolve(asked)
	if asked != nil && vm == nil && (asked.ID() != "" || asked.Name() != "") {
		return nil, world.NotFound(asked.Type, asked)
	}
	if c.Body.Has(names.Version) && !c.Body.Has(names.VersionBaseTemplate) {
		method := "addFromVm"
		if len(asked.List(names.Snapshots)) > 0 {
			method = "addFromVmSnapshot"
		}
		return nil, world.Incomplete("TemplateVersion [baseTemplate] required for " + method)
	}
	if err := ms.templateName(c); err != nil {
		return nil, err
	}
	var snapshot *store.Entity
	if list := asked.List(names.Snapshots); vm != nil && len(list) > 0 {
		if snapshot = ms.w.At(vm.Path + "/snapshots/" + list[0].ID()); snapshot == nil {
			return nil, world.Conflict("Cannot add Template. VM's Snapshot does not exist.")
		}
	}
	o := ms.w.NewObject(names.Template)
	switch {
	case snapshot != nil:
		Inherit(o, ms.plain(vm.Object()))
		Inherit(o, snapshot.Object())
	case vm != nil:
		if err := allow(vm, actTemplate); err != nil {
			return nil, err
		}
		if err := ms.disksReady(vm, "add Template"); err != nil {
			return nil, err
		}
		Inherit(o, ms.plain(vm.Object()))
	default:
		if blank := ms.w.At("/templates/" + world.BlankID); blank != nil {
			Inherit(o, blank.Object())
		}
	}
	change := c.Body.Clone()
	for _, name := range [...]string{
		names.Vm, names.Status, names.ID, names.CreationTime, names.InitializationConfiguration,
	} {
		if change.Has(name) {
			change.Set(name, nil)
		}
	}
	o.Merge(change)
	if o.Name() == "" {
		ovf := c.Body.Text(names.InitializationConfigurationData)
		o.Set(names.Name, unescape(firstOf(ovfName.FindStringSubmatch(ovf))))
	}
	o.Default(names.Description, "")
	o.Default(names.Comment, "")
	o.Set(names.CreationTime, ms.w.Time())
	o.Set(names.DeleteProtected, change.True(names.DeleteProtected))
	o.Set(names.Status, world.Locked)
	o.Set(names.Vm, nil)
	template, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	ms.NumberVersion(template, c.Body)
	ms.addTemplateParts(c, template)
	switch {
	case snapshot != nil:
		ms.copyNICs(snapshot, template)
		ms.copySnapshotDisks(c, snapshot, template)
	case vm != nil:
		ms.copyToTemplate(c, vm, template)
	}
	if vm != nil && c.Query.Bool("clone_permissions", false) {
		ms.copyPermissions(vm, template)
	}
	c.Report(48, nil, template, vm)
	c.Pending(template, func() {
		ms.w.Set(template, names.Status, world.OK)
		c.Report(51, nil, template, vm)
	})
	return template, nil
}

// firstOf returns the first group of a match, or "".
func firstOf(match []string) string {
	if len(match) < 2 {
		return ""
	}
	return match[1]
}

// addTemplateParts adds the console, CD-ROM and permission of a new template.
func (ms *Machines) addTemplateParts(c *world.Call, template *store.Entity) {
	ms.AddConsole(template, template.Object().Text(names.DisplayType))
	ms.w.AddChild(template, "cdroms", func(o *store.Object) {
		o.Set(names.ID, world.BlankID)
		o.Set(names.Template, world.Ref(template))
	})
	ms.access.Permit(template, c.User, "TemplateOwner")
}

// copyNICs adds NICs like those of a VM or snapshot to a template, without addresses.
func (ms *Machines) copyNICs(from, template *store.Entity) {
	for _, nic := range ms.w.Of(from, "nics") {
		ms.w.AddChild(template, "nics", func(o *store.Object) {
			o.Merge(nic.Object())
			for _, name := range [...]string{names.ID, names.Vm, names.Mac} {
				o.Set(name, nil)
			}
			o.Set(names.Template, world.Ref(template))
		})
	}
}

func (ms *Machines) copyToTemplate(c *world.Call, vm, template *store.Entity) {
	ms.copyNICs(vm, template)
	for _, dog := range ms.w.Of(vm, "watchdogs") {
		ms.w.AddChild(template, "watchdogs", func(o *store.Object) {
			o.Merge(dog.Object())
			o.Set(names.ID, nil)
			o.Set(names.Vm, nil)
			o.Set(names.Template, world.Ref(template))
		})
	}
	ms.copyDisks(c, vm, template, "template")
	ms.w.Set(vm, names.Status, world.ImageLocked)
	c.Pending(vm, func() { ms.w.Set(vm, names.Status, world.Down) })
}

// copySnapshotDisks attaches copies of the disks that a snapshot keeps to a template.
func (ms *Machines) copySnapshotDisks(c *world.Call, snapshot, template *store.Entity) {
	for _, disk := range slices.Clone(ms.w.Of(snapshot, "disks")) {
		if state := ms.w.Overlay(snapshot.Path+"/disks", disk); state != nil {
			if twin, err := ms.storage.NewDisk(c, disk.Object()); err == nil {
				ms.storage.Images.Copy(state.Text(names.ImageID), twin.ID())
				ms.Attach(template, twin, ms.attachmentIn(snapshot, disk), names.Template)
			}
		}
	}
}

func (ms *Machines) updateTemplate(c *world.Call) error {
	if c.Object().Text(names.Status) == world.Locked {
		return world.Conflict("Cannot edit Template. " + world.BusyText)
	}
	change := c.Body.Clone()
	name := change.Text(names.VersionVersionName)
	for _, member := range [...]string{names.Status, names.CreationTime, names.Vm, names.Version} {
		change.Set(member, nil)
	}
	version := c.Object().Int(names.VersionVersionNumber) > 1
	switch {
	case version && change.Name() != "" && change.Name() != c.Object().Name():
		return world.Conflict(
			"Cannot update the name of Sub-Templates, Only the Version name can be updated.",
		)
	case !version && change.Name() != "" && change.Name() != c.Object().Name() &&
		ms.w.ByName("/templates", change.Name()) != nil:
		return world.Conflict(
			"Cannot edit Template. The Template name is already in use, please choose a unique " +
				"name and try again.",
		)
	}
	if name != "" {
		change.Set(names.Version, c.Object().Part(names.Version))
		change.Set(names.VersionVersionName, name)
	}
	if err := checkMemory(c.Object(), change, "edit Template", "_vmTemplate"); err != nil {
		return err
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	ms.w.Change(c.Entity(), cutMemory)
	c.Report(49, nil, c.Entity())
	return nil
}

// templateName refuses a name that is in use, save for a new version of the template of that name.
func (ms *Machines) templateName(c *world.Call) error {
	if c.Body.Has(names.VersionBaseTemplate) {
		return nil
	}
	for _, t := range ms.w.All("/templates") {
		if t.Object().Name() == c.Body.Name() {
			return world.Conflict(
				"Cannot add Template. The Template name is already in use, please choose a " +
					"unique name and try again.",
			)
		}
	}
	return nil
}

// NumberVersion sets the place of a template among the versions of its base, which may be itself.
func (ms *Machines) NumberVersion(template *store.Entity, body *store.Object) {
	base, number, name := template, int64(1), "base version"
	if b := ms.w.Resolve(body.Part(names.VersionBaseTemplate)); b != nil {
		base, name = b, body.Text(names.VersionVersionName)
		for _, t := range ms.w.All("/templates") {
			if t != template && t.Object().Text(names.VersionBaseTemplateID) == base.ID() {
				number = max(number, t.Object().Int(names.VersionVersionNumber)+1)
			}
		}
	}
	ms.w.Set(
		template,
		names.VersionBaseTemplate, world.Ref(base),
		names.VersionVersionName, name,
		names.VersionVersionNumber, number,
	)
}

func (ms *Machines) removeTemplate(c *world.Call) error {
	template := c.Entity()
	switch {
	case template.ID() == world.BlankID:
		return world.Conflict("Cannot remove Template. Removing Blank Template is not allowed.")
	case c.Object().True(names.DeleteProtected):
		return world.Conflict(
			"Cannot remove Template. Delete protection is enabled. In order to delete, disable " +
				"Delete protection first.",
		)
	case c.Object().Text(names.Status) == world.Locked:
		return world.Conflict("Cannot remove Template. " + world.BusyText)
	}
	var versions, users []string
	for _, t := range ms.w.All("/templates") {
		if t != template && t.Object().Text(names.VersionBaseTemplateID) == template.ID() {
			versions = append(
				versions,
				t.Object().Name()+":"+t.Object().Text(names.VersionVersionName),
			)
		}
	}
	for _, vm := range ms.w.Referring(names.Vm, names.Template, template.ID()) {
		users = append(users, vm.Object().Name())
	}
	switch {
	case versions != nil:
		return world.Conflict(
			"Cannot delete Base Template that has Template Versions, please first remove all "+
				"Template Versions for this Template: %s.",
			strings.Join(versions, ", "),
		)
	case users != nil:
		return world.Conflict(
			"Cannot delete Template. Template is being used by the following VMs: %s.",
			strings.Join(users, ", "),
		)
	}
	for _, a := range slices.Clone(ms.w.Of(template, "diskattachments")) {
		if disk := ms.w.Target(a, names.Disk); disk != nil {
			ms.storage.DropDisk(disk)
		}
	}
	c.Report(50, nil, template)
	c.Report(251, nil, template)
	ms.w.Drop(template)
	return nil
}

// exportTemplate copies a template to an export domain, or packs it into a file on a host.
func (ms *Machines) exportTemplate(c *world.Call) error {
	template := c.Entity()
	switch {
	case template.ID() == world.BlankID:
		return world.Conflict("Cannot export Blank Template.")
	case c.Object().Text(names.Status) == world.Locked:
		return world.Conflict("Cannot export Template. " + world.BusyText)
	case c.Object().Text(names.Status) == world.Illegal:
		return world.Conflict("Cannot export Template. The VM template disk status is not 'OK'.")
	}
	lock := func(done func()) {
		ms.w.Set(template, names.Status, world.Locked)
		c.Pending(template, func() {
			ms.w.Set(template, names.Status, world.OK)
			done()
		})
	}
	return ms.export(c, lock, exportCodes{1164, 1156, 1226, 1227})
}
