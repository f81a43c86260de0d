package storage

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// notOfLUN are the members that engines don't show of a disk on a LUN: DiskMapper.
var notOfLUN = map[string]bool{
	names.ActualSize: true, names.Backup: true, names.Format: true, names.InitialSize: true,
	names.ProvisionedSize: true, names.QcowVersion: true, names.Sparse: true, names.Status: true,
	names.TotalSize: true,
}

// showLUN shows a disk on a LUN: what a host has seen of its unit, and the way to it only where the disk
// itself is asked for, GetDiskAndSnapshotsByDiskIdQuery.
func showLUN(v *document.View, q world.Query) {
	v.Hidden = notOfLUN
	o := v.Object.Clone()
	o.Set(names.LunStorage+".type", nil)
	way := !q.Bool(world.Listed, false) && !q.Bool(world.Changed, false)
	units := []*store.Object{}
	for _, unit := range o.List(names.LunStorageLogicalUnits) {
		unit = unit.Clone()
		unit.Default(names.ActivePaths, 0)
		unit.Default("discard_zeroes_data", false)
		unit.Default("disk_id", o.ID())
		unit.Default("paths", 0)
		unit.Default(names.Size, 0)
		if !way {
			for _, name := range [...]string{names.Address, "port", "target"} {
				unit.Set(name, nil)
			}
		}
		units = append(units, unit)
	}
	o.Set(names.LunStorageLogicalUnits, units)
	v.Object = o
}

// held is the note at a disk or VM on which a command works that goes on after its answer, though no
// status says so.
const held = "held"

// holdSteps is how long such a command holds what it works on: until the engine looks after it.
const holdSteps = 10

// Hold keeps a disk on a LUN and the VMs that have it from other commands for a while:
// UpdateDiskCommand.
func (st *Storage) Hold(disk *store.Entity) {
	if disk.Object().Text(names.StorageType) != "lun" {
		return
	}
	holding := []*store.Entity{disk}
	for _, a := range st.w.Attachments(disk) {
		if a.Owner != nil {
			holding = append(holding, a.Owner)
		}
	}
	for _, e := range holding {
		e.SetNote(held, held)
		st.w.On(e, holdSteps*st.w.Step(), func() { e.DropNote(held) })
	}
}

// Release ends what holds a VM and its disks, for a command that waits until it is over.
func (st *Storage) Release(vm *store.Entity) {
	vm.DropNote(held)
}

// Held reports whether a command holds a disk or a VM.
func Held(e *store.Entity) bool { return e.Note(held) != "" }

// CheckHeld refuses an operation on a disk that a command holds. Engines leave its name out then.
func CheckHeld(disk *store.Entity, verb string) error {
	if !Held(disk) {
		return nil
	}
	return world.Conflict(
		"Cannot %s Virtual Disk: The following disks are locked: ${diskAliases}. Please try again in a few minutes.",
		verb,
	)
}
