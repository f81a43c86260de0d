package behavior

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

const ok = "ok"

func (w *World) disks() {
	w.hook("disks").Add = func(c *Call) (*store.Entity, error) {
		disk, err := c.newDisk(c.Body)
		if err == nil {
			c.Log(2020, fmt.Sprintf("The disk %s was added by %s.", disk.Object().Text("alias"), c.userName()))
		}
		return disk, err
	}
	h := w.hook("disk")
	h.Update = w.updateDisk
	h.Remove = func(c *Call) error {
		disk := c.Entity()
		if err := diskFree(disk, "remove"); err != nil {
			return err
		}
		for _, a := range w.attachmentsOf(disk) {
			if vm := a.Owner; vm != nil && typeOf(vm).Name == "template" {
				return Conflict("Cannot remove Virtual Disk. The disk belongs to a Template.")
			} else if vm != nil && isRunning(vm.Object().Text("status")) && a.Object().True("active") {
				return Conflict("Cannot remove Virtual Disk. At least one of the VMs is not down.")
			}
		}
		w.dropDisk(disk)
		return nil
	}
	h.Show = func(_ *store.Place, v *document.View, _ Query) { v.Rels = without(v.Rels, "disksnapshots") }
	for _, action := range [...]string{"convert", "reduce", "sparsify", "export", "refreshlun"} {
		h.Actions[action] = func(c *Call) error { return c.lockDisk(action) }
	}
	h.Actions["move"] = w.moveDisk
	h.Actions["copy"] = w.copyDisk
	for _, service := range [...]string{"storage_domain_disk", "attached_storage_domain_disk"} {
		w.hooks[service] = h
	}
	for _, service := range [...]string{"storage_domain_disks", "attached_storage_domain_disks"} {
		w.hooks[service] = w.hooks["disks"]
	}
}

// newDisk makes a disk that is locked until its storage is there.
func (c *Call) newDisk(o *store.Object) (*store.Entity, error) {
	w := c.World
	o = o.Clone()
	w.diskDefaults(o)
	if err := w.placeDisk(o); err != nil {
		return nil, err
	}
	o.Set("status", "locked")
	o.Set("id", nil)
	disk := w.Add(nil, w.Tree.Root.Fixed["disks"], c.Settle(nil, o))
	c.Pending(disk, func() {
		w.set(disk, "status", ok)
		if !disk.Object().True("sparse") {
			w.set(disk, "actual_size", disk.Object().Int("provisioned_size"))
		}
	})
	return disk, nil
}

// diskDefaults sets what each disk has.
func (w *World) diskDefaults(o *store.Object) {
	alias := o.Text("alias")
	if alias == "" {
		alias = o.Name()
	}
	o.Set("alias", alias)
	o.Set("name", alias)
	o.Default("description", "")
	o.Set("image_id", w.IDs.UUID())
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
	o.Set("actual_size", int64(200704))
	o.Set("total_size", int64(200704))
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
	o.Set("storage_domains", []*store.Object{Ref(domain)})
	if profiles := w.Referring("disk_profile", "storage_domain", domain.ID()); len(profiles) > 0 && !o.Has("disk_profile") {
		o.Set("disk_profile", Ref(profiles[0]))
	}
	return nil
}

// dataDomain gives the first data domain that is active.
func (w *World) dataDomain() *store.Entity {
	for _, sd := range w.All("/storagedomains") {
		if sd.Object().Text("type") == "data" && sd.Object().Text("status") == "active" {
			return sd
		}
	}
	return nil
}

func diskFree(disk *store.Entity, verb string) error {
	if disk.Object().Text("status") == "locked" {
		return Conflict("Cannot %s Virtual Disk. Related operation is currently in progress. Please try again later.", verb)
	}
	return nil
}

func (w *World) updateDisk(c *Call) error {
	disk := c.Entity()
	if err := diskFree(disk, "edit"); err != nil {
		return err
	}
	change := c.Body.Clone()
	for _, name := range [...]string{
		"status", "actual_size", "total_size", "image_id", "storage_type", "format", "sparse", "storage_domains",
	} {
		change.Set(name, nil)
	}
	if alias := change.Text("alias"); alias != "" {
		change.Set("name", alias)
	} else if change.Name() != "" {
		change.Set("alias", change.Name())
	}
	if size := change.Int("provisioned_size"); size != 0 && size < c.Object().Int("provisioned_size") {
		return Conflict("Cannot edit Virtual Disk. New disk size cannot be smaller than the current one.")
	}
	return c.Apply(change)
}

// lockDisk keeps a disk locked while storage works on it.
func (c *Call) lockDisk(verb string) error {
	disk := c.Entity()
	if err := diskFree(disk, verb); err != nil {
		return err
	}
	c.set(disk, "status", "locked")
	c.Pending(disk, func() { c.set(disk, "status", ok) })
	return nil
}

func (w *World) moveDisk(c *Call) error {
	to := w.Resolve(c.Body.Part("storage_domain"))
	if err := c.lockDisk("move"); err != nil {
		return err
	}
	if to != nil {
		w.set(c.Entity(), "storage_domains", []*store.Object{Ref(to)})
	}
	return nil
}

func (w *World) copyDisk(c *Call) error {
	if err := c.lockDisk("copy"); err != nil {
		return err
	}
	o := c.Object().Clone()
	if to := w.Resolve(c.Body.Part("storage_domain")); to != nil {
		o.Set("storage_domains", []*store.Object{Ref(to)})
	}
	if name := c.Body.Text("disk.name"); name != "" {
		o.Set("alias", name)
		o.Set("name", name)
	}
	_, err := c.newDisk(o)
	return err
}

// dropDisk removes a disk and its attachments.
func (w *World) dropDisk(disk *store.Entity) {
	for _, a := range w.attachmentsOf(disk) {
		w.Remove(a)
	}
	w.drop(disk)
}

// attachmentsOf gives the attachments of a disk: they are noted at the disk, for the model knows the other direction only.
func (w *World) attachmentsOf(disk *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, path := range disk.NotesUnder(attached) {
		if a := w.At(path); a != nil {
			out = append(out, a)
		}
	}
	return out
}

// copyDisks gives a VM or template copies of the disks of another, and reports whether there are any.
func (w *World) copyDisks(c *Call, from, to *store.Entity, member string) bool {
	if from == nil {
		return false
	}
	some := false
	for _, a := range w.Of(from, "diskattachments") {
		old := w.of(a, "disk")
		if old == nil {
			continue
		}
		disk, err := c.newDisk(old.Object())
		if err != nil {
			continue
		}
		some = true
		w.attach(to, disk, a.Object(), member)
	}
	return some
}

// without gives the list without one of its texts.
func without(list []string, text string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		if s != text {
			out = append(out, s)
		}
	}
	return out
}
