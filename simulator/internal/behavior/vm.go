package behavior

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

const mib = 1 << 20

// blankID is the id of the template Blank and of the root tag.
const blankID = "00000000-0000-0000-0000-000000000000"

func (w *World) vms() {
	list := w.hook("vms")
	list.Add = w.addVM
	h := w.hook("vm")
	h.Update = w.updateVM
	h.Remove = w.removeVM
	h.Show = w.showVM
	w.vmActions(h)
	h.Actions["clone"] = w.cloneVM
	h.Actions["export"] = func(c *Call) error {
		if err := allow(c.Entity(), actExport); err != nil {
			return err
		}
		return c.lockVM()
	}
	h.Actions["maintenance"] = func(c *Call) error { return nil }
	h.Actions["ticket"] = w.ticket
	h.Actions["previewsnapshot"] = w.previewSnapshot
	h.Actions["commitsnapshot"] = func(c *Call) error { return c.endPreview(true) }
	h.Actions["undosnapshot"] = func(c *Call) error { return c.endPreview(false) }
}

// addVM makes a VM of a template, of a snapshot or of an embedded configuration.
func (w *World) addVM(c *Call) (*store.Entity, error) {
	body := c.Body
	template := w.Resolve(body.Part("template"))
	if snapshots := body.List("snapshots"); template == nil && len(snapshots) > 0 {
		template = w.At("/templates/" + blankID)
	}
	if template == nil {
		template = w.At("/templates/" + blankID)
	}
	cluster := w.Resolve(body.Part("cluster"))
	if cluster == nil && len(w.All("/clusters")) > 0 {
		cluster = w.All("/clusters")[0]
	}
	if template != nil && template.Object().Text("status") == "locked" {
		return nil, Conflict("Cannot add VM. The Template is locked.")
	}

	o := w.vmDefaults(template, cluster)
	change := body.Clone()
	for _, name := range [...]string{"template", "cluster", "status", "status_detail", "creation_time", "host", "snapshots"} {
		change.Set(name, nil)
	}
	o.Merge(change)
	w.settleMemory(o, body)
	o.Set("status", down)
	vm, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	w.furnish(vm, template, c.User)
	if w.copyDisks(c, template, vm, "vm") {
		w.set(vm, "status", imageLocked)
		c.Pending(vm, func() { w.set(vm, "status", down) })
	}
	c.Log(34, fmt.Sprintf("VM %s was created by %s.", o.Name(), c.userName()), vm, cluster)
	return vm, nil
}

// vmDefaults gives a VM as a template and a cluster make it.
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
	o.Set("delete_protected", false)
	o.Set("cpu.architecture", "x86_64")
	zone := w.obj("time_zone")
	zone.Set("name", "Etc/GMT")
	o.Set("time_zone", zone)
	for _, name := range [...]string{"description", "comment"} {
		o.Set(name, "")
	}
	if cluster == nil {
		return o
	}
	o.Set("cluster", Ref(cluster))
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

// settleMemory cuts memory to whole MiB and sets what follows from it where the document doesn't say.
func (w *World) settleMemory(o, body *store.Object) {
	memory := o.Int("memory") / mib * mib
	if memory == 0 {
		return
	}
	o.Set("memory", memory)
	if body.Has("memory") && !body.Has("memory_policy.guaranteed") {
		o.Set("memory_policy.guaranteed", memory)
	}
	if body.Has("memory") && !body.Has("memory_policy.max") {
		o.Set("memory_policy.max", 4*memory)
	}
}

// furnish gives a new VM what each VM has: its active snapshot, a CD-ROM, a console, the NICs of its template and a permission.
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

// addChild makes an object in a collection below another, if the release has it.
func (w *World) addChild(owner *store.Entity, segment string, fill func(*store.Object)) *store.Entity {
	collection := owner.Node.Fixed[segment]
	if collection == nil || w.Element(collection) == nil {
		return nil
	}
	o := store.New(w.Element(collection))
	fill(o)
	return w.Add(owner, collection, o)
}

func (w *World) removeVM(c *Call) error {
	vm := c.Entity()
	if c.Object().True("delete_protected") {
		return Conflict("Cannot remove VM. Delete protection is enabled. In order to delete, disable Delete protection first.")
	}
	if err := allow(vm, actRemove); err != nil {
		return err
	}
	if !c.Query.Bool("detach_only", false) {
		for _, attachment := range slices.Clone(w.Of(vm, "diskattachments")) {
			if disk := w.of(attachment, "disk"); disk != nil && !disk.Object().True("shareable") {
				w.drop(disk)
			}
		}
	}
	c.Log(113, fmt.Sprintf("VM %s was successfully removed.", c.Object().Name()))
	w.drop(vm)
	return nil
}

// cloneVM makes a VM like another one, with copies of its disks.
func (w *World) cloneVM(c *Call) error {
	vm := c.Entity()
	if err := allow(vm, actClone); err != nil {
		return err
	}
	o := c.Object().Clone()
	o.Set("id", nil)
	o.Set("name", c.Body.Text("vm.name"))
	o.Set("status", down)
	o.Set("creation_time", w.Time())
	sub := *c
	sub.Place = &store.Place{Node: vm.Node.Parent}
	sub.Body = o
	twin, err := sub.Insert(o)
	if err != nil {
		return err
	}
	w.offHost(twin)
	w.furnish(twin, nil, c.User)
	for _, nic := range w.Of(vm, "nics") {
		w.addChild(twin, "nics", func(o *store.Object) {
			o.Merge(nic.Object())
			o.Set("id", nil)
			o.Set("vm", Ref(twin))
			o.Set("mac.address", w.nextMAC())
		})
	}
	w.copyDisks(c, vm, twin, "vm")
	w.set(twin, "status", imageLocked)
	c.Pending(twin, func() { w.set(twin, "status", down) })
	c.Body.Set("vm", Ref(twin))
	return nil
}

// lockVM keeps a VM that is down locked while storage works on it.
func (c *Call) lockVM() error {
	vm := c.Entity()
	if c.Object().Text("status") != down {
		return nil
	}
	c.set(vm, "status", imageLocked)
	c.Pending(vm, func() { c.set(vm, "status", down) })
	return nil
}

// hostName gives the full name that a guest reports.
func hostName(name string) string { return strings.ToLower(name) + ".localdomain" }

// nextMAC gives an address of the default pool.
func (w *World) nextMAC() string {
	w.macs++
	n := w.macs
	return fmt.Sprintf("56:6f:%02x:%02x:%02x:%02x", n>>24&0xff, n>>16&0xff, n>>8&0xff, n&0xff)
}

// ticket gives a one-time password for a console.
func (w *World) ticket(c *Call) error {
	if !isRunning(c.consoleVM().Object().Text("status")) {
		return Conflict("Cannot set VM ticket. VM is not running.")
	}
	if c.Body.Text("ticket.value") == "" {
		c.Body.Set("ticket.value", strings.ReplaceAll(w.IDs.UUID(), "-", "")[:12])
	}
	if c.Body.Int("ticket.expiry") == 0 {
		c.Body.Set("ticket.expiry", int64(2*time.Hour/time.Second))
	}
	return nil
}

// consoleVM gives the VM of an action on it or on one of its consoles.
func (c *Call) consoleVM() *store.Entity {
	if owner := c.Entity().Owner; owner != nil {
		return owner
	}
	return c.Entity()
}
