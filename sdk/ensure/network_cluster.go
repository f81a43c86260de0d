//lint:file-ignore SA1019 engines still take display of a cluster network

package ensure

import (
	"context"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
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
	all := engine.SystemService().ClustersService().ClusterService(idOf(cluster)).NetworksService()
	id := idOf(r.Object)
	k := &kind[types.Network]{
		engine: engine, op: "clusters[" + titleOf(ref) + "]", options: new(*o),
		find: func(ctx context.Context, _ sdk.Engine) (*types.Network, error) {
			return find.One(where(all.All(ctx, nil, o.call...), func(v *types.Network) (bool, error) {
				return idOf(v) == id, nil
			}))
		},
		add: func(ctx context.Context, v *types.Network) (*types.Network, error) {
			sent := new(*v)
			sent.ID = &id
			return all.Add(ctx, sent, nil, o.call...)
		},
		update: func(ctx context.Context, id string, change, _ *types.Network) (*types.Network, error) {
			return all.NetworkService(id).Update(ctx, change, nil, o.call...)
		},
		rules: rules{same: map[string]func(old, wanted any) bool{"Usages": sameUsages}},
	}
	k.given = false // Current is the network, wherever it is.
	one, err := k.present(ctx, &types.Network{
		Display: wanted.Display, Required: wanted.Required, Usages: wanted.Usages,
	})
	r.note(k.op, one.Changes...)
	if one.Changed && len(one.Changes) == 0 {
		r.note(k.op, Change{Path: "id", New: id})
	}
	r.Changed = r.Changed || one.Changed
	return err
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

// withNetworkHint adds to a refusal of a NIC that its network isn't in the cluster of the VM, if
// that is so.
func (b *below) withNetworkHint(ctx context.Context, nic *types.Nic, err error) error {
	if !taken(err) || nic.VnicProfile == nil || b.vm.Cluster == nil {
		return err
	}
	nic, e := b.withProfile(ctx, nic)
	if e != nil || idOf(nic.VnicProfile) == "" {
		return err
	}
	s := b.engine.SystemService()
	profile, e := s.VnicProfilesService().ProfileService(idOf(nic.VnicProfile)).Get(ctx, nil, b.o.call...)
	if e != nil || profile.Network == nil {
		return err
	}
	cluster, e := referCluster(ctx, b.engine, b.vm.Cluster, b.o)
	if e != nil {
		return err
	}
	list, e := s.ClustersService().ClusterService(idOf(cluster)).NetworksService().List(ctx, nil, b.o.call...)
	if e != nil || slices.ContainsFunc(list, func(n *types.Network) bool { return idOf(n) == idOf(profile.Network) }) {
		return err
	}
	return &unattachedError{network: sdk.Value(profile.Network.ID), cluster: titleOf(cluster), err: err}
}

// unattachedError says what to do about a NIC that is refused.
type unattachedError struct {
	network, cluster string
	err              error
}

func (e *unattachedError) Error() string {
	return e.err.Error() + "; the network " + e.network + " isn't attached to the cluster " + e.cluster +
		": attach it with ensure.Network and its Cluster"
}

func (e *unattachedError) Unwrap() error { return e.err }
