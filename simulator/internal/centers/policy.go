package centers

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerPolicies sets the behavior of scheduling policies, MAC pools and profiles.
func (cs *Centers) registerPolicies() {
	cs.w.Hook("scheduling_policies").Add = func(c *world.Call) (*store.Entity, error) {
		c.Body.Default(names.DefaultPolicy, false)
		c.Body.Set(names.Locked, false)
		return c.Insert(c.Body)
	}
	h := cs.w.Hook("scheduling_policy")
	h.Update = func(c *world.Call) error {
		if c.Object().True(names.Locked) {
			return world.Conflict(
				"Cannot edit Scheduling Policy. Scheduling Policy is locked, and cannot be " +
					"editable.",
			)
		}
		return c.Apply(c.Body)
	}
	h.Remove = func(c *world.Call) error {
		if c.Object().True(names.Locked) {
			return world.Conflict(
				"Cannot remove Scheduling Policy. Scheduling Policy is locked, and cannot be " +
					"editable.",
			)
		}
		var users []*store.Entity
		for _, cluster := range cs.w.All("/clusters") {
			if cluster.Object().Text(names.SchedulingPolicyID) == c.Entity().ID() {
				users = append(users, cluster)
			}
		}
		if len(users) > 0 {
			return world.Conflict(
				"Cannot remove Scheduling Policy. Scheduling Policy is attached to cluster(s): "+
					"%s, please unassign cluster(s).",
				world.Names(users),
			)
		}
		cs.w.Drop(c.Entity())
		return nil
	}
	for service, kind := range map[string]string{
		"filters": "filter", "weights": "weight", "balances": "load_balancing",
	} {
		cs.w.Hook(service).Add = func(c *world.Call) (*store.Entity, error) {
			if c.Owner().Object().True(names.Locked) {
				return nil, world.Conflict(
					"Cannot edit Scheduling Policy. Scheduling Policy is locked, and cannot be " +
						"editable.",
				)
			}
			unit := cs.w.Resolve(c.Body.Part(names.SchedulingPolicyUnit))
			if unit == nil && c.Body.ID() != "" {
				unit = cs.w.At("/schedulingpolicyunits/" + c.Body.ID())
			}
			switch {
			case unit == nil:
			case unit.Object().Text(names.Type) != kind:
				return nil, world.Conflict(
					"Cannot edit Scheduling Policy. Policy unit doesn't implement %s.",
					policyUnitRoles[kind],
				)
			case slices.ContainsFunc(cs.w.All(c.Place.Collection()), func(e *store.Entity) bool {
				return cs.w.Target(e, names.SchedulingPolicyUnit) == unit
			}):
				return nil, world.Conflict(
					"Cannot edit Scheduling Policy. policy unit already exists in Scheduling " +
						"Policy.",
				)
			}
			if unit != nil {
				c.Body.Set(names.SchedulingPolicyUnit, world.Ref(unit))
			}
			c.Body.Set(names.SchedulingPolicy, world.Ref(c.Owner()))
			if service == "weights" {
				c.Body.Default(names.Factor, 1)
			}
			return c.Insert(c.Body)
		}
	}
	cs.registerMacPools()
	cs.registerResourceProfiles()
}

// registerResourceProfiles refuses to remove profiles that are used, or the last one of a cluster
// or storage domain.
func (cs *Centers) registerResourceProfiles() {
	for _, p := range [...]struct{ service, member, owner, users, what string }{
		{"cpu_profile", "cpu_profile", "cluster", "/vms", "CPU Profile"},
		{"disk_profile", "disk_profile", "storage_domain", "/disks", "Disk Profile"},
	} {
		cs.w.Hook(p.service).Remove = func(c *world.Call) error {
			for _, e := range cs.w.All(p.users) {
				if e.Object().Text(p.member+".id") == c.Entity().ID() {
					return world.Conflict(
						"Cannot remove %s. %s is used by: %s.",
						p.what,
						p.what,
						e.Object().Name(),
					)
				}
			}
			cs.w.Drop(c.Entity())
			return nil
		}
	}
}

// policyUnitRoles are what messages call the types of policy units.
var policyUnitRoles = map[string]string{
	"filter": "Filtering", "weight": "score function", "load_balancing": "load balancing logic",
}
