package machines

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// previewSnapshot shows a VM as it was in a snapshot, until that is kept or undone.
func (ms *Machines) previewSnapshot(c *world.Call) error {
	vm := c.Entity()
	snapshot := ms.w.At(vm.Path + "/snapshots/" + c.Body.Text(names.SnapshotID))
	if snapshot == nil {
		return world.NotFound(ms.w.Schema.Type(names.Snapshot), c.Body.Part(names.Snapshot))
	}
	if snapshot.Object().Text(names.SnapshotType) == "active" {
		return world.Conflict("Cannot preview Active VM snapshot.")
	}
	if err := ms.canGoBack(vm, snapshot, "preview"); err != nil {
		return err
	}
	picks, err := ms.picked(c, vm, snapshot)
	if err != nil {
		return err
	}
	ms.w.Set(vm, names.Status, world.ImageLocked)
	ms.beginPreview(vm, snapshot, picks, c.Body.True(names.RestoreMemory))
	description := snapshot.Object().Text(names.Description)
	c.Report(46, world.Named{"snapshot": description}, vm)
	c.Pending(vm, func() {
		ms.w.Set(vm, names.Status, world.Down)
		c.Report(71, world.Named{"snapshot": description}, vm)
	})
	return nil
}

// pick is a disk that a VM takes back, and the snapshot whose image of it is taken; nil for the
// present one.
type pick struct{ disk, from *store.Entity }

// picksOf returns all disks that a snapshot keeps.
func (ms *Machines) picksOf(snapshot *store.Entity) []pick {
	var picks []pick
	for _, disk := range ms.w.Of(snapshot, "disks") {
		picks = append(picks, pick{disk, snapshot})
	}
	return picks
}

// picked returns the disks that a preview or a restoration takes: those that the document names, by
// disk and image, or else all of the snapshot. One that isn't named leaves the VM:
// BackendVmResource.previewSnapshot, TryBackToAllSnapshotsOfVmCommand. What the engine does with a
// disk without image_id isn't known: it is taken for that of the snapshot.
func (ms *Machines) picked(c *world.Call, vm, snapshot *store.Entity) ([]pick, error) {
	if !c.Body.Has(names.Disks) {
		return ms.picksOf(snapshot), nil
	}
	var picks []pick
	for _, ref := range c.Body.List(names.Disks) {
		p, ok := ms.pickOf(vm, snapshot, ref)
		if !ok {
			return nil, world.NotFound(ref.Type, ref)
		}
		picks = append(picks, p)
	}
	return picks, nil
}

// pickOf finds the image that a reference to a disk means.
func (ms *Machines) pickOf(vm, snapshot *store.Entity, ref *store.Object) (p pick, ok bool) {
	disk, image := ms.w.ByID(ref.Type, ref.ID()), ref.Text(names.ImageID)
	if disk == nil {
		return p, false
	}
	has := func(s *store.Entity) bool {
		state := ms.w.Overlay(s.Path+"/disks", disk)
		return state != nil && (image == "" || state.Text(names.ImageID) == image)
	}
	if has(snapshot) {
		return pick{disk, snapshot}, true
	}
	for _, s := range ms.w.Of(vm, "snapshots") {
		if image != "" && has(s) {
			return pick{disk, s}, true
		}
	}
	attached := ms.w.At(vm.Path+"/diskattachments/"+disk.ID()) != nil
	return pick{disk, nil}, attached && image == disk.Object().Text(names.ImageID)
}

// canGoBack refuses to take a VM back to a snapshot while the state of things forbids it.
func (ms *Machines) canGoBack(vm, snapshot *store.Entity, verb string) error {
	if snapshot.Object().Text(names.SnapshotType) != "regular" {
		return world.Conflict(
			"Cannot %s Snapshot. The operation is only allowed for regular snapshots.",
			verb,
		)
	}
	if err := ms.snapshotsFree(vm, verb); err != nil {
		return err
	}
	switch vm.Object().Text(names.Status) {
	case world.Down:
	case world.ImageLocked:
		return world.Conflict("Cannot %s Snapshot. "+world.BusyText, verb)
	default:
		return world.Conflict("Cannot %s Snapshot. At least one of the VMs is not down.", verb)
	}
	return ms.disksReady(vm, verb+" Snapshot")
}

// beginPreview lets a VM take the state of a snapshot. What it was before is kept in a snapshot of
// its own kind.
func (ms *Machines) beginPreview(vm, snapshot *store.Entity, disks []pick, memory bool) {
	ms.takeSnapshot(vm, previewName, "preview", false, nil, nil)
	if now := ms.ofKind(vm, "active"); now != nil {
		ms.w.Set(now, names.Date, ms.w.Time())
	}
	ms.w.Set(snapshot, names.SnapshotStatus, world.InPreview)
	ms.applySnapshot(vm, snapshot, disks)
	vm.DropNote(withMemory)
	if memory && snapshot.Object().True(names.PersistMemorystate) {
		vm.SetNote(withMemory, snapshot.ID())
	}
}

// applySnapshot sets the configuration, NICs and disks of a VM to those of a snapshot. Disks that
// the snapshot doesn't have leave the VM.
func (ms *Machines) applySnapshot(vm, snapshot *store.Entity, disks []pick) {
	ms.configureFrom(vm, snapshot.Object())
	ms.applySnapshotNICs(vm, snapshot)
	for _, a := range slices.Clone(ms.w.Of(vm, "diskattachments")) {
		disk := ms.w.Target(a, names.Disk)
		at := slices.IndexFunc(disks, func(p pick) bool { return p.disk == disk })
		switch {
		case disk == nil || disk.Object().Text(names.StorageType) == "lun" ||
			disk.Object().True(names.Shareable):
		case at < 0:
			ms.detach(a)
		case disks[at].from != nil:
			ms.revertDisk(disks[at].from, disk)
		}
	}
	for _, p := range disks {
		if p.from != nil && ms.w.At(vm.Path+"/diskattachments/"+p.disk.ID()) == nil {
			ms.revertDisk(p.from, p.disk)
			ms.Attach(vm, p.disk, ms.attachmentIn(p.from, p.disk), names.Vm)
		}
	}
}

// configureFrom sets the configuration of a VM to the one that a snapshot keeps.
func (ms *Machines) configureFrom(vm *store.Entity, kept *store.Object) {
	ms.w.Change(vm, func(o *store.Object) {
		for _, m := range o.Type.Members {
			if from := kept.Type.Member(m.Name); configured(m) && from != nil {
				o.Put(m, kept.Value(from))
			}
		}
	})
}

// applySnapshotNICs sets the NICs and the CD of a VM to those that a snapshot keeps.
func (ms *Machines) applySnapshotNICs(vm, snapshot *store.Entity) {
	for _, segment := range [...]string{"nics", "cdroms"} {
		for _, e := range slices.Clone(ms.w.Of(vm, segment)) {
			ms.w.Remove(e)
		}
		for _, e := range slices.Clone(ms.w.Of(snapshot, segment)) {
			ms.w.AddChild(vm, segment, func(o *store.Object) { o.Merge(e.Object()) })
		}
	}
}

// endPreview keeps what is previewed, or goes back to what was before.
func (ms *Machines) endPreview(c *world.Call, keep bool) error {
	w, vm := c.World, c.Entity()
	if err := notHeld(vm, "revert to Snapshot"); err != nil {
		return err
	}
	snapshot := ms.Previewed(vm)
	if snapshot == nil {
		return world.Bad("Cannot revert to Snapshot. VM's Snapshot does not exist.")
	}
	switch vm.Object().Text(names.Status) {
	case world.Down:
	case world.ImageLocked:
		return world.Conflict("Cannot revert to Snapshot. " + world.BusyText)
	default:
		return world.Conflict("Cannot revert to Snapshot. At least one of the VMs is not down.")
	}
	code, done := int64(650), int64(651)
	if keep {
		code, done = 94, 95
		c.Redescribe(world.Named{"snapshot": snapshot.Object().Text(names.Description)})
	}
	c.Report(code, nil, vm)
	w.Set(vm, names.Status, world.ImageLocked)
	c.Pending(vm, func() {
		if keep {
			ms.commitPreview(vm)
		} else {
			ms.undoPreview(vm)
		}
		w.Set(vm, names.Status, world.Down)
		c.Report(done, nil, vm)
	})
	return nil
}

// Previewed returns the snapshot of a VM that is previewed, or nil.
func (ms *Machines) Previewed(vm *store.Entity) *store.Entity {
	for _, s := range ms.w.Of(vm, "snapshots") {
		if s.Object().Text(names.SnapshotStatus) == world.InPreview {
			return s
		}
	}
	return nil
}

// ofKind returns the first snapshot of a VM of a type, or nil.
func (ms *Machines) ofKind(vm *store.Entity, kind string) *store.Entity {
	for _, s := range ms.w.Of(vm, "snapshots") {
		if s.Object().Text(names.SnapshotType) == kind {
			return s
		}
	}
	return nil
}

// commitPreview keeps the previewed state of a VM: what came after the snapshot goes, with the
// disks that were made since.
func (ms *Machines) commitPreview(vm *store.Entity) {
	snapshot, before := ms.Previewed(vm), ms.ofKind(vm, "preview")
	if snapshot == nil {
		return
	}
	later := false
	for _, s := range slices.Clone(ms.w.Of(vm, "snapshots")) {
		switch {
		case s == snapshot:
			later = true
		case s == before:
		case later && s.Object().Text(names.SnapshotType) == "regular":
			ms.dropSnapshot(s)
		}
	}
	if before != nil {
		for _, id := range ms.diskIDs(before) {
			disk := ms.w.ByID(ms.w.Schema.Type(names.Disk), id)
			if disk != nil && len(ms.w.Attachments(disk)) == 0 {
				ms.storage.DropDisk(disk)
			}
		}
		ms.dropSnapshot(before)
	}
	ms.w.Set(snapshot, names.SnapshotStatus, world.OK)
}

// undoPreview takes a VM back to what it was before the preview.
func (ms *Machines) undoPreview(vm *store.Entity) {
	snapshot, before := ms.Previewed(vm), ms.ofKind(vm, "preview")
	vm.DropNote(withMemory)
	if before != nil {
		ms.applySnapshot(vm, before, ms.picksOf(before))
		ms.dropSnapshot(before)
	}
	if snapshot != nil {
		ms.w.Set(snapshot, names.SnapshotStatus, world.OK)
	}
}

// statelessSnapshot keeps the state of a VM that runs stateless, until it is down again.
func (ms *Machines) statelessSnapshot(vm *store.Entity) {
	ms.takeSnapshot(vm, "stateless snapshot", "stateless", false, nil, nil)
}

func (ms *Machines) statelessOf(vm *store.Entity) *store.Entity {
	return ms.ofKind(vm, "stateless")
}

// endStateless takes a VM that ran stateless back to what it was before.
func (ms *Machines) endStateless(vm *store.Entity) {
	before := ms.statelessOf(vm)
	if before == nil {
		return
	}
	ms.w.Set(vm, names.Status, world.ImageLocked)
	ms.w.On(vm, ms.w.Step(), func() {
		ms.applySnapshot(vm, before, ms.picksOf(before))
		ms.dropSnapshot(before)
		ms.w.Set(vm, names.Status, world.Down)
	})
}
