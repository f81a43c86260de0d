package behavior

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) disks() {
	w.hook("disks").Add = w.addDisk
	h := w.hook("disk")
	h.Update = w.updateDisk
	h.Remove = w.removeDisk
	h.Show = func(p *store.Place, v *document.View, q Query) {
		v.Rels = without(v.Rels, "disksnapshots")
		hideUnless(v, q, "vms")
		if p.Above == nil {
			return
		}
		if show := w.diskViews[p.Above.Node.Service.Name]; show != nil {
			show(p, v, q)
		}
	}
	w.diskWork(h)
	for _, service := range [...]string{"storage_domain_disk", "attached_storage_domain_disk"} {
		w.SetHooks(service, h)
	}
	for _, service := range [...]string{"storage_domain_disks", "attached_storage_domain_disks"} {
		w.SetHooks(service, w.hook("disks"))
	}
}

// OnShowDisk changes how the disks in the collection of a service are shown.
func (w *World) OnShowDisk(service string, show func(*store.Place, *document.View, Query)) {
	w.diskViews[service] = show
}

func (w *World) addDisk(c *Call) (*store.Entity, error) {
	if id := c.Body.ID(); id != "" {
		if old := w.ByID(c.Body.Type, id); old != nil {
			return nil, Conflict("Cannot add Virtual Disk. The selected disk ID: %s is already used by the following existing disk: %s.", id,
				old.Object().Text("alias"))
		}
	}
	o := c.Body.Clone()
	if !store.IsUUID(o.ID()) {
		o.Set("id", nil)
	}
	return c.makeDisk(o)
}

// newDisk makes a disk like the one described, under an id of its own.
func (c *Call) newDisk(o *store.Object) (*store.Entity, error) {
	o = o.Clone()
	o.Set("id", nil)
	return c.makeDisk(o)
}

// makeDisk makes a disk that is locked until its storage is there. One on a LUN is there at once.
func (c *Call) makeDisk(o *store.Object) (*store.Entity, error) {
	w := c.World
	lun := o.Has("lun_storage")
	if !lun && o.Int("provisioned_size") <= 0 {
		return nil, Conflict("Cannot add Virtual Disk. Disk's provisioned size has to be greater than 0.")
	}
	if lun {
		if err := w.lunFree(o); err != nil {
			return nil, err
		}
	}
	w.diskDefaults(o)
	if err := w.placeDisk(o); err != nil {
		return nil, err
	}
	for _, ref := range o.List("storage_domains") {
		if domain := w.Resolve(ref); domain != nil {
			if err := c.useStorage(o, domain, o.Int("provisioned_size"), "add Virtual Disk"); err != nil {
				return nil, err
			}
		}
	}
	o.Set("status", "locked")
	if lun {
		o.Set("status", ok)
	}
	o.Set("id", nil) // a copy is another disk
	disk := w.Add(nil, w.Tree.Root.Fixed["disks"], c.Settle(nil, o))
	alias, user, correlation := o.Text("alias"), c.User, c.Correlation
	c.Log(2020, fmt.Sprintf("Add-Disk operation of '%s' was initiated by %s.", alias, c.userName()))
	if lun {
		return disk, nil
	}
	c.Pending(disk, func() {
		w.set(disk, "status", ok)
		if !disk.Object().True("sparse") {
			w.set(disk, "actual_size", disk.Object().Int("provisioned_size"), "total_size", disk.Object().Int("provisioned_size"))
		}
		w.Log(Event{Code: 2021, Severity: "normal", Text: "The disk '" + alias + "' was successfully added."}, user, correlation)
	})
	return disk, nil
}

// lunFree refuses a LUN that another disk has, and takes the size of the disk from it.
func (w *World) lunFree(o *store.Object) error {
	units := o.List("lun_storage.logical_units")
	if len(units) == 0 {
		return Conflict("Cannot add Virtual Disk. The provided lun has no valid lun type.")
	}
	for _, disk := range w.All("/disks") {
		for _, unit := range disk.Object().List("lun_storage.logical_units") {
			if unit.ID() == units[0].ID() {
				return Conflict("Cannot add Virtual Disk. The provided lun is used by another disk.")
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
const lunSize = 20 * gib

// diskDefaults sets what each disk has.
func (w *World) diskDefaults(o *store.Object) {
	alias := o.Text("alias")
	if alias == "" {
		alias = o.Name()
	}
	o.Set("alias", alias)
	o.Set("name", alias)
	o.Default("description", "")
	o.Set("image_id", nil)
	if !o.Has("lun_storage") {
		o.Set("image_id", w.IDs.UUID())
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
	o.Set("actual_size", int64(emptyImage))
	o.Set("total_size", int64(emptyImage))
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

// placeDisk chooses the storage domain of a disk that names none, and its profile.
func (w *World) placeDisk(o *store.Object) error {
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
		if domain = w.Resolve(ref); domain != nil {
			break
		}
	}
	if domain == nil {
		domain = w.dataDomain()
	}
	if domain == nil {
		return Conflict("Cannot add Virtual Disk. There is no active Storage Domain.")
	}
	if status := domain.Object().Text("status"); status != "active" {
		return Conflict("Cannot add Virtual Disk. The relevant Storage Domain's status is %s.", status)
	}
	if err := hasRoom(domain, newSize(o, domain), "add Virtual Disk"); err != nil {
		return err
	}
	if !isFile(domain) {
		// Block storage is given out in whole GiB.
		o.Set("actual_size", int64(gib))
		o.Set("total_size", int64(gib))
	}
	o.Set("storage_domains", []*store.Object{Ref(domain)})
	if !o.Has("quota") {
		o.Set("quota", Ref(w.defaultQuotaOf(w.of(domain, "data_center"))))
	}
	if profiles := w.Referring("disk_profile", "storage_domain", domain.ID()); len(profiles) > 0 && !o.Has("disk_profile") {
		o.Set("disk_profile", Ref(profiles[0]))
	}
	return nil
}

// dataDomain returns the first data domain that is active.
func (w *World) dataDomain() *store.Entity {
	for _, sd := range w.All("/storagedomains") {
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

func diskFree(disk *store.Entity, verb string) error {
	if disk.Object().Text("status") == "locked" {
		return Conflict("Cannot %s Virtual Disk. "+busyText, verb)
	}
	return nil
}

func (w *World) removeDisk(c *Call) error {
	disk := c.Entity()
	if err := diskFree(disk, "remove"); err != nil {
		return err
	}
	for _, a := range w.Attachments(disk) {
		vm := a.Owner
		switch {
		case vm == nil:
		case typeOf(vm).Name == "template":
			return Conflict("Cannot remove Virtual Disk. The disk belongs to a Template.")
		case isRunning(vm.Object().Text("status")) && a.Object().True("active"):
			return Conflict("Cannot remove Virtual Disk. At least one of the VMs is not down.")
		case w.previewed(vm) != nil:
			return Conflict("Cannot remove Virtual Disk. VM is previewing a Snapshot.")
		}
	}
	c.Log(2014, fmt.Sprintf("Disk %s was successfully removed (User %s).", c.Object().Text("alias"), c.userName()))
	w.dropDisk(disk)
	return nil
}

// dropDisk removes a disk and its attachments.
func (w *World) dropDisk(disk *store.Entity) {
	for _, a := range w.Attachments(disk) {
		w.Remove(a)
	}
	for _, t := range w.All("/imagetransfers") {
		if t.Note("disk") == disk.ID() && !ended(t.Object().Text("phase")) {
			w.closeTicket(t)
		}
	}
	w.images.Remove(disk.ID())
	w.drop(disk)
}

// madeOf is the note at a disk that names the one of a template on top of which it stands.
const madeOf = "made of"
