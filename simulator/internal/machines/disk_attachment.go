package machines

import (
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
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
		if disk := ms.w.Target(c.Entity(), names.Disk); disk != nil {
			ms.storage.DropDisk(disk)
		}
		return nil
	}
}

// addAttachment attaches a disk that exists, or makes one.
func (ms *Machines) addAttachment(c *world.Call) (*store.Entity, error) {
	vm := c.Owner()
	if vm.Object().Text(names.Status) == world.ImageLocked {
		return nil, world.Conflict(
			"Cannot attach Virtual Disk because the VM is in Image Locked status. Please try " +
				"again in a few minutes.",
		)
	}
	asked := c.Body.Part(names.Disk)
	if asked == nil {
		return nil, &world.Fault{Page: true} // Engines trip over that.
	}
	if err := readDisk(c); err != nil {
		return nil, err
	}
	asked = c.Body.Part(names.Disk)
	if !c.Body.Has(names.Interface) {
		return nil, world.Bad("Interface is required, Attribute: diskVmElement.diskInterface")
	}
	if c.Body.True(names.Bootable) {
		if err := ms.bootFree(vm, nil, "attach"); err != nil {
			return nil, err
		}
	}
	var disk *store.Entity
	if asked.ID() != "" {
		disk = ms.w.ByID(asked.Type, asked.ID())
	}
	made := false
	switch snapshot := asked.Part(names.Snapshot); {
	case disk == nil && asked.ID() != "",
		snapshot != nil && snapshot.ID() != "" && ms.w.Resolve(snapshot) == nil && ms.w.ByID(snapshot.Type, snapshot.ID()) == nil:
		return nil, world.Bad("Cannot attach Virtual Disk. The specified disk does not exist.")
	case disk == nil:
		var err error
		if disk, err = ms.storage.NewDisk(c, asked); err != nil {
			return nil, err
		}
		made = true
	case storage.Held(disk):
		return nil, storage.CheckHeld(disk, "attach")
	case ms.w.At(vm.Path+"/diskattachments/"+disk.ID()) != nil:
		return nil, world.Conflict(
			"Cannot attach Virtual Disk. The disk is already attached to VM.",
		)
	case !disk.Object().True(names.Shareable) && len(ms.w.Attachments(disk)) > 0:
		return nil, world.Conflict(
			"Cannot attach Virtual Disk. The disk is not shareable and is attached to another VM.",
		)
	default:
		if err := storage.CheckDiskFree(disk, "attach"); err != nil {
			return nil, err
		}
	}
	if disk.Object().Text(names.Alias) == "" {
		alias := fmt.Sprintf("%s_Disk%d", vm.Object().Name(), len(ms.w.Of(vm, "diskattachments"))+1)
		ms.w.Set(disk, names.Alias, alias, names.Name, alias)
	}
	// A disk that exists is plugged in on request alone, a new one into a VM that is down.
	c.Body.Default(names.Active, made && vm.Object().Text(names.Status) == world.Down)
	a := ms.Attach(vm, disk, c.Body, names.Vm)
	if made {
		c.Report(78, nil, vm, disk)
		ms.w.On(disk, ms.w.Step(), func() { c.Report(97, nil, vm, disk) })
	} else {
		c.Report(2016, nil, vm, disk)
	}
	if vm.Object().Text(names.Status) == world.Up && a.Object().True(names.Active) {
		ms.logicalNames(vm, true)
	}
	return a, nil
}

// readDisk refuses a new disk of which the document doesn't say enough. Only an ID means a disk that
// exists: BackendDiskAttachmentsResource.
func readDisk(c *world.Call) error {
	sent := c.Sent.Part(names.Disk)
	if sent == nil || sent.ID() != "" {
		return nil
	}
	disk := c.Body.Part(names.Disk).Clone()
	disk.Set(names.ID, nil)
	disk.Path = ""
	c.Body.Set(names.Disk, disk)
	if sent.Has(names.LunStorage) {
		return nil
	}
	var lacking []string
	if !sent.Has(names.ProvisionedSize) {
		lacking = append(lacking, "provisionedSize|size")
	}
	if !sent.Has(names.Format) {
		lacking = append(lacking, "format")
	}
	if len(lacking) == 0 {
		return nil
	}
	return world.Incomplete("Disk [" + strings.Join(lacking, ", ") + "] required for invoke")
}

// bootFree refuses a second disk of a VM to boot from.
func (ms *Machines) bootFree(vm, self *store.Entity, verb string) error {
	for _, a := range ms.w.Of(vm, "diskattachments") {
		if disk := ms.w.Target(a, names.Disk); a != self && disk != nil &&
			a.Object().True(names.Bootable) {
			return world.Conflict(
				"Cannot %s Virtual Disk. Disk %s in VM %s is already marked as boot.",
				verb,
				disk.Object().Text(names.Alias),
				vm.Object().Name(),
			)
		}
	}
	return nil
}

// Attach makes the attachment of a disk to a VM or template.
func (ms *Machines) Attach(
	owner, disk *store.Entity,
	like *store.Object,
	member string,
) *store.Entity {
	a := ms.w.AddChild(owner, "diskattachments", func(o *store.Object) {
		for _, name := range [...]string{
			names.Active, names.Bootable, names.Interface, names.PassDiscard, names.ReadOnly,
			names.UsesScsiReservation,
		} {
			o.Set(name, like.Get(name))
		}
		o.Default(names.Active, true)
		o.Default(names.Bootable, false)
		o.Default(names.Interface, "virtio")
		o.Default(names.PassDiscard, false)
		o.Default(names.ReadOnly, false)
		o.Default(names.UsesScsiReservation, false)
		o.Set(names.ID, disk.ID())
		o.Set(names.Disk, world.Ref(disk))
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
	if disk := ms.w.Target(c.Entity(), names.Disk); disk != nil {
		verb := "edit"
		if change.Has(names.Active) {
			verb = map[bool]string{true: "hot plug", false: "hot unplug"}[change.True(names.Active)]
		}
		if err := storage.CheckHeld(disk, verb); err != nil {
			return err
		}
	}
	if change.True(names.Bootable) && !c.Object().True(names.Bootable) && vm != nil {
		if err := ms.bootFree(vm, c.Entity(), "edit"); err != nil {
			return err
		}
	}
	disk := ms.w.Target(c.Entity(), names.Disk)
	report := func() { c.Report(88, nil, vm, disk) }
	reported := false
	if kind := change.Text(names.Interface); kind != "" &&
		kind != c.Object().Text(names.Interface) && c.Object().True(names.Active) && vm != nil &&
		world.IsRunning(vm.Object().Text(names.Status)) &&
		(!change.Has(names.Active) || change.True(names.Active)) {
		return world.Conflict("Cannot edit Virtual Disk. At least one of the VMs is not down.")
	}
	if asked := change.Part(names.Disk); asked != nil {
		if disk != nil && !world.OnlyNamed(asked) {
			sub := *c
			sub.Place = &store.Place{Node: disk.Node, Entity: disk}
			sub.Body = asked
			if err := ms.storage.UpdateDisk(&sub, report); err != nil {
				return err
			}
			reported = true
		}
		change.Set(names.Disk, nil)
	}
	change.Set(names.Vm, nil)
	change.Set(names.LogicalName, nil)
	plugged := c.Object().True(names.Active)
	if change.Has(names.Active) && change.True(names.Active) != plugged {
		if err := ms.canPlug(c, vm, disk); err != nil {
			return err
		}
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	if disk != nil {
		ms.storage.Hold(disk)
	}
	if now := c.Object().True(names.Active); now != plugged && vm != nil {
		ms.logPlug(c, vm, disk, now)
	}
	if !reported {
		report()
		report()
	}
	return nil
}

// canPlug refuses to plug a disk in or out in the midst of something.
func (ms *Machines) canPlug(c *world.Call, vm, disk *store.Entity) error {
	if vm == nil || disk == nil {
		return nil
	}
	verb := "activate"
	if c.Object().True(names.Active) {
		verb = "deactivate"
	}
	if status := vm.Object().Text(names.Status); status != world.Up && status != world.Down &&
		status != world.Paused {
		return world.Conflict(
			"Cannot %s Virtual Disk. VM %s must be in status Down, Up or Paused.",
			verb,
			vm.Object().Name(),
		)
	}
	return storage.CheckDiskFree(disk, verb)
}

// logPlug tells that a disk was plugged in or out; the guest of a VM that is up sees it.
func (ms *Machines) logPlug(c *world.Call, vm, disk *store.Entity, in bool) {
	code := int64(2000)
	if !in {
		code = 2002
	}
	if vm.Object().Text(names.Status) == world.Up {
		ms.logicalNames(vm, true)
	}
	if disk != nil {
		c.Report(code, nil, vm, disk)
	}
}

// removeAttachment detaches a disk, and removes it if the caller says so.
func (ms *Machines) removeAttachment(c *world.Call) error {
	a := c.Entity()
	disk := ms.w.Target(a, names.Disk)
	vm := a.Owner
	if disk == nil || vm == nil {
		ms.w.Remove(a)
		return nil
	}
	status := vm.Object().Text(names.Status)
	if !c.Query.Bool("detach_only", true) {
		switch {
		case world.IsRunning(status) && a.Object().True(names.Active):
			return world.Conflict(
				"Cannot remove Virtual Disk. At least one of the VMs is not down.",
			)
		case ms.Previewed(vm) != nil:
			return world.Conflict("Cannot remove Virtual Disk. VM is previewing a Snapshot.")
		}
		if err := storage.CheckDiskFree(disk, "remove"); err != nil {
			return err
		}
		ms.storage.ReportRemoval(c, disk)
		ms.storage.DropDisk(disk)
		return nil
	}
	if status == world.ImageLocked {
		return world.Conflict("Cannot detach Virtual Disk. " + world.BusyText)
	}
	if len(ms.SnapshotsOf(disk)) > 0 {
		return world.Conflict(
			"Cannot detach Virtual Disk. The disk is already configured in a snapshot. In order " +
				"to detach it, remove the disk's snapshots.",
		)
	}
	c.Report(2018, nil, vm, disk)
	ms.detach(a)
	return nil
}

// detach takes a disk from a VM and keeps it.
func (ms *Machines) detach(a *store.Entity) {
	disk := ms.w.Target(a, names.Disk)
	ms.w.Remove(a)
	if disk != nil {
		disk.DropNote(world.AttachedNote + a.Path)
	}
}

// copyDisks attaches copies of the disks of a VM or template to another one, and reports whether
// there are any.
func (ms *Machines) copyDisks(c *world.Call, from, to *store.Entity, member string) bool {
	if from == nil {
		return false
	}
	some := false
	for _, a := range ms.w.Of(from, "diskattachments") {
		old := ms.w.Target(a, names.Disk)
		if old == nil {
			continue
		}
		if old.Object().True(names.Shareable) || old.Object().Text(names.StorageType) == "lun" {
			continue
		}
		disk, err := ms.storage.NewDisk(c, old.Object())
		if err != nil {
			continue
		}
		ms.storage.Images.Copy(old.ID(), disk.ID())
		if world.TypeOf(from).Name == names.Template && world.TypeOf(to).Name == names.Vm &&
			!c.Query.Bool("clone", false) {
			disk.SetNote(storage.MadeOfNote, old.ID())
		}
		some = true
		ms.Attach(to, disk, a.Object(), member)
		if world.TypeOf(to).Name == names.Vm {
			ms.access.Permit(disk, c.User, "DiskOperator")
		}
	}
	return some
}
