package storage

import (
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (st *Storage) updateDisk(c *world.Call) error {
	return st.UpdateDisk(c, func() { c.Report(86, nil, c.Entity()) })
}

// UpdateDisk changes a disk. One that grows is locked for a while. The change is reported when it
// begins and when it has ended.
func (st *Storage) UpdateDisk(c *world.Call, report func()) error {
	disk := c.Entity()
	if err := CheckHeld(disk, "edit"); err != nil {
		return err
	}
	if err := CheckDiskFree(disk, "edit"); err != nil {
		return err
	}
	change := c.Body.Clone()
	for _, name := range [...]string{
		names.Status, names.ActualSize, names.TotalSize, names.ImageID, names.StorageType,
		names.Format, names.Sparse, names.StorageDomains, names.ContentType, names.ID,
	} {
		change.Set(name, nil)
	}
	if alias := change.Text(names.Alias); alias != "" {
		change.Set(names.Name, alias)
	} else if change.Name() != "" {
		change.Set(names.Alias, change.Name())
	}
	size := change.Int(names.ProvisionedSize)
	switch {
	case c.Object().Text(names.StorageType) == "lun":
		size = 0
	case size == 0 || size == c.Object().Int(names.ProvisionedSize):
		size = 0
	case size < c.Object().Int(names.ProvisionedSize):
		return world.Conflict(
			"Cannot edit Virtual Disk. New disk size cannot be smaller than the current one.",
		)
	default:
		if err := st.canExtend(disk); err != nil {
			return err
		}
		more := int64(0)
		if !c.Object().True(names.Sparse) {
			more = size - c.Object().Int(names.ProvisionedSize)
		}
		if err := st.CheckSpace(c.Object(), more, "extend Virtual Disk"); err != nil {
			return err
		}
		for _, ref := range c.Object().List(names.StorageDomains) {
			if domain := st.w.Resolve(ref); domain != nil {
				if err := st.w.Quotas.UseStorage(c, c.Object(), domain, size-c.Object().Int(names.ProvisionedSize), "extend Virtual Disk"); err != nil {
					return err
				}
			}
		}
	}
	change.Set(names.ProvisionedSize, nil)
	if change.Has(names.Shareable) && change.True(names.Shareable) &&
		len(st.machines.SnapshotsOf(disk)) > 0 {
		return world.Conflict("Cannot edit Virtual Disk. Disks with snapshots are not supported.")
	}
	if change.Text(names.Backup) == "incremental" && c.Object().Text(names.Format) == "raw" {
		return world.Conflict(
			"Cannot edit Virtual Disk. Incremental backup is not supported for RAW format disks.",
		)
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	report()
	st.Hold(disk)
	if size > 0 {
		st.extend(c, disk, size, report)
	} else {
		report()
	}
	return nil
}

// canExtend refuses to let a disk grow that can't.
func (st *Storage) canExtend(disk *store.Entity) error {
	for _, a := range st.w.Attachments(disk) {
		if a.Object().True(names.ReadOnly) {
			return world.Conflict("Cannot extend Virtual Disk. Read-only disk cannot be resized.")
		}
		if a.Owner != nil && world.TypeOf(a.Owner).Name == names.Vm &&
			a.Object().True(names.Active) {
			if status := a.Owner.Object().Text(names.Status); !st.machines.CanExtendIn(status) {
				return world.Conflict(
					"Cannot extend Virtual Disk because the VM is in %s status.",
					world.StatusText(status),
				)
			}
		}
	}
	return nil
}

// extend lets a disk grow, which takes a while.
func (st *Storage) extend(c *world.Call, disk *store.Entity, size int64, report func()) {
	st.w.Set(disk, names.Status, world.Locked)
	st.w.On(disk, st.w.Step(), func() {
		st.w.Set(disk, names.Status, world.OK, names.ProvisionedSize, size)
		if !disk.Object().True(names.Sparse) {
			st.w.Set(disk, names.ActualSize, size, names.TotalSize, size)
		}
		c.Report(371, world.Named{"size": strconv.FormatInt(size/world.GiB, 10)}, disk)
		report()
	})
}
