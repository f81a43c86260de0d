package main

import (
	"context"
	"errors"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// centersArea is about what stands above VMs: data centers, clusters, and what belongs to them.
var centersArea = area{name: "centers", checks: func(s *session) []check {
	root := s.conn.SystemService()
	var dc, cluster, pool string
	macs := lifeOf("a MAC pool", &types.MacPool{
		Name:   new(s.name("macs")),
		Ranges: []*types.Range{{From: new("02:00:00:c0:4f:00"), To: new("02:00:00:c0:4f:ff")}},
	}, &types.MacPool{Description: new("changed")}, root.MacPoolsService, (*services.MacPoolsService).MacPoolService)
	dcs := lifeOf("a data center",
		&types.DataCenter{Name: new(s.name("dc")), Local: new(false), Description: new(`a < b & "c"`)},
		&types.DataCenter{Description: new("changed"), Comment: new("also")},
		root.DataCentersService, (*services.DataCentersService).DataCenterService)
	clusters := lifeOf("a cluster", &types.Cluster{
		Name: new(s.name("cluster")), DataCenter: &types.DataCenter{ID: &dc}, MacPool: &types.MacPool{ID: &pool},
		Cpu: &types.Cpu{Type: &s.site.cpu, Architecture: s.site.arch},
	}, &types.Cluster{Description: new("changed"), HaReservation: new(true)},
		root.ClustersService, (*services.ClustersService).ClusterService)
	quotas := lifeOf("a quota",
		&types.Quota{Name: new(s.name("quota")), ClusterHardLimitPct: new(int64(20))},
		&types.Quota{ClusterHardLimitPct: new(int64(30))},
		func() *services.QuotasService { return dcs.at(dc).QuotasService() }, (*services.QuotasService).QuotaService)
	qoss := lifeOf("a QoS",
		&types.Qos{Name: new(s.name("qos")), Type: types.QosTypeStorage, MaxIops: new(int64(100))},
		&types.Qos{Type: types.QosTypeStorage, MaxIops: new(int64(200))},
		func() *services.QossService { return dcs.at(dc).QossService() }, (*services.QossService).QosService)
	groups := lifeOf("an affinity group", &types.AffinityGroup{
		Name:    new(s.name("group")),
		VmsRule: &types.AffinityRule{Enabled: new(true), Positive: new(false), Enforcing: new(true)},
	}, &types.AffinityGroup{Description: new("changed")},
		func() *services.AffinityGroupsService { return clusters.at(cluster).AffinityGroupsService() },
		(*services.AffinityGroupsService).GroupService)
	profiles := lifeOf("a CPU profile",
		&types.CpuProfile{Name: new(s.name("profile")), Cluster: &types.Cluster{ID: &cluster}},
		&types.CpuProfile{Description: new("changed")},
		root.CpuProfilesService, (*services.CpuProfilesService).ProfileService)
	labels := lifeOf("an affinity label",
		&types.AffinityLabel{Name: new(s.name("label"))},
		&types.AffinityLabel{Name: new(s.name("label-renamed"))},
		root.AffinityLabelsService, (*services.AffinityLabelsService).LabelService)
	kinds := lifeOf("an instance type",
		&types.InstanceType{Name: new(s.name("type")), Memory: new(2 * sdk.GiB)},
		&types.InstanceType{Memory: new(3 * sdk.GiB), MemoryPolicy: &types.MemoryPolicy{Max: new(8 * sdk.GiB)}},
		root.InstanceTypesService, (*services.InstanceTypesService).InstanceTypeService)
	// Engines answer 400 to names of these kinds that are in use, and to affinity groups that are gone.
	qoss.taken, profiles.taken, groups.taken, groups.gone = sdk.ErrInvalid, sdk.ErrInvalid, sdk.ErrInvalid, sdk.ErrInvalid
	return slices.Concat(macs.begins(s, &pool), dcs.begins(s, &dc), []check{
		{"a data center without storage is uninitialized", func(ctx context.Context) error {
			got, err := dcs.at(dc).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("status", got.Status, types.DataCenterStatusUninitialized)
		}, false},
		{"a data center has the management network", func(ctx context.Context) error {
			for n, err := range dcs.at(dc).NetworksService().All(ctx, nil) {
				if err != nil {
					return err
				}
				if slices.Contains(n.Usages, types.NetworkUsageVm) {
					return nil
				}
			}
			return errors.New("none of its networks is for VMs")
		}, false},
	}, clusters.begins(s, &cluster), []check{
		{"a MAC pool in use can't be removed", func(ctx context.Context) error {
			return refused(macs.at(pool).Remove(ctx, nil), sdk.ErrConflict)
		}, false},
		{"a cluster is in the list of its data center", func(ctx context.Context) error {
			return among(dcs.at(dc).ClustersService().All(ctx, nil), cluster)
		}, false},
		{"an unknown CPU type is refused", func(ctx context.Context) error {
			change := &types.Cluster{Cpu: &types.Cpu{Type: new("No Such Processor")}}
			_, err := clusters.at(cluster).Update(ctx, change, nil)
			return rejected(err)
		}, false},
		{"a cluster has a CPU profile", func(ctx context.Context) error {
			profiles, err := clusters.at(cluster).CpuProfilesService().List(ctx, nil)
			return count(profiles, err, 1)
		}, false},
	}, profiles.whole(s), groups.whole(s), labels.whole(s), quotas.whole(s), qoss.whole(s), kinds.whole(s),
		clusters.ends(&cluster), dcs.ends(&dc), macs.ends(&pool))
}}
