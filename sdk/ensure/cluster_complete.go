package ensure

import (
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// checkCluster refuses what no cluster can become.
func checkCluster(op string, wanted *types.Cluster) error {
	if err := checkManaged(op, wanted, &clusterFields); err != nil {
		return err
	}
	if err := checkVersion(op, wanted.Version); err != nil {
		return err
	}
	if m := wanted.MemoryPolicy; m != nil && m.OverCommit != nil && m.OverCommit.Percent != nil &&
		*m.OverCommit.Percent <= 0 {
		return mistake(op, "memory_policy.over_commit.percent is %d: engines take what isn't above 0 "+
			"as 100", *m.OverCommit.Percent)
	}
	if m := wanted.Migration; m != nil {
		if m.Policy != nil && m.Policy.ID == nil {
			return mistake(op, "migration.policy has no ID: engines know migration policies by ID only")
		}
		custom := m.ParallelMigrationsPolicy == types.ParallelMigrationsPolicyCustom
		if m.CustomParallelMigrations != nil && !custom {
			return mistake(op, "migration.custom_parallel_migrations counts only beside a "+
				"parallel_migrations_policy of custom")
		}
		if b := m.Bandwidth; b != nil && b.CustomValue != nil &&
			b.AssignmentMethod != types.MigrationBandwidthAssignmentMethodCustom {
			return mistake(op, "migration.bandwidth.custom_value counts only beside an "+
				"assignment_method of custom")
		}
	}
	return nil
}

// completeCluster says what must be said in parts of a wanted cluster, and leaves out what engines
// don't show.
func completeCluster(b base, old, wanted *types.Cluster) error {
	fencing := part(old, func(c *types.Cluster) *types.FencingPolicy { return c.FencingPolicy })
	wanted.FencingPolicy = wholeFencing(over(fencing, wanted.FencingPolicy))
	if old == nil {
		return nil
	}
	if s := wanted.SerialNumber; s != nil && old.SerialNumber == nil &&
		s.Policy == types.SerialNumberPolicyNone {
		wanted.SerialNumber = nil // No policy is shown for none.
	}
	return followCpuType(b, old, wanted)
}

// followCpuType leaves the architecture to the type of the CPU, from which engines take it.
func followCpuType(b base, old, wanted *types.Cluster) error {
	if wanted.Cpu == nil || wanted.Cpu.Architecture == "" {
		return nil
	}
	has := old.Cpu
	if has == nil {
		has = new(types.Cpu)
	}
	switch {
	case has.Architecture == wanted.Cpu.Architecture:
		return nil
	case wanted.Cpu.Type == nil || sdk.Value(wanted.Cpu.Type) == sdk.Value(has.Type):
		return b.mistake("cpu.architecture can't be changed from %s to %s: it follows cpu.type",
			has.Architecture, wanted.Cpu.Architecture)
	}
	wanted.Cpu = &types.Cpu{Type: wanted.Cpu.Type}
	return nil
}

// wholeFencing says what engines need to be said in parts of a fencing policy.
func wholeFencing(p *types.FencingPolicy) *types.FencingPolicy {
	if p == nil {
		return nil
	}
	if broken := p.SkipIfConnectivityBroken; broken != nil && broken.Enabled == nil {
		p.SkipIfConnectivityBroken = &types.SkipIfConnectivityBroken{
			Enabled: new(false), Threshold: broken.Threshold,
		}
	}
	if p.SkipIfSdActive != nil && p.SkipIfSdActive.Enabled == nil {
		p.SkipIfSdActive = &types.SkipIfSdActive{Enabled: new(false)}
	}
	return p
}

// hasProperties reports whether all wanted properties are there: an update of a cluster adds
// properties and removes none.
func hasProperties(old, wanted any) bool {
	has := propertyMap(old.([]*types.Property))
	for _, p := range wanted.([]*types.Property) {
		if value, ok := has[nameOf(p)]; !ok || value != sdk.Value(p.Value) {
			return false
		}
	}
	return true
}

func propertyMap(list []*types.Property) map[string]string {
	out := make(map[string]string)
	for _, p := range list {
		if p != nil {
			out[nameOf(p)] = sdk.Value(p.Value)
		}
	}
	return out
}

// sameRngSources compares sources of random numbers without the one that every cluster has.
func sameRngSources(old, wanted any) bool {
	return slices.Equal(chosenSources(old), chosenSources(wanted))
}

func chosenSources(list any) []types.RngSource {
	var out []types.RngSource
	for _, s := range list.([]types.RngSource) {
		if s != types.RngSourceUrandom && s != types.RngSourceRandom {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
