package behavior

import (
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// previewSnapshot shows a VM as it was in a snapshot, until that is kept or undone.
func (w *World) previewSnapshot(c *Call) error {
	vm := c.Entity()
	snapshot := w.At(vm.Path + "/snapshots/" + c.Body.Text("snapshot.id"))
	if snapshot == nil {
		return missing(w.Schema.Type("snapshot"), c.Body.Part("snapshot"))
	}
	if snapshot.Object().Text("snapshot_type") == "active" {
		return Conflict("Cannot preview Active VM snapshot.")
	}
	if err := w.canGoBack(vm, snapshot, "preview"); err != nil {
		return err
	}
	picks, err := w.picked(c, vm, snapshot)
	if err != nil {
		return err
	}
	w.set(vm, "status", imageLocked)
	w.beginPreview(vm, snapshot, picks, c.Body.True("restore_memory"))
	name, description, user, correlation := vm.Object().Name(), snapshot.Object().Text("description"), c.User, c.Correlation
	c.Log(46, fmt.Sprintf("Snapshot-Preview '%s' for VM %s was initiated by %s.", description, name, c.userName()), vm)
	c.Pending(vm, func() {
		w.set(vm, "status", down)
		w.Log(Event{Code: 71, Severity: "normal", Text: fmt.Sprintf("Snapshot-Preview '%s' for VM %s has been completed.", description, name),
			Refs: []*store.Entity{vm}}, user, correlation)
	})
	return nil
}

// pick is a disk that a VM takes back, and the snapshot whose image of it is taken; nil for the
// present one.
type pick struct{ disk, from *store.Entity }

// picksOf returns all disks that a snapshot keeps.
func (w *World) picksOf(snapshot *store.Entity) []pick {
	var picks []pick
	for _, disk := range w.Of(snapshot, "disks") {
		picks = append(picks, pick{disk, snapshot})
	}
	return picks
}

// picked returns the disks that a preview or a restoration takes: those that the document names, by
// disk and image, or else all of the snapshot. One that isn't named leaves the VM:
// BackendVmResource.previewSnapshot, TryBackToAllSnapshotsOfVmCommand. What the engine does with a
// disk without image_id isn't known: it is taken for that of the snapshot.
func (w *World) picked(c *Call, vm, snapshot *store.Entity) ([]pick, error) {
	if !c.Body.Has("disks") {
		return w.picksOf(snapshot), nil
	}
	var picks []pick
	for _, ref := range c.Body.List("disks") {
		p, ok := w.pickOf(vm, snapshot, ref)
		if !ok {
			return nil, missing(ref.Type, ref)
		}
		picks = append(picks, p)
	}
	return picks, nil
}

// pickOf finds the image that a reference to a disk means.
func (w *World) pickOf(vm, snapshot *store.Entity, ref *store.Object) (p pick, ok bool) {
	disk, image := w.ByID(ref.Type, ref.ID()), ref.Text("image_id")
	if disk == nil {
		return p, false
	}
	has := func(s *store.Entity) bool {
		state := w.Overlay(s.Path+"/disks", disk)
		return state != nil && (image == "" || state.Text("image_id") == image)
	}
	if has(snapshot) {
		return pick{disk, snapshot}, true
	}
	for _, s := range w.Of(vm, "snapshots") {
		if image != "" && has(s) {
			return pick{disk, s}, true
		}
	}
	attached := w.At(vm.Path+"/diskattachments/"+disk.ID()) != nil
	return pick{disk, nil}, attached && image == disk.Object().Text("image_id")
}

// canGoBack refuses to take a VM back to a snapshot while the state of things forbids it.
func (w *World) canGoBack(vm, snapshot *store.Entity, verb string) error {
	if snapshot.Object().Text("snapshot_type") != "regular" {
		return Conflict("Cannot %s Snapshot. The operation is only allowed for regular snapshots.", verb)
	}
	if err := w.snapshotsFree(vm, verb); err != nil {
		return err
	}
	switch vm.Object().Text("status") {
	case down:
	case imageLocked:
		return Conflict("Cannot %s Snapshot. "+busyText, verb)
	default:
		return Conflict("Cannot %s Snapshot. At least one of the VMs is not down.", verb)
	}
	return w.disksReady(vm, verb+" Snapshot")
}

// beginPreview lets a VM take the state of a snapshot. What it was before is kept in a snapshot of its own kind.
func (w *World) beginPreview(vm, snapshot *store.Entity, disks []pick, memory bool) {
	w.takeSnapshot(vm, previewName, "preview", false, nil, nil)
	if now := w.ofKind(vm, "active"); now != nil {
		w.set(now, "date", w.Time())
	}
	w.set(snapshot, "snapshot_status", "in_preview")
	w.takeState(vm, snapshot, disks)
	vm.DropNote(withMemory)
	if memory && snapshot.Object().True("persist_memorystate") {
		vm.SetNote(withMemory, snapshot.ID())
	}
}

// takeState provides a VM with the configuration, NICs and disks of a snapshot. Disks that it doesn't have leave the VM.
func (w *World) takeState(vm, snapshot *store.Entity, disks []pick) {
	w.configureFrom(vm, snapshot.Object())
	w.takeNICs(vm, snapshot)
	for _, a := range slices.Clone(w.Of(vm, "diskattachments")) {
		disk := w.of(a, "disk")
		at := slices.IndexFunc(disks, func(p pick) bool { return p.disk == disk })
		switch {
		case disk == nil || disk.Object().Text("storage_type") == "lun" || disk.Object().True("shareable"):
		case at < 0:
			w.detach(a)
		case disks[at].from != nil:
			w.revertDisk(disks[at].from, disk)
		}
	}
	for _, p := range disks {
		if p.from != nil && w.At(vm.Path+"/diskattachments/"+p.disk.ID()) == nil {
			w.revertDisk(p.from, p.disk)
			w.attach(vm, p.disk, w.attachmentIn(p.from, p.disk), "vm")
		}
	}
}

// configureFrom provides a VM with the configuration that a snapshot keeps.
func (w *World) configureFrom(vm *store.Entity, kept *store.Object) {
	w.Change(vm, func(o *store.Object) {
		for _, m := range o.Type.Members {
			if from := kept.Type.Member(m.Name); configured(m) && from != nil {
				o.Put(m, kept.Value(from))
			}
		}
	})
}

// takeNICs provides a VM with the NICs and the CD that a snapshot keeps.
func (w *World) takeNICs(vm, snapshot *store.Entity) {
	for _, segment := range [...]string{"nics", "cdroms"} {
		for _, e := range slices.Clone(w.Of(vm, segment)) {
			w.Remove(e)
		}
		for _, e := range slices.Clone(w.Of(snapshot, segment)) {
			w.addChild(vm, segment, func(o *store.Object) { o.Merge(e.Object()) })
		}
	}
}

// endPreview keeps what is previewed, or goes back to what was before.
func (c *Call) endPreview(keep bool) error {
	w, vm := c.World, c.Entity()
	snapshot := w.previewed(vm)
	if snapshot == nil {
		return Conflict("Cannot revert to Snapshot to a Snapshot that is not being previewed. Please select the correct Snapshot to restore to: " +
			"Either the one being previewed, or the one before the preview.")
	}
	switch vm.Object().Text("status") {
	case down:
	case imageLocked:
		return Conflict("Cannot revert to Snapshot. " + busyText)
	default:
		return Conflict("Cannot revert to Snapshot. At least one of the VMs is not down.")
	}
	name, user, correlation := vm.Object().Name(), c.User, c.Correlation
	code, text := int64(650), fmt.Sprintf("Undoing a snapshot preview for VM %s was initiated by %s.", name, c.userName())
	done, doneText := int64(651), fmt.Sprintf("Undoing a snapshot preview for VM %s has been completed.", name)
	if keep {
		code, text = 94, fmt.Sprintf("Committing a Snapshot-Preview for VM %s was initialized by %s.", name, c.userName())
		done, doneText = 95, fmt.Sprintf("Committing a Snapshot-Preview for VM %s has been completed.", name)
	}
	c.Log(code, text, vm)
	w.set(vm, "status", imageLocked)
	c.Pending(vm, func() {
		if keep {
			w.commitPreview(vm)
		} else {
			w.undoPreview(vm)
		}
		w.set(vm, "status", down)
		w.Log(Event{Code: done, Severity: "normal", Text: doneText, Refs: []*store.Entity{vm}}, user, correlation)
	})
	return nil
}

// previewed returns the snapshot of a VM that is previewed, or nil.
func (w *World) previewed(vm *store.Entity) *store.Entity {
	for _, s := range w.Of(vm, "snapshots") {
		if s.Object().Text("snapshot_status") == "in_preview" {
			return s
		}
	}
	return nil
}

// ofKind returns the first snapshot of a VM of a type, or nil.
func (w *World) ofKind(vm *store.Entity, kind string) *store.Entity {
	for _, s := range w.Of(vm, "snapshots") {
		if s.Object().Text("snapshot_type") == kind {
			return s
		}
	}
	return nil
}

// commitPreview keeps the previewed state of a VM: what came after the snapshot goes, with the disks that were made since.
func (w *World) commitPreview(vm *store.Entity) {
	snapshot, before := w.previewed(vm), w.ofKind(vm, "preview")
	if snapshot == nil {
		return
	}
	later := false
	for _, s := range slices.Clone(w.Of(vm, "snapshots")) {
		switch {
		case s == snapshot:
			later = true
		case s == before:
		case later && s.Object().Text("snapshot_type") == "regular":
			w.dropSnapshot(s)
		}
	}
	if before != nil {
		for _, id := range w.diskIDs(before) {
			disk := w.ByID(w.Schema.Type("disk"), id)
			if disk != nil && len(w.Attachments(disk)) == 0 {
				w.dropDisk(disk)
			}
		}
		w.dropSnapshot(before)
	}
	w.set(snapshot, "snapshot_status", ok)
}

// undoPreview takes a VM back to what it was before the preview.
func (w *World) undoPreview(vm *store.Entity) {
	snapshot, before := w.previewed(vm), w.ofKind(vm, "preview")
	vm.DropNote(withMemory)
	if before != nil {
		w.takeState(vm, before, w.picksOf(before))
		w.dropSnapshot(before)
	}
	if snapshot != nil {
		w.set(snapshot, "snapshot_status", ok)
	}
}

// statelessSnapshot keeps the state of a VM that runs stateless, until it is down again.
func (w *World) statelessSnapshot(vm *store.Entity) {
	w.takeSnapshot(vm, "stateless snapshot", "stateless", false, nil, nil)
}

func (w *World) statelessOf(vm *store.Entity) *store.Entity { return w.ofKind(vm, "stateless") }

// endStateless takes a VM that ran stateless back to what it was before.
func (w *World) endStateless(vm *store.Entity) {
	before := w.statelessOf(vm)
	if before == nil {
		return
	}
	w.set(vm, "status", imageLocked)
	w.On(vm, w.Step(), func() {
		w.takeState(vm, before, w.picksOf(before))
		w.dropSnapshot(before)
		w.set(vm, "status", down)
	})
}
