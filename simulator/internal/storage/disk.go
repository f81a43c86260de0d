package storage

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (st *Storage) registerDisks() {
	st.w.Hook("disks").Add = st.addDisk
	h := st.w.Hook("disk")
	h.Update = st.updateDisk
	h.Remove = st.removeDisk
	h.Show = func(p *store.Place, v *document.View, q world.Query) {
		if v.Object.Text(names.StorageType) == "lun" {
			showLUN(v, q)
		} else {
			v.Rels = world.Without(v.Rels, "disksnapshots")
		}
		world.HideDetails(v, q, names.Vms)
		if p.Above == nil {
			return
		}
		if show := st.diskViews[p.Above.Node.Service.Name]; show != nil {
			show(p, v, q)
		}
	}
	st.registerDiskActions(h)
	for _, service := range [...]string{"storage_domain_disk", "attached_storage_domain_disk"} {
		st.w.SetHooks(service, h)
	}
	for _, service := range [...]string{"storage_domain_disks", "attached_storage_domain_disks"} {
		st.w.SetHooks(service, st.w.Hook("disks"))
	}
}

// OnShowDisk changes how the disks in the collection of a service are shown.
func (st *Storage) OnShowDisk(
	service string,
	show func(*store.Place, *document.View, world.Query),
) {
	st.diskViews[service] = show
}

func (st *Storage) addDisk(c *world.Call) (*store.Entity, error) {
	if id := c.Body.ID(); id != "" {
		if old := st.w.ByID(c.Body.Type, id); old != nil {
			return nil, world.Conflict(
				"Cannot add Virtual Disk. The selected disk ID: %s is already used by the "+
					"following existing disk: %s.",
				id,
				old.Object().Text(names.Alias),
			)
		}
	}
	o := c.Body.Clone()
	if !store.IsUUID(o.ID()) {
		o.Set(names.ID, nil)
	}
	return st.makeDisk(c, o, true)
}

// noDomain refuses an image for which there is no place.
func noDomain() error {
	return world.Bad("Cannot add Virtual Disk. Storage Domain hasn't been specified.")
}

// NewDisk makes a disk like the one described, under an id of its own.
func (st *Storage) NewDisk(c *world.Call, o *store.Object) (*store.Entity, error) {
	o = o.Clone()
	o.Set(names.ID, nil)
	return st.makeDisk(c, o, false)
}

// makeDisk makes a disk that is locked until its storage is there. One on a LUN is there at once.
// Only a disk that is announced has events of its own.
func (st *Storage) makeDisk(c *world.Call, o *store.Object, announced bool) (*store.Entity, error) {
	w := c.World
	lun := o.Has(names.LunStorage)
	if !lun && !st.HasData() {
		return nil, noDomain()
	}
	if !lun && o.Int(names.ProvisionedSize) <= 0 {
		return nil, world.Conflict(
			"Cannot add Virtual Disk. Disk's provisioned size has to be greater than 0.",
		)
	}
	if lun {
		if err := st.lunFree(o); err != nil {
			return nil, err
		}
	}
	st.SetDiskDefaults(o)
	if err := st.PlaceDisk(o); err != nil {
		return nil, err
	}
	for _, ref := range o.List(names.StorageDomains) {
		if domain := w.Resolve(ref); domain != nil {
			if err := st.w.Quotas.UseStorage(c, o, domain, o.Int(names.ProvisionedSize), "add Virtual Disk"); err != nil {
				return nil, err
			}
		}
	}
	o.Set(names.Status, world.Locked)
	if lun {
		o.Set(names.Status, nil) // Engines know none.
	}
	o.Set(names.ID, nil) // a copy is another disk
	disk := w.Add(nil, w.Tree.Root.Fixed["disks"], c.Normalize(nil, o))
	if lun {
		c.Report(2021, nil, disk)
		return disk, nil
	}
	if announced {
		c.Report(2020, nil, disk)
	}
	c.Pending(disk, func() {
		w.Set(disk, names.Status, world.OK)
		if !disk.Object().True(names.Sparse) {
			w.Set(
				disk,
				names.ActualSize, disk.Object().Int(names.ProvisionedSize),
				names.TotalSize, disk.Object().Int(names.ProvisionedSize),
			)
		}
		if announced {
			c.Report(2021, nil, disk)
		}
	})
	return disk, nil
}

// lunFree refuses a LUN that another disk has, and takes the size of the disk from it.
func (st *Storage) lunFree(o *store.Object) error {
	units := o.List(names.LunStorageLogicalUnits)
	if len(units) == 0 {
		return world.Incomplete("LogicalUnit  required for add")
	}
	switch kind := o.Text(names.LunStorage + ".type"); kind {
	case "iscsi":
		var lacking []string
		for _, name := range [...]string{"address", "target", "port"} {
			if !units[0].Has(name) {
				lacking = append(lacking, name)
			}
		}
		if len(lacking) > 0 {
			return world.Incomplete("LogicalUnit [" + strings.Join(lacking, ", ") + "] required for invoke0")
		}
	case "fcp", "":
	default:
		return world.Bad("Internal Engine Error")
	}
	for _, disk := range st.w.All("/disks") {
		for _, unit := range disk.Object().List(names.LunStorageLogicalUnits) {
			if unit.ID() == units[0].ID() {
				return world.Conflict(
					"Cannot add Virtual Disk. The provided lun is used by another disk.",
				)
			}
		}
	}
	size := units[0].Int(names.Size)
	if size == 0 && st.hostUp() {
		size = lunSize
	}
	o.Set(names.LunStorageID, units[0].ID())
	o.Set(names.ProvisionedSize, size)
	return nil
}

// hostUp reports whether there is a host that could look at a LUN.
func (st *Storage) hostUp() bool {
	for _, host := range st.w.All("/hosts") {
		if host.Object().Text(names.Status) == world.Up {
			return true
		}
	}
	return false
}

// lunSize is the size of LUNs that nobody tells the size of.
const lunSize = 20 * world.GiB

// SetDiskDefaults sets what each disk has.
func (st *Storage) SetDiskDefaults(o *store.Object) {
	alias := o.Text(names.Alias)
	if alias == "" {
		alias = o.Name()
	}
	if alias == "" && o.Has(names.LunStorage) {
		alias = "_Disk1" // what engines call a disk of no VM
	}
	o.Set(names.Alias, alias)
	o.Set(names.Name, alias)
	o.Default(names.Description, "")
	o.Set(names.ImageID, nil)
	if !o.Has(names.LunStorage) {
		o.Set(names.ImageID, st.w.IDs.UUID())
	}
	o.Default(names.Format, "raw")
	o.Default(names.Sparse, o.Text(names.Format) == "cow")
	o.Default(names.ContentType, "data")
	o.Default(names.Backup, "none")
	o.Default(names.PropagateErrors, false)
	o.Default(names.Shareable, false)
	o.Default(names.WipeAfterDelete, false)
	o.Default(names.StorageType, "image")
	if o.Has(names.LunStorage) {
		o.Set(names.StorageType, "lun")
	}
	size := o.Int(names.ProvisionedSize)
	o.Set(names.ProvisionedSize, size)
	o.Set(names.ActualSize, int64(EmptyImage))
	o.Set(names.TotalSize, int64(EmptyImage))
	if o.Has(names.LunStorage) {
		o.Set(names.ActualSize, int64(0))
		o.Set(names.TotalSize, int64(0))
		o.Set(names.Sparse, nil)
		o.Set(names.Backup, nil)
	}
	if o.Text(names.Format) == "cow" {
		o.Default(names.QcowVersion, "qcow2_v3")
	}
	for _, name := range [...]string{
		names.Active, names.Bootable, names.Interface, names.ReadOnly, names.InitialSize,
	} {
		o.Set(name, nil)
	}
}

// PlaceDisk chooses the storage domain of a disk that names none, and its profile.
func (st *Storage) PlaceDisk(o *store.Object) error {
	if o.Text(names.StorageType) != "image" {
		return nil
	}
	domains := o.List(names.StorageDomains)
	if one := o.Part(names.StorageDomain); one != nil && len(domains) == 0 {
		domains = []*store.Object{one}
	}
	o.Set(names.StorageDomain, nil)
	var domain *store.Entity
	for _, ref := range domains {
		if domain = st.w.Resolve(ref); domain != nil {
			break
		}
	}
	if domain == nil {
		domain = st.dataDomain()
	}
	if domain == nil {
		return noDomain()
	}
	if status := domain.Object().Text(names.Status); status != world.Active {
		return world.Conflict(
			"Cannot add Virtual Disk. The relevant Storage Domain's status is %s.",
			status,
		)
	}
	if err := checkSpace(domain, newSize(o, domain), "add Virtual Disk"); err != nil {
		return err
	}
	if !isFile(domain) {
		// Block storage is given out in whole GiB.
		o.Set(names.ActualSize, int64(world.GiB))
		o.Set(names.TotalSize, int64(world.GiB))
	}
	o.Set(names.StorageDomains, []*store.Object{world.Ref(domain)})
	if !o.Has(names.Quota) {
		o.Set(
			names.Quota,
			world.Ref(st.w.Quotas.DefaultQuotaOf(st.w.Target(domain, names.DataCenter))),
		)
	}
	profiles := st.w.Referring(names.DiskProfile, names.StorageDomain, domain.ID())
	if len(profiles) > 0 && !o.Has(names.DiskProfile) {
		o.Set(names.DiskProfile, world.Ref(profiles[0]))
	}
	return nil
}

// dataDomain returns the first data domain that is active.
func (st *Storage) dataDomain() *store.Entity {
	for _, sd := range st.w.All("/storagedomains") {
		if sd.Object().Text(names.Type) == "data" &&
			sd.Object().Text(names.Status) == world.Active {
			return sd
		}
	}
	return nil
}

// HasData reports whether any data domain is active.
func (st *Storage) HasData() bool { return st.dataDomain() != nil }

// HasISO reports whether there is a domain that may hold ISO files, whose names nobody checks.
func (st *Storage) HasISO() bool {
	for _, sd := range st.w.All("/storagedomains") {
		if kind := sd.Object().Text(names.Type); kind == "iso" || kind == "data" {
			return true
		}
	}
	return false
}

// isFile reports whether a storage domain keeps files, not blocks.
func isFile(domain *store.Entity) bool {
	kind := domain.Object().Text(names.TypeOfStorage)
	return kind != "iscsi" && kind != "fcp"
}

// CheckDiskFree refuses an operation on a disk with which storage work goes on. The verb is the
// word of the message, as in "attach".
func CheckDiskFree(disk *store.Entity, verb string) error {
	if disk.Object().Text(names.Status) == world.Locked {
		return world.Conflict("Cannot %s Virtual Disk. "+world.BusyText, verb)
	}
	return nil
}

func (st *Storage) removeDisk(c *world.Call) error {
	disk := c.Entity()
	if err := CheckDiskFree(disk, "remove"); err != nil {
		return err
	}
	for _, a := range st.w.Attachments(disk) {
		vm := a.Owner
		switch {
		case vm == nil:
		case world.TypeOf(vm).Name == names.Template:
			return world.Conflict("Cannot remove Virtual Disk. The disk belongs to a Template.")
		case world.IsRunning(vm.Object().Text(names.Status)) && a.Object().True(names.Active):
			return world.Conflict(
				"Cannot remove Virtual Disk. At least one of the VMs is not down.",
			)
		case st.machines.Previewed(vm) != nil:
			return world.Conflict("Cannot remove Virtual Disk. VM is previewing a Snapshot.")
		}
	}
	st.ReportRemoval(c, disk)
	st.DropDisk(disk)
	return nil
}

// ReportRemoval logs that a disk is removed: one without a domain, one of VMs, or another.
func (st *Storage) ReportRemoval(c *world.Call, disk *store.Entity) {
	var vms []string
	for _, a := range st.w.Attachments(disk) {
		if a.Owner != nil && world.TypeOf(a.Owner).Name == names.Vm {
			vms = append(vms, a.Owner.Object().Name())
		}
	}
	switch {
	case len(disk.Object().List(names.StorageDomains)) == 0:
		c.Report(2012, nil, disk)
	case vms != nil:
		c.Report(2042, world.Named{"vms": strings.Join(vms, ", ")}, disk)
	default:
		c.Report(2014, nil, disk)
	}
}

// DropDisk removes a disk and its attachments.
func (st *Storage) DropDisk(disk *store.Entity) {
	for _, a := range st.w.Attachments(disk) {
		st.w.Remove(a)
	}
	for _, t := range st.w.All("/imagetransfers") {
		if t.Note("disk") == disk.ID() && !TransferEnded(t.Object().Text(names.Phase)) {
			st.closeTicket(t)
		}
	}
	st.Images.Remove(disk.ID())
	st.w.Drop(disk)
}

// MadeOfNote is the note at a disk that names the one of a template on top of which it stands.
const MadeOfNote = "made of"
