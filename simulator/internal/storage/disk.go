package storage

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (st *Storage) registerDisks() {
	st.w.Hook("disks").Add = st.addDisk
	h := st.w.Hook("disk")
	h.Update = st.UpdateDisk
	h.Remove = st.removeDisk
	h.Show = func(p *store.Place, v *document.View, q world.Query) {
		v.Rels = world.Without(v.Rels, "disksnapshots")
		world.HideDetails(v, q, "vms")
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
func (st *Storage) OnShowDisk(service string, show func(*store.Place, *document.View, world.Query)) {
	st.diskViews[service] = show
}

func (st *Storage) addDisk(c *world.Call) (*store.Entity, error) {
	if id := c.Body.ID(); id != "" {
		if old := st.w.ByID(c.Body.Type, id); old != nil {
			return nil, world.Conflict("Cannot add Virtual Disk. The selected disk ID: %s is already used by the following existing disk: %s.", id,
				old.Object().Text("alias"))
		}
	}
	o := c.Body.Clone()
	if !store.IsUUID(o.ID()) {
		o.Set("id", nil)
	}
	return st.makeDisk(c, o)
}

// NewDisk makes a disk like the one described, under an id of its own.
func (st *Storage) NewDisk(c *world.Call, o *store.Object) (*store.Entity, error) {
	o = o.Clone()
	o.Set("id", nil)
	return st.makeDisk(c, o)
}

// makeDisk makes a disk that is locked until its storage is there. One on a LUN is there at once.
func (st *Storage) makeDisk(c *world.Call, o *store.Object) (*store.Entity, error) {
	w := c.World
	lun := o.Has("lun_storage")
	if !lun && o.Int("provisioned_size") <= 0 {
		return nil, world.Conflict("Cannot add Virtual Disk. Disk's provisioned size has to be greater than 0.")
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
	for _, ref := range o.List("storage_domains") {
		if domain := w.Resolve(ref); domain != nil {
			if err := st.w.Quotas.UseStorage(c, o, domain, o.Int("provisioned_size"), "add Virtual Disk"); err != nil {
				return nil, err
			}
		}
	}
	o.Set("status", "locked")
	if lun {
		o.Set("status", world.OK)
	}
	o.Set("id", nil) // a copy is another disk
	disk := w.Add(nil, w.Tree.Root.Fixed["disks"], c.Normalize(nil, o))
	alias, user, correlation := o.Text("alias"), c.User, c.Correlation
	c.Log(2020, fmt.Sprintf("Add-Disk operation of '%s' was initiated by %s.", alias, c.UserName()))
	if lun {
		return disk, nil
	}
	c.Pending(disk, func() {
		w.Set(disk, "status", world.OK)
		if !disk.Object().True("sparse") {
			w.Set(disk, "actual_size", disk.Object().Int("provisioned_size"), "total_size", disk.Object().Int("provisioned_size"))
		}
		w.Log(world.Event{Code: 2021, Severity: "normal", Text: "The disk '" + alias + "' was successfully added."}, user, correlation)
	})
	return disk, nil
}

// lunFree refuses a LUN that another disk has, and takes the size of the disk from it.
func (st *Storage) lunFree(o *store.Object) error {
	units := o.List("lun_storage.logical_units")
	if len(units) == 0 {
		return world.Conflict("Cannot add Virtual Disk. The provided lun has no valid lun type.")
	}
	for _, disk := range st.w.All("/disks") {
		for _, unit := range disk.Object().List("lun_storage.logical_units") {
			if unit.ID() == units[0].ID() {
				return world.Conflict("Cannot add Virtual Disk. The provided lun is used by another disk.")
			}
		}
	}
	size := units[0].Int("size")
	if size == 0 {
		size = lunSize
	}
	o.Set("lun_storage.id", units[0].ID())
	o.Set("provisioned_size", size)
	return nil
}

// lunSize is the size of LUNs that nobody tells the size of.
const lunSize = 20 * world.GiB

// SetDiskDefaults sets what each disk has.
func (st *Storage) SetDiskDefaults(o *store.Object) {
	alias := o.Text("alias")
	if alias == "" {
		alias = o.Name()
	}
	o.Set("alias", alias)
	o.Set("name", alias)
	o.Default("description", "")
	o.Set("image_id", nil)
	if !o.Has("lun_storage") {
		o.Set("image_id", st.w.IDs.UUID())
	}
	o.Default("format", "raw")
	o.Default("sparse", o.Text("format") == "cow")
	o.Default("content_type", "data")
	o.Default("backup", "none")
	o.Default("propagate_errors", false)
	o.Default("shareable", false)
	o.Default("wipe_after_delete", false)
	o.Default("storage_type", "image")
	if o.Has("lun_storage") {
		o.Set("storage_type", "lun")
	}
	size := o.Int("provisioned_size")
	o.Set("provisioned_size", size)
	o.Set("actual_size", int64(EmptyImage))
	o.Set("total_size", int64(EmptyImage))
	if o.Has("lun_storage") {
		o.Set("actual_size", int64(0))
		o.Set("total_size", int64(0))
		o.Set("sparse", nil)
		o.Set("backup", nil)
	}
	if o.Text("format") == "cow" {
		o.Default("qcow_version", "qcow2_v3")
	}
	for _, name := range [...]string{"active", "bootable", "interface", "read_only", "initial_size"} {
		o.Set(name, nil)
	}
}

// PlaceDisk chooses the storage domain of a disk that names none, and its profile.
func (st *Storage) PlaceDisk(o *store.Object) error {
	if o.Text("storage_type") != "image" {
		return nil
	}
	domains := o.List("storage_domains")
	if one := o.Part("storage_domain"); one != nil && len(domains) == 0 {
		domains = []*store.Object{one}
	}
	o.Set("storage_domain", nil)
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
		return world.Conflict("Cannot add Virtual Disk. There is no active Storage Domain.")
	}
	if status := domain.Object().Text("status"); status != "active" {
		return world.Conflict("Cannot add Virtual Disk. The relevant Storage Domain's status is %s.", status)
	}
	if err := checkSpace(domain, newSize(o, domain), "add Virtual Disk"); err != nil {
		return err
	}
	if !isFile(domain) {
		// Block storage is given out in whole GiB.
		o.Set("actual_size", int64(world.GiB))
		o.Set("total_size", int64(world.GiB))
	}
	o.Set("storage_domains", []*store.Object{world.Ref(domain)})
	if !o.Has("quota") {
		o.Set("quota", world.Ref(st.w.Quotas.DefaultQuotaOf(st.w.Target(domain, "data_center"))))
	}
	if profiles := st.w.Referring("disk_profile", "storage_domain", domain.ID()); len(profiles) > 0 && !o.Has("disk_profile") {
		o.Set("disk_profile", world.Ref(profiles[0]))
	}
	return nil
}

// dataDomain returns the first data domain that is active.
func (st *Storage) dataDomain() *store.Entity {
	for _, sd := range st.w.All("/storagedomains") {
		if sd.Object().Text("type") == "data" && sd.Object().Text("status") == "active" {
			return sd
		}
	}
	return nil
}

// isFile reports whether a storage domain keeps files, not blocks.
func isFile(domain *store.Entity) bool {
	kind := domain.Object().Text("storage.type")
	return kind != "iscsi" && kind != "fcp"
}

// CheckDiskFree refuses an operation on a disk with which storage work goes on. The verb is the word of
// the message, as in "attach".
func CheckDiskFree(disk *store.Entity, verb string) error {
	if disk.Object().Text("status") == "locked" {
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
		case world.TypeOf(vm).Name == "template":
			return world.Conflict("Cannot remove Virtual Disk. The disk belongs to a Template.")
		case world.IsRunning(vm.Object().Text("status")) && a.Object().True("active"):
			return world.Conflict("Cannot remove Virtual Disk. At least one of the VMs is not down.")
		case st.machines.Previewed(vm) != nil:
			return world.Conflict("Cannot remove Virtual Disk. VM is previewing a Snapshot.")
		}
	}
	c.Log(2014, fmt.Sprintf("Disk %s was successfully removed (User %s).", c.Object().Text("alias"), c.UserName()))
	st.DropDisk(disk)
	return nil
}

// DropDisk removes a disk and its attachments.
func (st *Storage) DropDisk(disk *store.Entity) {
	for _, a := range st.w.Attachments(disk) {
		st.w.Remove(a)
	}
	for _, t := range st.w.All("/imagetransfers") {
		if t.Note("disk") == disk.ID() && !TransferEnded(t.Object().Text("phase")) {
			st.closeTicket(t)
		}
	}
	st.Images.Remove(disk.ID())
	st.w.Drop(disk)
}

// MadeOfNote is the note at a disk that names the one of a template on top of which it stands.
const MadeOfNote = "made of"
