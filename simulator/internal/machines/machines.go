// Package machines has VMs, templates, pools and what belongs to them: devices, snapshots, backups
// and statistics. It also chooses the hosts on which VMs run.
package machines

import (
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Machines has the VMs, templates and pools of a world.
type Machines struct {
	w       *world.World
	access  *access.Access
	storage *storage.Storage

	next   map[*store.Entity]*store.Object // what VMs will be at their next start
	coming map[*store.Entity]*store.Entity // the hosts to which VMs migrate
}

// Register adds the services of VMs, templates and pools to a world, and answers what storage asks
// about VMs.
func Register(w *world.World, access *access.Access, storage *storage.Storage) *Machines {
	ms := &Machines{
		w: w, access: access, storage: storage,
		next:   map[*store.Entity]*store.Object{},
		coming: map[*store.Entity]*store.Entity{},
	}
	storage.SetMachines(ms)
	w.OnDrop(func(e *store.Entity) { delete(ms.next, e) })
	ms.registerVMs()
	ms.registerDiskAttachments()
	ms.registerNICs()
	ms.registerCDROMs()
	ms.registerConsoles()
	ms.registerGuestReports()
	ms.registerSnapshots()
	ms.registerTemplates()
	ms.registerStatistics()
	ms.registerPools()
	ms.registerAffinity()
	ms.registerInstanceTypes()
	w.Index(names.Vm, names.Host)
	w.Index(names.Vm, names.Template)
	w.Index(names.Vm, names.VmPool)
	w.Index(names.Vm, names.Cluster)
	return ms
}
