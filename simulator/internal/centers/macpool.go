package centers

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerMacPools sets the behavior of pools of MAC addresses, as MacPoolMapper and
// MacPoolValidator have it.
func (cs *Centers) registerMacPools() {
	cs.w.Hook("mac_pools").Add = func(c *world.Call) (*store.Entity, error) {
		o := c.Body
		o.Default(names.AllowDuplicates, false)
		o.Default(names.DefaultPool, false)
		o.Set(names.Comment, nil) // Pools keep none.
		if err := macFormat(o); err != nil {
			return nil, err
		}
		if o.True(names.DefaultPool) {
			return nil, world.Bad("Cannot create MAC Pool. Setting default MAC Pool is not supported.")
		}
		home, owner := c.Home()
		if err := c.CheckName(home, owner, o, nil); err != nil {
			return nil, err
		}
		if err := cs.checkRanges(o.List(names.Ranges), "create", nil); err != nil {
			return nil, err
		}
		if err := usable(o.List(names.Ranges)); err != nil {
			return nil, err
		}
		return c.Insert(o)
	}
	h := cs.w.Hook("mac_pool")
	h.Update = func(c *world.Call) error {
		old, o := c.Object(), c.Object().Clone()
		c.Body.Set(names.Comment, nil)
		o.Merge(c.Body)
		if len(o.List(names.Ranges)) == 0 {
			return world.Bad("Cannot edit MAC Pool. MAC Pool must contain at least one MAC address range., " +
				"Attribute: macPool.ranges")
		}
		if err := macFormat(o); err != nil {
			return err
		}
		if o.Name() != old.Name() {
			if err := c.CheckName(c.Entity().Node.Parent, c.Entity().Owner, o, c.Entity()); err != nil {
				return err
			}
		}
		if err := cs.checkRanges(o.List(names.Ranges), "edit", c.Entity()); err != nil {
			return err
		}
		if o.True(names.DefaultPool) != old.True(names.DefaultPool) {
			return world.Bad("Cannot edit MAC Pool. Changing default MAC Pool is not supported.")
		}
		if err := usable(o.List(names.Ranges)); err != nil {
			return err
		}
		cs.w.Put(c.Entity(), c.Normalize(c.Entity().Node, o))
		return nil
	}
	h.Remove = cs.removeMacPool
}

func (cs *Centers) removeMacPool(c *world.Call) error {
	if c.Object().True(names.DefaultPool) {
		return world.Conflict("Cannot remove MAC Pool. Default MAC Pool cannot be removed.")
	}
	var users []string
	for _, cluster := range cs.w.All("/clusters") {
		if cluster.Object().Text(names.MacPoolID) == c.Entity().ID() {
			users = append(users, "\t"+cluster.Object().Name())
		}
	}
	if len(users) > 0 {
		return world.Conflict(
			"Cannot remove MAC Pool. Several Clusters (%d) are using this MAC Pool:\n%s\n - "+
				"Please remove it from all Clusters "+
				"that are using it and try again.",
			len(users),
			strings.Join(users, "\n"),
		)
	}
	cs.w.Drop(c.Entity())
	return nil
}

var macPattern = regexp.MustCompile(`^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$`)

// macFormat refuses the ends of ranges that are no MAC addresses, and writes the others in small
// letters.
func macFormat(o *store.Object) error {
	var texts []string
	ranges := o.List(names.Ranges)
	for i, r := range ranges {
		for _, end := range [...]struct{ member, field string }{{names.From, "macFrom"}, {names.To, "macTo"}} {
			if !macPattern.MatchString(r.Text(end.member)) {
				texts = append(texts, "MAC address must be in format \"HH:HH:HH:HH:HH:HH\" where H is a "+
					"hexadecimal character (either a digit or A-F, case is insignificant).",
					fmt.Sprintf("Attribute: macPool.ranges[%d].%s", i, end.field))
			}
		}
	}
	if len(texts) > 0 {
		return world.Bad("%s", strings.Join(texts, ", "))
	}
	out := make([]*store.Object, len(ranges))
	for i, r := range ranges {
		out[i] = r.Clone()
		out[i].Set(names.From, strings.ToLower(r.Text(names.From)))
		out[i].Set(names.To, strings.ToLower(r.Text(names.To)))
	}
	o.Set(names.Ranges, out)
	return nil
}

// checkRanges refuses ranges that overlap with each other or with those of another pool. One that ends
// before it begins overlaps with nothing.
func (cs *Centers) checkRanges(ranges []*store.Object, verb string, self *store.Entity) error {
	for i, r := range ranges {
		for _, other := range ranges[:i] {
			if overlap(r, other) {
				return world.Conflict("Cannot %s MAC Pool. MAC pool cannot contain overlapping ranges.", verb)
			}
		}
	}
	var pools []string
	for _, pool := range cs.w.All("/macpools") {
		if pool != self && anyOverlap(ranges, pool.Object().List(names.Ranges)) {
			pools = append(pools, "'"+pool.Object().Name()+"'")
		}
	}
	if len(pools) > 0 {
		return world.Conflict(
			"Cannot %s MAC Pool. MAC pool cannot contain ranges which overlap with ranges in MAC pools: %s",
			verb,
			strings.Join(pools, ", "),
		)
	}
	return nil
}

func anyOverlap(a, b []*store.Object) bool {
	for _, r := range a {
		for _, other := range b {
			if overlap(r, other) {
				return true
			}
		}
	}
	return false
}

func overlap(a, b *store.Object) bool {
	aFrom, aTo := macNumber(a.Text(names.From)), macNumber(a.Text(names.To))
	bFrom, bTo := macNumber(b.Text(names.From)), macNumber(b.Text(names.To))
	return aFrom <= aTo && bFrom <= bTo && aFrom <= bTo && bFrom <= aTo
}

func macNumber(mac string) uint64 {
	n, _ := strconv.ParseUint(strings.ReplaceAll(mac, ":", ""), 16, 64)
	return n
}

// usable refuses ranges without an address that a NIC could have: those of groups have none.
func usable(ranges []*store.Object) error {
	const group = 1 << 40
	for _, r := range ranges {
		from, to := macNumber(r.Text(names.From)), macNumber(r.Text(names.To))
		if from <= to && from&group != 0 && from>>40 == to>>40 {
			return world.Bad("Error Initializing MAC Pool")
		}
	}
	return nil
}
