package centers

import (
	"regexp"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// clusterPolicy returns the scheduling policy that a reference means, or else the default one: what is
// unknown is no mistake.
func (cs *Centers) clusterPolicy(ref *store.Object) *store.Entity {
	if ref != nil {
		if policy := cs.w.Resolve(ref); policy != nil {
			return policy
		}
	}
	policies := cs.w.All("/schedulingpolicies")
	for _, policy := range policies {
		if policy.Object().True(names.DefaultPolicy) {
			return policy
		}
	}
	if len(policies) > 0 {
		return policies[0]
	}
	return nil
}

// policyProperties returns the properties that a cluster has with its scheduling policy: its own, those
// of the document laid over them, and the defaults of the policy. What none of the policy's units knows
// is left out. Old is the cluster as it is, or nil.
func (cs *Centers) policyProperties(policy *store.Entity, old, body *store.Object, verb string) ([]*store.Object, error) {
	var out []*store.Object
	if old != nil {
		out = slices.Clone(old.List(names.CustomSchedulingPolicyProperties))
	}
	for _, p := range body.List(names.CustomSchedulingPolicyProperties) {
		out = laidOver(out, p)
	}
	if policy == nil {
		return out, nil
	}
	for _, p := range policy.Object().List(names.Properties) {
		if !slices.ContainsFunc(out, func(q *store.Object) bool { return q.Name() == p.Name() }) {
			out = append(out, p)
		}
	}
	patterns := cs.policyPatterns(policy)
	if old == nil {
		inHashOrder(out, len(body.List(names.CustomSchedulingPolicyProperties)))
	}
	out = slices.DeleteFunc(out, func(p *store.Object) bool {
		_, known := patterns[p.Name()]
		return !known
	})
	var wrong []string
	for _, p := range out {
		if !matches(patterns[p.Name()], p.Text(names.Value)) {
			wrong = append(wrong, p.Name())
		}
	}
	if len(wrong) > 0 {
		return nil, world.Bad("Cannot %s Cluster if some of the specified custom properties have illegal "+
			"values. The keys are: %s", verb, strings.Join(wrong, ","))
	}
	return out, nil
}

// laidOver lays a property over others: one of the same name is replaced where it stands.
func laidOver(list []*store.Object, p *store.Object) []*store.Object {
	if i := slices.IndexFunc(list, func(q *store.Object) bool { return q.Name() == p.Name() }); i >= 0 {
		list[i] = p
		return list
	}
	return append(list, p)
}

// policyPatterns returns the patterns of the properties that the units of a policy know.
func (cs *Centers) policyPatterns(policy *store.Entity) map[string]string {
	patterns := make(map[string]string)
	for _, segment := range [...]string{"filters", "weights", "balances"} {
		for _, e := range cs.w.Of(policy, segment) {
			unit := cs.w.Target(e, names.SchedulingPolicyUnit)
			if unit == nil {
				continue
			}
			for _, p := range unit.Object().List(names.Properties) {
				patterns[p.Name()] = p.Text(names.Value)
			}
		}
	}
	return patterns
}

// matches reports whether a whole value matches a pattern. A pattern that nobody can read matches all.
func matches(pattern, value string) bool {
	re, err := regexp.Compile("^(?:" + pattern + ")$")
	return err != nil || re.MatchString(value)
}

// inHashOrder sorts the properties of a cluster that was added with some of its own, of which said is the
// number, as engines do: in the order of a hash table of Java, which begins as large as those need.
func inHashOrder(list []*store.Object, said int) {
	if said == 0 {
		return
	}
	size := uint32(1)
	for float64(size) < float64(said)/0.75+1 {
		size *= 2
	}
	for len(list)*4 > int(size)*3 {
		size *= 2
	}
	slices.SortStableFunc(list, func(a, b *store.Object) int {
		return int(bucket(a.Name(), size)) - int(bucket(b.Name(), size))
	})
}

// bucket returns where Java's hash table of a size has a text of ASCII characters.
func bucket(text string, size uint32) uint32 {
	var h uint32
	for _, c := range []byte(text) {
		h = 31*h + uint32(c)
	}
	return (h ^ h>>16) & (size - 1)
}
