package centers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// qosValue is what a QoS of a type may limit: the field of its bean and the option with its bound.
type qosValue struct {
	member, field string
	least         int64
	option        string
	keepsMinusOne bool // Others take -1 as no limit.
	text          string
}

const qosRange = "Cannot {add} QoS. Values are out of range\n(Legal range is: {range})."

// qosValues are what the types of QoS limit, as the beans of engines have it. What isn't of its type a
// QoS doesn't keep.
var qosValues = map[string][]qosValue{
	"cpu": {{member: names.CpuLimit, field: "cpuLimit", least: 1, option: "MaxCpuLimitQosValue", text: qosRange}},
	"storage": {
		{member: names.MaxThroughput, field: "maxThroughput", option: "MaxThroughputUpperBoundQosValue", text: qosRange},
		{member: names.MaxReadThroughput, field: "maxReadThroughput", option: "MaxReadThroughputUpperBoundQosValue", text: qosRange},
		{member: names.MaxWriteThroughput, field: "maxWriteThroughput", option: "MaxWriteThroughputUpperBoundQosValue", text: qosRange},
		{member: names.MaxIops, field: "maxIops", option: "MaxIopsUpperBoundQosValue", text: qosRange},
		{member: names.MaxReadIops, field: "maxReadIops", option: "MaxReadIopsUpperBoundQosValue", text: qosRange},
		{member: names.MaxWriteIops, field: "maxWriteIops", option: "MaxWriteIopsUpperBoundQosValue", text: qosRange},
	},
	"network": {
		{member: names.InboundAverage, field: "inboundAverage", option: "MaxAverageNetworkQoSValue", text: qosRange},
		{member: names.InboundPeak, field: "inboundPeak", option: "MaxPeakNetworkQoSValue", text: qosRange},
		{member: names.InboundBurst, field: "inboundBurst", option: "MaxBurstNetworkQoSValue", text: qosRange},
		{member: names.OutboundAverage, field: "outboundAverage", option: "MaxAverageNetworkQoSValue", text: qosRange},
		{member: names.OutboundPeak, field: "outboundPeak", option: "MaxPeakNetworkQoSValue", text: qosRange},
		{member: names.OutboundBurst, field: "outboundBurst", option: "MaxBurstNetworkQoSValue", text: qosRange},
	},
	"hostnetwork": {
		hostNetworkValue(names.OutboundAverageLinkshare, "outAverageLinkshare", "MaxHostNetworkQosShares"),
		hostNetworkValue(names.OutboundAverageUpperlimit, "outAverageUpperlimit", "MaxAverageNetworkQoSValue"),
		hostNetworkValue(names.OutboundAverageRealtime, "outAverageRealtime", "MaxAverageNetworkQoSValue"),
	},
}

// hostNetworkValue is a limit of networks on hosts, for whose bounds engines have no text.
func hostNetworkValue(member, field, option string) qosValue {
	return qosValue{
		member: member, field: "hostNetworkQosProperties." + field, least: 1, option: option,
		keepsMinusOne: true, text: "action type failed network qos out of range values",
	}
}

// registerQoS sets what limits of traffic, storage and processors make sense.
func (cs *Centers) registerQoS() {
	cs.w.Hook("qoss").Add = func(c *world.Call) (*store.Entity, error) {
		o := qosOfType(c.Body)
		o.Set(names.DataCenter, world.Ref(c.Owner()))
		if err := checkQoS(o, "add"); err != nil {
			return nil, err
		}
		return c.Insert(o)
	}
	cs.w.Hook("qos").Update = func(c *world.Call) error {
		old := c.Object()
		if typ := c.Body.Text(names.Type); typ != "" && typ != old.Text(names.Type) {
			return &world.Fault{Status: http.StatusInternalServerError, Reason: world.ReasonFailed}
		}
		o := old.Clone()
		o.Merge(c.Body)
		o = qosOfType(o)
		if err := checkQoS(o, "edit"); err != nil {
			return err
		}
		if o.Text(names.DataCenterID) != old.Text(names.DataCenterID) {
			return world.Bad("Cannot edit QoS. Cannot change QoS data center.")
		}
		if err := c.CheckName(c.Entity().Node.Parent, c.Entity().Owner, o, c.Entity()); err != nil && o.Name() != old.Name() {
			return err
		}
		cs.w.Put(c.Entity(), c.Normalize(c.Entity().Node, o))
		return nil
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

// qosOfType returns what a QoS of its type keeps of a document.
func qosOfType(o *store.Object) *store.Object {
	o = o.Clone()
	o.Set(names.Comment, nil)
	for typ, values := range qosValues {
		for _, v := range values {
			if typ != o.Text(names.Type) || !v.keepsMinusOne && o.Int(v.member) == -1 {
				o.Set(v.member, nil)
			}
		}
	}
	return o
}

// checkQoS refuses limits that are out of bounds, lack a part, or contradict each other.
func checkQoS(o *store.Object, verb string) error {
	if err := checkQoSBounds(o, verb); err != nil {
		return err
	}
	switch o.Text(names.Type) {
	case "cpu":
		if !o.Has(names.CpuLimit) {
			return world.Bad("Cannot %s QoS. QoS element has missing values.", verb)
		}
	case "network":
		return checkNetworkQoS(o, verb)
	case "hostnetwork":
		switch limit, rate := o.Get(names.OutboundAverageUpperlimit), o.Get(names.OutboundAverageRealtime); {
		case !o.Has(names.OutboundAverageLinkshare):
			return world.Bad("Cannot %s QoS. Weighted share must be specified to complete QoS configuration.", verb)
		case limit != nil && rate != nil && limit.(int64) < rate.(int64):
			return world.Bad("Cannot %s QoS. If both are provided, rate limit must not be lower than committed rate.", verb)
		}
	case "storage":
		total := o.Int(names.MaxThroughput) > 0 &&
			o.Int(names.MaxReadThroughput)+o.Int(names.MaxWriteThroughput) > 0
		if total || o.Int(names.MaxIops) > 0 &&
			o.Int(names.MaxReadIops)+o.Int(names.MaxWriteIops) > 0 {
			return world.Bad(
				"Cannot %s QoS.\nQoS have non-zero total value with non-zero read/write for "+
					"either throughput or IOps or both.",
				verb,
			)
		}
	}
	return nil
}

// checkQoSBounds refuses values that the options of the engine don't allow. The field is named before
// and behind the text: engines do so in an order that is that of a hash table.
func checkQoSBounds(o *store.Object, verb string) error {
	var texts []string
	for _, v := range qosValues[o.Text(names.Type)] {
		n, ok := o.Get(v.member).(int64)
		most, err := strconv.ParseInt(rules.GeneralOption(v.option), 10, 64)
		if !ok || err != nil || n >= v.least && n <= most {
			continue
		}
		text := strings.NewReplacer("{add}", verb, "{range}", fmt.Sprintf("%d-%d", v.least, most)).Replace(v.text)
		field := "Attribute: qos." + v.field
		texts = append(texts, field, text, field)
	}
	if len(texts) > 0 {
		return world.Bad("%s", strings.Join(texts, ", "))
	}
	return nil
}

func checkNetworkQoS(o *store.Object, verb string) error {
	ways := [...]string{"inbound_", "outbound_"}
	for _, way := range ways {
		have := 0
		for _, what := range [...]string{"average", "peak", "burst"} {
			if o.Has(way + what) {
				have++
			}
		}
		if have != 0 && have != 3 {
			return world.Bad(
				"Cannot %s QoS. All three values are needed in order to define QoS on each "+
					"network directions.",
				verb,
			)
		}
	}
	for _, way := range ways {
		if o.Int(way+"peak") < o.Int(way+"average") {
			return world.Bad("Cannot %s QoS. Peak cannot be set lower than Average.", verb)
		}
	}
	return nil
}
