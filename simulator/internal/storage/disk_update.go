package storage

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// UpdateDisk changes a disk. One that grows is locked for a while.
func (st *Storage) UpdateDisk(c *world.Call) error {
	disk := c.Entity()
	if err := CheckDiskFree(disk, "edit"); err != nil {
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
		return world.Conflict("Cannot edit Virtual Disk. New disk size cannot be smaller than the current one.")
	case c.Object().Text("storage_type") == "lun":
		size = 0
	default:
		if err := st.canExtend(disk); err != nil {
			return err
		}
		more := int64(0)
		if !c.Object().True("sparse") {
			more = size - c.Object().Int("provisioned_size")
		}
		if err := st.CheckSpace(c.Object(), more, "extend Virtual Disk"); err != nil {
			return err
		}
		for _, ref := range c.Object().List("storage_domains") {
			if domain := st.w.Resolve(ref); domain != nil {
				if err := st.w.Quotas.UseStorage(c, c.Object(), domain, size-c.Object().Int("provisioned_size"), "extend Virtual Disk"); err != nil {
					return err
				}
			}
		}
	}
	change.Set("provisioned_size", nil)
	if change.Has("shareable") && change.True("shareable") && len(st.machines.SnapshotsOf(disk)) > 0 {
		return world.Conflict("Cannot edit Virtual Disk. Disks with snapshots are not supported.")
	}
	if change.Text("backup") == "incremental" && c.Object().Text("format") == "raw" {
		return world.Conflict("Cannot edit Virtual Disk. Incremental backup is not supported for RAW format disks.")
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	c.Log(86, fmt.Sprintf("Disk %s was updated by %s.", c.Object().Text("alias"), c.UserName()))
	if size > 0 {
		st.extend(c, disk, size)
	}
	return nil
}

// canExtend refuses to let a disk grow that can't.
func (st *Storage) canExtend(disk *store.Entity) error {
	for _, a := range st.w.Attachments(disk) {
		if a.Object().True("read_only") {
			return world.Conflict("Cannot extend Virtual Disk. Read-only disk cannot be resized.")
		}
		if a.Owner != nil && world.TypeOf(a.Owner).Name == "vm" && a.Object().True("active") {
			if status := a.Owner.Object().Text("status"); !st.machines.CanExtendIn(status) {
				return world.Conflict("Cannot extend Virtual Disk because the VM is in %s status.", world.StatusText(status))
			}
		}
	}
	return nil
}

// extend lets a disk grow, which takes a while.
func (st *Storage) extend(c *world.Call, disk *store.Entity, size int64) {
	alias, user, correlation := disk.Object().Text("alias"), c.User, c.Correlation
	st.w.Set(disk, "status", "locked")
	st.w.On(disk, st.w.Step(), func() {
		st.w.Set(disk, "status", world.OK, "provisioned_size", size)
		if !disk.Object().True("sparse") {
			st.w.Set(disk, "actual_size", size, "total_size", size)
		}
		st.w.Log(world.Event{Code: 371, Severity: "normal", Text: "Size of the disk '" + alias + "' was successfully extended."}, user, correlation)
	})
}
