package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// policies sets the behaviour of scheduling policies, MAC pools and profiles.
func (w *World) policies() {
	w.hook("scheduling_policies").Add = func(c *Call) (*store.Entity, error) {
		c.Body.Default("description", "")
		c.Body.Default("default_policy", false)
		c.Body.Set("locked", false)
		return c.Insert(c.Body)
	}
	h := w.hook("scheduling_policy")
	h.Update = func(c *Call) error {
		if c.Object().True("locked") {
			return Conflict("Cannot edit Scheduling Policy. Scheduling Policy is locked, and cannot be editable.")
		}
		return c.Apply(c.Body)
	}
	h.Remove = func(c *Call) error {
		if c.Object().True("locked") {
			return Conflict("Cannot remove Scheduling Policy. Scheduling Policy is locked, and cannot be editable.")
		}
		var users []*store.Entity
		for _, cluster := range w.All("/clusters") {
			if cluster.Object().Text("scheduling_policy.id") == c.Entity().ID() {
				users = append(users, cluster)
			}
		}
		if len(users) > 0 {
			return Conflict("Cannot remove Scheduling Policy. Scheduling Policy is attached to cluster(s): %s, please unassign cluster(s).",
				names(users))
		}
		w.drop(c.Entity())
		return nil
	}
	for service, kind := range map[string]string{"filters": "filter", "weights": "weight", "balances": "load_balancing"} {
		w.hook(service).Add = func(c *Call) (*store.Entity, error) {
			if c.Owner().Object().True("locked") {
				return nil, Conflict("Cannot edit Scheduling Policy. Scheduling Policy is locked, and cannot be editable.")
			}
			unit := w.Resolve(c.Body.Part("scheduling_policy_unit"))
			if unit == nil && c.Body.ID() != "" {
				unit = w.At("/schedulingpolicyunits/" + c.Body.ID())
			}
			switch {
			case unit == nil:
			case unit.Object().Text("type") != kind:
				return nil, Conflict("Cannot edit Scheduling Policy. Policy unit doesn't implement %s.",
					map[string]string{"filter": "Filtering", "weight": "score function", "load_balancing": "load balancing logic"}[kind])
			case slices.ContainsFunc(w.All(c.Place.Collection()), func(e *store.Entity) bool { return w.of(e, "scheduling_policy_unit") == unit }):
				return nil, Conflict("Cannot edit Scheduling Policy. policy unit already exists in Scheduling Policy.")
			}
			if unit != nil {
				c.Body.Set("scheduling_policy_unit", Ref(unit))
			}
			c.Body.Set("scheduling_policy", Ref(c.Owner()))
			if service == "weights" {
				c.Body.Default("factor", 1)
			}
			return c.Insert(c.Body)
		}
	}
	w.macPools()
	w.resourceProfiles()
}

// resourceProfiles refuses to remove profiles that are used, or the last one of a cluster or storage domain.
func (w *World) resourceProfiles() {
	for _, p := range [...]struct{ service, member, owner, users, what string }{
		{"cpu_profile", "cpu_profile", "cluster", "/vms", "CPU Profile"},
		{"disk_profile", "disk_profile", "storage_domain", "/disks", "Disk Profile"},
	} {
		w.hook(p.service).Remove = func(c *Call) error {
			for _, e := range w.All(p.users) {
				if e.Object().Text(p.member+".id") == c.Entity().ID() {
					return Conflict("Cannot remove %s. %s is used by: %s.", p.what, p.what, e.Object().Name())
				}
			}
			w.drop(c.Entity())
			return nil
		}
	}
}
