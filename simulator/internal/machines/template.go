package machines

import (
	"cmp"
	"net/http"
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
	c.Body = ms.vmDocument(c.Body)
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
	if change.Has(names.Memory) {
		change.Set(names.Memory, change.Int(names.Memory)/world.MiB*world.MiB) // It is kept in MiB.
	}
	o.Merge(change)
	if base := ms.w.Resolve(c.Body.Part(names.VersionBaseTemplate)); base != nil {
		o.Set(names.Name, base.Object().Name())
	}
	check := &vmCheck{ms: ms, action: "add Template", after: o, change: change}
	if err := check.keeps(templateRules); err != nil {
		return nil, err
	}
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

// templateRules are what AddVmTemplateCommand looks at, in its order, of what it looks at in VMs too.
var templateRules = []vmRule{zoneOfTemplate("masterVm"), priorityFits, iconsFit, socketsFit}

// zoneOfTemplate returns the rule about the time zone of a template, which is a part of the bean.
func zoneOfTemplate(bean string) vmRule {
	return func(k *vmCheck) error {
		if (k.change.Has(names.TimeZoneName) || k.change.Has(names.OsType)) &&
			!zoneFits(k.after.Text(names.TimeZoneName), k.after.Text(names.OsType)) {
			return k.bad("Invalid time zone for given OS type., Attribute: " + bean)
		}
		return nil
	}
}

// firstOf returns the first group of a match, or "".
func firstOf(match []string) string {
	if len(match) < 2 {
		return ""
	}
	return match[1]
}

// addTemplateParts adds the devices and the permission of a new template.
func (ms *Machines) addTemplateParts(c *world.Call, template *store.Entity) {
	ms.AddTemplateDevices(template)
	ms.access.Permit(template, c.User, "TemplateOwner")
	ms.access.Permit(template, c.User, "UserTemplateBasedVm")
}

// AddTemplateDevices adds the console and the CD-ROM that each template has.
func (ms *Machines) AddTemplateDevices(template *store.Entity) {
	ms.AddConsole(template, template.Object().Text(names.DisplayType))
	ms.w.AddChild(template, "cdroms", func(o *store.Object) {
		o.Set(names.ID, world.BlankID)
		o.Set(names.Template, world.Ref(template))
	})
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
	change := ms.vmDocument(c.Body)
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
	after := c.Object().Clone()
	after.Merge(change)
	check := &vmCheck{ms: ms, action: "edit Template", after: after, change: change, self: c.Entity()}
	if err := check.keeps([]vmRule{zoneOfTemplate("_vmTemplate"), memoryOfTemplate, priorityOfTemplate, iconsFit}); err != nil {
		return err
	}
	if err := checkMemory(c.Object(), change, "edit Template", "_vmTemplate"); err != nil {
		return err
	}
	if err := socketsFit(check); err != nil {
		return err
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	if change.Name() != "" {
		ms.eachVersion(c.Entity(), func(t *store.Entity) { ms.w.Set(t, names.Name, change.Name()) })
	}
	ms.w.Change(c.Entity(), cutMemory)
	c.Report(49, nil, c.Entity())
	return nil
}

// memoryOfTemplate refuses a template without memory. Engines look at it twice.
func memoryOfTemplate(k *vmCheck) error {
	if k.after.Int(names.Memory)/world.MiB >= 1 {
		return nil
	}
	const text = "must be greater than or equal to 1, Attribute: _vmTemplate.memSizeMb"
	return world.Bad(text + ", " + text)
}

// priorityOfTemplate refuses a priority out of range, for which UpdateVmTemplateCommand has no words.
func priorityOfTemplate(k *vmCheck) error {
	if priorityFits(k) == nil {
		return nil
	}
	return &world.Fault{Status: http.StatusBadRequest, Reason: world.ReasonFailed, Detail: "[]"}
}

// eachVersion calls f for the versions of a template other than itself, by number.
func (ms *Machines) eachVersion(base *store.Entity, f func(*store.Entity)) {
	var versions []*store.Entity
	for _, t := range ms.w.All("/templates") {
		if t != base && t.Object().Text(names.VersionBaseTemplateID) == base.ID() {
			versions = append(versions, t)
		}
	}
	slices.SortStableFunc(versions, func(a, b *store.Entity) int {
		return cmp.Compare(a.Object().Int(names.VersionVersionNumber), b.Object().Int(names.VersionVersionNumber))
	})
	for _, t := range versions {
		f(t)
	}
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
	case c.Object().Text(names.Status) == world.Locked:
		return world.Conflict("Cannot remove Template. Template ${TemplateName} is being created.")
	case ms.newest(names.Template, template) != "":
		return world.Conflict(
			"Cannot remove Template. This template is currently in use to create VM %s.",
			ms.newest(names.Template, template),
		)
	case ms.w.Target(template, names.Cluster) == nil:
		return world.Bad("Cannot remove Template. The relevant Cluster doesn't exist.")
	case c.Object().True(names.DeleteProtected):
		return world.Conflict(
			"Cannot remove Template. Delete protection is enabled. In order to delete, disable " +
				"Delete protection first.",
		)
	}
	var users []string
	for _, vm := range ms.w.Referring(names.Vm, names.Template, template.ID()) {
		users = append(users, vm.Object().Name())
	}
	if users != nil {
		return world.Conflict(
			"Cannot delete Template. Template is being used by the following VMs: %s.",
			strings.Join(users, ","),
		)
	}
	// The next version becomes the base of the others.
	var heir *store.Entity
	ms.eachVersion(template, func(t *store.Entity) {
		if heir == nil {
			heir = t
		}
		ms.w.Set(t, names.VersionBaseTemplate, world.Ref(heir))
	})
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
