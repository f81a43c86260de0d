package simulator

import (
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/centers"
	"github.com/ovirt-go/ovirt/simulator/internal/hosts"
	"github.com/ovirt-go/ovirt/simulator/internal/inventory"
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/state"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// rooms are the packages that have the behavior of the engine, each for its own area. They know
// those that stand before them in the list; what they need of a later one they ask for through an
// interface of their own.
type rooms struct {
	world     *world.World
	access    *access.Access
	storage   *storage.Storage
	machines  *machines.Machines
	hosts     *hosts.Hosts
	centers   *centers.Centers
	inventory *inventory.Inventory
}

// newRooms returns an inventory without any objects, but with the behavior of all services.
func newRooms(
	s *store.Store,
	cfg world.Config,
	directory access.Directory,
	images storage.Images,
) *rooms {
	w := world.New(s, cfg)
	r := &rooms{world: w}
	r.access = access.Register(w, directory)
	r.storage = storage.Register(w, images)
	r.machines = machines.Register(w, r.access, r.storage)
	r.hosts = hosts.Register(w, r.machines, r.storage)
	r.centers = centers.Register(w, r.storage, r.hosts)
	r.inventory = inventory.Register(w, r.access, r.storage, r.machines, r.hosts, r.centers)
	return r
}

// state returns those that have something to save.
func (r *rooms) state() state.Engine {
	return state.Engine{World: r.world, Storage: r.storage, Machines: r.machines}
}
