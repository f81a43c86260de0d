package behavior

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// attached begins the notes at a disk that name its attachments.
const attached = "attached "

func (w *World) attachments() {
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
	disk := w.Resolve(asked)
	switch {
	case disk == nil && asked.ID() != "":
		return nil, missing(asked.Type, asked)
	case disk == nil || asked.ID() == "":
		made, err := c.newDisk(asked)
		if err != nil {
			return nil, err
		}
		disk = made
	case w.At(vm.Path+"/diskattachments/"+disk.ID()) != nil:
		return nil, Conflict("Cannot attach Virtual Disk. The disk is already attached to the VM.")
	case !disk.Object().True("shareable") && len(w.attachmentsOf(disk)) > 0:
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
	return w.attach(vm, disk, c.Body, "vm"), nil
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
	change := c.Body.Clone()
	if asked := change.Part("disk"); asked != nil {
		disk := w.of(c.Entity(), "disk")
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
	return c.Apply(change)
}

// removeAttachment detaches a disk, and removes it if the caller says so.
func (w *World) removeAttachment(c *Call) error {
	a := c.Entity()
	disk := w.of(a, "disk")
	vm := a.Owner
	keep := c.Query.Bool("detach_only", true)
	if !keep && vm != nil && isRunning(vm.Object().Text("status")) && a.Object().True("active") {
		return Conflict("Cannot remove Virtual Disk. At least one of the VMs is not down.")
	}
	w.Remove(a)
	if disk == nil {
		return nil
	}
	disk.DropNote(attached + a.Path)
	if !keep {
		w.dropDisk(disk)
	}
	return nil
}
