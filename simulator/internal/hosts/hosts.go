// Package hosts has hosts, their networks, logical networks and Gluster volumes.
package hosts

import (
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Hosts has the hosts and networks of a world.
type Hosts struct {
	w        *world.World
	machines *machines.Machines
}

// Register adds the services of hosts, networks and Gluster volumes to a world, and answers what
// storage asks about hosts.
func Register(w *world.World, machines *machines.Machines, storage *storage.Storage) *Hosts {
	hs := &Hosts{w: w, machines: machines}
	storage.SetHosts(hs)
	hs.registerHosts()
	hs.registerNetworks()
	hs.registerGluster()
	w.Index(names.Host, names.Cluster)
	return hs
}
