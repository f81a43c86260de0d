package centers

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerQoS sets what limits of traffic, storage and processors make sense.
func (cs *Centers) registerQoS() {
	cs.w.Hook("qoss").Add = func(c *world.Call) (*store.Entity, error) {
		c.Body.Set(names.DataCenter, world.Ref(c.Owner()))
		c.Body.Default(names.Description, "")
		if err := checkQoS(c.Body, "add"); err != nil {
			return nil, err
		}
		return c.Insert(c.Body)
	}
	cs.w.Hook("qos").Update = func(c *world.Call) error {
		o := c.Object().Clone()
		o.Merge(c.Body)
		if err := checkQoS(o, "edit"); err != nil {
			return err
		}
		return c.Apply(c.Body)
	}
	cs.w.Hook("qos").Remove = func(c *world.Call) error {
		for _, path := range [...]string{
			"/vnicprofiles", "/networks", "/cpuprofiles", "/diskprofiles",
		} {
			for _, e := range cs.w.All(path) {
				if e.Object().Text(names.QosID) == c.Entity().ID() {
					cs.w.Set(e, names.Qos, nil)
				}
			}
		}
		cs.w.Drop(c.Entity())
		return nil
	}
}

// checkQoS refuses limits that contradict each other.
func checkQoS(o *store.Object, verb string) error {
	switch o.Text(names.Type) {
	case "network":
		for _, way := range [...]string{"inbound_", "outbound_"} {
			have := 0
			for _, what := range [...]string{"average", "peak", "burst"} {
				if o.Has(way + what) {
					have++
				}
			}
			if have != 0 && have != 3 {
				return world.Conflict(
					"Cannot %s QoS. All three values are needed in order to define QoS on each "+
						"network directions.",
					verb,
				)
			}
			if o.Int(way+"peak") < o.Int(way+"average") {
				return world.Conflict("Cannot %s QoS. Peak cannot be set lower than Average.", verb)
			}
		}
	case "storage":
		total := o.Int(names.MaxThroughput) > 0 &&
			o.Int(names.MaxReadThroughput)+o.Int(names.MaxWriteThroughput) > 0
		if total || o.Int(names.MaxIops) > 0 &&
			o.Int(names.MaxReadIops)+o.Int(names.MaxWriteIops) > 0 {
			return world.Conflict(
				"Cannot %s QoS.\nQoS have non-zero total value with non-zero read/write for "+
					"either throughput or IOps or both.",
				verb,
			)
		}
	}
	return nil
}
