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

// showSnapshotDisk shows a disk as a snapshot keeps it.
func (ms *Machines) showSnapshotDisk(p *store.Place, v *document.View, _ world.Query) {
	if p.Above == nil || p.Entity == nil {
		return
	}
	if state := ms.w.Overlay(p.Above.Collection(), p.Entity); state != nil {
		v.Object = v.Object.Clone()
		v.Object.Merge(state)
	}
}

// registerDiskSnapshots sets the images of disks that belong to snapshots, which disks and storage
// domains list.
func (ms *Machines) registerDiskSnapshots() {
	list := ms.w.Hook("disk_snapshots")
	list.Choose = func(_ *store.Place, list []*store.Entity, q world.Query) []*store.Entity {
		active, template := q.Bool("include_active", false), q.Bool("include_template", false)
		return slices.DeleteFunc(slices.Clone(list), func(e *store.Entity) bool {
			switch {
			case e.Object().Has(names.Snapshot):
				return false
			case e.Note(templateImage) != "":
				return !template
			}
			return !active
		})
	}
	ms.w.SetComputed("disk_snapshots", func(p *store.Place) []*store.Entity {
		out := slices.Clone(ms.w.Kept(p))
		owner := p.Owner()
		if owner == nil {
			return out
		}
		for _, image := range ms.imagesOf(owner) {
			e := store.Transient(p, image.object)
			if image.template {
				e.SetNote(templateImage, "true")
			}
			out = append(out, e)
		}
		return out
	})
	ms.storage.OnShowDisk("snapshot_disks", ms.showSnapshotDisk)
	h := ms.w.Hook("disk_snapshot")
	h.Remove = ms.removeDiskSnapshot
	h.Show = func(p *store.Place, v *document.View, _ world.Query) { v.Actions = nil }
}

// templateImage is the note at images that belong to a template.
const templateImage = "of a template"

// image is one of those that a disk consists of.
type image struct {
	object   *store.Object
	template bool
}

// imagesOf returns the images of a disk, or of all disks in a storage domain: for each disk the one
// of its template, if it was made of one, then those that snapshots keep, and the active one.
func (ms *Machines) imagesOf(owner *store.Entity) []image {
	disks := []*store.Entity{owner}
	if world.TypeOf(owner).Name == names.StorageDomain {
		disks = slices.DeleteFunc(slices.Clone(ms.w.All("/disks")), func(disk *store.Entity) bool {
			return !storage.InDomain(disk, owner) || disk.Object().Text(names.StorageType) == "lun"
		})
	}
	var out []image
	for _, disk := range disks {
		if disk.Object().Text(names.StorageType) == "lun" {
			continue
		}
		var parent *store.Object
		add := func(o *store.Object, template bool) {
			if parent != nil {
				path := "/disks/" + disk.ID() + "/disksnapshots/" + parent.ID()
				o.Set(names.Parent, store.NewRef(o.Type, path, parent.ID()))
			}
			parent = o
			out = append(out, image{o, template})
		}
		if base := ms.templateDiskOf(disk); base != nil {
			add(ms.imageNow(base), true)
		}
		for _, snapshot := range ms.SnapshotsOf(disk) {
			add(ms.imageIn(snapshot, disk), false)
		}
		add(ms.imageNow(disk), false)
	}
	return out
}

// templateDiskOf returns the disk of a template on top of which a VM's disk stands, or nil.
func (ms *Machines) templateDiskOf(disk *store.Entity) *store.Entity {
	if id := disk.Note(storage.MadeOfNote); id != "" {
		return ms.w.At("/disks/" + id)
	}
	return nil
}

// imageNow returns the image that a disk writes to.
func (ms *Machines) imageNow(disk *store.Entity) *store.Object {
	o := ms.w.NewObject(names.DiskSnapshot)
	o.Merge(disk.Object())
	o.Set(names.ID, disk.Object().Text(names.ImageID))
	o.Set(names.Description, "Active VM")
	if ms.storage.OfTemplate(disk) {
		o.Set(names.Description, "")
	}
	o.Set(names.Snapshot, nil)
	o.Set(names.Disk, world.Ref(disk))
	return o
}

// SnapshotsOf returns the snapshots that keep a disk, in the order of their making.
func (ms *Machines) SnapshotsOf(disk *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, a := range ms.w.Attachments(disk) {
		if a.Owner == nil || a.Owner.Node.Fixed["snapshots"] == nil {
			continue
		}
		for _, s := range ms.w.Of(a.Owner, "snapshots") {
			if ms.w.Overlay(s.Path+"/disks", disk) != nil {
				out = append(out, s)
			}
		}
	}
	return out
}

// imageIn returns the image of a disk that a snapshot keeps.
func (ms *Machines) imageIn(snapshot, disk *store.Entity) *store.Object {
	o := ms.w.NewObject(names.DiskSnapshot)
	o.Merge(disk.Object())
	o.Merge(ms.w.Overlay(snapshot.Path+"/disks", disk))
	id := o.Text(names.ImageID)
	o.Set(names.ID, id)
	o.Set(names.Description, snapshot.Object().Text(names.Description))
	o.Set(names.Status, world.OK)
	if snapshot.Object().Text(names.SnapshotStatus) == world.Locked {
		o.Set(names.Status, world.Locked)
	}
	o.Set(names.Disk, world.Ref(disk))
	o.Set(names.Snapshot, world.Ref(snapshot))
	return o
}

// ImageByID returns the disk and the snapshot to which an image belongs, or nil.
func (ms *Machines) ImageByID(id string) (disk, snapshot *store.Entity) {
	for _, vm := range ms.w.All("/vms") {
		for _, s := range ms.w.Of(vm, "snapshots") {
			for _, d := range ms.w.Of(s, "disks") {
				if o := ms.w.Overlay(s.Path+"/disks", d); o != nil && o.Text(names.ImageID) == id {
					return d, s
				}
			}
		}
	}
	return nil, nil
}

// removeDiskSnapshot merges the image of one disk out of its snapshot, which stays.
func (ms *Machines) removeDiskSnapshot(c *world.Call) error {
	disk, snapshot := ms.w.Target(c.Entity(), names.Disk), ms.w.Target(c.Entity(), names.Snapshot)
	switch {
	case disk != nil && ms.storage.OfTemplate(disk):
		return world.Conflict("Cannot remove Disk Snapshot. The disk belongs to a Template.")
	case disk != nil && snapshot == nil:
		return world.Conflict(
			"Cannot remove Disk Snapshot. The following disk snapshot(s) is active: %s.",
			c.Entity().ID(),
		)
	case disk == nil:
		ms.w.Remove(c.Entity())
		return nil
	}
	if err := storage.CheckDiskFree(disk, "remove"); err != nil {
		return err
	}
	if err := ms.snapshotsFree(snapshot.Owner, "remove"); err != nil {
		return err
	}
	c.Report(373, nil, snapshot, disk)
	ms.w.Set(snapshot, names.SnapshotStatus, world.Locked)
	c.Pending(snapshot, func() {
		ms.w.Set(snapshot, names.SnapshotStatus, world.OK)
		ms.w.Unlink(snapshot.Path+"/disks", disk)
		c.Report(375, nil, snapshot, disk)
	})
	return nil
}

// diskState are the members of a disk that a snapshot keeps.
var diskState = []string{
	names.ImageID, names.ProvisionedSize, names.ActualSize, names.TotalSize, names.Format,
	names.Sparse, names.QcowVersion,
}

// keepDisk lists a disk in a snapshot with its present state.
func (ms *Machines) keepDisk(snapshot, attachment, disk *store.Entity) {
	path := snapshot.Path + "/disks"
	ms.w.Link(path, disk)
	state := store.New(world.TypeOf(disk))
	for _, name := range diskState {
		state.Set(name, disk.Object().Get(name))
	}
	for _, name := range attachmentState {
		if v := attachment.Object().Get(name); v != nil {
			state.Set(name, v)
		}
	}
	state.Set(names.Snapshot, world.Ref(snapshot))
	ms.w.SetOverlay(path, disk, state)
}

// attachmentState are the members of an attachment that disks have too.
var attachmentState = []string{
	names.Active, names.Bootable, names.Interface, names.ReadOnly, names.UsesScsiReservation,
}

// attachmentIn returns the attachment of a disk as a snapshot keeps it.
func (ms *Machines) attachmentIn(snapshot, disk *store.Entity) *store.Object {
	o := ms.w.NewObject(names.DiskAttachment)
	if state := ms.w.Overlay(snapshot.Path+"/disks", disk); state != nil {
		for _, name := range attachmentState {
			o.Set(name, state.Get(name))
		}
	}
	return o
}

// diskIDs returns the ids of the disks that a snapshot keeps.
func (ms *Machines) diskIDs(snapshot *store.Entity) []string {
	var ids []string
	for _, disk := range ms.w.Of(snapshot, "disks") {
		ids = append(ids, disk.ID())
	}
	return ids
}

// newImage lets a disk write into a new image on top of the present one.
func (ms *Machines) newImage(disk *store.Entity) {
	ms.storage.Images.Copy(disk.ID(), disk.Object().Text(names.ImageID))
	ms.w.Set(
		disk,
		names.ImageID, ms.w.IDs.UUID(), names.Format, "cow",
		names.Sparse, true, names.QcowVersion, "qcow2_v3",
		names.TotalSize, disk.Object().Int(names.TotalSize)+storage.EmptyImage,
		names.ActualSize, int64(storage.EmptyImage),
	)
}

// revertDisk sets a disk to the state that a snapshot keeps, in a new image on top of that.
func (ms *Machines) revertDisk(snapshot, disk *store.Entity) {
	state := ms.w.Overlay(snapshot.Path+"/disks", disk)
	if state == nil {
		return
	}
	ms.w.Change(disk, func(o *store.Object) {
		state.Each(func(m *schema.Member, v any) {
			if slices.Contains(diskState, m.Name) {
				o.Put(m, v)
			}
		})
	})
	ms.storage.Images.Copy(state.Text(names.ImageID), disk.ID())
	if snapshot.Object().Text(names.SnapshotType) == "regular" {
		ms.newImage(disk)
	}
}
