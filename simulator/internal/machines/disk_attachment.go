package machines

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (ms *Machines) registerDiskAttachments() {
	ms.w.Hook("disk_attachments").Add = ms.addAttachment
	h := ms.w.Hook("disk_attachment")
	h.Update = ms.updateAttachment
	h.Remove = ms.removeAttachment
	ms.w.Hook("template_disk_attachment").Remove = func(c *world.Call) error {
		if disk := ms.w.Target(c.Entity(), "disk"); disk != nil {
			ms.storage.DropDisk(disk)
		}
		return nil
	}
}

// addAttachment attaches a disk that exists, or makes one.
func (ms *Machines) addAttachment(c *world.Call) (*store.Entity, error) {
	vm := c.Owner()
	if vm.Object().Text("status") == world.ImageLocked {
		return nil, world.Conflict("Cannot attach Virtual Disk because the VM is in Image Locked status. Please try again in a few minutes.")
	}
	asked := c.Body.Part("disk")
	if asked == nil {
		return nil, world.Incomplete("DiskAttachment [disk] required for add")
	}
	if c.Body.True("bootable") {
		if err := ms.bootFree(vm, nil, "attach"); err != nil {
			return nil, err
		}
	}
	disk := ms.w.Resolve(asked)
	made := false
	switch {
	case disk == nil && asked.ID() != "":
		return nil, world.NotFound(asked.Type, asked)
	case disk == nil || asked.ID() == "":
		var err error
		if disk, err = ms.storage.NewDisk(c, asked); err != nil {
			return nil, err
		}
		made = true
	case ms.w.At(vm.Path+"/diskattachments/"+disk.ID()) != nil:
		return nil, world.Conflict("Cannot attach Virtual Disk. The disk is already attached to VM.")
	case !disk.Object().True("shareable") && len(ms.w.Attachments(disk)) > 0:
		return nil, world.Conflict("Cannot attach Virtual Disk. The disk is not shareable and is attached to another VM.")
	default:
		if err := storage.CheckDiskFree(disk, "attach"); err != nil {
			return nil, err
		}
	}
	if disk.Object().Text("alias") == "" {
		alias := fmt.Sprintf("%s_Disk%d", vm.Object().Name(), len(ms.w.Of(vm, "diskattachments"))+1)
		ms.w.Set(disk, "alias", alias, "name", alias)
	}
	a := ms.Attach(vm, disk, c.Body, "vm")
	code, text := int64(2016), "Disk %s was successfully attached to VM %s by %s."
	if made {
		code, text = 78, "Add-Disk operation of %s was initiated on VM %s by %s."
	}
	c.Log(code, fmt.Sprintf(text, disk.Object().Text("alias"), vm.Object().Name(), c.UserName()), vm)
	if vm.Object().Text("status") == world.Up && a.Object().True("active") {
		ms.logicalNames(vm, true)
		c.Log(2000, fmt.Sprintf("VM %s disk %s was plugged by %s.", vm.Object().Name(), disk.Object().Text("alias"), c.UserName()), vm)
	}
	return a, nil
}

// bootFree refuses a second disk of a VM to boot from.
func (ms *Machines) bootFree(vm, self *store.Entity, verb string) error {
	for _, a := range ms.w.Of(vm, "diskattachments") {
		if disk := ms.w.Target(a, "disk"); a != self && disk != nil && a.Object().True("bootable") {
			return world.Conflict("Cannot %s Virtual Disk. Disk %s in VM %s is already marked as boot.", verb, disk.Object().Text("alias"),
				vm.Object().Name())
		}
	}
	return nil
}

// Attach makes the attachment of a disk to a VM or template.
func (ms *Machines) Attach(owner, disk *store.Entity, like *store.Object, member string) *store.Entity {
	a := ms.w.AddChild(owner, "diskattachments", func(o *store.Object) {
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
		o.Set("disk", world.Ref(disk))
		o.Set(member, world.Ref(owner))
	})
	if a != nil {
		disk.SetNote(world.AttachedNote+a.Path, a.Path)
	}
	return a
}

// updateAttachment changes an attachment, and the disk where the document has settings for it.
func (ms *Machines) updateAttachment(c *world.Call) error {
	change, vm := c.Body.Clone(), c.Entity().Owner
	if change.True("bootable") && !c.Object().True("bootable") && vm != nil {
		if err := ms.bootFree(vm, c.Entity(), "edit"); err != nil {
			return err
		}
	}
	disk := ms.w.Target(c.Entity(), "disk")
	if kind := change.Text("interface"); kind != "" && kind != c.Object().Text("interface") && c.Object().True("active") && vm != nil &&
		world.IsRunning(vm.Object().Text("status")) && (!change.Has("active") || change.True("active")) {
		return world.Conflict("Cannot edit Virtual Disk. At least one of the VMs is not down.")
	}
	if asked := change.Part("disk"); asked != nil {
		if disk != nil && !world.OnlyNamed(asked) {
			sub := *c
			sub.Place = &store.Place{Node: disk.Node, Entity: disk}
			sub.Body = asked
			if err := ms.storage.UpdateDisk(&sub); err != nil {
				return err
			}
		}
		change.Set("disk", nil)
	}
	change.Set("vm", nil)
	change.Set("logical_name", nil)
	plugged := c.Object().True("active")
	if change.Has("active") && change.True("active") != plugged {
		if err := ms.canPlug(c, vm, disk); err != nil {
			return err
		}
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	if now := c.Object().True("active"); now != plugged && vm != nil {
		ms.logPlug(c, vm, disk, now)
	}
	return nil
}

// canPlug refuses to plug a disk in or out in the midst of something.
func (ms *Machines) canPlug(c *world.Call, vm, disk *store.Entity) error {
	if vm == nil || disk == nil {
		return nil
	}
	verb := "activate"
	if c.Object().True("active") {
		verb = "deactivate"
	}
	if status := vm.Object().Text("status"); status != world.Up && status != world.Down && status != world.Paused {
		return world.Conflict("Cannot %s Virtual Disk. VM %s must be in status Down, Up or Paused.", verb, vm.Object().Name())
	}
	return storage.CheckDiskFree(disk, verb)
}

// logPlug tells that a disk was plugged in or out; the guest of a VM that is up sees it.
func (ms *Machines) logPlug(c *world.Call, vm, disk *store.Entity, in bool) {
	code, verb := int64(2000), "plugged"
	if !in {
		code, verb = 2002, "unplugged"
	}
	if vm.Object().Text("status") == world.Up {
		ms.logicalNames(vm, true)
	}
	if disk != nil {
		c.Log(code, fmt.Sprintf("VM %s disk %s was %s by %s.", vm.Object().Name(), disk.Object().Text("alias"), verb, c.UserName()), vm)
	}
}

// removeAttachment detaches a disk, and removes it if the caller says so.
func (ms *Machines) removeAttachment(c *world.Call) error {
	a := c.Entity()
	disk := ms.w.Target(a, "disk")
	vm := a.Owner
	if disk == nil || vm == nil {
		ms.w.Remove(a)
		return nil
	}
	status := vm.Object().Text("status")
	if !c.Query.Bool("detach_only", true) {
		switch {
		case world.IsRunning(status) && a.Object().True("active"):
			return world.Conflict("Cannot remove Virtual Disk. At least one of the VMs is not down.")
		case ms.Previewed(vm) != nil:
			return world.Conflict("Cannot remove Virtual Disk. VM is previewing a Snapshot.")
		}
		if err := storage.CheckDiskFree(disk, "remove"); err != nil {
			return err
		}
		c.Log(80, fmt.Sprintf("Disk was removed from VM %s by %s.", vm.Object().Name(), c.UserName()), vm)
		ms.storage.DropDisk(disk)
		return nil
	}
	if status == world.ImageLocked {
		return world.Conflict("Cannot detach Virtual Disk. " + world.BusyText)
	}
	if len(ms.SnapshotsOf(disk)) > 0 {
		return world.Conflict("Cannot detach Virtual Disk. The disk is already configured in a snapshot. In order to detach it, remove the disk's snapshots.")
	}
	c.Log(2018, fmt.Sprintf("Disk %s was successfully detached from VM %s by %s.", disk.Object().Text("alias"), vm.Object().Name(),
		c.UserName()), vm)
	ms.detach(a)
	return nil
}

// detach takes a disk from a VM and keeps it.
func (ms *Machines) detach(a *store.Entity) {
	disk := ms.w.Target(a, "disk")
	ms.w.Remove(a)
	if disk != nil {
		disk.DropNote(world.AttachedNote + a.Path)
	}
}

// copyDisks provides a VM or template with copies of the disks of another, and reports whether there are any.
func (ms *Machines) copyDisks(c *world.Call, from, to *store.Entity, member string) bool {
	if from == nil {
		return false
	}
	some := false
	for _, a := range ms.w.Of(from, "diskattachments") {
		old := ms.w.Target(a, "disk")
		if old == nil {
			continue
		}
		if old.Object().True("shareable") || old.Object().Text("storage_type") == "lun" {
			continue
		}
		disk, err := ms.storage.NewDisk(c, old.Object())
		if err != nil {
			continue
		}
		ms.storage.Images.Copy(old.ID(), disk.ID())
		if world.TypeOf(from).Name == "template" && world.TypeOf(to).Name == "vm" && !c.Query.Bool("clone", false) {
			disk.SetNote(storage.MadeOfNote, old.ID())
		}
		some = true
		ms.Attach(to, disk, a.Object(), member)
	}
	return some
}
