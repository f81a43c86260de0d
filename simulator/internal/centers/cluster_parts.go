package centers

import (
	"net/http"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// clusterParts are what each cluster shows, whatever was said of it: ClusterMapper and the mappers
// of its parts.
var clusterParts = map[string]any{
	"fencing_policy.enabled":                               true,
	"fencing_policy.skip_if_connectivity_broken.enabled":   false,
	"fencing_policy.skip_if_connectivity_broken.threshold": 50,
	"fencing_policy.skip_if_gluster_bricks_up":             false,
	"fencing_policy.skip_if_gluster_quorum_not_met":        false,
	"fencing_policy.skip_if_sd_active.enabled":             false,
	"fips_mode": "undefined",
	"memory_policy.transparent_huge_pages.enabled": true,
	"migration.bandwidth.assignment_method":        "auto",
	"migration.encrypted":                          "inherit",
	"migration.parallel_migrations_policy":         "disabled",
	"upgrade_in_progress":                          false,
	"upgrade_percent_complete":                     0,
	"vnc_encryption":                               false,
}

// newClusterParts are what a cluster that was added shows beside: the properties of its scheduling
// policy, and a few defaults that differ from those of the first cluster.
func (cs *Centers) newClusterParts(o *store.Object) {
	o.Set("vnc_encryption", true)
	o.Set("memory_policy.transparent_huge_pages.enabled", false)
	o.Set("custom_scheduling_policy_properties", cs.newPolicyProperties())
}

// newPolicyProperties are the properties that the scheduling policy of a new cluster has.
func (cs *Centers) newPolicyProperties() []*store.Object {
	return []*store.Object{
		cs.property("HighUtilization", "80"), cs.property("CpuOverCommitDurationMinutes", "2"),
	}
}

func (cs *Centers) property(name, value string) *store.Object {
	p := cs.w.NewObject("property")
	p.Set("name", name)
	p.Set("value", value)
	return p
}

// clusterChange turns a document that adds or changes a cluster into what engines make of it: some
// parts are read as a whole, and some members count only beside others. Now is the cluster as it
// is, or nil.
func (cs *Centers) clusterChange(now, body *store.Object) (*store.Object, error) {
	o := body.Clone()
	wholeVersion(o)
	if err := wholeFencingPolicy(o); err != nil {
		return nil, err
	}
	switch thp := "memory_policy.transparent_huge_pages.enabled"; {
	case o.Has(thp):
	case o.Has("memory_policy"), o.Has("version"):
		o.Set(thp, true)
	}
	if percent := "memory_policy.over_commit.percent"; o.Has(percent) && o.Int(percent) <= 0 {
		o.Set(percent, 100)
	}
	if !o.Has("log_max_memory_used_threshold_type") {
		o.Set("log_max_memory_used_threshold", nil)
	}
	if o.Text("migration.parallel_migrations_policy") != "custom" {
		o.Set("migration.custom_parallel_migrations", nil)
	}
	if o.Has("migration.bandwidth") && o.Text("migration.bandwidth.assignment_method") != "custom" {
		o.Set("migration.bandwidth.custom_value", nil)
	}
	if sources, ok := o.Get("required_rng_sources").([]string); ok {
		o.Set("required_rng_sources", rngSources(sources))
	}
	if now == nil {
		return o, nil
	}
	if !o.Has("cpu.type") && o.Has("cpu") {
		o.Set("cpu", nil) // The architecture follows the type.
	}
	if o.Has("custom_scheduling_policy_properties") {
		o.Set("custom_scheduling_policy_properties", cs.laidOver(
			now.List("custom_scheduling_policy_properties"), o.List("custom_scheduling_policy_properties")))
	}
	return o, nil
}

// wholeFencingPolicy returns a fencing policy the defaults of what it leaves out: FencingPolicyMapper
// begins with a new one, and stumbles over conditions that aren't said to be enabled or not.
func wholeFencingPolicy(o *store.Object) error {
	if !o.Has("fencing_policy") {
		return nil
	}
	for _, name := range [...]string{"skip_if_connectivity_broken", "skip_if_sd_active"} {
		if at := "fencing_policy." + name; o.Has(at) && !o.Has(at+".enabled") {
			return &world.Fault{Status: http.StatusInternalServerError, Reason: world.ReasonFailed}
		}
	}
	for name, v := range clusterParts {
		if strings.HasPrefix(name, "fencing_policy.") {
			o.Default(name, v)
		}
	}
	return nil
}

// rngSources adds the source that each cluster has.
func rngSources(sources []string) []string {
	out := []string{"urandom"}
	for _, s := range sources {
		if s != "urandom" && s != "random" {
			out = append(out, s)
		}
	}
	return out
}

// laidOver lays properties over others: those of the same name are replaced, and none is removed.
func (cs *Centers) laidOver(old, more []*store.Object) []*store.Object {
	var out []*store.Object
	for _, p := range old {
		kept := true
		for _, q := range more {
			kept = kept && q.Name() != p.Name()
		}
		if kept {
			out = append(out, p)
		}
	}
	return append(out, more...)
}
