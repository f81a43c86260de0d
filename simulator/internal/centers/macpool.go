package centers

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerMacPools sets the behavior of pools of MAC addresses, as MacPoolMapper and
// MacPoolValidator have it.
func (cs *Centers) registerMacPools() {
	cs.w.Hook("mac_pools").Add = func(c *world.Call) (*store.Entity, error) {
		if c.Body.True(names.DefaultPool) {
			return nil, world.Conflict(
				"Cannot create MAC Pool. Setting default MAC Pool is not supported.",
			)
		}
		if len(c.Body.List(names.Ranges)) == 0 {
			return nil, world.Mandatory("pool.ranges.to")
		}
		if err := cs.checkRanges(c, "create", nil); err != nil {
			return nil, err
		}
		c.Body.Default(names.AllowDuplicates, false)
		c.Body.Default(names.DefaultPool, false)
		c.Body.Set(names.Comment, nil) // Pools keep none.
		return c.Insert(c.Body)
	}
	h := cs.w.Hook("mac_pool")
	h.Update = func(c *world.Call) error {
		if want, ok := c.Body.Get(names.DefaultPool).(bool); ok &&
			want != c.Object().True(names.DefaultPool) {
			return world.Conflict(
				"Cannot edit MAC Pool. Setting default MAC Pool is not supported.",
			)
		}
		if list := c.Body.List(names.Ranges); list != nil && len(list) == 0 {
			return world.Bad(
				"Cannot edit MAC Pool. MAC Pool must contain at least one MAC address range., " +
					"Attribute: macPool.ranges",
			)
		}
		if err := cs.checkRanges(c, "edit", c.Entity()); err != nil {
			return err
		}
		c.Body.Set(names.Comment, nil)
		return c.Apply(c.Body)
	}
	h.Remove = cs.removeMacPool
}

func (cs *Centers) removeMacPool(c *world.Call) error {
	if c.Object().True(names.DefaultPool) {
		return world.Conflict("Cannot remove MAC Pool. Default MAC Pool cannot be removed.")
	}
	var users []*store.Entity
	for _, cluster := range cs.w.All("/clusters") {
		if cluster.Object().Text(names.MacPoolID) == c.Entity().ID() {
			users = append(users, cluster)
		}
	}
	if len(users) > 0 {
		return world.Conflict(
			"Cannot remove MAC Pool. Several Clusters (%d) are using this MAC Pool:\n%s\n - "+
				"Please remove it from all Clusters "+
				"that are using it and try again.",
			len(users),
			world.Names(users),
		)
	}
	cs.w.Drop(c.Entity())
	return nil
}

// checkRanges keeps the ranges of a pool in small letters, and refuses what overlaps with another
// pool. It refuses a range that ends before it begins, which engines take and
// never use.
func (cs *Centers) checkRanges(c *world.Call, verb string, self *store.Entity) error {
	for _, r := range c.Body.List(names.Ranges) {
		for _, end := range [...]string{names.From, names.To} {
			r.Set(end, strings.ToLower(r.Text(end)))
		}
		if r.Text(names.From) > r.Text(names.To) {
			return world.Conflict("Cannot %s MAC Pool. The range %s-%s ends before it begins.",
				strings.Replace(verb, "create", "add", 1), r.Text(names.From), r.Text(names.To))
		}
		for _, pool := range cs.w.All("/macpools") {
			if pool == self {
				continue
			}
			for _, other := range pool.Object().List(names.Ranges) {
				if r.Text(names.From) <= strings.ToLower(other.Text(names.To)) &&
					strings.ToLower(other.Text(names.From)) <= r.Text(names.To) {
					return world.Conflict(
						"Cannot %s MAC Pool. MAC pool cannot contain ranges which overlap with "+
							"ranges in MAC pools: '%s'",
						verb,
						pool.Object().Name(),
					)
				}
			}
		}
	}
	return nil
}
