package ensure_test

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// created makes a scenario of the first run of a kind.
func created(tt changed, count ...string) scenario {
	return scenario{
		name: "new " + tt.name, seed: tt.seed, count: count, sent: tt.created,
		run: func(ctx context.Context, on sdk.Engine, b *bed) (outcome, error) {
			return tt.run(ctx, on, b, false)
		},
	}
}

// byName finds a row of changedKinds.
func byName(name string) changed {
	for _, tt := range changedKinds {
		if tt.name == name {
			return tt
		}
	}
	panic("there is no kind " + name)
}

// kindScenarios are those of the kinds in changedKinds, and of their removal.
var kindScenarios = []scenario{
	created(byName("bookmark"), "/bookmarks"),
	created(byName("MAC pool, ranges"), "/macpools"),
	created(byName("data center"), "/datacenters", "/datacenters/*/quotas", "/networks"),
	created(byName("cluster, one text"), "/clusters", "/cpuprofiles"),
	created(byName("limits of a quota"), "/datacenters/*/quotas"),
	created(byName("affinity label"), "/affinitylabels", "/affinitylabels/*/vms"),
	created(byName("VM pool"), "/vmpools", "/vms"),
	created(byName("instance type"), "/instancetypes"),
	created(byName("provider of hosts"), "/externalhostproviders"),
	created(byName("provider of images"), "/openstackimageproviders", "/storagedomains"),
	created(byName("provider of networks"), "/openstacknetworkproviders"),
	created(byName("tags of a VM"), "/tags", "/vms/*/tags"),
	{
		name: "affinity group with labels",
		seed: func(b *bed) {
			b.seed("/affinitylabels", "<affinity_label><name>gpu</name></affinity_label>")
			b.seed("/affinitylabels", "<affinity_label><name>gpu-hosts</name></affinity_label>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroup(ctx, on, &types.AffinityGroup{
				Name: new("near"), Cluster: &types.Cluster{Name: new("Default")},
				VmLabels:   []*types.AffinityLabel{{Name: new("gpu")}},
				HostLabels: []*types.AffinityLabel{{Name: new("gpu-hosts")}},
			}))
		},
		count: []string{"/clusters/*/affinitygroups"},
		sent: []string{
			"POST /clusters/ID/affinitygroups", "POST /clusters/ID/affinitygroups/ID/vmlabels",
			"POST /clusters/ID/affinitygroups/ID/hostlabels",
		},
	},
	{
		name: "exactly these tags of a VM",
		seed: func(b *bed) {
			byName("tags of a VM").seed(b)
			tag := b.seed("/tags", "<tag><name>old</name></tag>")
			b.seed("/vms/"+b.IDs("/vms")[0]+"/tags", `<tag id="`+tag+`"/>`)
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VmTags(ctx, on, &types.Vm{Name: new("web")},
				[]*types.Tag{{Name: new("web")}}, ensure.Exclusive()))
		},
		count: []string{"/tags", "/vms/*/tags"},
		sent:  []string{"POST /vms/ID/tags", "DELETE /vms/ID/tags/ID"},
	},
	{
		name: "no bookmark",
		seed: func(b *bed) { b.seed("/bookmarks", "<bookmark><name>up</name><value>x</value></bookmark>") },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.BookmarkAbsent(ctx, on, "up"))
		},
		count: []string{"/bookmarks"}, sent: []string{"DELETE /bookmarks/ID"},
	},
	{
		name: "no MAC pool",
		seed: func(b *bed) { b.seed("/macpools", "<mac_pool><name>lab</name></mac_pool>") },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.MacPoolAbsent(ctx, on, "lab"))
		},
		count: []string{"/macpools"}, sent: []string{"DELETE /macpools/ID"},
	},
	{
		name: "no data center",
		seed: func(b *bed) { b.seed("/datacenters", "<data_center><name>east</name></data_center>") },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.DataCenterAbsent(ctx, on, "east"))
		},
		count: []string{"/datacenters"}, sent: []string{"DELETE /datacenters/ID"},
	},
	{
		name: "no cluster",
		seed: func(b *bed) { b.seed("/clusters", "<cluster><name>east</name></cluster>") },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.ClusterAbsent(ctx, on, "east"))
		},
		count: []string{"/clusters"}, sent: []string{"DELETE /clusters/ID"},
	},
	{
		name: "no quota",
		seed: func(b *bed) {
			b.seed("/datacenters/"+b.IDs("/datacenters")[0]+"/quotas", "<quota><name>lab</name></quota>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.QuotaAbsent(ctx, on, &types.Quota{Name: new("lab"), DataCenter: defaultCenter}))
		},
		count: []string{"/datacenters/*/quotas"}, sent: []string{"DELETE /datacenters/ID/quotas/ID"},
	},
	{
		name: "no affinity label",
		seed: func(b *bed) {
			seedVM(b)
			id := b.seed("/affinitylabels", "<affinity_label><name>gpu</name></affinity_label>")
			b.seed("/affinitylabels/"+id+"/vms", `<vm id="`+b.IDs("/vms")[0]+`"/>`)
			b.seed("/affinitylabels/"+id+"/hosts", `<host id="`+b.IDs("/hosts")[0]+`"/>`)
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityLabelAbsent(ctx, on, "gpu"))
		},
		count: []string{"/affinitylabels", "/vms", "/hosts"},
		sent: []string{
			"DELETE /affinitylabels/ID/vms/ID", "DELETE /affinitylabels/ID/hosts/ID",
			"DELETE /affinitylabels/ID",
		},
	},
	{
		name: "no VM pool",
		seed: func(b *bed) {
			seedTemplate(b)
			id := b.seed("/vmpools", "<vm_pool><name>desk</name><size>1</size></vm_pool>")
			b.seed("/vms", `<vm><name>desk-1</name><status>down</status><vm_pool id="`+id+`"/></vm>`)
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VmPoolAbsent(ctx, on, "desk"))
		},
		count: []string{"/vmpools", "/vms"}, sent: []string{"DELETE /vmpools/ID"},
	},
	{
		name: "no instance type",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.InstanceTypeAbsent(ctx, on, "Small"))
		},
		count: []string{"/instancetypes"}, sent: []string{"DELETE /instancetypes/ID"},
	},
	{
		name: "no providers",
		seed: func(b *bed) {
			b.seed("/externalhostproviders", "<external_host_provider><name>p</name></external_host_provider>")
			b.seed("/openstackimageproviders",
				"<openstack_image_provider><name>p</name></openstack_image_provider>")
			b.seed("/openstacknetworkproviders",
				"<openstack_network_provider><name>p</name></openstack_network_provider>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			out, err := of(ensure.ExternalHostProviderAbsent(ctx, on, "p"))
			if err != nil {
				return out, err
			}
			images, err := of(ensure.OpenStackImageProviderAbsent(ctx, on, "p"))
			if err != nil {
				return out, err
			}
			networks, err := of(ensure.OpenStackNetworkProviderAbsent(ctx, on, "p"))
			out.changed = out.changed || images.changed || networks.changed
			return out, err
		},
		count: []string{
			"/externalhostproviders", "/openstackimageproviders", "/openstacknetworkproviders",
		},
		sent: []string{
			"DELETE /externalhostproviders/ID", "DELETE /openstackimageproviders/ID",
			"DELETE /openstacknetworkproviders/ID",
		},
	},
}
