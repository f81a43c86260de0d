package centers

import (
	"net/http"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/content"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// ClusterDefaults returns what a cluster has where nobody said anything, without a version.
func (cs *Centers) ClusterDefaults() *store.Object {
	o := cs.parse(content.NewCluster())
	if pools := cs.w.All("/macpools"); len(pools) > 0 {
		o.Set(names.MacPool, world.Ref(pools[0]))
	}
	if policy := cs.clusterPolicy(nil); policy != nil {
		o.Set(names.SchedulingPolicy, world.Ref(policy))
	}
	return o
}

// parse reads a document that is built in.
func (cs *Centers) parse(doc string) *store.Object {
	o, err := document.Parse(cs.w.Schema, []byte(doc), wire.XML)
	if err != nil {
		panic(err) // A test reads all of them.
	}
	return o
}

// clusterChange turns a document that adds or changes a cluster into what engines make of it: some
// parts are read as a whole, and some members count only beside others. Now is the cluster as it
// is, or nil.
func (cs *Centers) clusterChange(now, body *store.Object) (*store.Object, error) {
	o := body.Clone()
	wholeVersion(o)
	if err := cs.wholeFencingPolicy(o); err != nil {
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
	if id := o.Text(names.MigrationPolicyID); id != "" && !store.IsUUID(id) {
		return nil, &world.Fault{Status: http.StatusInternalServerError, Reason: world.ReasonFailed}
	}
	if o.Text(names.SerialNumberPolicy) == "custom" && o.Text(names.SerialNumberValue) == "" {
		verb := "create"
		if now != nil {
			verb = "edit"
		}
		return nil, world.Bad("Cannot %s Cluster. Custom serial number must be non-empty when \"Custom\" "+
			"serial number policy is specified., Attribute: cluster", verb)
	}
	for _, name := range [...]string{names.CpuLevel, names.CpuCores} {
		o.Set(name, nil) // Only the type and the architecture are read.
	}
	return o, nil
}

// wholeFencingPolicy sets the defaults of what a fencing policy leaves out: FencingPolicyMapper
// begins with a new one, and fails on conditions that don't say whether they are enabled.
func (cs *Centers) wholeFencingPolicy(o *store.Object) error {
	if !o.Has(names.FencingPolicy) {
		return nil
	}
	for _, name := range [...]string{"skip_if_connectivity_broken", "skip_if_sd_active"} {
		if at := "fencing_policy." + name; o.Has(at) && !o.Has(at+".enabled") {
			return &world.Fault{Status: http.StatusInternalServerError, Reason: world.ReasonFailed}
		}
	}
	whole := cs.parse(content.NewCluster()).Part(names.FencingPolicy).Clone()
	whole.Merge(o.Part(names.FencingPolicy))
	o.Set(names.FencingPolicy, whole)
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
