package centers

import (
	"net/http"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// clusterParts are what each cluster shows, whatever was said of it: ClusterMapper and the mappers
// of its parts.
var clusterParts = map[string]any{
	names.FencingPolicyEnabled: true, names.FencingPolicySkipIfConnectivityBrokenEnabled: false,
	names.FencingPolicySkipIfConnectivityBrokenThreshold: 50,
	names.FencingPolicySkipIfGlusterBricksUp:             false,
	names.FencingPolicySkipIfGlusterQuorumNotMet:         false,
	names.FencingPolicySkipIfSdActiveEnabled:             false, names.FipsMode: "undefined",
	names.MemoryPolicyTransparentHugePagesEnabled: true,
	names.MigrationBandwidthAssignmentMethod:      "auto", names.MigrationEncrypted: "inherit",
	names.MigrationParallelMigrationsPolicy: "disabled", names.UpgradeInProgress: false,
	names.UpgradePercentComplete: 0, names.VncEncryption: false,
}

// newClusterParts are what a cluster that was added shows beside: the properties of its scheduling
// policy, and a few defaults that differ from those of the first cluster.
func (cs *Centers) newClusterParts(o *store.Object) {
	o.Set(names.VncEncryption, true)
	o.Set(names.MemoryPolicyTransparentHugePagesEnabled, false)
	o.Set(names.CustomSchedulingPolicyProperties, cs.newPolicyProperties())
}

// newPolicyProperties are the properties that the scheduling policy of a new cluster has.
func (cs *Centers) newPolicyProperties() []*store.Object {
	return []*store.Object{
		cs.property("HighUtilization", "80"), cs.property("CpuOverCommitDurationMinutes", "2"),
	}
}

func (cs *Centers) property(name, value string) *store.Object {
	p := cs.w.NewObject(names.Property)
	p.Set(names.Name, name)
	p.Set(names.Value, value)
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
	case o.Has(names.MemoryPolicy), o.Has(names.Version):
		o.Set(thp, true)
	}
	if percent := "memory_policy.over_commit.percent"; o.Has(percent) && o.Int(percent) <= 0 {
		o.Set(percent, 100)
	}
	if !o.Has(names.LogMaxMemoryUsedThresholdType) {
		o.Set(names.LogMaxMemoryUsedThreshold, nil)
	}
	if o.Text(names.MigrationParallelMigrationsPolicy) != "custom" {
		o.Set(names.MigrationCustomParallelMigrations, nil)
	}
	if o.Has(names.MigrationBandwidth) &&
		o.Text(names.MigrationBandwidthAssignmentMethod) != "custom" {
		o.Set(names.MigrationBandwidthCustomValue, nil)
	}
	if sources, ok := o.Get(names.RequiredRngSources).([]string); ok {
		o.Set(names.RequiredRngSources, rngSources(sources))
	}
	if now == nil {
		return o, nil
	}
	if !o.Has(names.CpuType) && o.Has(names.Cpu) {
		o.Set(names.Cpu, nil) // The architecture follows the type.
	}
	if o.Has(names.CustomSchedulingPolicyProperties) {
		o.Set(names.CustomSchedulingPolicyProperties, cs.laidOver(
			now.List(names.CustomSchedulingPolicyProperties),
			o.List(names.CustomSchedulingPolicyProperties),
		))
	}
	return o, nil
}

// wholeFencingPolicy sets the defaults of what a fencing policy leaves out: FencingPolicyMapper
// begins with a new one, and fails on conditions that don't say whether they are enabled.
func wholeFencingPolicy(o *store.Object) error {
	if !o.Has(names.FencingPolicy) {
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
