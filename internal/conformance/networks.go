package main

import (
	"context"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// networksArea is about networks and vNIC profiles, in a data center and a cluster of its own.
var networksArea = area{name: "networks", checks: func(s *session) []check {
	root := s.conn.SystemService()
	place := s.place()
	var network, profile string
	networks := lifeOf("a network", &types.Network{
		Name: new(s.name("net")[12:]), DataCenter: &types.DataCenter{ID: &place.dc},
		Vlan: &types.Vlan{ID: new(int64(77))}, Mtu: new(int64(1400)), Usages: []types.NetworkUsage{types.NetworkUsageVm},
	}, &types.Network{Description: new("changed"), Mtu: new(int64(9000))},
		root.NetworksService, (*services.NetworksService).NetworkService)
	profiles := lifeOf("a vNIC profile",
		&types.VnicProfile{Name: new(s.name("profile")), Network: &types.Network{ID: &network}},
		&types.VnicProfile{Description: new("changed"), PortMirroring: new(true)},
		root.VnicProfilesService, (*services.VnicProfilesService).ProfileService)
	return slices.Concat(place.checks(), networks.begins(s, &network), []check{
		{"a network has a vNIC profile of its name", func(ctx context.Context) error {
			list, err := networks.at(network).VnicProfilesService().List(ctx, nil)
			if err != nil {
				return err
			}
			if len(list) != 1 {
				return equal("number of profiles", len(list), 1)
			}
			return equal("name", sdk.Value(list[0].Name), *networks.wanted.Name)
		}, false},
		{"a VLAN above 4094 is refused", func(ctx context.Context) error {
			_, err := networks.at(network).Update(ctx, &types.Network{Vlan: &types.Vlan{ID: new(int64(5000))}}, nil)
			return rejected(err)
		}, false},
		{"a network is attached to a cluster", func(ctx context.Context) error {
			at := root.ClustersService().ClusterService(place.cluster).NetworksService()
			if _, err := at.Add(ctx, &types.Network{ID: &network, Required: new(false)}, nil); err != nil {
				return err
			}
			got, err := at.NetworkService(network).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("required", sdk.Value(got.Required), false)
		}, false},
		{"it is detached again", func(ctx context.Context) error {
			at := root.ClustersService().ClusterService(place.cluster).NetworksService().NetworkService(network)
			if err := at.Remove(ctx, nil); err != nil {
				return err
			}
			_, err := at.Get(ctx, nil)
			return refused(err, sdk.ErrNotFound)
		}, false},
		{"a label is added to a network", func(ctx context.Context) error {
			labels := networks.at(network).NetworkLabelsService()
			if _, err := labels.Add(ctx, &types.NetworkLabel{ID: new("conformance")}, nil); err != nil {
				return err
			}
			list, err := labels.List(ctx, nil)
			return count(list, err, 1)
		}, false},
	}, profiles.begins(s, &profile), []check{
		{"a vNIC profile is in the list of its network", func(ctx context.Context) error {
			return among(networks.at(network).VnicProfilesService().All(ctx, nil), profile)
		}, false},
	}, profiles.ends(&profile), networks.ends(&network))
}}

// A place is a data center and a cluster that an area makes for itself.
type place struct {
	s           *session
	dc, cluster string
}

func (s *session) place() *place { return &place{s: s} }

// checks returns those that make the place.
func (p *place) checks() []check {
	root := p.s.conn.SystemService()
	return []check{{"a data center is prepared", func(ctx context.Context) error {
		dc, err := root.DataCentersService().Add(ctx, &types.DataCenter{
			Name: new(p.s.name("place")), Local: new(false),
		}, nil)
		if err != nil {
			return err
		}
		p.dc = *dc.ID
		remove := root.DataCentersService().DataCenterService(p.dc).Remove
		p.s.later("data center "+p.s.name("place"), func(ctx context.Context) error { return remove(ctx, nil) })
		return nil
	}, true}, {"a cluster is prepared", func(ctx context.Context) error {
		cluster, err := root.ClustersService().Add(ctx, &types.Cluster{
			Name: new(p.s.name("place")), DataCenter: &types.DataCenter{ID: &p.dc},
			Cpu: &types.Cpu{Type: &p.s.site.cpu, Architecture: p.s.site.arch},
		}, nil)
		if err != nil {
			return err
		}
		p.cluster = *cluster.ID
		remove := root.ClustersService().ClusterService(p.cluster).Remove
		p.s.later("cluster "+p.s.name("place"), func(ctx context.Context) error { return remove(ctx, nil) })
		return nil
	}, true}}
}
