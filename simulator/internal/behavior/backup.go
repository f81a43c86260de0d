package behavior

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Phases of backups.
const (
	phaseStarting   = "starting"
	phaseFinalizing = "finalizing"
	phaseSucceeded  = "succeeded"

	keptBackup = 15 * time.Minute // how long a backup that succeeded is listed
)

// backups sets the backups of VMs and the checkpoints that they leave.
func (w *World) backups() {
	w.hook("vm_backups").Add = w.addBackup
	w.hook("vm_backup").Actions["finalize"] = w.finalizeBackup
	w.hook("vm_backup_disk").Show = w.showBackupDisk
	w.OnShowDisk("vm_backup_disks", w.showBackupDisk)
	w.hook("vm_checkpoint").Remove = w.removeCheckpoint
}

// under returns the backup of a VM that goes on, or nil.
func (w *World) under(vm *store.Entity) *store.Entity {
	for _, b := range w.Of(vm, "backups") {
		switch b.Object().Text("phase") {
		case phaseSucceeded, "failed":
		default:
			return b
		}
	}
	return nil
}

// noBackup refuses an action on a VM while a backup of it goes on.
func (c *Call) noBackup(action string) error { return c.noBackupOf(c.Entity(), action+" VM") }

func (c *Call) noBackupOf(vm *store.Entity, what string) error {
	if c.under(vm) != nil {
		return Conflict("Cannot %s. The VM is during a backup operation.", what)
	}
	return nil
}

func (w *World) addBackup(c *Call) (*store.Entity, error) {
	vm := c.Owner()
	status := vm.Object().Text("status")
	if status != up && status != down {
		return nil, Conflict("Cannot backup VM. The Virtual Machine should be in Up or Down status.")
	}
	if err := c.noBackupOf(vm, "backup VM"); err != nil {
		return nil, err
	}
	if w.previewed(vm) != nil {
		return nil, Conflict("Cannot backup VM. VM is previewing a Snapshot.")
	}
	disks, err := w.backupDisks(c, vm)
	if err != nil {
		return nil, err
	}
	from := c.Body.Text("from_checkpoint_id")
	if err := w.canContinue(vm, from); err != nil {
		return nil, err
	}
	o := w.obj("backup")
	for _, name := range [...]string{"id", "description", "from_checkpoint_id"} {
		o.Set(name, c.Body.Get(name))
	}
	if !store.IsUUID(o.ID()) {
		o.Set("id", nil)
	}
	if id := o.ID(); id != "" && w.ByID(o.Type, id) != nil {
		return nil, Conflict("Cannot backup VM. The specified VM backup ID %s already exists.", id)
	}
	now := w.Time()
	o.Set("creation_date", now)
	o.Set("modification_date", now)
	o.Set("phase", "initializing")
	o.Set("vm", Ref(vm))
	if host := w.of(vm, "host"); host != nil {
		o.Set("host", Ref(host))
	} else if host := w.hostFor(vm); host != nil {
		o.Set("host", Ref(host))
	}
	backup := w.Add(vm, c.Place.Node, o)
	for _, disk := range disks {
		w.Link(backup.Path+"/disks", disk)
		w.set(disk, "status", "locked")
		mode := "full"
		if from != "" && w.inCheckpoint(vm, from, disk) {
			mode = "incremental"
		}
		backup.SetNote(modeOf+disk.ID(), mode)
	}
	c.Log(10790, fmt.Sprintf("Backup %s for VM %s started (User: %s).", backup.ID(), vm.Object().Name(), c.userName()), vm)
	w.inPhase(backup, "initializing", func() {
		w.setPhase(backup, phaseStarting)
		w.inPhase(backup, phaseStarting, func() { w.backupReady(vm, backup, disks) })
	})
	return backup, nil
}

// modeOf begins the notes at a backup that tell how much of each disk it has.
const modeOf = "backup mode "

// backupDisks returns the disks that a backup is asked for.
func (w *World) backupDisks(c *Call, vm *store.Entity) ([]*store.Entity, error) {
	var disks []*store.Entity
	var absent, inactive, locked []string
	for _, ref := range c.Body.List("disks") {
		disk := w.Resolve(ref)
		if disk == nil {
			absent = append(absent, ref.ID())
			continue
		}
		a := w.At(vm.Path + "/diskattachments/" + disk.ID())
		switch {
		case a == nil:
			return nil, Conflict("Cannot backup VM. The following disk(s) are not attached to the VM %s: %s.", vm.Object().Name(),
				disk.Object().Text("alias"))
		case !a.Object().True("active"):
			inactive = append(inactive, disk.ID())
		case disk.Object().Text("status") == "locked":
			locked = append(locked, disk.Object().Text("alias"))
		}
		if !slices.Contains(disks, disk) {
			disks = append(disks, disk)
		}
	}
	switch {
	case absent != nil || len(disks) == 0:
		return nil, Conflict("Cannot backup VM. The following disk(s) ID(s) does not exist: %s.", strings.Join(absent, ", "))
	case locked != nil:
		return nil, Conflict("Cannot backup VM: The following disks are locked: %s. Please try again in a few minutes.", strings.Join(locked, ", "))
	case inactive != nil:
		return nil, Conflict("Cannot backup VM. The following disks are not active on VM %s: %s", vm.Object().Name(), strings.Join(inactive, ", "))
	}
	return disks, nil
}

// canContinue refuses an incremental backup that can't build on a checkpoint.
func (w *World) canContinue(vm *store.Entity, from string) error {
	if from == "" {
		return nil
	}
	checkpoint := w.At(vm.Path + "/checkpoints/" + from)
	switch {
	case checkpoint == nil:
		return Conflict("Cannot backup VM. Checkpoint ID %s doesn't exist.", from)
	case checkpoint.Object().Text("state") == "invalid":
		return Conflict("Cannot backup VM. Checkpoint ID %s is invalid and should be removed.", from)
	}
	return nil
}

// inCheckpoint reports whether a checkpoint knows the changes of a disk.
func (w *World) inCheckpoint(vm *store.Entity, id string, disk *store.Entity) bool {
	checkpoint := w.At(vm.Path + "/checkpoints/" + id)
	return checkpoint != nil && slices.Contains(w.Of(checkpoint, "disks"), disk)
}

// backupReady lets clients read the disks of a backup. Its checkpoint is there from then on.
func (w *World) backupReady(vm, backup *store.Entity, disks []*store.Entity) {
	var tracked []*store.Entity
	for _, disk := range disks {
		if disk.Object().Text("backup") == "incremental" {
			tracked = append(tracked, disk)
		}
	}
	// Who reads the backup sees the disks as they are now, whatever the VM writes.
	for _, disk := range disks {
		w.images.Copy(disk.ID(), scratch(backup, disk))
		if vm.Object().Text("status") == up {
			w.set(disk, "status", ok)
		}
	}
	if collection := vm.Node.Fixed["checkpoints"]; collection != nil && len(tracked) > 0 {
		o := w.obj("checkpoint")
		o.Set("creation_date", w.Time())
		o.Set("state", "created")
		o.Set("vm", Ref(vm))
		if last := w.Of(vm, "checkpoints"); len(last) > 0 {
			o.Set("parent_id", last[len(last)-1].ID())
		}
		checkpoint := w.Add(vm, collection, o)
		for _, disk := range tracked {
			w.Link(checkpoint.Path+"/disks", disk)
			w.images.Mark(disk.ID(), checkpoint.ID())
		}
		w.set(backup, "to_checkpoint_id", checkpoint.ID())
	}
	w.setPhase(backup, phaseReady)
}

// scratch names the volume that holds a disk as its backup has it.
func scratch(backup, disk *store.Entity) string { return backup.ID() + "/" + disk.ID() }

// backupVolume returns the volume that holds a disk as its backup has it, and the checkpoint since which an incremental backup has it, or "".
func (w *World) backupVolume(backup, disk *store.Entity) (volume, since string) {
	if backup.Note(modeOf+disk.ID()) == "incremental" {
		since = backup.Object().Text("from_checkpoint_id")
	}
	return scratch(backup, disk), since
}

func (w *World) setPhase(backup *store.Entity, phase string) {
	w.set(backup, "phase", phase, "modification_date", w.Time())
}

// inPhase runs f after a step, if the backup is still in the phase then.
func (w *World) inPhase(backup *store.Entity, phase string, f func()) {
	w.On(backup, w.Step(), func() {
		if backup.Object().Text("phase") == phase {
			f()
		}
	})
}

// finalizeBackup ends a backup that was read.
func (w *World) finalizeBackup(c *Call) error {
	backup, vm := c.Entity(), c.Entity().Owner
	if phase := c.Object().Text("phase"); phase != phaseReady {
		return Conflict("Cannot stop VM backup. The VM backup is not in READY phase, backup phase is %s.", strings.ToUpper(phase))
	}
	for _, t := range w.All("/imagetransfers") {
		if t.Note("backup") == backup.ID() && !ended(t.Object().Text("phase")) {
			return Conflict("Cannot stop VM backup. There is an active image transfer for VM backup")
		}
	}
	w.setPhase(backup, phaseFinalizing)
	user, correlation := c.User, c.Correlation
	c.Log(10794, fmt.Sprintf("Backup %s for VM %s finalized (User: %s).", backup.ID(), vm.Object().Name(), c.userName()), vm)
	w.inPhase(backup, phaseFinalizing, func() {
		for _, disk := range w.Of(backup, "disks") {
			w.set(disk, "status", ok)
			w.images.Remove(scratch(backup, disk))
		}
		w.setPhase(backup, phaseSucceeded)
		w.Log(Event{Code: 10793, Severity: "normal", Text: fmt.Sprintf("Backup %s for VM %s completed.", backup.ID(), vm.Object().Name()),
			Refs: []*store.Entity{vm}}, user, correlation)
		w.On(backup, keptBackup, func() { w.Remove(backup) })
	})
	return nil
}

// showBackupDisk tells how much of a disk its backup has.
func (w *World) showBackupDisk(p *store.Place, v *document.View, _ Query) {
	if p.Above == nil || p.Above.Owner() == nil || p.Entity == nil {
		return
	}
	if mode := p.Above.Owner().Note(modeOf + p.Entity.ID()); mode != "" {
		v.Object = v.Object.Clone()
		v.Object.Set("backup_mode", mode)
	}
}

// removeCheckpoint merges the changes that a checkpoint knows into those of its parent. The engine removes the oldest one only.
func (w *World) removeCheckpoint(c *Call) error {
	checkpoint, vm := c.Entity(), c.Entity().Owner
	if err := c.noBackupOf(vm, "remove checkpoint"); err != nil {
		return err
	}
	if vm.Object().Text("status") != up && vm.Object().Text("status") != down {
		return Conflict("Cannot remove checkpoint. VM is not up.")
	}
	for _, other := range w.Of(vm, "checkpoints") {
		if other.Object().Text("parent_id") == checkpoint.ID() {
			w.set(other, "parent_id", c.Object().Get("parent_id"))
		}
	}
	c.Log(10797, fmt.Sprintf("VM %s checkpoint %s was deleted.", vm.Object().Name(), checkpoint.ID()), vm)
	for _, disk := range w.Of(checkpoint, "disks") {
		w.images.Unmark(disk.ID(), checkpoint.ID())
	}
	w.Remove(checkpoint)
	return nil
}
