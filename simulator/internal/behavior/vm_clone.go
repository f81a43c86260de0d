package behavior

import (
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// cloneVM makes a VM like another one, with copies of its disks.
func (w *World) cloneVM(c *Call) error {
	vm := c.Entity()
	if err := allow(vm, actClone); err != nil {
		return err
	}
	if err := w.disksReady(vm, "clone VM"); err != nil {
		return err
	}
	to := w.Resolve(c.Body.Part("storage_domain"))
	if to != nil && to.Object().Text("status") != active {
		return Conflict("Cannot clone VM. The relevant Storage Domain's status is %s.", spoken(to.Object().Text("status")))
	}
	if to == nil {
		if err := w.roomForCopies(vm, "clone VM"); err != nil {
			return err
		}
	}
	o := w.plain(c.Object())
	if asked := c.Body.Part("vm"); asked != nil {
		change := asked.Clone()
		change.Set("id", nil)
		o.Merge(change)
	}
	sub := *c
	sub.Place = &store.Place{Node: vm.Node.Parent}
	sub.Body = o
	twin, err := sub.Insert(o)
	if err != nil {
		return err
	}
	w.furnish(twin, nil, c.User)
	w.cloneNICs(vm, twin)
	for _, a := range w.Of(vm, "diskattachments") {
		if err := w.cloneDisk(c, a, twin, to); err != nil {
			return err
		}
	}
	if !c.Body.Has("discard_snapshots") || c.Body.True("discard_snapshots") {
		w.untilDone(c, twin)
	} else {
		w.cloneSnapshots(vm, twin)
		w.untilDone(c, twin)
	}
	c.Log(37, fmt.Sprintf("VM %s creation was initiated by %s.", twin.Object().Name(), c.userName()), twin)
	c.Body.Set("vm", Ref(twin))
	return nil
}

// plain returns the configuration of a VM without what belongs to this one or to its running.
func (w *World) plain(from *store.Object) *store.Object {
	o := from.Clone()
	for _, name := range [...]string{
		"id", "status_detail", "stop_reason", "host", "start_time", "run_once", "fqdn", "guest_operating_system", "guest_time_zone", "vm_pool",
		"dynamic_cpu", "has_illegal_images",
	} {
		o.Set(name, nil)
	}
	for _, name := range [...]string{"address", "port", "secure_port"} {
		if o.Has("display." + name) {
			o.Set("display."+name, nil)
		}
	}
	o.Path = ""
	o.Set("status", down)
	o.Set("creation_time", w.Time())
	o.Set("stop_time", w.Time())
	o.Set("next_run_configuration_exists", false)
	return o
}

// cloneNICs provides a VM with NICs like those of another one or of a snapshot, with addresses of their own.
func (w *World) cloneNICs(from, to *store.Entity) {
	for _, nic := range w.Of(from, "nics") {
		w.addChild(to, "nics", func(o *store.Object) {
			o.Merge(nic.Object())
			o.Set("id", nil)
			o.Set("vm", Ref(to))
			o.Set("mac.address", w.nextMAC())
		})
	}
}

// cloneDisk provides a VM with a copy of the disk of an attachment, on a domain of the caller's choice. Shareable disks and LUNs are not copied.
func (w *World) cloneDisk(c *Call, a, to, domain *store.Entity) error {
	old := w.of(a, "disk")
	if old == nil || old.Object().True("shareable") || old.Object().Text("storage_type") == "lun" {
		return nil
	}
	o := old.Object().Clone()
	if domain != nil {
		o.Set("storage_domains", []*store.Object{Ref(domain)})
		o.Set("disk_profile", nil)
	}
	disk, err := c.newDisk(o)
	if err != nil {
		return err
	}
	w.images.Copy(old.ID(), disk.ID())
	w.attach(to, disk, a.Object(), "vm")
	return nil
}

// cloneSnapshots provides a VM with snapshots like those of another one, of its own disks.
func (w *World) cloneSnapshots(from, to *store.Entity) {
	for _, s := range w.Of(from, "snapshots") {
		if o := s.Object(); o.Text("snapshot_type") == "regular" {
			twin := w.takeSnapshot(to, o.Text("description"), "regular", false, nil, nil)
			w.set(twin, "date", o.Get("date"))
		}
	}
}

// addFromSnapshot makes a VM of the configuration and the disks that a snapshot keeps.
func (w *World) addFromSnapshot(c *Call, id string, template, cluster *store.Entity) (*store.Entity, error) {
	snapshot := w.ByID(w.Schema.Type("snapshot"), id)
	if snapshot == nil {
		return nil, Conflict("Cannot add VM. VM's Snapshot does not exist.")
	}
	switch snapshot.Object().Text("snapshot_status") {
	case ok:
	case "in_preview":
		return nil, Conflict("Cannot add VM. VM is previewing a Snapshot.")
	default:
		return nil, Conflict("Cannot add VM. The VM is performing an operation on a Snapshot. Please wait for the operation to finish, and try again.")
	}
	o := w.vmDefaults(template, cluster)
	for _, m := range o.Type.Members {
		from := snapshot.Object().Type.Member(m.Name)
		if v := any(nil); configured(m) && from != nil {
			if v = snapshot.Object().Value(from); v != nil {
				o.Put(m, v)
			}
		}
	}
	vm, err := w.insertVM(c, o)
	if err != nil {
		return nil, err
	}
	w.furnish(vm, nil, c.User)
	w.cloneNICs(snapshot, vm)
	for _, disk := range slices.Clone(w.Of(snapshot, "disks")) {
		state := w.Overlay(snapshot.Path+"/disks", disk)
		if state == nil {
			continue
		}
		like := disk.Object().Clone()
		state.Each(func(m *schema.Member, v any) {
			if slices.Contains(diskState, m.Name) {
				like.Put(m, v)
			}
		})
		twin, err := c.newDisk(like)
		if err != nil {
			continue
		}
		w.images.Copy(state.Text("image_id"), twin.ID())
		w.attach(vm, twin, w.attachmentIn(snapshot, disk), "vm")
	}
	w.untilDone(c, vm)
	c.Log(37, fmt.Sprintf("VM %s creation was initiated by %s.", vm.Object().Name(), c.userName()), vm)
	return vm, nil
}
