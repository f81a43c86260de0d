package machines

import (
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// keptBackup is how long a backup that succeeded is listed.
const keptBackup = 15 * time.Minute

// registerBackups sets the backups of VMs and the checkpoints that they leave.
func (ms *Machines) registerBackups() {
	ms.w.Hook("vm_backups").Add = ms.addBackup
	ms.w.Hook("vm_backup").Actions["finalize"] = ms.finalizeBackup
	ms.w.Hook("vm_backup_disk").Show = ms.showBackupDisk
	ms.storage.OnShowDisk("vm_backup_disks", ms.showBackupDisk)
	ms.w.Hook("vm_checkpoint").Remove = ms.removeCheckpoint
}

// runningBackup returns the backup of a VM that goes on, or nil.
func (ms *Machines) runningBackup(vm *store.Entity) *store.Entity {
	for _, b := range ms.w.Of(vm, "backups") {
		switch b.Object().Text(names.Phase) {
		case world.PhaseSucceeded, world.Failed:
		default:
			return b
		}
	}
	return nil
}

// noBackup refuses an action on a VM while a backup of it goes on.
func (ms *Machines) noBackup(c *world.Call, action string) error {
	return ms.noBackupOf(c, c.Entity(), action+" VM")
}

func (ms *Machines) noBackupOf(c *world.Call, vm *store.Entity, what string) error {
	if ms.runningBackup(vm) != nil {
		return world.Conflict("Cannot %s. The VM is during a backup operation.", what)
	}
	return nil
}

func (ms *Machines) addBackup(c *world.Call) (*store.Entity, error) {
	vm := c.Owner()
	status := vm.Object().Text(names.Status)
	if status != world.Up && status != world.Down {
		return nil, world.Conflict(
			"Cannot backup VM. The Virtual Machine should be in Up or Down status.",
		)
	}
	if err := ms.noBackupOf(c, vm, "backup VM"); err != nil {
		return nil, err
	}
	if ms.Previewed(vm) != nil {
		return nil, world.Conflict("Cannot backup VM. VM is previewing a Snapshot.")
	}
	disks, err := ms.backupDisks(c, vm)
	if err != nil {
		return nil, err
	}
	from := c.Body.Text(names.FromCheckpointID)
	if err := ms.canContinue(vm, from); err != nil {
		return nil, err
	}
	o := ms.w.NewObject(names.Backup)
	for _, name := range [...]string{names.ID, names.Description, names.FromCheckpointID} {
		o.Set(name, c.Body.Get(name))
	}
	if !store.IsUUID(o.ID()) {
		o.Set(names.ID, nil)
	}
	if id := o.ID(); id != "" && ms.w.ByID(o.Type, id) != nil {
		return nil, world.Conflict(
			"Cannot backup VM. The specified VM backup ID %s already exists.",
			id,
		)
	}
	now := ms.w.Time()
	o.Set(names.CreationDate, now)
	o.Set(names.ModificationDate, now)
	o.Set(names.Phase, world.PhaseInitializing)
	o.Set(names.Vm, world.Ref(vm))
	if host := ms.w.Target(vm, names.Host); host != nil {
		o.Set(names.Host, world.Ref(host))
	} else if host := ms.hostFor(vm); host != nil {
		o.Set(names.Host, world.Ref(host))
	}
	backup := ms.w.Add(vm, c.Place.Node, o)
	for _, disk := range disks {
		ms.w.Link(backup.Path+"/disks", disk)
		ms.w.Set(disk, names.Status, world.Locked)
		mode := "full"
		if from != "" && ms.inCheckpoint(vm, from, disk) {
			mode = "incremental"
		}
		backup.SetNote(modeOf+disk.ID(), mode)
	}
	c.Sign(backup)
	ms.backupEvents(vm, backup, 45, 10790, 68)
	ms.inPhase(backup, world.PhaseInitializing, func() {
		ms.setPhase(backup, world.PhaseStarting)
		ms.inPhase(backup, world.PhaseStarting, func() { ms.backupReady(vm, backup, disks) })
	})
	return backup, nil
}

// backupEvents logs events of a backup, which all count as of the request that began it: a snapshot
// comes and goes with it.
func (ms *Machines) backupEvents(vm, backup *store.Entity, codes ...int64) {
	more := world.Named{"backup": backup.ID(), "snapshot": "Auto-generated for Backup VM"}
	for _, code := range codes {
		ms.w.ReportOf(backup, code, more, vm)
	}
}

// modeOf begins the notes at a backup that tell how much of each disk it has.
const modeOf = "backup mode "

// backupDisks returns the disks that a backup is asked for.
func (ms *Machines) backupDisks(c *world.Call, vm *store.Entity) ([]*store.Entity, error) {
	var disks []*store.Entity
	var absent, inactive, locked []string
	for _, ref := range c.Body.List(names.Disks) {
		disk := ms.w.Resolve(ref)
		if disk == nil {
			absent = append(absent, ref.ID())
			continue
		}
		a := ms.w.At(vm.Path + "/diskattachments/" + disk.ID())
		switch {
		case a == nil:
			return nil, world.Conflict(
				"Cannot backup VM. The following disk(s) are not attached to the VM %s: %s.",
				vm.Object().Name(),
				disk.Object().Text(names.Alias),
			)
		case !a.Object().True(names.Active):
			inactive = append(inactive, disk.ID())
		case disk.Object().Text(names.Status) == world.Locked:
			locked = append(locked, disk.Object().Text(names.Alias))
		}
		if !slices.Contains(disks, disk) {
			disks = append(disks, disk)
		}
	}
	switch {
	case absent != nil || len(disks) == 0:
		return nil, world.Conflict(
			"Cannot backup VM. The following disk(s) ID(s) does not exist: %s.",
			strings.Join(absent, ", "),
		)
	case locked != nil:
		return nil, world.Conflict(
			"Cannot backup VM: The following disks are locked: %s. Please try again in a few "+
				"minutes.",
			strings.Join(locked, ", "),
		)
	case inactive != nil:
		return nil, world.Conflict(
			"Cannot backup VM. The following disks are not active on VM %s: %s",
			vm.Object().Name(),
			strings.Join(inactive, ", "),
		)
	}
	return disks, nil
}

// canContinue refuses an incremental backup that can't build on a checkpoint.
func (ms *Machines) canContinue(vm *store.Entity, from string) error {
	if from == "" {
		return nil
	}
	checkpoint := ms.w.At(vm.Path + "/checkpoints/" + from)
	switch {
	case checkpoint == nil:
		return world.Conflict("Cannot backup VM. Checkpoint ID %s doesn't exist.", from)
	case checkpoint.Object().Text(names.State) == "invalid":
		return world.Conflict(
			"Cannot backup VM. Checkpoint ID %s is invalid and should be removed.",
			from,
		)
	}
	return nil
}

// inCheckpoint reports whether a checkpoint knows the changes of a disk.
func (ms *Machines) inCheckpoint(vm *store.Entity, id string, disk *store.Entity) bool {
	checkpoint := ms.w.At(vm.Path + "/checkpoints/" + id)
	return checkpoint != nil && slices.Contains(ms.w.Of(checkpoint, "disks"), disk)
}

// backupReady lets clients read the disks of a backup. Its checkpoint is there from then on.
func (ms *Machines) backupReady(vm, backup *store.Entity, disks []*store.Entity) {
	var tracked []*store.Entity
	for _, disk := range disks {
		if disk.Object().Text(names.Backup) == "incremental" {
			tracked = append(tracked, disk)
		}
	}
	// Who reads the backup sees the disks as they are now, whatever the VM writes.
	for _, disk := range disks {
		ms.storage.Images.Copy(disk.ID(), scratch(backup, disk))
		if vm.Object().Text(names.Status) == world.Up {
			ms.w.Set(disk, names.Status, world.OK)
		}
	}
	if collection := vm.Node.Fixed["checkpoints"]; collection != nil && len(tracked) > 0 {
		o := ms.w.NewObject(names.Checkpoint)
		o.Set(names.CreationDate, ms.w.Time())
		o.Set(names.State, "created")
		o.Set(names.Vm, world.Ref(vm))
		if last := ms.w.Of(vm, "checkpoints"); len(last) > 0 {
			o.Set(names.ParentID, last[len(last)-1].ID())
		}
		checkpoint := ms.w.Add(vm, collection, o)
		for _, disk := range tracked {
			ms.w.Link(checkpoint.Path+"/disks", disk)
			ms.storage.Images.Mark(disk.ID(), checkpoint.ID())
		}
		ms.w.Set(backup, names.ToCheckpointID, checkpoint.ID())
	}
	ms.setPhase(backup, world.PhaseReady)
}

// scratch names the volume that holds a disk as its backup has it.
func scratch(backup, disk *store.Entity) string { return backup.ID() + "/" + disk.ID() }

// BackupVolume returns the volume that holds a disk as its backup has it, and the checkpoint since
// which an incremental backup has it, or "".
func (ms *Machines) BackupVolume(backup, disk *store.Entity) (volume, since string) {
	if backup.Note(modeOf+disk.ID()) == "incremental" {
		since = backup.Object().Text(names.FromCheckpointID)
	}
	return scratch(backup, disk), since
}

func (ms *Machines) setPhase(backup *store.Entity, phase string) {
	ms.w.Set(backup, names.Phase, phase, names.ModificationDate, ms.w.Time())
}

// inPhase runs f after a step, if the backup is still in the phase then.
func (ms *Machines) inPhase(backup *store.Entity, phase string, f func()) {
	ms.w.On(backup, ms.w.Step(), func() {
		if backup.Object().Text(names.Phase) == phase {
			f()
		}
	})
}

// finalizeBackup ends a backup that was read.
func (ms *Machines) finalizeBackup(c *world.Call) error {
	backup, vm := c.Entity(), c.Entity().Owner
	if phase := c.Object().Text(names.Phase); phase != world.PhaseReady {
		return world.Conflict(
			"Cannot stop VM backup. The VM backup is not in READY phase, backup phase is %s.",
			strings.ToUpper(phase),
		)
	}
	for _, t := range ms.w.All("/imagetransfers") {
		if t.Note("backup") == backup.ID() && !storage.TransferEnded(t.Object().Text(names.Phase)) {
			return world.Conflict(
				"Cannot stop VM backup. There is an active image transfer for VM backup",
			)
		}
	}
	ms.setPhase(backup, world.PhaseFinalizing)
	c.Report(10796, world.Named{"backup": backup.ID()}, vm)
	ms.inPhase(backup, world.PhaseFinalizing, func() {
		for _, disk := range ms.w.Of(backup, "disks") {
			ms.w.Set(disk, names.Status, world.OK)
			ms.storage.Images.Remove(scratch(backup, disk))
		}
		ms.setPhase(backup, world.PhaseSucceeded)
		ms.backupEvents(vm, backup, 342, 356, 10793)
		ms.w.On(backup, keptBackup, func() { ms.w.Remove(backup) })
	})
	return nil
}

// showBackupDisk tells how much of a disk its backup has.
func (ms *Machines) showBackupDisk(p *store.Place, v *document.View, _ world.Query) {
	if p.Above == nil || p.Above.Owner() == nil || p.Entity == nil {
		return
	}
	if mode := p.Above.Owner().Note(modeOf + p.Entity.ID()); mode != "" {
		v.Object = v.Object.Clone()
		v.Object.Set(names.BackupMode, mode)
	}
}

// removeCheckpoint merges the changes that a checkpoint knows into those of its parent. The engine
// removes the oldest one only.
func (ms *Machines) removeCheckpoint(c *world.Call) error {
	checkpoint, vm := c.Entity(), c.Entity().Owner
	if err := ms.noBackupOf(c, vm, "remove checkpoint"); err != nil {
		return err
	}
	if vm.Object().Text(names.Status) != world.Up && vm.Object().Text(names.Status) != world.Down {
		return world.Conflict("Cannot remove checkpoint. VM is not up.")
	}
	for _, other := range ms.w.Of(vm, "checkpoints") {
		if other.Object().Text(names.ParentID) == checkpoint.ID() {
			ms.w.Set(other, names.ParentID, c.Object().Get(names.ParentID))
		}
	}
	for _, disk := range ms.w.Of(checkpoint, "disks") {
		ms.storage.Images.Unmark(disk.ID(), checkpoint.ID())
	}
	ms.w.Remove(checkpoint)
	return nil
}
