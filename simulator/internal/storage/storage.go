// Package storage has storage domains, disks and image transfers.
package storage

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Storage has the storage domains, disks and image transfers of a world.
type Storage struct {
	Images Images // Images keeps the bytes of disks.

	w         *world.World
	machines  Machines
	hosts     Hosts
	outside   []*remains // storage that no longer belongs to the engine but still holds its data
	diskViews map[string]func(*store.Place, *document.View, world.Query)
}

// Machines is what storage asks about the VMs that use its disks.
type Machines interface {
	// SnapshotsOf returns the snapshots that keep a disk, the oldest first.
	SnapshotsOf(disk *store.Entity) []*store.Entity
	// Previewed returns the snapshot that a VM previews, or nil.
	Previewed(vm *store.Entity) *store.Entity
	// ImageByID returns the disk and the snapshot to which an image belongs, or nil.
	ImageByID(id string) (disk, snapshot *store.Entity)
	// BackupVolume returns the volume that holds a disk as its backup has it, and the checkpoint
	// since which an incremental backup has it, or "".
	BackupVolume(backup, disk *store.Entity) (volume, since string)
	// CanExtendIn reports whether the disks of a VM can grow in a status of the VM.
	CanExtendIn(status string) bool
}

// Hosts is what storage asks of the hosts of a data center.
type Hosts interface {
	// UpdateSPM brings the storage manager of a data center in line with the hosts that are up.
	UpdateSPM(center *store.Entity)
}

// Register adds the services of storage domains, disks and image transfers to a world. Before they
// are called, [Storage.SetMachines] and [Storage.SetHosts] complete the storage.
func Register(w *world.World, images Images) *Storage {
	st := &Storage{
		Images: images, w: w,
		diskViews: map[string]func(*store.Place, *document.View, world.Query){},
	}
	st.registerDisks()
	st.registerDomains()
	st.registerTransfers()
	return st
}

// SetMachines sets who knows about the VMs.
func (st *Storage) SetMachines(machines Machines) { st.machines = machines }

// SetHosts sets who knows about the hosts.
func (st *Storage) SetHosts(hosts Hosts) { st.hosts = hosts }
