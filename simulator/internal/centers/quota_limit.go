package centers

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// limitSegments are the collections of a quota's limits.
var limitSegments = [...]string{"quotaclusterlimits", "quotastoragelimits"}

// generalLimits adds a limit of each kind that a quota lacks, for its whole data center and without
// effect: engines know no quota without limits.
func (cs *Centers) generalLimits(quota *store.Entity) {
	for _, segment := range limitSegments {
		if len(cs.w.Of(quota, segment)) > 0 {
			continue
		}
		cs.w.AddChild(quota, segment, func(o *store.Object) {
			o.Set(names.ID, quota.ID())
			o.Set(names.Quota, world.Ref(quota))
			if o.Type.Name == names.QuotaStorageLimit {
				o.Set(names.Limit, int64(unlimited))
				return
			}
			o.Set(names.MemoryLimit, float64(unlimited))
			o.Set(names.VcpuLimit, int64(unlimited))
		})
	}
}

// addLimit returns the way to add a limit: without a cluster or a storage domain, whose member is
// named, it takes the place of the general limit; with one it is refused while there is a general
// limit, as there is from the start. A limit that says nothing leaves the quota without a general
// limit: the only way to limits of single clusters and domains. Engines do so too, but answer 500.
func (cs *Centers) addLimit(of string) func(c *world.Call) (*store.Entity, error) {
	return func(c *world.Call) (*store.Entity, error) {
		quota, segment := c.Owner(), c.Place.Node.Segment
		id, specific := quota.ID(), c.Body.Has(of)
		if specific {
			id = c.Body.Text(of + ".id")
		}
		for _, e := range cs.w.Of(quota, segment) {
			if general := !e.Object().Has(of); general == specific &&
				(!general || limits(e.Object())) {
				return nil, world.Conflict(
					"Cannot edit Quota. Limitation can not be configured as specific and " +
						"general for the same Quota. " +
						"Please choose whether the limitation should be enforced on the Data " +
						"Center (global) or for specific storage domain or " +
						"cluster.",
				)
			} else if general || e.ID() == id {
				cs.w.Drop(e)
				break
			}
		}
		limit := cs.w.AddChild(quota, segment, func(o *store.Object) {
			o.Merge(c.Body)
			o.Set(names.ID, id)
			o.Set(names.Quota, world.Ref(quota))
		})
		return limit, nil
	}
}

// limits reports whether a limit says how much of anything may be used; -1 counts.
func limits(o *store.Object) bool {
	return o.Has(names.Limit) || o.Has(names.MemoryLimit) || o.Has(names.VcpuLimit)
}

// removeLimit removes a limit of a quota. After the last one there is a general limit again.
func (cs *Centers) removeLimit(c *world.Call) error {
	quota := c.Entity().Owner
	cs.w.Drop(c.Entity())
	cs.generalLimits(quota)
	return nil
}
