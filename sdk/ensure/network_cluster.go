//lint:file-ignore SA1019 engines still take display of a cluster network

package ensure

import (
	"context"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// inCluster reports whether a usage is one of a network in a cluster.
func inCluster(u types.NetworkUsage) bool { return u != types.NetworkUsageVm }

// clustersOf returns the clusters to which a network is to be attached.
func clustersOf(op string, wanted *types.Network, o *options) ([]*types.Cluster, error) {
	if wanted == nil {
		return nil, nil // It is refused later, as for other kinds.
	}
	clusters := slices.Clone(o.clusters)
	if wanted.Cluster != nil {
		clusters = append(clusters, wanted.Cluster)
	}
	switch {
	case slices.Contains(clusters, nil):
		return nil, mistake(op, "a cluster to attach to is nil")
	case len(clusters) > 0:
		return clusters, nil
	case wanted.Display != nil, wanted.Required != nil, slices.ContainsFunc(wanted.Usages, inCluster):
		return nil, mistake(op, "display, required and usages other than vm hold within a cluster: "+
			"set Cluster, or use AttachTo")
	}
	return nil, nil
}

// attachNetwork attaches a network to a cluster, and makes it as wanted there.
func attachNetwork(
	ctx context.Context, engine sdk.Engine, ref *types.Cluster, wanted *types.Network,
	r *Result[types.Network], o *options,
) error {
	cluster, err := referCluster(ctx, engine, ref, o)
	if err != nil {
		return err
	}
	id := idOf(r.Object)
	always := new(*o)
	always.given = false // Current is the network, wherever it is.
	k := clusterNetworkKind{id: id, cluster: idOf(cluster)}
	k.base = base{engine, "clusters[" + titleOf(ref) + "]", always}
	one, err := present(ctx, k, &types.Network{
		Display: wanted.Display, Required: wanted.Required, Usages: wanted.Usages,
	})
	r.note(k.op, one.Changes...)
	if one.Changed && len(one.Changes) == 0 {
		r.note(k.op, Change{Path: "id", New: id})
	}
	r.Changed = r.Changed || one.Changed
	return err
}

// clusterNetworkFields are the fields of a network in a cluster.
var clusterNetworkFields = fields{
	managed: []string{"Display", "Required", "Usages"},
	equal:   map[string]func(old, wanted any) bool{"Usages": sameUsages},
}

// clusterNetworkKind is the kind of a network in a cluster, to which it is attached.
type clusterNetworkKind struct {
	defaults[types.Network]
	id      string
	cluster string // cluster is the ID of the cluster.
}

func (clusterNetworkKind) fields() *fields { return &clusterNetworkFields }

func (k clusterNetworkKind) service() *services.ClusterNetworksService {
	return k.engine.SystemService().ClustersService().ClusterService(k.cluster).NetworksService()
}

func (k clusterNetworkKind) find(ctx context.Context, _ sdk.Engine) (*types.Network, error) {
	list := k.service().All(ctx, nil, k.call...)
	return find.One(where(list, func(v *types.Network) (bool, error) {
		return idOf(v) == k.id, nil
	}))
}

func (k clusterNetworkKind) add(ctx context.Context, v *types.Network) (*types.Network, error) {
	sent := new(*v)
	sent.ID = &k.id
	return k.service().Add(ctx, sent, nil, k.call...)
}

func (k clusterNetworkKind) update(
	ctx context.Context, id string, change, _ *types.Network,
) (*types.Network, error) {
	return k.service().NetworkService(id).Update(ctx, change, nil, k.call...)
}

func (k clusterNetworkKind) remove(ctx context.Context, old *types.Network) error {
	return k.service().NetworkService(idOf(old)).Remove(ctx, nil, k.call...)
}

// titleOf returns the name of a reference, or its ID.
func titleOf(ref any) string {
	if name := nameOf(ref); name != "" {
		return name
	}
	return idOf(ref)
}

// sameUsages compares usages, whose order is the engine's.
func sameUsages(old, wanted any) bool {
	before, now := old.([]types.NetworkUsage), wanted.([]types.NetworkUsage)
	for _, u := range now {
		if !slices.Contains(before, u) {
			return false
		}
	}
	return len(before) == len(now)
}
