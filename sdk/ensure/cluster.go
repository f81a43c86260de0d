package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var clusterFields = fields{
	managed: []string{
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
	managedElsewhere: map[string]string{
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
	createOnly:   []string{"ManagementNetwork"},
	unchangeable: []string{"DataCenter"},
	equal: map[string]func(old, wanted any) bool{
		"CustomSchedulingPolicyProperties": hasProperties,
		"RequiredRngSources":               sameRngSources,
		"Version":                          sameLevel,
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
	return present(ctx, clusters(engine, op, nameOf(wanted), apply(opts)), wanted)
}

// ClusterAbsent removes the cluster of that name. The engine refuses that while it has hosts, VMs
// or pools.
func ClusterAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.Cluster], error) {
	return absent(ctx, clusters(engine, "ensure.ClusterAbsent", name, apply(opts)))
}

// clusterKind is the kind of clusters, which are found by name.
type clusterKind struct {
	defaults[types.Cluster]
	name string
}

func clusters(engine sdk.Engine, op, name string, o *options) clusterKind {
	on := base{engine, op, o}
	return clusterKind{defaults: defaults[types.Cluster]{on}, name: name}
}

func (clusterKind) fields() *fields { return &clusterFields }

func (k clusterKind) service() *services.ClustersService {
	return k.engine.SystemService().ClustersService()
}

func (k clusterKind) find(ctx context.Context, engine sdk.Engine) (*types.Cluster, error) {
	return find.ByName(ctx, engine.SystemService().ClustersService().All, k.name, k.call...)
}

// complete adds the wanted properties to a change of the scheduling policy, which has its own.
func (clusterKind) complete(change, wanted *types.Cluster) {
	if change.SchedulingPolicy != nil {
		change.CustomSchedulingPolicyProperties = wanted.CustomSchedulingPolicyProperties
	}
}

func (k clusterKind) prepare(
	ctx context.Context, old, wanted *types.Cluster,
) (*types.Cluster, error) {
	out, err := clusterRefs(ctx, k.engine, wanted, k.options)
	switch {
	case err != nil:
		return nil, err
	case old == nil && out.DataCenter == nil:
		return nil, k.mistake("a new cluster needs a data_center")
	}
	return out, completeCluster(k.base, old, out)
}

func (k clusterKind) add(ctx context.Context, v *types.Cluster) (*types.Cluster, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k clusterKind) update(
	ctx context.Context, id string, change, _ *types.Cluster,
) (*types.Cluster, error) {
	return k.service().ClusterService(id).Update(ctx, change, nil, k.call...)
}

func (k clusterKind) remove(ctx context.Context, old *types.Cluster) error {
	return k.service().ClusterService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
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
		v, err := refer(ctx, engine, out.MacPool, (*system).MacPoolsService,
			(*services.MacPoolsService).All, o.call)
		if err != nil {
			return nil, err
		}
		out.MacPool = &types.MacPool{ID: v.ID}
	}
	if out.SchedulingPolicy != nil {
		v, err := refer(ctx, engine, out.SchedulingPolicy,
			(*system).SchedulingPoliciesService,
			(*services.SchedulingPoliciesService).All, o.call)
		if err != nil {
			return nil, err
		}
		out.SchedulingPolicy = &types.SchedulingPolicy{ID: v.ID}
	}
	return out, nil
}
