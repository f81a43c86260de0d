package machines

import (
	"fmt"
	"slices"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// migrate moves a VM to the host that was asked for, or to any other of its cluster.
func (ms *Machines) migrate(c *world.Call) error {
	vm := c.Entity()
	if err := allow(vm, actMigrate); err != nil {
		return err
	}
	if err := ms.noBackup(c, actMigrate); err != nil {
		return err
	}
	if c.Object().Text(names.PlacementPolicyAffinity) == "pinned" {
		return world.Conflict("Cannot migrate VM. VM is pinned to Host.")
	}
	if c.Object().Text(names.PlacementPolicyAffinity) == "user_migratable" &&
		!c.Body.True(names.Force) {
		return world.Conflict(
			"Cannot migrate VM. VM is non migratable and user did not specify the " +
				"force-migration flag",
		)
	}
	from := ms.w.Target(vm, names.Host)
	to, err := ms.destination(c, from)
	if err != nil {
		return err
	}
	status := c.Object().Text(names.Status)
	began := ms.w.Time()
	ms.w.Set(vm, names.Status, world.Migrating)
	end := c.HoldJob()
	ms.coming[vm] = to
	c.Report(62, world.Named{"destination": world.DisplayName(to)}, vm, from)
	ms.w.On(vm, ms.w.Step(), func() {
		if vm.Object().Text(names.Status) != world.Migrating {
			end(world.Failed)
		}
	})
	ms.afterStep(vm, world.Migrating, func() {
		delete(ms.coming, vm)
		if ms.w.At(to.Path) != to || to.Object().Text(names.Status) != world.Up {
			ms.w.Set(vm, names.Status, status)
			c.Report(65, nil, vm, from)
			end(world.Failed)
			return
		}
		ms.w.Set(vm, names.Status, status, names.Cluster, world.Ref(ms.w.Target(to, names.Cluster)))
		ms.PutOnHost(vm, to)
		end(world.Finished)
		took := ms.w.Time().Sub(began).Round(time.Second)
		c.Report(63, world.Named{
			"host": world.DisplayName(from), "destination": world.DisplayName(to),
			"duration": seconds(took), "total_duration": seconds(took), "actual_downtime": "42ms",
		}, vm, to)
	})
	return nil
}

// seconds returns a duration as events spell it.
func seconds(d time.Duration) string {
	if d == time.Second {
		return "1 second"
	}
	return fmt.Sprintf("%d seconds", d/time.Second)
}

// destination returns the host to which the VM of the call goes.
func (ms *Machines) destination(c *world.Call, from *store.Entity) (*store.Entity, error) {
	w, ref := c.World, c.Body.Part(names.Host)
	s := ms.scheduling(c.Entity())
	s.not = from
	if other := w.Resolve(c.Body.Part(names.Cluster)); other != nil {
		s.cluster = other.ID()
	}
	if ref == nil {
		return s.choose("migrate VM")
	}
	to := w.Resolve(ref)
	switch {
	case to == nil:
		return nil, world.NotFound(ref.Type, ref)
	case to == from:
		return nil, world.Conflict("Cannot migrate VM. source and destination is the same.")
	case to.Object().Text(names.Status) == world.Up &&
		to.Object().Text(names.ClusterID) != c.Object().Text(names.ClusterID) &&
		!c.Body.Has(names.Cluster):
		return nil, world.Conflict(
			"Cannot migrate VM. If target Cluster is not specified VM can be migrated only " +
				"between Hosts in the same Cluster.\n" +
				"-Please select target Host in the same Cluster to run the VM on.",
		)
	}
	s.only = to
	return s.choose("migrate VM")
}

// cancelMigration leaves a VM where it is.
func (ms *Machines) cancelMigration(c *world.Call) error {
	vm := c.Entity()
	if err := allow(vm, actCancel); err != nil {
		return err
	}
	ms.w.Set(vm, names.Status, world.Up)
	delete(ms.coming, vm)
	c.Report(161, nil, vm)
	return nil
}

// Evacuate starts the migration of all VMs of a host to others.
func (ms *Machines) Evacuate(host *store.Entity) {
	for _, vm := range slices.Clone(ms.w.Referring(names.Vm, names.Host, host.ID())) {
		to := ms.RefugeFor(vm, host)
		if to == nil {
			continue
		}
		after := vm.Object().Text(names.Status)
		if after == world.PoweringUp {
			after = world.Up
		}
		if after != world.Up && after != world.Paused {
			continue // it is on its way somewhere, and goes when it has arrived
		}
		ms.w.Set(vm, names.Status, world.Migrating)
		ms.coming[vm] = to
		ms.w.On(vm, ms.w.Step(), func() {
			if vm.Object().Text(names.Status) == world.Migrating {
				delete(ms.coming, vm)
				ms.w.Set(vm, names.Status, after, names.Host, world.Ref(to))
			}
		})
	}
}
