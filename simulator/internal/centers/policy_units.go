package centers

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerPolicyUnits sets the behavior of the filters, weights and balances of policies, and of the
// units that they stand for. Each has the ID of its unit, and no address of its own in answers.
func (cs *Centers) registerPolicyUnits() {
	for service, kind := range map[string]string{
		"filters": "filter", "weights": "weight", "balances": "load_balancing",
	} {
		cs.w.Hook(service).Add = func(c *world.Call) (*store.Entity, error) {
			return cs.addUnit(c, service, kind)
		}
		item := strings.TrimSuffix(service, "s")
		cs.w.Hook(item).Show = func(_ *store.Place, v *document.View, _ world.Query) { v.Path = "" }
		cs.w.Hook(item).Remove = func(c *world.Call) error {
			if err := unlocked(c.Entity().Owner.Object(), "edit"); err != nil {
				return err
			}
			cs.w.Drop(c.Entity())
			return nil
		}
	}
	cs.w.Hook("scheduling_policy_unit").Remove = func(c *world.Call) error {
		var users []string
		for _, policy := range cs.w.All("/schedulingpolicies") {
			for _, segment := range [...]string{"filters", "weights", "balances"} {
				if slices.ContainsFunc(cs.w.Of(policy, segment), func(e *store.Entity) bool {
					return cs.w.Target(e, names.SchedulingPolicyUnit) == c.Entity()
				}) {
					users = append(users, policy.Object().Name())
				}
			}
		}
		if len(users) > 0 {
			return world.Conflict(
				"Cannot remove Policy Unit. Policy unit is attached to the following cluster policies: %s.",
				strings.Join(users, ","),
			)
		}
		cs.w.Drop(c.Entity())
		return nil
	}
}

// addUnit adds a unit to a policy. A policy has one balance, which a new one replaces.
func (cs *Centers) addUnit(c *world.Call, service, kind string) (*store.Entity, error) {
	if err := unlocked(c.Owner().Object(), "edit"); err != nil {
		return nil, err
	}
	unit := cs.w.Resolve(c.Body.Part(names.SchedulingPolicyUnit))
	all := cs.w.All(c.Place.Collection())
	switch {
	case unit == nil:
		return nil, world.Bad("Cannot edit Scheduling Policy. Policy unit is unknown.")
	case unit.Object().Text(names.Type) != kind:
		return nil, world.Bad(
			"Cannot edit Scheduling Policy. Policy unit doesn't implement %s.", policyUnitRoles[kind],
		)
	case service == "balances":
		for _, e := range all {
			cs.w.Drop(e)
		}
	case slices.ContainsFunc(all, func(e *store.Entity) bool {
		return cs.w.Target(e, names.SchedulingPolicyUnit) == unit
	}):
		return nil, world.Bad(
			"Cannot edit Scheduling Policy. policy unit already exists in Scheduling Policy.",
		)
	}
	position := c.Body.Int(names.Position)
	switch {
	case c.Body.Int(names.Factor) < 0:
		return nil, world.Bad("Cannot edit Scheduling Policy. Function factor is negative.")
	case position != 0 && slices.ContainsFunc(all, func(e *store.Entity) bool {
		return e.Object().Int(names.Position) == position
	}):
		return nil, world.Bad("Cannot edit Scheduling Policy. Only one filter can be at position %d.", position)
	}
	o := cs.w.NewObject(c.Body.Type.Name)
	o.Set(names.ID, unit.ID())
	switch service {
	case "weights":
		o.Set(names.Factor, c.Body.Get(names.Factor))
		o.Default(names.Factor, 1)
	case "filters":
		o.Set(names.Position, position)
	}
	o.Set(names.SchedulingPolicyUnit, world.Ref(unit))
	return c.Insert(o)
}

// policyUnitRoles are what messages call the types of policy units.
var policyUnitRoles = map[string]string{
	"filter": "Filtering", "weight": "score function", "load_balancing": "load balancing logic",
}
