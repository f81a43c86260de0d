package behavior

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// updateDisk changes a disk. One that grows is locked for a while.
func (w *World) updateDisk(c *Call) error {
	disk := c.Entity()
	if err := diskFree(disk, "edit"); err != nil {
		return err
	}
	change := c.Body.Clone()
	for _, name := range [...]string{
		"status", "actual_size", "total_size", "image_id", "storage_type", "format", "sparse", "storage_domains", "content_type", "id",
	} {
		change.Set(name, nil)
	}
	if alias := change.Text("alias"); alias != "" {
		change.Set("name", alias)
	} else if change.Name() != "" {
		change.Set("alias", change.Name())
	}
	size := change.Int("provisioned_size")
	switch {
	case size == 0 || size == c.Object().Int("provisioned_size"):
		size = 0
	case size < c.Object().Int("provisioned_size"):
		return Conflict("Cannot edit Virtual Disk. New disk size cannot be smaller than the current one.")
	case c.Object().Text("storage_type") == "lun":
		size = 0
	default:
		if err := w.canExtend(disk); err != nil {
			return err
		}
		more := int64(0)
		if !c.Object().True("sparse") {
			more = size - c.Object().Int("provisioned_size")
		}
		if err := w.roomFor(c.Object(), more, "extend Virtual Disk"); err != nil {
			return err
		}
		for _, ref := range c.Object().List("storage_domains") {
			if domain := w.Resolve(ref); domain != nil {
				if err := c.useStorage(c.Object(), domain, size-c.Object().Int("provisioned_size"), "extend Virtual Disk"); err != nil {
					return err
				}
			}
		}
	}
	change.Set("provisioned_size", nil)
	if change.Has("shareable") && change.True("shareable") && len(w.snapshotsOf(disk)) > 0 {
		return Conflict("Cannot edit Virtual Disk. Disks with snapshots are not supported.")
	}
	if change.Text("backup") == "incremental" && c.Object().Text("format") == "raw" {
		return Conflict("Cannot edit Virtual Disk. Incremental backup is not supported for RAW format disks.")
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	c.Log(86, fmt.Sprintf("Disk %s was updated by %s.", c.Object().Text("alias"), c.userName()))
	if size > 0 {
		w.extend(c, disk, size)
	}
	return nil
}

// canExtend refuses to let a disk grow that can't.
func (w *World) canExtend(disk *store.Entity) error {
	for _, a := range w.Attachments(disk) {
		if a.Object().True("read_only") {
			return Conflict("Cannot extend Virtual Disk. Read-only disk cannot be resized.")
		}
		if a.Owner != nil && typeOf(a.Owner).Name == "vm" && a.Object().True("active") {
			if status := a.Owner.Object().Text("status"); !w.canExtendIn(status) {
				return Conflict("Cannot extend Virtual Disk because the VM is in %s status.", spoken(status))
			}
		}
	}
	return nil
}

// extend lets a disk grow, which takes a while.
func (w *World) extend(c *Call, disk *store.Entity, size int64) {
	alias, user, correlation := disk.Object().Text("alias"), c.User, c.Correlation
	w.set(disk, "status", "locked")
	w.On(disk, w.Step(), func() {
		w.set(disk, "status", ok, "provisioned_size", size)
		if !disk.Object().True("sparse") {
			w.set(disk, "actual_size", size, "total_size", size)
		}
		w.Log(Event{Code: 371, Severity: "normal", Text: "Size of the disk '" + alias + "' was successfully extended."}, user, correlation)
	})
}
