package behavior

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) templates() {
	w.hook("templates").Add = w.addTemplate
	h := w.hook("template")
	h.Update = w.updateTemplate
	h.Show = showTemplate
	h.Remove = w.removeTemplate
	h.Actions["export"] = w.exportTemplate
}

// addTemplate makes a template of a VM, of a snapshot of one, or of an embedded configuration.
func (w *World) addTemplate(c *Call) (*store.Entity, error) {
	asked := c.Body.Part("vm")
	vm := w.Resolve(asked)
	if asked != nil && vm == nil && (asked.ID() != "" || asked.Name() != "") {
		return nil, missing(asked.Type, asked)
	}
	if c.Body.Has("version") && !c.Body.Has("version.base_template") {
		method := "addFromVm"
		if len(asked.List("snapshots")) > 0 {
			method = "addFromVmSnapshot"
		}
		return nil, Incomplete("TemplateVersion [baseTemplate] required for " + method)
	}
	if err := w.templateName(c); err != nil {
		return nil, err
	}
	var snapshot *store.Entity
	if list := asked.List("snapshots"); vm != nil && len(list) > 0 {
		if snapshot = w.At(vm.Path + "/snapshots/" + list[0].ID()); snapshot == nil {
			return nil, Conflict("Cannot add Template. VM's Snapshot does not exist.")
		}
	}
	o := w.obj("template")
	switch {
	case snapshot != nil:
		inherit(o, w.plain(vm.Object()))
		inherit(o, snapshot.Object())
	case vm != nil:
		if err := allow(vm, actTemplate); err != nil {
			return nil, err
		}
		if err := w.disksReady(vm, "add Template"); err != nil {
			return nil, err
		}
		inherit(o, w.plain(vm.Object()))
	default:
		if blank := w.At("/templates/" + blankID); blank != nil {
			inherit(o, blank.Object())
		}
	}
	change := c.Body.Clone()
	for _, name := range [...]string{"vm", "status", "id", "creation_time", "initialization.configuration"} {
		if change.Has(name) {
			change.Set(name, nil)
		}
	}
	o.Merge(change)
	if o.Name() == "" {
		o.Set("name", unescape(firstOf(ovfName.FindStringSubmatch(c.Body.Text("initialization.configuration.data")))))
	}
	o.Default("description", "")
	o.Default("comment", "")
	o.Set("creation_time", w.Time())
	o.Set("delete_protected", change.True("delete_protected"))
	o.Set("status", "locked")
	o.Set("vm", nil)
	template, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	w.numberVersion(template, c.Body)
	w.furnishTemplate(c, template)
	switch {
	case snapshot != nil:
		w.copyNICs(snapshot, template)
		w.copySnapshotDisks(c, snapshot, template)
	case vm != nil:
		w.copyToTemplate(c, vm, template)
	}
	if vm != nil && c.Query.Bool("clone_permissions", false) {
		w.copyPermissions(vm, template)
	}
	name, user, correlation := o.Name(), c.User, c.Correlation
	c.Pending(template, func() {
		w.set(template, "status", ok)
		w.Log(Event{Code: 51, Severity: "normal", Text: "Creation of Template " + name + " has been completed.", Refs: []*store.Entity{template}},
			user, correlation)
	})
	c.Log(48, fmt.Sprintf("Creation of Template %s was initiated by %s.", name, c.userName()), template, vm)
	return template, nil
}

// firstOf returns the first group of a match, or "".
func firstOf(match []string) string {
	if len(match) < 2 {
		return ""
	}
	return match[1]
}

// furnishTemplate provides a new template with its console, CD-ROM and permission.
func (w *World) furnishTemplate(c *Call, template *store.Entity) {
	w.addConsole(template, template.Object().Text("display.type"))
	w.addChild(template, "cdroms", func(o *store.Object) {
		o.Set("id", blankID)
		o.Set("template", Ref(template))
	})
	w.permit(template, c.User, "TemplateOwner")
}

// copyNICs provides a template with NICs like those of a VM or snapshot, without addresses.
func (w *World) copyNICs(from, template *store.Entity) {
	for _, nic := range w.Of(from, "nics") {
		w.addChild(template, "nics", func(o *store.Object) {
			o.Merge(nic.Object())
			for _, name := range [...]string{"id", "vm", "mac"} {
				o.Set(name, nil)
			}
			o.Set("template", Ref(template))
		})
	}
}

func (w *World) copyToTemplate(c *Call, vm, template *store.Entity) {
	w.copyNICs(vm, template)
	for _, dog := range w.Of(vm, "watchdogs") {
		w.addChild(template, "watchdogs", func(o *store.Object) {
			o.Merge(dog.Object())
			o.Set("id", nil)
			o.Set("vm", nil)
			o.Set("template", Ref(template))
		})
	}
	w.copyDisks(c, vm, template, "template")
	w.set(vm, "status", imageLocked)
	c.Pending(vm, func() { w.set(vm, "status", down) })
}

// copySnapshotDisks provides a template with copies of the disks that a snapshot keeps.
func (w *World) copySnapshotDisks(c *Call, snapshot, template *store.Entity) {
	for _, disk := range slices.Clone(w.Of(snapshot, "disks")) {
		if state := w.Overlay(snapshot.Path+"/disks", disk); state != nil {
			if twin, err := c.newDisk(disk.Object()); err == nil {
				w.images.Copy(state.Text("image_id"), twin.ID())
				w.attach(template, twin, w.attachmentIn(snapshot, disk), "template")
			}
		}
	}
}

func (w *World) updateTemplate(c *Call) error {
	if c.Object().Text("status") == "locked" {
		return Conflict("Cannot edit Template. " + busyText)
	}
	change := c.Body.Clone()
	name := change.Text("version.version_name")
	for _, member := range [...]string{"status", "creation_time", "vm", "version"} {
		change.Set(member, nil)
	}
	version := c.Object().Int("version.version_number") > 1
	switch {
	case version && change.Name() != "" && change.Name() != c.Object().Name():
		return Conflict("Cannot update the name of Sub-Templates, Only the Version name can be updated.")
	case !version && change.Name() != "" && change.Name() != c.Object().Name() && w.byName("/templates", change.Name()) != nil:
		return Conflict("Cannot edit Template. The Template name is already in use, please choose a unique name and try again.")
	}
	if name != "" {
		change.Set("version", c.Object().Part("version"))
		change.Set("version.version_name", name)
	}
	if err := checkMemory(c.Object(), change, "edit Template", "_vmTemplate"); err != nil {
		return err
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	w.Change(c.Entity(), cutMemory)
	c.Log(49, fmt.Sprintf("Template %s configuration was updated by %s.", c.Object().Name(), c.userName()), c.Entity())
	return nil
}

// templateName refuses a name that is in use, save for a new version of the template of that name.
func (w *World) templateName(c *Call) error {
	if c.Body.Has("version.base_template") {
		return nil
	}
	for _, t := range w.All("/templates") {
		if t.Object().Name() == c.Body.Name() {
			return Conflict("Cannot add Template. The Template name is already in use, please choose a unique name and try again.")
		}
	}
	return nil
}

// numberVersion provides a template with its place among the versions of its base, which may be itself.
func (w *World) numberVersion(template *store.Entity, body *store.Object) {
	base, number, name := template, int64(1), "base version"
	if b := w.Resolve(body.Part("version.base_template")); b != nil {
		base, name = b, body.Text("version.version_name")
		for _, t := range w.All("/templates") {
			if t != template && t.Object().Text("version.base_template.id") == base.ID() {
				number = max(number, t.Object().Int("version.version_number")+1)
			}
		}
	}
	w.set(template, "version.base_template", Ref(base), "version.version_name", name, "version.version_number", number)
}

func (w *World) removeTemplate(c *Call) error {
	template := c.Entity()
	switch {
	case template.ID() == blankID:
		return Conflict("Cannot remove Template. Removing Blank Template is not allowed.")
	case c.Object().True("delete_protected"):
		return Conflict("Cannot remove Template. Delete protection is enabled. In order to delete, disable Delete protection first.")
	case c.Object().Text("status") == "locked":
		return Conflict("Cannot remove Template. " + busyText)
	}
	var versions, users []string
	for _, t := range w.All("/templates") {
		if t != template && t.Object().Text("version.base_template.id") == template.ID() {
			versions = append(versions, t.Object().Name()+":"+t.Object().Text("version.version_name"))
		}
	}
	for _, vm := range w.Referring("vm", "template", template.ID()) {
		users = append(users, vm.Object().Name())
	}
	switch {
	case versions != nil:
		return Conflict("Cannot delete Base Template that has Template Versions, please first remove all Template Versions for this Template: %s.",
			strings.Join(versions, ", "))
	case users != nil:
		return Conflict("Cannot delete Template. Template is being used by the following VMs: %s.", strings.Join(users, ", "))
	}
	for _, a := range slices.Clone(w.Of(template, "diskattachments")) {
		if disk := w.of(a, "disk"); disk != nil {
			w.dropDisk(disk)
		}
	}
	c.Log(251, fmt.Sprintf("Template %s has been removed.", c.Object().Name()))
	w.drop(template)
	return nil
}

// exportTemplate copies a template to an export domain, or packs it into a file on a host.
func (w *World) exportTemplate(c *Call) error {
	template := c.Entity()
	switch {
	case template.ID() == blankID:
		return Conflict("Cannot export Blank Template.")
	case c.Object().Text("status") == "locked":
		return Conflict("Cannot export Template. " + busyText)
	case c.Object().Text("status") == "illegal":
		return Conflict("Cannot export Template. The VM template disk status is not 'OK'.")
	}
	lock := func(done func()) {
		w.set(template, "status", "locked")
		c.Pending(template, func() {
			w.set(template, "status", ok)
			done()
		})
	}
	return c.export(lock, exportCodes{1164, 1156, 1226, 1227})
}
