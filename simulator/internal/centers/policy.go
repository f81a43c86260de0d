package centers

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerPolicies sets the behavior of scheduling policies, MAC pools and profiles.
func (cs *Centers) registerPolicies() {
	cs.w.Hook("scheduling_policies").Add = func(c *world.Call) (*store.Entity, error) {
		c.Body.Default(names.DefaultPolicy, false)
		c.Body.Default(names.Locked, false)
		c.Body.Set(names.Comment, nil) // Policies keep none.
		if err := cs.checkProperties(c.Body, nil, "add"); err != nil {
			return nil, err
		}
		return c.Insert(c.Body)
	}
	h := cs.w.Hook("scheduling_policy")
	h.Update = func(c *world.Call) error {
		if err := unlocked(c.Object(), "edit"); err != nil {
			return err
		}
		c.Body.Set(names.Comment, nil)
		if err := cs.checkProperties(c.Body, c.Entity(), "edit"); err != nil {
			return err
		}
		return c.Apply(c.Body)
	}
	h.Remove = func(c *world.Call) error {
		if err := unlocked(c.Object(), "remove"); err != nil {
			return err
		}
		var users []*store.Entity
		for _, cluster := range cs.w.All("/clusters") {
			if cluster.Object().Text(names.SchedulingPolicyID) == c.Entity().ID() {
				users = append(users, cluster)
			}
		}
		if len(users) > 0 {
			return world.Bad(
				"Cannot remove Scheduling Policy. Scheduling Policy is attached to cluster(s): "+
					"%s, please unassign cluster(s).",
				world.Names(users),
			)
		}
		cs.w.Drop(c.Entity())
		return nil
	}
	cs.registerPolicyUnits()
	cs.registerMacPools()
	cs.registerLevels()
	cs.registerResourceProfiles()
}

// unlocked refuses to change a policy that is locked, as those of the installation are.
func unlocked(policy *store.Object, verb string) error {
	if policy.True(names.Locked) {
		return world.Bad("Cannot %s Scheduling Policy. Parameters are invalid.", verb)
	}
	return nil
}

// checkProperties refuses properties that none of the units of a policy takes. A new policy has no
// units.
func (cs *Centers) checkProperties(body *store.Object, policy *store.Entity, verb string) error {
	known := map[string]bool{}
	if policy != nil {
		for _, segment := range [...]string{"filters", "weights", "balances"} {
			for _, e := range cs.w.Of(policy, segment) {
				unit := cs.w.Target(e, names.SchedulingPolicyUnit)
				if unit == nil {
					continue
				}
				for _, p := range unit.Object().List(names.Properties) {
					known[p.Name()] = true
				}
			}
		}
	}
	var unknown []string
	for _, p := range body.List(names.Properties) {
		if !known[p.Name()] {
			unknown = append(unknown, p.Name())
		}
	}
	if len(unknown) > 0 {
		return world.Bad("Cannot %s Scheduling Policy if some of the specified custom properties are not "+
			"configured by the system. The keys are: %s", verb, strings.Join(unknown, ", "))
	}
	return nil
}
