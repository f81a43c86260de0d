package behavior

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) diskAttachments() {
	w.hook("disk_attachments").Add = w.addAttachment
	h := w.hook("disk_attachment")
	h.Update = w.updateAttachment
	h.Remove = w.removeAttachment
	w.hook("template_disk_attachment").Remove = func(c *Call) error {
		if disk := w.of(c.Entity(), "disk"); disk != nil {
			w.dropDisk(disk)
		}
		return nil
	}
}

// addAttachment attaches a disk that exists, or makes one.
func (w *World) addAttachment(c *Call) (*store.Entity, error) {
	vm := c.Owner()
	if vm.Object().Text("status") == imageLocked {
		return nil, Conflict("Cannot attach Virtual Disk because the VM is in Image Locked status. Please try again in a few minutes.")
	}
	asked := c.Body.Part("disk")
	if asked == nil {
		return nil, Incomplete("DiskAttachment [disk] required for add")
	}
	if c.Body.True("bootable") {
		if err := w.bootFree(vm, nil, "attach"); err != nil {
			return nil, err
		}
	}
	disk := w.Resolve(asked)
	made := false
	switch {
	case disk == nil && asked.ID() != "":
		return nil, missing(asked.Type, asked)
	case disk == nil || asked.ID() == "":
		var err error
		if disk, err = c.newDisk(asked); err != nil {
			return nil, err
		}
		made = true
	case w.At(vm.Path+"/diskattachments/"+disk.ID()) != nil:
		return nil, Conflict("Cannot attach Virtual Disk. The disk is already attached to VM.")
	case !disk.Object().True("shareable") && len(w.Attachments(disk)) > 0:
		return nil, Conflict("Cannot attach Virtual Disk. The disk is not shareable and is attached to another VM.")
	default:
		if err := diskFree(disk, "attach"); err != nil {
			return nil, err
		}
	}
	if disk.Object().Text("alias") == "" {
		alias := fmt.Sprintf("%s_Disk%d", vm.Object().Name(), len(w.Of(vm, "diskattachments"))+1)
		w.set(disk, "alias", alias, "name", alias)
	}
	a := w.attach(vm, disk, c.Body, "vm")
	code, text := int64(2016), "Disk %s was successfully attached to VM %s by %s."
	if made {
		code, text = 78, "Add-Disk operation of %s was initiated on VM %s by %s."
	}
	c.Log(code, fmt.Sprintf(text, disk.Object().Text("alias"), vm.Object().Name(), c.userName()), vm)
	if vm.Object().Text("status") == up && a.Object().True("active") {
		w.logicalNames(vm, true)
		c.Log(2000, fmt.Sprintf("VM %s disk %s was plugged by %s.", vm.Object().Name(), disk.Object().Text("alias"), c.userName()), vm)
	}
	return a, nil
}

// bootFree refuses a second disk of a VM to boot from.
func (w *World) bootFree(vm, self *store.Entity, verb string) error {
	for _, a := range w.Of(vm, "diskattachments") {
		if disk := w.of(a, "disk"); a != self && disk != nil && a.Object().True("bootable") {
			return Conflict("Cannot %s Virtual Disk. Disk %s in VM %s is already marked as boot.", verb, disk.Object().Text("alias"),
				vm.Object().Name())
		}
	}
	return nil
}

// attach makes the attachment of a disk to a VM or template.
func (w *World) attach(owner, disk *store.Entity, like *store.Object, member string) *store.Entity {
	a := w.addChild(owner, "diskattachments", func(o *store.Object) {
		for _, name := range [...]string{"active", "bootable", "interface", "pass_discard", "read_only", "uses_scsi_reservation"} {
			o.Set(name, like.Get(name))
		}
		o.Default("active", true)
		o.Default("bootable", false)
		o.Default("interface", "virtio")
		o.Default("pass_discard", false)
		o.Default("read_only", false)
		o.Default("uses_scsi_reservation", false)
		o.Set("id", disk.ID())
		o.Set("disk", Ref(disk))
		o.Set(member, Ref(owner))
	})
	if a != nil {
		disk.SetNote(attached+a.Path, a.Path)
	}
	return a
}

// updateAttachment changes an attachment, and the disk where the document has settings for it.
func (w *World) updateAttachment(c *Call) error {
	change, vm := c.Body.Clone(), c.Entity().Owner
	if change.True("bootable") && !c.Object().True("bootable") && vm != nil {
		if err := w.bootFree(vm, c.Entity(), "edit"); err != nil {
			return err
		}
	}
	disk := w.of(c.Entity(), "disk")
	if kind := change.Text("interface"); kind != "" && kind != c.Object().Text("interface") && c.Object().True("active") && vm != nil &&
		isRunning(vm.Object().Text("status")) && (!change.Has("active") || change.True("active")) {
		return Conflict("Cannot edit Virtual Disk. At least one of the VMs is not down.")
	}
	if asked := change.Part("disk"); asked != nil {
		if disk != nil && !onlyNamed(asked) {
			sub := *c
			sub.Place = &store.Place{Node: disk.Node, Entity: disk}
			sub.Body = asked
			if err := w.updateDisk(&sub); err != nil {
				return err
			}
		}
		change.Set("disk", nil)
	}
	change.Set("vm", nil)
	change.Set("logical_name", nil)
	plugged := c.Object().True("active")
	if change.Has("active") && change.True("active") != plugged {
		if err := c.canPlug(vm, disk); err != nil {
			return err
		}
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	if now := c.Object().True("active"); now != plugged && vm != nil {
		c.plugged(vm, disk, now)
	}
	return nil
}

// canPlug refuses to plug a disk in or out in the midst of something.
func (c *Call) canPlug(vm, disk *store.Entity) error {
	if vm == nil || disk == nil {
		return nil
	}
	verb := "activate"
	if c.Object().True("active") {
		verb = "deactivate"
	}
	if status := vm.Object().Text("status"); status != up && status != down && status != paused {
		return Conflict("Cannot %s Virtual Disk. VM %s must be in status Down, Up or Paused.", verb, vm.Object().Name())
	}
	return diskFree(disk, verb)
}

// plugged tells that a disk was plugged in or out; the guest of a VM that is up sees it.
func (c *Call) plugged(vm, disk *store.Entity, in bool) {
	code, verb := int64(2000), "plugged"
	if !in {
		code, verb = 2002, "unplugged"
	}
	if vm.Object().Text("status") == up {
		c.logicalNames(vm, true)
	}
	if disk != nil {
		c.Log(code, fmt.Sprintf("VM %s disk %s was %s by %s.", vm.Object().Name(), disk.Object().Text("alias"), verb, c.userName()), vm)
	}
}

// removeAttachment detaches a disk, and removes it if the caller says so.
func (w *World) removeAttachment(c *Call) error {
	a := c.Entity()
	disk := w.of(a, "disk")
	vm := a.Owner
	if disk == nil || vm == nil {
		w.Remove(a)
		return nil
	}
	status := vm.Object().Text("status")
	if !c.Query.Bool("detach_only", true) {
		switch {
		case isRunning(status) && a.Object().True("active"):
			return Conflict("Cannot remove Virtual Disk. At least one of the VMs is not down.")
		case w.previewed(vm) != nil:
			return Conflict("Cannot remove Virtual Disk. VM is previewing a Snapshot.")
		}
		if err := diskFree(disk, "remove"); err != nil {
			return err
		}
		c.Log(80, fmt.Sprintf("Disk was removed from VM %s by %s.", vm.Object().Name(), c.userName()), vm)
		w.dropDisk(disk)
		return nil
	}
	if status == imageLocked {
		return Conflict("Cannot detach Virtual Disk. " + busyText)
	}
	if len(w.snapshotsOf(disk)) > 0 {
		return Conflict("Cannot detach Virtual Disk. The disk is already configured in a snapshot. In order to detach it, remove the disk's snapshots.")
	}
	c.Log(2018, fmt.Sprintf("Disk %s was successfully detached from VM %s by %s.", disk.Object().Text("alias"), vm.Object().Name(),
		c.userName()), vm)
	w.detach(a)
	return nil
}

// detach takes a disk from a VM and keeps it.
func (w *World) detach(a *store.Entity) {
	disk := w.of(a, "disk")
	w.Remove(a)
	if disk != nil {
		disk.DropNote(attached + a.Path)
	}
}

// copyDisks provides a VM or template with copies of the disks of another, and reports whether there are any.
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
		if old.Object().True("shareable") || old.Object().Text("storage_type") == "lun" {
			continue
		}
		disk, err := c.newDisk(old.Object())
		if err != nil {
			continue
		}
		w.images.Copy(old.ID(), disk.ID())
		if typeOf(from).Name == "template" && typeOf(to).Name == "vm" && !c.Query.Bool("clone", false) {
			disk.SetNote(madeOf, old.ID())
		}
		some = true
		w.attach(to, disk, a.Object(), member)
	}
	return some
}
