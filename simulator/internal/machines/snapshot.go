package machines

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// What snapshots are called that the engine makes itself.
const (
	activeName  = "Active VM"
	previewName = "Active VM before the preview"
)

func (ms *Machines) registerSnapshots() {
	ms.w.Hook("snapshots").Add = ms.addSnapshot
	h := ms.w.Hook("snapshot")
	h.Remove = ms.removeSnapshot
	h.Actions["restore"] = ms.restoreSnapshot
	h.Show = func(p *store.Place, v *document.View, q world.Query) {
		if v.Object.Text(names.SnapshotType) == "active" {
			showActive(p, v, q)
		}
		HideDevices(v)
		if q.Bool("all_content", false) && v.Object.Text(names.SnapshotType) != "active" {
			v.Object = v.Object.Clone()
			ms.ovf(v.Object)
		}
	}
	ms.w.Hook("snapshot_disk").Show = ms.showSnapshotDisk
	ms.registerDiskSnapshots()
}

// showActive shows the snapshot that stands for the present state of a VM: alone with the VM and its
// collections, elsewhere without.
func showActive(p *store.Place, v *document.View, q world.Query) {
	if q.Bool(world.Listed, false) || q.Bool(world.Followed, false) || p.Entity == nil || p.Entity.Owner == nil {
		v.Rels = nil
		return
	}
	vm := p.Entity.Owner.Object().Clone()
	vm.Path = ""
	for name := range hiddenDevices {
		vm.Set(name, nil)
	}
	vm.Set(names.DisplayType, nil)
	p.Entity.Owner.Object().Each(func(m *schema.Member, value any) {
		if ref, ok := value.(*store.Object); ok && ref.Path != "" {
			vm.Put(m, store.NewRef(ref.Type, "", ref.ID()))
		}
	})
	v.Object = v.Object.Clone()
	v.Object.Set(names.Vm, vm)
}

// activeSnapshot adds the snapshot that stands for the present state of a VM.
func (ms *Machines) activeSnapshot(vm *store.Entity) *store.Entity {
	return ms.w.AddChild(vm, "snapshots", func(o *store.Object) {
		o.Set(names.Description, activeName)
		o.Set(names.Date, vm.Object().Get(names.CreationTime))
		o.Set(names.PersistMemorystate, false)
		o.Set(names.SnapshotStatus, world.OK)
		o.Set(names.SnapshotType, "active")
	})
}

func (ms *Machines) addSnapshot(c *world.Call) (*store.Entity, error) {
	vm := c.Owner()
	if err := allow(vm, actSnapshot); err != nil {
		return nil, err
	}
	if err := ms.snapshotsFree(vm, "create"); err != nil {
		return nil, err
	}
	if err := ms.disksReady(vm, "create Snapshot"); err != nil {
		return nil, err
	}
	only, images, err := ms.disksAsked(c, vm)
	if err != nil {
		return nil, err
	}
	ms.storage.Release(vm) // The command waits for what holds the VM.
	if !ms.storage.HasData() {
		return nil, world.Conflict("Cannot create Snapshot. No active data Storage Domain with enough storage was " +
			"found in the Data Center.")
	}
	for _, a := range ms.w.Of(vm, "diskattachments") {
		disk := ms.w.Target(a, names.Disk)
		if disk == nil || only != nil && !slices.Contains(only, disk.ID()) {
			continue
		}
		if err := ms.storage.CheckSpace(disk.Object(), storage.FirstHeader, "create Snapshot"); err != nil {
			return nil, err
		}
	}
	status := vm.Object().Text(names.Status)
	memory := world.IsRunning(status) &&
		(c.Body.True(names.PersistMemorystate) || !c.Body.Has(names.PersistMemorystate))
	snapshot := ms.takeSnapshot(vm, c.Body.Text(names.Description), "regular", memory, only, images)
	ms.w.Set(snapshot, names.SnapshotStatus, world.Locked)
	if status == world.Down {
		ms.w.Set(vm, names.Status, world.ImageLocked)
	}
	description := c.Body.Text(names.Description)
	c.Report(45, world.Named{"snapshot": description}, vm)
	c.Pending(snapshot, func() {
		ms.w.Set(snapshot, names.SnapshotStatus, world.OK)
		if vm.Object().Text(names.Status) == world.ImageLocked {
			ms.w.Set(vm, names.Status, world.Down)
		}
		c.Report(68, world.Named{"snapshot": description}, vm)
	})
	return snapshot, nil
}

// disksAsked returns the disks to which the document confines a snapshot, or nil for all, and the
// IDs that it names for their new images: BackendSnapshotsResource, CreateSnapshotDiskCommand.
func (ms *Machines) disksAsked(
	c *world.Call,
	vm *store.Entity,
) (only []string, images map[string]string, err error) {
	asked := c.Body.List(names.DiskAttachments)
	if !c.Body.Has(names.DiskAttachments) {
		return nil, nil, nil
	}
	only, images = []string{}, map[string]string{}
	for _, a := range asked {
		id := a.ID()
		if id == "" {
			id = a.Text(names.DiskID)
		}
		if ms.w.At(vm.Path+"/diskattachments/"+id) == nil {
			return nil, nil, world.Bad("Cannot create Snapshot. The following disk(s) ID(s) does not exist: %s.", id)
		}
		if image := a.Text(names.DiskImageID); image != "" {
			if !store.IsUUID(image) {
				return nil, nil, world.MalformedID(image)
			}
			images[id] = image
		}
		only = append(only, id)
	}
	return only, images, nil
}

// snapshotsFree refuses work on the snapshots of a VM while some goes on, and while one is
// previewed.
func (ms *Machines) snapshotsFree(vm *store.Entity, verb string) error {
	for _, s := range ms.w.Of(vm, "snapshots") {
		switch s.Object().Text(names.SnapshotStatus) {
		case world.Locked:
			return world.Conflict(
				"Cannot %s Snapshot. The VM is performing an operation on a Snapshot. Please "+
					"wait for the operation to finish, "+
					"and try again.",
				verb,
			)
		case world.InPreview:
			return world.Conflict("Cannot %s Snapshot. VM is previewing a Snapshot.", verb)
		}
	}
	if ms.statelessOf(vm) != nil {
		return world.Conflict(
			"Cannot %s Snapshot. The VM is running as Stateless. Please try again when VM is "+
				"not running as Stateless.",
			verb,
		)
	}
	return nil
}

// unkept are the members of a VM that are no part of its configuration.
var unkept = []string{
	"id", "name", "description", "comment", "status", "status_detail", "host", "start_time",
	"stop_time", "stop_reason", "run_once", "fqdn",
	"guest_operating_system", "guest_time_zone", "creation_time", "next_run_configuration_exists",
	"delete_protected", "dynamic_cpu",
	"has_illegal_images", "origin", "quota", "cluster", "cpu_profile", "template",
	"original_template", "vm_pool", "instance_type",
	"storage_domain",
}

// configured reports whether a member of a VM is part of what its snapshots keep.
func configured(m *schema.Member) bool { return !m.Link && !slices.Contains(unkept, m.Name) }

// takeSnapshot keeps the state of a VM: its configuration, NICs, CD-ROM and disks, or those of them
// that are named. From then on the disks write into new images, whose ids may be given by disk.
func (ms *Machines) takeSnapshot(
	vm *store.Entity, description, kind string, memory bool, only []string,
	images map[string]string,
) *store.Entity {
	o := ms.w.NewObject(names.Snapshot)
	vm.Object().Each(func(m *schema.Member, v any) {
		// A snapshot is a VM of its own kind; who reads it finds the configuration there.
		if target := o.Type.Member(m.Name); target != nil &&
			(configured(m) || m.Name == names.Name) {
			o.Put(target, v)
		}
	})
	for _, name := range [...]string{
		names.DisplayAddress, names.DisplayPort, names.DisplaySecurePort,
	} {
		if o.Has(names.Display) {
			o.Set(name, nil)
		}
	}
	o.Set(names.Description, description)
	o.Set(names.Date, ms.w.Time())
	o.Set(names.PersistMemorystate, memory)
	o.Set(names.SnapshotType, kind)
	o.Set(names.SnapshotStatus, world.OK)
	o.Set(names.Vm, world.Ref(vm))
	snapshot := ms.w.Add(vm, vm.Node.Fixed["snapshots"], o)
	for _, segment := range [...]string{"nics", "cdroms"} {
		ms.copyChildren(vm, snapshot, segment)
	}
	for _, a := range ms.w.Of(vm, "diskattachments") {
		disk := ms.w.Target(a, names.Disk)
		if disk == nil || disk.Object().Text(names.StorageType) == "lun" ||
			disk.Object().True(names.Shareable) ||
			only != nil && !slices.Contains(only, disk.ID()) {
			continue
		}
		ms.keepDisk(snapshot, a, disk)
		ms.newImage(disk)
		if image := images[disk.ID()]; image != "" {
			ms.w.Set(disk, names.ImageID, image)
		}
	}
	return snapshot
}

// copyChildren puts objects like those below one object below another, with the same ids.
func (ms *Machines) copyChildren(from, to *store.Entity, segment string) {
	for _, e := range slices.Clone(ms.w.Of(from, segment)) {
		ms.w.AddChild(to, segment, func(o *store.Object) { o.Merge(e.Object()) })
		ms.w.Put(e, e.Object()) // The id means the VM's own one still.
	}
}

// removeSnapshot merges a snapshot into what came after it.
func (ms *Machines) removeSnapshot(c *world.Call) error {
	snapshot, vm := c.Entity(), c.Entity().Owner
	if c.Object().Text(names.SnapshotType) != "regular" {
		return world.Conflict(
			"Cannot remove Snapshot. The operation is only allowed for regular snapshots.",
		)
	}
	if err := ms.snapshotsFree(vm, "remove"); err != nil {
		return err
	}
	if err := ms.noBackupOf(c, vm, "remove Snapshot"); err != nil {
		return err
	}
	status := vm.Object().Text(names.Status)
	if status != world.Up && status != world.Down && status != world.Paused {
		return world.Conflict(
			"Cannot remove Snapshot. VM %s must be in status Down, Up or Paused.",
			vm.Object().Name(),
		)
	}
	ms.w.Set(snapshot, names.SnapshotStatus, world.Locked)
	description := c.Object().Text(names.Description)
	c.Report(342, world.Named{"snapshot": description}, vm)
	c.Pending(snapshot, func() {
		if status == world.Down {
			ms.reportMerges(c, snapshot)
		}
		ms.dropSnapshot(snapshot)
		c.Report(356, world.Named{"snapshot": description}, vm)
	})
	return nil
}

// reportMerges logs that a host merged the images of a snapshot into those before it.
func (ms *Machines) reportMerges(c *world.Call, snapshot *store.Entity) {
	for _, disk := range ms.w.Of(snapshot, "disks") {
		c.Report(72, world.Named{
			"source": "Active VM", "destination": snapshot.Object().Text(names.Description),
		}, disk, ms.hostFor(snapshot.Owner))
	}
}

// dropSnapshot removes a snapshot; the VM's NICs are found by their ids again.
func (ms *Machines) dropSnapshot(snapshot *store.Entity) {
	vm := snapshot.Owner
	for _, disk := range ms.w.Of(snapshot, "disks") {
		if state := ms.w.Overlay(snapshot.Path+"/disks", disk); state != nil {
			ms.storage.Images.Remove(state.Text(names.ImageID))
		}
	}
	ms.w.Drop(snapshot)
	for _, segment := range [...]string{"nics", "cdroms"} {
		for _, e := range ms.w.Of(vm, segment) {
			ms.w.Put(e, e.Object())
		}
	}
}

// restoreSnapshot takes a VM back to a snapshot for good.
func (ms *Machines) restoreSnapshot(c *world.Call) error {
	snapshot, vm := c.Entity(), c.Entity().Owner
	if err := ms.canGoBack(vm, snapshot, "preview"); err != nil {
		return err
	}
	description := c.Object().Text(names.Description)
	picks, err := ms.picked(c, vm, snapshot)
	if err != nil {
		return err
	}
	ms.w.Set(vm, names.Status, world.ImageLocked)
	ms.beginPreview(vm, snapshot, picks, c.Body.True(names.RestoreMemory))
	more := world.Named{"snapshot": description}
	c.Report(46, more, vm)
	c.Report(71, more, vm)
	c.Report(94, nil, vm)
	c.Pending(vm, func() {
		ms.commitPreview(vm)
		ms.w.Set(vm, names.Status, world.Down)
		c.Report(95, nil, vm)
	})
	return nil
}
