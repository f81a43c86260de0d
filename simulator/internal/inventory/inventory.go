// Package inventory has what a fresh engine has, and what an engine is filled with.
package inventory

import (
	"fmt"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/access"
	"github.com/ovirt-go/ovirt/simulator/internal/centers"
	"github.com/ovirt-go/ovirt/simulator/internal/hosts"
	"github.com/ovirt-go/ovirt/simulator/internal/machines"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/storage"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// Inventory fills a world with what a fresh engine has, and with more on request.
type Inventory struct {
	w        *world.World
	access   *access.Access
	storage  *storage.Storage
	machines *machines.Machines
	hosts    *hosts.Hosts
	centers  *centers.Centers
}

// Register returns the inventory of a world, which is empty until [Inventory.Seed] or a saved state
// fills it.
func Register(
	w *world.World,
	access *access.Access,
	storage *storage.Storage,
	machines *machines.Machines,
	hosts *hosts.Hosts,
	centers *centers.Centers,
) *Inventory {
	return &Inventory{
		w: w, access: access, storage: storage, machines: machines, hosts: hosts, centers: centers,
	}
}

// Seed makes what each engine has: the fixed part first, then one data center with a cluster, a
// host and storage.
func (inv *Inventory) Seed() error {
	inv.access.Seed()
	inv.seedContent()
	for _, s := range fixed {
		if _, err := inv.w.Plant(s.path, []byte(s.doc), wire.XML); err != nil {
			return fmt.Errorf("seed %s: %w", s.path, err)
		}
	}
	if err := inv.seedCenters(); err != nil {
		return err
	}
	if err := inv.seedOptions(); err != nil {
		return err
	}
	inv.access.SeedEveryone()
	if blank := inv.w.At("/templates/" + world.BlankID); blank != nil {
		inv.w.Set(blank, names.VersionBaseTemplate, world.Ref(blank))
		inv.machines.AddTemplateDevices(blank)
	}
	return nil
}
