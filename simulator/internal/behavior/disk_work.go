package behavior

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// diskWork sets the actions on disks, during which they are locked.
func (w *World) diskWork(h *Hooks) {
	h.Actions["move"] = w.moveDisk
	h.Actions["copy"] = w.copyDisk
	h.Actions["sparsify"] = w.sparsify
	h.Actions["reduce"] = w.reduce
	h.Actions["convert"] = w.convert
	h.Actions["export"] = w.exportDisk
	h.Actions["refreshlun"] = w.refreshLUN
}

// lockDisk keeps a disk locked while storage works on it, and does the work at the end.
func (c *Call) lockDisk(done func()) {
	disk := c.Entity()
	c.set(disk, "status", "locked")
	c.Pending(disk, func() {
		c.set(disk, "status", ok)
		done()
	})
}

// workable refuses work on a disk that is locked, or that is no image.
func (c *Call) workable(verb string) error {
	disk := c.Entity()
	if err := diskFree(disk, verb); err != nil {
		return err
	}
	switch o := disk.Object(); {
	case o.Text("status") == "illegal":
		return Conflict("Cannot %s Virtual Disk. The following attached disks are in ILLEGAL status: %s - please remove them and try again.", verb,
			o.Text("alias"))
	case o.Text("storage_type") == "lun":
		return Conflict("Cannot %s Virtual Disk. The operation is unsupported for LUN Disk(s), please try again with Disk(s) with one of the "+
			"following type(s): IMAGE.", verb)
	}
	return nil
}

// idle refuses work on a disk with which a VM runs.
func (c *Call) idle(verb string) error {
	if vms := c.runningWith(c.Entity()); vms != nil {
		return Conflict("Cannot %s Virtual Disk. The disk %s is plugged to non-Down VMs: %s", verb, c.Object().Text("alias"),
			strings.Join(vms, ", "))
	}
	return nil
}

// single refuses work on a disk of several images.
func (c *Call) single(verb string) error {
	if len(c.snapshotsOf(c.Entity())) > 0 {
		return Conflict("Cannot %s Virtual Disk. Disks with snapshots are not supported.", verb)
	}
	return nil
}

// domainAsked returns the storage domain to which a disk shall go.
func (c *Call) domainAsked(verb string) (*store.Entity, error) {
	ref := c.Body.Part("storage_domain")
	if ref == nil {
		return nil, Incomplete("Action [storageDomain.id|name] required for " + verb)
	}
	to := c.Resolve(ref)
	switch {
	case ref == nil:
		return nil, Mandatory("storage_domain.id", "storage_domain.name")
	case to == nil:
		return nil, missing(ref.Type, ref)
	case to.Object().Text("status") != active:
		return nil, Conflict("Cannot %s Virtual Disk. The relevant Storage Domain's status is %s.", verb, spoken(to.Object().Text("status")))
	}
	return to, nil
}

// onDomain puts a disk on a domain, with a profile of that.
func (c *Call) onDomain(o *store.Object, to *store.Entity) {
	o.Set("storage_domains", []*store.Object{Ref(to)})
	o.Set("disk_profile", nil)
	if profiles := c.Referring("disk_profile", "storage_domain", to.ID()); len(profiles) > 0 {
		o.Set("disk_profile", Ref(profiles[0]))
	}
	if ref := c.Body.Part("disk_profile"); ref != nil && c.Resolve(ref) != nil {
		o.Set("disk_profile", Ref(c.Resolve(ref)))
	}
	if ref := c.Body.Part("quota"); ref != nil && c.Resolve(ref) != nil {
		o.Set("quota", Ref(c.Resolve(ref)))
	}
}

// moveDisk moves a disk to another domain, even while a VM runs with it.
func (w *World) moveDisk(c *Call) error {
	disk := c.Entity()
	if err := c.workable("move"); err != nil {
		return err
	}
	to, err := c.domainAsked("move")
	if err != nil {
		return err
	}
	if inDomain(disk, to) {
		return Conflict("Cannot move Virtual Disk. The source and target storage domains are the same.")
	}
	if err := hasRoom(to, diskSize(c.Object()), "move Virtual Disk"); err != nil {
		return err
	}
	alias, user, correlation := c.Object().Text("alias"), c.User, c.Correlation
	c.Log(2008, fmt.Sprintf("User %s moving disk %s to domain %s.", c.userName(), alias, to.Object().Name()), to)
	c.lockDisk(func() {
		w.Change(disk, func(o *store.Object) { c.onDomain(o, to) })
		w.Log(Event{Code: 2010, Severity: "normal", Text: "User has finished moving disk " + alias + " to domain " + to.Object().Name() + ".",
			Refs: []*store.Entity{to}}, user, correlation)
	})
	return nil
}

// copyDisk makes a disk like another one. Disks of templates get another place instead.
func (w *World) copyDisk(c *Call) error {
	disk := c.Entity()
	if err := c.workable("copy"); err != nil {
		return err
	}
	to, err := c.domainAsked("copy")
	if err != nil {
		return err
	}
	if err := hasRoom(to, diskSize(c.Object()), "copy Virtual Disk"); err != nil {
		return err
	}
	c.Log(2004, fmt.Sprintf("User %s is copying disk %s to domain %s.", c.userName(), c.Object().Text("alias"), to.Object().Name()), to)
	if w.ofTemplate(disk) {
		if inDomain(disk, to) {
			return Conflict("Cannot copy Virtual Disk. The source and target storage domains are the same.")
		}
		c.lockDisk(func() {
			w.set(disk, "storage_domains", append(slices.Clone(disk.Object().List("storage_domains")), Ref(to)))
		})
		return nil
	}
	if err := c.idle("copy"); err != nil {
		return err
	}
	o := c.Object().Clone()
	c.onDomain(o, to)
	for _, member := range [...]string{"disk.alias", "disk.name"} {
		if name := c.Body.Text(member); name != "" {
			o.Set("alias", name)
			o.Set("name", name)
		}
	}
	twin, err := c.newDisk(o)
	if err != nil {
		return err
	}
	w.cfg.Images.Copy(disk.ID(), twin.ID())
	alias, user, correlation := o.Text("alias"), c.User, c.Correlation
	c.lockDisk(func() {
		w.Log(Event{Code: 2006, Severity: "normal", Text: "User has finished copying disk " + alias + " to domain " + to.Object().Name() + ".",
			Refs: []*store.Entity{to}}, user, correlation)
	})
	return nil
}

// ofTemplate reports whether a disk belongs to a template.
func (w *World) ofTemplate(disk *store.Entity) bool {
	return slices.ContainsFunc(w.attachmentsOf(disk), func(a *store.Entity) bool {
		return a.Owner != nil && typeOf(a.Owner).Name == "template"
	})
}

// sparsify returns what the guest doesn't use any more: a tenth of what the disk takes.
func (w *World) sparsify(c *Call) error {
	disk := c.Entity()
	for _, check := range [...]func(string) error{c.idle, c.sparsifiable, c.single, c.workable} {
		if err := check("sparsify"); err != nil {
			return err
		}
	}
	alias, user, correlation := c.Object().Text("alias"), c.User, c.Correlation
	c.Log(1325, "Started to sparsify "+alias)
	c.lockDisk(func() {
		w.set(disk, "actual_size", disk.Object().Int("actual_size")*9/10)
		w.Log(Event{Code: 1326, Severity: "normal", Text: alias + " sparsified successfully."}, user, correlation)
	})
	return nil
}

// sparsifiable refuses disks whose format has no holes, or keeps account of them itself.
func (c *Call) sparsifiable(string) error {
	switch o := c.Object(); {
	case o.Text("storage_type") == "lun":
		return nil // workable says it
	case !o.True("sparse"):
		return Bad("Cannot sparsify Virtual Disk. Sparsifying is not supported for preallocated disk %s.", o.Text("alias"))
	case o.Text("format") == "cow":
		return Bad("Cannot sparsify Virtual Disk. Sparsifying is not supported for QCOW2 disk %s.", o.Text("alias"))
	}
	return nil
}

// reduce returns blocks that a disk has beyond its contents.
func (w *World) reduce(c *Call) error {
	disk := c.Entity()
	if err := c.workable("reduce"); err != nil {
		return err
	}
	for _, ref := range c.Object().List("storage_domains") {
		if domain := w.Resolve(ref); domain != nil && isFile(domain) {
			return Conflict("Cannot reduce Virtual Disk. Reduce image isn't required for file based domains.")
		}
	}
	if c.Object().True("shareable") {
		return Conflict("Cannot reduce Virtual Disk. Reduce image is not supported for shareable disks.")
	}
	if err := c.idle("reduce"); err != nil {
		return err
	}
	alias, user, correlation := c.Object().Text("alias"), c.User, c.Correlation
	c.lockDisk(func() {
		if disk.Object().True("sparse") {
			w.set(disk, "actual_size", int64(gib))
		}
		w.Log(Event{Code: 382, Severity: "normal", Text: "Disk " + alias + " has been successfully reduced."}, user, correlation)
	})
	return nil
}

// convert changes the format of a disk, or whether it takes its room at once.
func (w *World) convert(c *Call) error {
	disk := c.Entity()
	for _, check := range [...]func(string) error{c.workable, c.idle, c.single} {
		if err := check("convert disk"); err != nil {
			return err
		}
	}
	format, sparse := c.Object().Text("format"), c.Object().True("sparse")
	if c.Body.Has("disk.format") {
		format = c.Body.Text("disk.format")
	}
	if c.Body.Has("disk.sparse") {
		sparse = c.Body.True("disk.sparse")
	}
	if format == "raw" && c.Object().Text("backup") == "incremental" {
		return Conflict("Cannot convert disk Virtual Disk. Incremental backup is not supported for RAW format disks.")
	}
	c.lockDisk(func() {
		w.Change(disk, func(o *store.Object) {
			o.Set("format", format)
			o.Set("sparse", sparse)
			o.Set("image_id", w.IDs.UUID())
			o.Set("qcow_version", nil)
			if format == "cow" {
				o.Set("qcow_version", "qcow2_v3")
			}
			if !sparse {
				o.Set("actual_size", o.Int("provisioned_size"))
				o.Set("total_size", o.Int("provisioned_size"))
			}
		})
	})
	return nil
}

// exportDisk puts an image of a disk into an image repository.
func (w *World) exportDisk(c *Call) error {
	disk := c.Entity()
	for _, check := range [...]func(string) error{c.workable, c.idle} {
		if err := check("export"); err != nil {
			return err
		}
	}
	to, err := c.domainAsked("export")
	if err != nil {
		return err
	}
	if kind := to.Object().Text("type"); kind != "image" && kind != "export" {
		return Conflict("Cannot export Virtual Disk. Storage Domain type is illegal.")
	}
	alias, user, correlation := c.Object().Text("alias"), c.User, c.Correlation
	c.Log(2030, fmt.Sprintf("User %s exported disk %s to domain %s.", c.userName(), alias, to.Object().Name()), to)
	c.lockDisk(func() {
		w.addChild(to, "images", func(o *store.Object) {
			o.Set("name", alias)
			o.Set("size", disk.Object().Int("provisioned_size"))
			o.Set("type", "disk")
			o.Set("storage_domain", Ref(to))
		})
		w.Log(Event{Code: 2031, Severity: "normal", Text: "User successfully exported disk " + alias + ".", Refs: []*store.Entity{to}}, user,
			correlation)
	})
	return nil
}

// refreshLUN takes the size of a disk from its LUN again.
func (w *World) refreshLUN(c *Call) error {
	if c.Object().Text("storage_type") != "lun" {
		return Conflict("Cannot refresh LUNs. The operation is unsupported for IMAGE Disk(s), please try again with Disk(s) with one of the " +
			"following type(s): LUN.")
	}
	host := w.Resolve(c.Body.Part("host"))
	switch {
	case host == nil:
		return missing(w.Schema.Type("host"), c.Body.Part("host"))
	case host.Object().Text("status") != up:
		return Conflict("Cannot refresh LUNs. Operation can be performed only when Host status is Up.")
	}
	for _, unit := range c.Object().List("lun_storage.logical_units") {
		if size := unit.Int("size"); size > 0 {
			w.set(c.Entity(), "provisioned_size", size)
		}
	}
	return nil
}
