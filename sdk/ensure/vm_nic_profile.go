package ensure

import (
	"context"
	"slices"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// withProfile returns a NIC whose vNIC profile is given by id, for engines ignore names.
func (c *vmChildren) withProfile(ctx context.Context, nic *types.Nic) (*types.Nic, error) {
	if nic.VnicProfile == nil || idOf(nic.VnicProfile) != "" || nameOf(nic.VnicProfile) == "" {
		return nic, nil
	}
	id, err := c.profile(ctx, nic.VnicProfile)
	if err != nil {
		return nil, err
	}
	out := new(*nic)
	out.VnicProfile = &types.VnicProfile{ID: &id}
	return out, nil
}

// profile finds a vNIC profile by name: of the network that is said, or the only one, or the only
// one in the VM's data center.
func (c *vmChildren) profile(ctx context.Context, ref *types.VnicProfile) (string, error) {
	if c.profiles == nil {
		list, err := c.engine.SystemService().VnicProfilesService().List(ctx, nil, c.call...)
		if err != nil {
			return "", err
		}
		if p, ok := c.engine.(*Plan); ok {
			more, err := made{p}.SystemService().VnicProfilesService().List(ctx, nil)
			if err != nil {
				return "", err
			}
			list = append(list, more...)
		}
		c.profiles = list
	}
	var found []*types.VnicProfile
	for _, p := range c.profiles {
		if nameOf(p) == nameOf(ref) {
			found = append(found, p)
		}
	}
	if len(found) > 0 && ref.Network != nil {
		network, err := referNetwork(ctx, c.engine, ref.Network, c.options)
		if err != nil {
			return "", err
		}
		found = slices.DeleteFunc(found, func(p *types.VnicProfile) bool {
			return idOf(p.Network) != idOf(network)
		})
	}
	if len(found) > 1 && c.vm.Cluster != nil {
		networks, err := c.networks(ctx)
		if err != nil {
			return "", err
		}
		found = slices.DeleteFunc(found, func(p *types.VnicProfile) bool {
			return !slices.Contains(networks, idOf(p.Network))
		})
	}
	v, err := one("vnic_profile", nameOf(ref), func(yield func(*types.VnicProfile, error) bool) {
		for _, p := range found {
			if !yield(p, nil) {
				return
			}
		}
	})
	return idOf(v), err
}

// networks returns the ids of the networks of the VM's data center.
func (c *vmChildren) networks(ctx context.Context) ([]string, error) {
	cluster, err := referCluster(ctx, c.engine, c.vm.Cluster, c.options)
	if err != nil {
		return nil, err
	}
	s := c.engine.SystemService()
	if cluster.DataCenter == nil {
		cluster, err = s.ClustersService().ClusterService(idOf(cluster)).Get(ctx, nil, c.call...)
		if err != nil {
			return nil, err
		}
	}
	if cluster.DataCenter == nil {
		return nil, nil
	}
	center := s.DataCentersService().DataCenterService(idOf(cluster.DataCenter))
	list, err := center.NetworksService().List(ctx, nil, c.call...)
	var ids []string
	for _, n := range list {
		ids = append(ids, idOf(n))
	}
	return ids, err
}

// withNetworkHint adds to a refusal of a NIC that its network isn't in the cluster of the VM, if
// that is so.
func (c *vmChildren) withNetworkHint(ctx context.Context, nic *types.Nic, err error) error {
	if !taken(err) || nic.VnicProfile == nil || c.vm.Cluster == nil {
		return err
	}
	nic, e := c.withProfile(ctx, nic)
	if e != nil || idOf(nic.VnicProfile) == "" {
		return err
	}
	s := c.engine.SystemService()
	profiles := s.VnicProfilesService()
	profile, e := profiles.ProfileService(idOf(nic.VnicProfile)).Get(ctx, nil, c.call...)
	if e != nil || profile.Network == nil {
		return err
	}
	cluster, e := referCluster(ctx, c.engine, c.vm.Cluster, c.options)
	if e != nil {
		return err
	}
	attached := s.ClustersService().ClusterService(idOf(cluster)).NetworksService()
	list, e := attached.List(ctx, nil, c.call...)
	isAttached := slices.ContainsFunc(list, func(n *types.Network) bool {
		return idOf(n) == idOf(profile.Network)
	})
	if e != nil || isAttached {
		return err
	}
	return &unattachedError{idOf(profile.Network), titleOf(cluster), err}
}

// unattachedError says what to do about a NIC that is refused.
type unattachedError struct {
	network, cluster string
	err              error
}

func (e *unattachedError) Error() string {
	return e.err.Error() + "; the network " + e.network +
		" isn't attached to the cluster " + e.cluster + ": attach it with ensure.Network and its Cluster"
}

func (e *unattachedError) Unwrap() error { return e.err }
