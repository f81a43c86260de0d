package behavior

import (
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) templates() {
	w.hook("templates").Add = w.addTemplate
	h := w.hook("template")
	h.Update = func(c *Call) error {
		if c.Object().Text("status") == "locked" {
			return Conflict("Cannot edit Template. Template is locked.")
		}
		c.Body.Set("status", nil)
		return c.Apply(c.Body)
	}
	h.Remove = w.removeTemplate
	h.Actions["export"] = func(c *Call) error { return c.lockTemplate(c.Entity()) }
}

// addTemplate makes a template of a VM.
func (w *World) addTemplate(c *Call) (*store.Entity, error) {
	asked := c.Body.Part("vm")
	vm := w.Resolve(asked)
	if asked != nil && vm == nil && (asked.ID() != "" || asked.Name() != "") {
		return nil, missing(asked.Type, asked)
	}
	if err := w.templateName(c); err != nil {
		return nil, err
	}
	o := w.obj("template")
	if vm != nil {
		if err := allow(vm, actTemplate); err != nil {
			return nil, err
		}
		inherit(o, vm.Object())
	}
	change := c.Body.Clone()
	change.Set("vm", nil)
	change.Set("status", nil)
	o.Merge(change)
	o.Default("description", "")
	o.Default("comment", "")
	o.Set("creation_time", w.Time())
	o.Set("status", "locked")
	o.Set("vm", nil)
	template, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	w.numberVersion(template, c.Body)
	w.addConsole(template, o.Text("display.type"))
	w.addChild(template, "cdroms", func(o *store.Object) {
		o.Set("id", blankID)
		o.Set("template", Ref(template))
	})
	if vm != nil {
		w.copyToTemplate(c, vm, template)
	}
	c.Pending(template, func() { w.set(template, "status", ok) })
	c.Log(36, fmt.Sprintf("Creation of Template %s was initiated by %s.", o.Name(), c.userName()), template)
	return template, nil
}

func (w *World) copyToTemplate(c *Call, vm, template *store.Entity) {
	for _, nic := range w.Of(vm, "nics") {
		w.addChild(template, "nics", func(o *store.Object) {
			o.Merge(nic.Object())
			for _, name := range [...]string{"id", "vm", "mac"} {
				o.Set(name, nil)
			}
			o.Set("template", Ref(template))
		})
	}
	w.copyDisks(c, vm, template, "template")
	w.set(vm, "status", imageLocked)
	c.Pending(vm, func() { w.set(vm, "status", down) })
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

// numberVersion gives a template its place among the versions of its base, which may be itself.
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
		return Conflict("Cannot remove Template. Blank template cannot be removed.")
	case c.Object().True("delete_protected"):
		return Conflict("Cannot remove Template. Delete protection is enabled. In order to delete, disable Delete protection first.")
	case c.Object().Text("status") == "locked":
		return Conflict("Cannot remove Template. Template is locked.")
	}
	for _, vm := range w.Referring("vm", "template", template.ID()) {
		return Conflict("Cannot remove Template. The following VMs are based on it: %s.", vm.Object().Name())
	}
	for _, a := range slices.Clone(w.Of(template, "diskattachments")) {
		if disk := w.of(a, "disk"); disk != nil {
			w.drop(disk)
		}
	}
	w.drop(template)
	return nil
}

// lockTemplate keeps a template locked while storage works on it.
func (c *Call) lockTemplate(template *store.Entity) error {
	if template.Object().Text("status") == "locked" {
		return Conflict("Cannot export Template. Template is locked.")
	}
	c.set(template, "status", "locked")
	c.Pending(template, func() { c.set(template, "status", ok) })
	return nil
}
