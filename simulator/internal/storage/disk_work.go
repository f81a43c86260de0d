package storage

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerDiskActions sets the actions on disks, during which they are locked.
func (st *Storage) registerDiskActions(h *world.Hooks) {
	h.Actions["move"] = st.moveDisk
	h.Actions["copy"] = st.copyDisk
	h.Actions["sparsify"] = st.sparsify
	h.Actions["reduce"] = st.reduce
	h.Actions["convert"] = st.convert
	h.Actions["export"] = st.exportDisk
	h.Actions["refreshlun"] = st.refreshLUN
}

// lockDisk keeps a disk locked while storage works on it, and does the work at the end.
func (st *Storage) lockDisk(c *world.Call, done func()) {
	disk := c.Entity()
	c.Set(disk, names.Status, world.Locked)
	c.Pending(disk, func() {
		c.Set(disk, names.Status, world.OK)
		done()
	})
}

// checkWorkable refuses work on a disk that is locked, or that is no image.
func (st *Storage) checkWorkable(c *world.Call, verb string) error {
	disk := c.Entity()
	if err := CheckDiskFree(disk, verb); err != nil {
		return err
	}
	switch o := disk.Object(); {
	case o.Text(names.Status) == world.Illegal:
		return world.Conflict(
			"Cannot %s Virtual Disk. The following attached disks are in ILLEGAL status: %s - "+
				"please remove them and try again.",
			verb,
			o.Text(names.Alias),
		)
	case o.Text(names.StorageType) == "lun" && verb == "sparsify":
		// The engine looks for a permit on the image, which there isn't.
		return &world.Fault{
			Status: http.StatusForbidden, Reason: world.ReasonFailed, Detail: "[User is not authorized to perform this action.]",
		}
	case o.Text(names.StorageType) == "lun" && verb == "reduce":
		return &world.Fault{
			Status: http.StatusInternalServerError, Reason: world.ReasonFailed, Detail: "[General command validation failure.]",
		}
	case o.Text(names.StorageType) == "lun":
		return world.Conflict(
			"Cannot %s Virtual Disk. The operation is unsupported for LUN Disk(s), please try "+
				"again with Disk(s) with one of the "+
				"following type(s): IMAGE.",
			verb,
		)
	}
	return nil
}

// checkIdle refuses work on a disk with which a VM runs.
func (st *Storage) checkIdle(c *world.Call, verb string) error {
	if vms := st.runningWith(c.Entity()); vms != nil {
		return world.Conflict(
			"Cannot %s Virtual Disk. The disk %s is plugged to non-Down VMs: %s",
			verb,
			c.Object().Text(names.Alias),
			strings.Join(vms, ", "),
		)
	}
	return nil
}

// checkSingleImage refuses work on a disk of several images.
func (st *Storage) checkSingleImage(c *world.Call, verb string) error {
	if len(st.machines.SnapshotsOf(c.Entity())) > 0 {
		return world.Conflict(
			"Cannot %s Virtual Disk. Disks with snapshots are not supported.",
			verb,
		)
	}
	return nil
}

// domainAsked returns the storage domain to which a disk shall go.
func (st *Storage) domainAsked(c *world.Call, verb string) (*store.Entity, error) {
	ref := c.Body.Part(names.StorageDomain)
	if ref == nil {
		return nil, world.Incomplete("Action [storageDomain.id|name] required for " + verb)
	}
	to := c.Resolve(ref)
	switch {
	case ref == nil:
		return nil, world.Mandatory("storage_domain.id", "storage_domain.name")
	case to == nil:
		return nil, world.NotFound(ref.Type, ref)
	case to.Object().Text(names.Status) != world.Active:
		return nil, world.Conflict(
			"Cannot %s Virtual Disk. The relevant Storage Domain's status is %s.",
			verb,
			world.StatusText(to.Object().Text(names.Status)),
		)
	}
	return to, nil
}

// onDomain puts a disk on a domain, with a profile of that.
func (st *Storage) onDomain(c *world.Call, o *store.Object, to *store.Entity) {
	o.Set(names.StorageDomains, []*store.Object{world.Ref(to)})
	o.Set(names.DiskProfile, nil)
	if profiles := c.Referring(names.DiskProfile, names.StorageDomain, to.ID()); len(profiles) > 0 {
		o.Set(names.DiskProfile, world.Ref(profiles[0]))
	}
	if ref := c.Body.Part(names.DiskProfile); ref != nil && c.Resolve(ref) != nil {
		o.Set(names.DiskProfile, world.Ref(c.Resolve(ref)))
	}
	if ref := c.Body.Part(names.Quota); ref != nil && c.Resolve(ref) != nil {
		o.Set(names.Quota, world.Ref(c.Resolve(ref)))
	}
}

// moveDisk moves a disk to another domain, even while a VM runs with it.
func (st *Storage) moveDisk(c *world.Call) error {
	disk := c.Entity()
	if err := st.checkWorkable(c, "move"); err != nil {
		return err
	}
	to, err := st.domainAsked(c, "move")
	if err != nil {
		return err
	}
	if InDomain(disk, to) {
		return world.Conflict(
			"Cannot move Virtual Disk. The source and target storage domains are the same.",
		)
	}
	if err := checkSpace(to, diskSize(c.Object()), "move Virtual Disk"); err != nil {
		return err
	}
	c.Report(2008, nil, to, disk)
	st.lockDisk(c, func() {
		st.w.Change(disk, func(o *store.Object) { st.onDomain(c, o, to) })
		c.Report(2010, nil, to, disk)
	})
	return nil
}

// copyDisk makes a disk like another one. Disks of templates get another place instead.
func (st *Storage) copyDisk(c *world.Call) error {
	disk := c.Entity()
	if err := st.checkWorkable(c, "copy"); err != nil {
		return err
	}
	to, err := st.domainAsked(c, "copy")
	if err != nil {
		return err
	}
	if err := checkSpace(to, diskSize(c.Object()), "copy Virtual Disk"); err != nil {
		return err
	}
	if st.OfTemplate(disk) {
		if InDomain(disk, to) {
			return world.Conflict(
				"Cannot copy Virtual Disk. The source and target storage domains are the same.",
			)
		}
		c.Report(2004, nil, to, disk)
		st.lockDisk(c, func() {
			st.w.Set(
				disk,
				names.StorageDomains,
				append(slices.Clone(disk.Object().List(names.StorageDomains)), world.Ref(to)),
			)
			c.Report(2006, nil, to, disk)
		})
		return nil
	}
	if err := st.checkIdle(c, "copy"); err != nil {
		return err
	}
	o := c.Object().Clone()
	st.onDomain(c, o, to)
	for _, member := range [...]string{names.DiskAlias, names.DiskName} {
		if name := c.Body.Text(member); name != "" {
			o.Set(names.Alias, name)
			o.Set(names.Name, name)
		}
	}
	twin, err := st.NewDisk(c, o)
	if err != nil {
		return err
	}
	st.Images.Copy(disk.ID(), twin.ID())
	c.Report(2004, nil, to, disk)
	st.lockDisk(c, func() {
		c.Report(2006, nil, to, disk)
	})
	return nil
}

// OfTemplate reports whether a disk belongs to a template.
func (st *Storage) OfTemplate(disk *store.Entity) bool {
	return slices.ContainsFunc(st.w.Attachments(disk), func(a *store.Entity) bool {
		return a.Owner != nil && world.TypeOf(a.Owner).Name == names.Template
	})
}

// sparsify frees what the guest no longer uses: a tenth of what the disk takes.
func (st *Storage) sparsify(c *world.Call) error {
	disk := c.Entity()
	for _, check := range [...]func(*world.Call, string) error{st.checkIdle, st.sparsifiable, st.checkSingleImage, st.checkWorkable} {
		if err := check(c, "sparsify"); err != nil {
			return err
		}
	}
	c.Report(1325, nil, disk)
	st.lockDisk(c, func() {
		st.w.Set(disk, names.ActualSize, disk.Object().Int(names.ActualSize)*9/10)
		c.Report(1326, nil, disk)
	})
	return nil
}

// sparsifiable refuses disks whose format has no holes, or keeps account of them itself.
func (st *Storage) sparsifiable(c *world.Call, _ string) error {
	switch o := c.Object(); {
	case o.Text(names.StorageType) == "lun":
		return nil // checkWorkable says it
	case !o.True(names.Sparse):
		return world.Bad(
			"Cannot sparsify Virtual Disk. Sparsifying is not supported for preallocated disk %s.",
			o.Text(names.Alias),
		)
	case o.Text(names.Format) == "cow":
		return world.Bad(
			"Cannot sparsify Virtual Disk. Sparsifying is not supported for QCOW2 disk %s.",
			o.Text(names.Alias),
		)
	}
	return nil
}

// reduce frees blocks that a disk has beyond its contents.
func (st *Storage) reduce(c *world.Call) error {
	disk := c.Entity()
	if err := st.checkWorkable(c, "reduce"); err != nil {
		return err
	}
	for _, ref := range c.Object().List(names.StorageDomains) {
		if domain := st.w.Resolve(ref); domain != nil && isFile(domain) {
			return world.Conflict(
				"Cannot reduce Virtual Disk. Reduce image isn't required for file based domains.",
			)
		}
	}
	if c.Object().True(names.Shareable) {
		return world.Conflict(
			"Cannot reduce Virtual Disk. Reduce image is not supported for shareable disks.",
		)
	}
	if err := st.checkIdle(c, "reduce"); err != nil {
		return err
	}
	st.lockDisk(c, func() {
		if disk.Object().True(names.Sparse) {
			st.w.Set(disk, names.ActualSize, int64(world.GiB))
		}
		c.Report(382, nil, disk)
	})
	return nil
}

// convert changes the format of a disk, or whether it takes its room at once.
func (st *Storage) convert(c *world.Call) error {
	disk := c.Entity()
	for _, check := range [...]func(*world.Call, string) error{st.checkWorkable, st.checkIdle, st.checkSingleImage} {
		if err := check(c, "convert disk"); err != nil {
			return err
		}
	}
	format, sparse := c.Object().Text(names.Format), c.Object().True(names.Sparse)
	if c.Body.Has(names.DiskFormat) {
		format = c.Body.Text(names.DiskFormat)
	}
	if c.Body.Has(names.DiskSparse) {
		sparse = c.Body.True(names.DiskSparse)
	}
	if format == "raw" && c.Object().Text(names.Backup) == "incremental" {
		return world.Conflict(
			"Cannot convert disk Virtual Disk. Incremental backup is not supported for RAW " +
				"format disks.",
		)
	}
	st.lockDisk(c, func() {
		st.w.Change(disk, func(o *store.Object) {
			o.Set(names.Format, format)
			o.Set(names.Sparse, sparse)
			o.Set(names.ImageID, st.w.IDs.UUID())
			o.Set(names.QcowVersion, nil)
			if format == "cow" {
				o.Set(names.QcowVersion, "qcow2_v3")
			}
			if !sparse {
				o.Set(names.ActualSize, o.Int(names.ProvisionedSize))
				o.Set(names.TotalSize, o.Int(names.ProvisionedSize))
			}
		})
	})
	return nil
}

// exportDisk puts an image of a disk into an image repository.
func (st *Storage) exportDisk(c *world.Call) error {
	disk := c.Entity()
	for _, check := range [...]func(*world.Call, string) error{st.checkWorkable, st.checkIdle} {
		if err := check(c, "export"); err != nil {
			return err
		}
	}
	to, err := st.domainAsked(c, "export")
	if err != nil {
		return err
	}
	if kind := to.Object().Text(names.Type); kind != "image" && kind != "export" {
		return world.Conflict("Cannot export Virtual Disk. Storage Domain type is illegal.")
	}
	alias := c.Object().Text(names.Alias)
	more := world.Named{
		"repo_image_name": alias, "destination_storage_domain_name": to.Object().Name(),
	}
	c.Report(2030, more, disk)
	st.lockDisk(c, func() {
		st.w.AddChild(to, "images", func(o *store.Object) {
			o.Set(names.Name, alias)
			o.Set(names.Size, disk.Object().Int(names.ProvisionedSize))
			o.Set(names.Type, "disk")
			o.Set(names.StorageDomain, world.Ref(to))
		})
		c.Report(2031, more, disk)
	})
	return nil
}

// refreshLUN takes the size of a disk from its LUN again.
func (st *Storage) refreshLUN(c *world.Call) error {
	if c.Object().Text(names.StorageType) != "lun" {
		return world.Conflict(
			"Cannot refresh LUNs. The operation is unsupported for IMAGE Disk(s), please try " +
				"again with Disk(s) with one of the " +
				"following type(s): LUN.",
		)
	}
	host := st.w.Resolve(c.Body.Part(names.Host))
	switch {
	case host == nil:
		return world.NotFound(st.w.Schema.Type(names.Host), c.Body.Part(names.Host))
	case host.Object().Text(names.Status) != world.Up:
		return world.Conflict(
			"Cannot refresh LUNs. Operation can be performed only when Host status is Up.",
		)
	}
	for _, unit := range c.Object().List(names.LunStorageLogicalUnits) {
		if size := unit.Int(names.Size); size > 0 {
			st.w.Set(c.Entity(), names.ProvisionedSize, size)
		}
	}
	return nil
}
