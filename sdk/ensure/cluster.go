package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var clusterScope = scope{
	fields: []string{
		"Name", "Description", "Comment", "DataCenter", "BallooningEnabled", "BiosType",
		"Cpu.Type", "Cpu.Architecture", "CustomSchedulingPolicyProperties", "Display.Proxy",
		"ErrorHandling", "FencingPolicy", "FipsMode", "FirewallType", "GlusterService",
		"GlusterTunedProfile", "HaReservation", "Ksm", "LogMaxMemoryUsedThreshold",
		"LogMaxMemoryUsedThresholdType", "MacPool", "ManagementNetwork",
		"MemoryPolicy.OverCommit", "MemoryPolicy.TransparentHugePages", "Migration",
		"RequiredRngSources", "SchedulingPolicy", "SerialNumber", "SwitchType", "ThreadsAsCores",
		"TrustedService", "TunnelMigration", "Version.Major", "Version.Minor", "VirtService",
		"VncEncryption",
	},
	instead: map[string]string{
		"AffinityGroups":           "use AffinityGroup",
		"CpuProfiles":              "use the ClusterService's CpuProfilesService",
		"EnabledFeatures":          "use the ClusterService's EnabledFeaturesService",
		"ExternalNetworkProviders": "use ClusterService.Update",
		"GlusterHooks":             "use the ClusterService's GlusterHooksService",
		"GlusterVolumes":           "use the ClusterService's GlusterVolumesService",
		"MemoryPolicy.Ballooning":  "use ballooning_enabled",
		"NetworkFilters":           "use the NetworkFilter of VnicProfile",
		"Networks":                 "use Network, and the ClusterService's NetworksService",
		"Permissions":              "use Permission",
		"UpgradeCorrelationID":     "use ClusterService.Upgrade",
		"UpgradeInProgress":        "use ClusterService.Upgrade",
		"UpgradePercentComplete":   "use ClusterService.Upgrade",
	},
}

// Cluster creates or updates a cluster, which is found by its name, so that it matches wanted.
//
// It manages Name, Description, Comment, DataCenter, BallooningEnabled, BiosType, Cpu,
// CustomSchedulingPolicyProperties, Display, ErrorHandling, FencingPolicy, FipsMode, FirewallType,
// GlusterService, GlusterTunedProfile, HaReservation, Ksm, LogMaxMemoryUsedThreshold,
// LogMaxMemoryUsedThresholdType, MacPool, ManagementNetwork, MemoryPolicy, Migration,
// RequiredRngSources, SchedulingPolicy, SerialNumber, SwitchType, ThreadsAsCores, TrustedService,
// TunnelMigration, Version, VirtService and VncEncryption. Of Cpu these are Type and Architecture,
// of Display the Proxy, of MemoryPolicy OverCommit and TransparentHugePages, of Version Major and
// Minor.
//
// DataCenter, MacPool and SchedulingPolicy are given by ID or name. A new cluster needs its data
// center, which can't be changed. ManagementNetwork counts when a cluster is created. The
// architecture of a cluster follows the type of its CPU. CustomSchedulingPolicyProperties are those
// that the policy must have, beside others; RequiredRngSources are those beside urandom, which
// every cluster has. Parts that engines read as a whole, such as FencingPolicy, are completed with
// what the cluster has. The networks of a cluster are not managed here: [Network] creates them, and
// the ClusterService's NetworksService attaches them.
func Cluster(
	ctx context.Context, engine sdk.Engine, wanted *types.Cluster, opts ...Option,
) (Result[types.Cluster], error) {
	const op = "ensure.Cluster"
	if err := checkCluster(op, wanted); err != nil {
		return Result[types.Cluster]{}, err
	}
	return clusters(engine, op, nameOf(wanted), apply(opts)).present(ctx, wanted)
}

// ClusterAbsent removes the cluster of that name. The engine refuses that while it has hosts, VMs
// or pools.
func ClusterAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.Cluster], error) {
	return clusters(engine, "ensure.ClusterAbsent", name, apply(opts)).absent(ctx)
}

func clusters(engine sdk.Engine, op, name string, o *options) *kind[types.Cluster] {
	all := engine.SystemService().ClustersService()
	k := &kind[types.Cluster]{
		engine: engine, op: op, options: o, scope: clusterScope,
		find: func(ctx context.Context, engine sdk.Engine) (*types.Cluster, error) {
			return find.ByName(ctx, engine.SystemService().ClustersService().All, name, o.call...)
		},
		add: func(ctx context.Context, v *types.Cluster) (*types.Cluster, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		complete: withPolicy,
		update: func(
			ctx context.Context, id string, change, _ *types.Cluster,
		) (*types.Cluster, error) {
			return all.ClusterService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.Cluster) error {
			return all.ClusterService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		rules: rules{
			once:  []string{"ManagementNetwork"},
			fixed: []string{"DataCenter"},
			same: map[string]func(old, wanted any) bool{
				"CustomSchedulingPolicyProperties": hasProperties,
				"RequiredRngSources":               sameRngSources,
				"Version":                          sameLevel,
			},
		},
	}
	k.prepare = func(ctx context.Context, old, wanted *types.Cluster) (*types.Cluster, error) {
		out, err := clusterRefs(ctx, engine, wanted, o)
		switch {
		case err != nil:
			return nil, err
		case old == nil && out.DataCenter == nil:
			return nil, k.mistake("a new cluster needs a data_center")
		}
		return out, completeCluster(k, old, out)
	}
	return k
}

// clusterRefs returns a copy of a cluster that refers by IDs: engines ignore the names of pools and
// policies in an update.
func clusterRefs(
	ctx context.Context, engine sdk.Engine, wanted *types.Cluster, o *options,
) (*types.Cluster, error) {
	out := new(*wanted)
	if out.DataCenter != nil {
		v, err := referDataCenter(ctx, engine, out.DataCenter, o)
		if err != nil {
			return nil, err
		}
		out.DataCenter = &types.DataCenter{ID: v.ID}
	}
	if out.MacPool != nil {
		v, err := refer(ctx, engine, out.MacPool, (*services.SystemService).MacPoolsService,
			(*services.MacPoolsService).All, o.call)
		if err != nil {
			return nil, err
		}
		out.MacPool = &types.MacPool{ID: v.ID}
	}
	if out.SchedulingPolicy != nil {
		v, err := refer(ctx, engine, out.SchedulingPolicy,
			(*services.SystemService).SchedulingPoliciesService,
			(*services.SchedulingPoliciesService).All, o.call)
		if err != nil {
			return nil, err
		}
		out.SchedulingPolicy = &types.SchedulingPolicy{ID: v.ID}
	}
	return out, nil
}
