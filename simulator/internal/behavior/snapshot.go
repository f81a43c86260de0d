package behavior

import (
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// What snapshots are called that the engine makes itself.
const (
	activeName  = "Active VM"
	previewName = "Active VM before the preview"
)

func (w *World) snapshots() {
	w.hook("snapshots").Add = w.addSnapshot
	h := w.hook("snapshot")
	h.Remove = w.removeSnapshot
	h.Actions["restore"] = w.restoreSnapshot
	h.Show = func(_ *store.Place, v *document.View, q Query) {
		if v.Object.Text("snapshot_type") == "active" {
			v.Rels, v.Actions = nil, nil
		}
		HideDevices(v)
		if q.Bool("all_content", false) && v.Object.Text("snapshot_type") != "active" {
			v.Object = v.Object.Clone()
			w.ovf(v.Object)
		}
	}
	w.hook("snapshot_disk").Show = w.showSnapshotDisk
	w.diskSnapshots()
}

// activeSnapshot provides a VM with the snapshot that stands for its present state.
func (w *World) activeSnapshot(vm *store.Entity) *store.Entity {
	return w.addChild(vm, "snapshots", func(o *store.Object) {
		o.Set("description", activeName)
		o.Set("date", vm.Object().Get("creation_time"))
		o.Set("persist_memorystate", false)
		o.Set("snapshot_status", ok)
		o.Set("snapshot_type", "active")
	})
}

func (w *World) addSnapshot(c *Call) (*store.Entity, error) {
	vm := c.Owner()
	if err := allow(vm, actSnapshot); err != nil {
		return nil, err
	}
	if err := w.snapshotsFree(vm, "create"); err != nil {
		return nil, err
	}
	if err := w.disksReady(vm, "create Snapshot"); err != nil {
		return nil, err
	}
	only, images, err := w.disksAsked(c, vm)
	if err != nil {
		return nil, err
	}
	for _, a := range w.Of(vm, "diskattachments") {
		disk := w.of(a, "disk")
		if disk == nil || only != nil && !slices.Contains(only, disk.ID()) {
			continue
		}
		if err := w.roomFor(disk.Object(), firstHeader, "create Snapshot"); err != nil {
			return nil, err
		}
	}
	status := vm.Object().Text("status")
	memory := isRunning(status) && (c.Body.True("persist_memorystate") || !c.Body.Has("persist_memorystate"))
	snapshot := w.takeSnapshot(vm, c.Body.Text("description"), "regular", memory, only, images)
	w.set(snapshot, "snapshot_status", "locked")
	if status == down {
		w.set(vm, "status", imageLocked)
	}
	name, user, correlation, description := vm.Object().Name(), c.User, c.Correlation, c.Body.Text("description")
	c.Log(45, fmt.Sprintf("Snapshot '%s' creation for VM '%s' was initiated by %s.", description, name, c.userName()), vm)
	c.Pending(snapshot, func() {
		w.set(snapshot, "snapshot_status", ok)
		if vm.Object().Text("status") == imageLocked {
			w.set(vm, "status", down)
		}
		w.Log(Event{Code: 68, Severity: "normal", Text: fmt.Sprintf("Snapshot '%s' creation for VM '%s' has been completed.", description, name),
			Refs: []*store.Entity{vm}}, user, correlation)
	})
	return snapshot, nil
}

// disksAsked returns the disks to which the document confines a snapshot, or nil for all, and the
// IDs that it names for their new images: BackendSnapshotsResource, CreateSnapshotDiskCommand.
func (w *World) disksAsked(c *Call, vm *store.Entity) (only []string, images map[string]string, err error) {
	asked := c.Body.List("disk_attachments")
	if !c.Body.Has("disk_attachments") {
		return nil, nil, nil
	}
	only, images = []string{}, map[string]string{}
	for _, a := range asked {
		id := a.ID()
		if id == "" {
			id = a.Text("disk.id")
		}
		if w.At(vm.Path+"/diskattachments/"+id) == nil {
			return nil, nil, Conflict("Cannot create Snapshot. The following disk(s) ID(s) does not exist: %s.", id)
		}
		if image := a.Text("disk.image_id"); image != "" {
			if !store.IsUUID(image) {
				return nil, nil, MalformedID(image)
			}
			images[id] = image
		}
		only = append(only, id)
	}
	return only, images, nil
}

// snapshotsFree refuses work on the snapshots of a VM while some goes on, and while one is previewed.
func (w *World) snapshotsFree(vm *store.Entity, verb string) error {
	for _, s := range w.Of(vm, "snapshots") {
		switch s.Object().Text("snapshot_status") {
		case "locked":
			return Conflict("Cannot %s Snapshot. The VM is performing an operation on a Snapshot. Please wait for the operation to finish, "+
				"and try again.", verb)
		case "in_preview":
			return Conflict("Cannot %s Snapshot. VM is previewing a Snapshot.", verb)
		}
	}
	if w.statelessOf(vm) != nil {
		return Conflict("Cannot %s Snapshot. The VM is running as Stateless. Please try again when VM is not running as Stateless.", verb)
	}
	return nil
}

// unkept are the members of a VM that are no part of its configuration.
var unkept = []string{
	"id", "name", "description", "comment", "status", "status_detail", "host", "start_time", "stop_time", "stop_reason", "run_once", "fqdn",
	"guest_operating_system", "guest_time_zone", "creation_time", "next_run_configuration_exists", "delete_protected", "dynamic_cpu",
	"has_illegal_images", "origin", "quota", "cluster", "cpu_profile", "template", "original_template", "vm_pool", "instance_type",
	"storage_domain",
}

// configured reports whether a member of a VM is part of what its snapshots keep.
func configured(m *schema.Member) bool { return !m.Link && !slices.Contains(unkept, m.Name) }

// takeSnapshot keeps the state of a VM: its configuration, NICs, CD-ROM and disks, or those of them
// that are named. From then on the disks write into new images, whose ids may be given by disk.
func (w *World) takeSnapshot(
	vm *store.Entity, description, kind string, memory bool, only []string, images map[string]string,
) *store.Entity {
	o := w.obj("snapshot")
	vm.Object().Each(func(m *schema.Member, v any) {
		// A snapshot is a VM of its own kind; who reads it finds the configuration there.
		if target := o.Type.Member(m.Name); target != nil && (configured(m) || m.Name == "name") {
			o.Put(target, v)
		}
	})
	for _, name := range [...]string{"display.address", "display.port", "display.secure_port"} {
		if o.Has("display") {
			o.Set(name, nil)
		}
	}
	o.Set("description", description)
	o.Set("date", w.Time())
	o.Set("persist_memorystate", memory)
	o.Set("snapshot_type", kind)
	o.Set("snapshot_status", ok)
	o.Set("vm", Ref(vm))
	snapshot := w.Add(vm, vm.Node.Fixed["snapshots"], o)
	for _, segment := range [...]string{"nics", "cdroms"} {
		w.copyChildren(vm, snapshot, segment)
	}
	for _, a := range w.Of(vm, "diskattachments") {
		disk := w.of(a, "disk")
		if disk == nil || disk.Object().Text("storage_type") == "lun" || disk.Object().True("shareable") ||
			only != nil && !slices.Contains(only, disk.ID()) {
			continue
		}
		w.keepDisk(snapshot, a, disk)
		w.newImage(disk)
		if image := images[disk.ID()]; image != "" {
			w.set(disk, "image_id", image)
		}
	}
	return snapshot
}

// copyChildren puts objects like those below one object below another, with the same ids.
func (w *World) copyChildren(from, to *store.Entity, segment string) {
	for _, e := range slices.Clone(w.Of(from, segment)) {
		w.addChild(to, segment, func(o *store.Object) { o.Merge(e.Object()) })
		w.Put(e, e.Object()) // The id means the VM's own one still.
	}
}

// removeSnapshot merges a snapshot into what came after it.
func (w *World) removeSnapshot(c *Call) error {
	snapshot, vm := c.Entity(), c.Entity().Owner
	if c.Object().Text("snapshot_type") != "regular" {
		return Conflict("Cannot remove Snapshot. The operation is only allowed for regular snapshots.")
	}
	if err := w.snapshotsFree(vm, "remove"); err != nil {
		return err
	}
	if err := c.noBackupOf(vm, "remove Snapshot"); err != nil {
		return err
	}
	status := vm.Object().Text("status")
	if status != up && status != down && status != paused {
		return Conflict("Cannot remove Snapshot. VM %s must be in status Down, Up or Paused.", vm.Object().Name())
	}
	w.set(snapshot, "snapshot_status", "locked")
	name, description, user, correlation := vm.Object().Name(), c.Object().Text("description"), c.User, c.Correlation
	c.Log(342, fmt.Sprintf("Snapshot '%s' deletion for VM '%s' was initiated by %s.", description, name, c.userName()), vm)
	c.Pending(snapshot, func() {
		w.dropSnapshot(snapshot)
		w.Log(Event{Code: 356, Severity: "normal", Text: fmt.Sprintf("Snapshot '%s' deletion for VM '%s' has been completed.", description, name),
			Refs: []*store.Entity{vm}}, user, correlation)
	})
	return nil
}

// dropSnapshot removes a snapshot; the VM's NICs are found by their ids again.
func (w *World) dropSnapshot(snapshot *store.Entity) {
	vm := snapshot.Owner
	for _, disk := range w.Of(snapshot, "disks") {
		if state := w.Overlay(snapshot.Path+"/disks", disk); state != nil {
			w.images.Remove(state.Text("image_id"))
		}
	}
	w.drop(snapshot)
	for _, segment := range [...]string{"nics", "cdroms"} {
		for _, e := range w.Of(vm, segment) {
			w.Put(e, e.Object())
		}
	}
}

// restoreSnapshot takes a VM back to a snapshot for good.
func (w *World) restoreSnapshot(c *Call) error {
	snapshot, vm := c.Entity(), c.Entity().Owner
	if err := w.canGoBack(vm, snapshot, "preview"); err != nil {
		return err
	}
	name, description, user, correlation := vm.Object().Name(), c.Object().Text("description"), c.User, c.Correlation
	picks, err := w.picked(c, vm, snapshot)
	if err != nil {
		return err
	}
	w.set(vm, "status", imageLocked)
	w.beginPreview(vm, snapshot, picks, c.Body.True("restore_memory"))
	c.Log(1190, fmt.Sprintf("Starting to restore VM %s from snapshot '%s' by User %s.", name, description, c.userName()), vm)
	c.Pending(vm, func() {
		w.commitPreview(vm)
		w.set(vm, "status", down)
		w.Log(Event{Code: 100, Severity: "normal", Text: fmt.Sprintf("VM %s restoring from Snapshot has been completed.", name),
			Refs: []*store.Entity{vm}}, user, correlation)
	})
	return nil
}
