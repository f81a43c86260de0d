package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// showSnapshotDisk shows a disk as a snapshot keeps it.
func (w *World) showSnapshotDisk(p *store.Place, v *document.View, _ Query) {
	if p.Above == nil || p.Entity == nil {
		return
	}
	if state := w.Overlay(p.Above.Collection(), p.Entity); state != nil {
		v.Object = v.Object.Clone()
		v.Object.Merge(state)
	}
}

// diskSnapshots sets the images of disks that belong to snapshots, which disks and storage domains list.
func (w *World) diskSnapshots() {
	list := w.hook("disk_snapshots")
	list.Choose = func(_ *store.Place, list []*store.Entity, q Query) []*store.Entity {
		active, template := q.Bool("include_active", false), q.Bool("include_template", false)
		return slices.DeleteFunc(slices.Clone(list), func(e *store.Entity) bool {
			switch {
			case e.Object().Has("snapshot"):
				return false
			case e.Note(templateImage) != "":
				return !template
			}
			return !active
		})
	}
	w.SetComputed("disk_snapshots", func(p *store.Place) []*store.Entity {
		out := slices.Clone(w.Kept(p))
		owner := p.Owner()
		if owner == nil {
			return out
		}
		for _, image := range w.imagesOf(owner) {
			e := store.Transient(p, image.object)
			if image.template {
				e.SetNote(templateImage, "true")
			}
			out = append(out, e)
		}
		return out
	})
	w.OnShowDisk("snapshot_disks", w.showSnapshotDisk)
	h := w.hook("disk_snapshot")
	h.Remove = w.removeDiskSnapshot
	h.Show = func(p *store.Place, v *document.View, _ Query) { v.Actions = nil }
}

// templateImage is the note at images that belong to a template.
const templateImage = "of a template"

// image is one of those that a disk consists of.
type image struct {
	object   *store.Object
	template bool
}

// imagesOf returns the images of a disk, or of all disks in a storage domain: for each disk the one of its template, if it was made of one, then
// those that snapshots keep, and the active one.
func (w *World) imagesOf(owner *store.Entity) []image {
	disks := []*store.Entity{owner}
	if typeOf(owner).Name == "storage_domain" {
		disks = slices.DeleteFunc(slices.Clone(w.All("/disks")), func(disk *store.Entity) bool {
			return !inDomain(disk, owner) || disk.Object().Text("storage_type") == "lun"
		})
	}
	var out []image
	for _, disk := range disks {
		if disk.Object().Text("storage_type") == "lun" {
			continue
		}
		var parent *store.Object
		add := func(o *store.Object, template bool) {
			if parent != nil {
				path := "/disks/" + disk.ID() + "/disksnapshots/" + parent.ID()
				o.Set("parent", store.NewRef(o.Type, path, parent.ID()))
			}
			parent = o
			out = append(out, image{o, template})
		}
		if base := w.templateDiskOf(disk); base != nil {
			add(w.imageNow(base), true)
		}
		for _, snapshot := range w.snapshotsOf(disk) {
			add(w.imageIn(snapshot, disk), false)
		}
		add(w.imageNow(disk), false)
	}
	return out
}

// templateDiskOf returns the disk of a template on top of which a VM's disk stands, or nil.
func (w *World) templateDiskOf(disk *store.Entity) *store.Entity {
	if id := disk.Note(madeOf); id != "" {
		return w.At("/disks/" + id)
	}
	return nil
}

// imageNow returns the image that a disk writes to.
func (w *World) imageNow(disk *store.Entity) *store.Object {
	o := w.obj("disk_snapshot")
	o.Merge(disk.Object())
	o.Set("id", disk.Object().Text("image_id"))
	o.Set("description", "Active VM")
	if w.ofTemplate(disk) {
		o.Set("description", "")
	}
	o.Set("snapshot", nil)
	o.Set("disk", Ref(disk))
	return o
}

// snapshotsOf returns the snapshots that keep a disk, in the order of their making.
func (w *World) snapshotsOf(disk *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, a := range w.Attachments(disk) {
		if a.Owner == nil || a.Owner.Node.Fixed["snapshots"] == nil {
			continue
		}
		for _, s := range w.Of(a.Owner, "snapshots") {
			if w.Overlay(s.Path+"/disks", disk) != nil {
				out = append(out, s)
			}
		}
	}
	return out
}

// imageIn returns the image of a disk that a snapshot keeps.
func (w *World) imageIn(snapshot, disk *store.Entity) *store.Object {
	o := w.obj("disk_snapshot")
	o.Merge(disk.Object())
	o.Merge(w.Overlay(snapshot.Path+"/disks", disk))
	id := o.Text("image_id")
	o.Set("id", id)
	o.Set("description", snapshot.Object().Text("description"))
	o.Set("status", ok)
	if snapshot.Object().Text("snapshot_status") == "locked" {
		o.Set("status", "locked")
	}
	o.Set("disk", Ref(disk))
	o.Set("snapshot", Ref(snapshot))
	return o
}

// imageByID returns the disk and the snapshot to which an image belongs, or nil.
func (w *World) imageByID(id string) (disk, snapshot *store.Entity) {
	for _, vm := range w.All("/vms") {
		for _, s := range w.Of(vm, "snapshots") {
			for _, d := range w.Of(s, "disks") {
				if o := w.Overlay(s.Path+"/disks", d); o != nil && o.Text("image_id") == id {
					return d, s
				}
			}
		}
	}
	return nil, nil
}

// removeDiskSnapshot merges the image of one disk out of its snapshot, which stays.
func (w *World) removeDiskSnapshot(c *Call) error {
	disk, snapshot := w.of(c.Entity(), "disk"), w.of(c.Entity(), "snapshot")
	switch {
	case disk != nil && w.ofTemplate(disk):
		return Conflict("Cannot remove Disk Snapshot. The disk belongs to a Template.")
	case disk != nil && snapshot == nil:
		return Conflict("Cannot remove Disk Snapshot. The following disk snapshot(s) is active: %s.", c.Entity().ID())
	case disk == nil:
		w.Remove(c.Entity())
		return nil
	}
	if err := diskFree(disk, "remove"); err != nil {
		return err
	}
	if err := w.snapshotsFree(snapshot.Owner, "remove"); err != nil {
		return err
	}
	c.Log(373, "Disk '"+disk.Object().Text("alias")+"' from Snapshot '"+snapshot.Object().Text("description")+"' deletion was initiated.",
		snapshot.Owner)
	w.set(snapshot, "snapshot_status", "locked")
	c.Pending(snapshot, func() {
		w.set(snapshot, "snapshot_status", ok)
		w.Unlink(snapshot.Path+"/disks", disk)
	})
	return nil
}

// diskState are the members of a disk that a snapshot keeps.
var diskState = []string{"image_id", "provisioned_size", "actual_size", "total_size", "format", "sparse", "qcow_version"}

// keepDisk lists a disk in a snapshot with its present state.
func (w *World) keepDisk(snapshot, attachment, disk *store.Entity) {
	path := snapshot.Path + "/disks"
	w.Link(path, disk)
	state := store.New(typeOf(disk))
	for _, name := range diskState {
		state.Set(name, disk.Object().Get(name))
	}
	for _, name := range attachmentState {
		if v := attachment.Object().Get(name); v != nil {
			state.Set(name, v)
		}
	}
	state.Set("snapshot", Ref(snapshot))
	w.SetOverlay(path, disk, state)
}

// attachmentState are the members of an attachment that disks have too.
var attachmentState = []string{"active", "bootable", "interface", "read_only", "uses_scsi_reservation"}

// attachmentIn returns the attachment of a disk as a snapshot keeps it.
func (w *World) attachmentIn(snapshot, disk *store.Entity) *store.Object {
	o := w.obj("disk_attachment")
	if state := w.Overlay(snapshot.Path+"/disks", disk); state != nil {
		for _, name := range attachmentState {
			o.Set(name, state.Get(name))
		}
	}
	return o
}

// diskIDs returns the ids of the disks that a snapshot keeps.
func (w *World) diskIDs(snapshot *store.Entity) []string {
	var ids []string
	for _, disk := range w.Of(snapshot, "disks") {
		ids = append(ids, disk.ID())
	}
	return ids
}

// newImage lets a disk write into a new image on top of the present one.
func (w *World) newImage(disk *store.Entity) {
	w.images.Copy(disk.ID(), disk.Object().Text("image_id"))
	w.set(disk, "image_id", w.IDs.UUID(), "format", "cow", "sparse", true, "qcow_version", "qcow2_v3",
		"total_size", disk.Object().Int("total_size")+emptyImage, "actual_size", int64(emptyImage))
}

// revertDisk provides a disk with the state that a snapshot keeps, in a new image on top of that.
func (w *World) revertDisk(snapshot, disk *store.Entity) {
	state := w.Overlay(snapshot.Path+"/disks", disk)
	if state == nil {
		return
	}
	w.Change(disk, func(o *store.Object) {
		state.Each(func(m *schema.Member, v any) {
			if slices.Contains(diskState, m.Name) {
				o.Put(m, v)
			}
		})
	})
	w.images.Copy(state.Text("image_id"), disk.ID())
	if snapshot.Object().Text("snapshot_type") == "regular" {
		w.newImage(disk)
	}
}
