package ensure_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// changed is a use of a function that creates an object, and one that changes it.
type changed struct {
	name     string
	seed     func(*bed)
	run      func(ctx context.Context, on sdk.Engine, b *bed, again bool) (outcome, error)
	created  []string // created are the requests that create it, with ID for IDs.
	update   string   // update is the request that changes it.
	document string   // document is what is sent then.

	// pause is how long an engine is at work on it before it takes a change.
	pause time.Duration
}

var defaultCenter = &types.DataCenter{Name: new("Default")}

// ranges returns one range of MAC addresses.
func ranges(from, to string) *types.Range { return &types.Range{From: &from, To: &to} }

func cluster(more func(*types.Cluster)) *types.Cluster {
	c := &types.Cluster{
		Name: new("east"), DataCenter: defaultCenter, Description: new("d"), Comment: new("c"),
		Cpu:              &types.Cpu{Type: new("Intel Nehalem Family"), Architecture: types.ArchitectureX8664},
		MacPool:          &types.MacPool{Name: new("Default")},
		SchedulingPolicy: &types.SchedulingPolicy{Name: new("none")},
		MemoryPolicy: &types.MemoryPolicy{
			OverCommit: &types.MemoryOverCommit{Percent: new(int64(150))},
		},
		FencingPolicy:      &types.FencingPolicy{SkipIfGlusterBricksUp: new(true)},
		RequiredRngSources: []types.RngSource{types.RngSourceHwrng},
		CustomSchedulingPolicyProperties: []*types.Property{
			{Name: new("HighUtilization"), Value: new("75")},
		},
		ManagementNetwork: &types.Network{Name: new("ovirtmgmt")},
		BallooningEnabled: new(false), Ksm: &types.Ksm{Enabled: new(true)},
		Version:      &types.Version{Major: new(int64(4)), Minor: new(int64(8))},
		SerialNumber: &types.SerialNumber{Policy: types.SerialNumberPolicyNone},
		Display:      &types.Display{Proxy: new("")},
	}
	if more != nil {
		more(c)
	}
	return c
}

var changedKinds = []changed{
	{
		name: "bookmark",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.Bookmark{Name: new("up"), Value: new("Vms: status=up")}
			if again {
				v.Value = new("Vms: status=down")
			}
			return of(ensure.Bookmark(ctx, on, v))
		},
		created: []string{"POST /bookmarks"}, update: "PUT /bookmarks/ID",
		document: "<bookmark><value>Vms: status=down</value></bookmark>",
	},
	{
		name: "MAC pool, description",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.MacPool{Name: new("lab"), AllowDuplicates: new(true), Description: new(""),
				DefaultPool: new(false), Ranges: []*types.Range{
					ranges("00:1A:4A:00:01:00", "00:1A:4A:00:01:FF"),
					ranges("00:1a:4a:00:00:00", "00:1a:4a:00:00:ff"),
				}}
			if again {
				v.Description = new("d")
			}
			return of(ensure.MacPool(ctx, on, v))
		},
		created: []string{"POST /macpools"}, update: "PUT /macpools/ID",
		document: "<mac_pool><description>d</description></mac_pool>",
	},
	{
		name: "MAC pool, ranges",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.MacPool{Name: new("lab"), Ranges: []*types.Range{
				ranges("00:1A:4A:00:01:00", "00:1A:4A:00:01:FF"),
			}}
			if again {
				v.Ranges = append(v.Ranges, ranges("00:1a:4a:00:02:00", "00:1a:4a:00:02:ff"))
			}
			return of(ensure.MacPool(ctx, on, v))
		},
		created: []string{"POST /macpools"}, update: "PUT /macpools/ID",
		document: "<mac_pool><ranges><range><from>00:1A:4A:00:01:00</from><to>00:1A:4A:00:01:FF</to></range>" +
			"<range><from>00:1a:4a:00:02:00</from><to>00:1a:4a:00:02:ff</to></range></ranges></mac_pool>",
	},
	{
		name: "data center",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.DataCenter{Name: new("east"), Description: new("d"), Comment: new(""),
				QuotaMode: types.QuotaModeTypeAudit,
				Version:   &types.Version{Major: new(int64(4)), Minor: new(int64(7))}}
			if again {
				v.Version.Minor = new(int64(8))
			}
			return of(ensure.DataCenter(ctx, on, v))
		},
		created: []string{"POST /datacenters"}, update: "PUT /datacenters/ID",
		document: "<data_center><version><major>4</major><minor>8</minor></version></data_center>",
	},
	{
		name: "cluster, one text",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			return of(ensure.Cluster(ctx, on, cluster(func(c *types.Cluster) {
				if again {
					c.Description = new("")
				}
			})))
		},
		created: []string{"POST /clusters"}, update: "PUT /clusters/ID",
		document: "<cluster><description></description></cluster>",
	},
	{
		name: "cluster, parts that engines take whole",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			return of(ensure.Cluster(ctx, on, cluster(func(c *types.Cluster) {
				if again {
					c.FencingPolicy = &types.FencingPolicy{
						SkipIfConnectivityBroken: &types.SkipIfConnectivityBroken{Threshold: new(int64(70))},
					}
					c.MemoryPolicy = &types.MemoryPolicy{
						OverCommit: &types.MemoryOverCommit{Percent: new(int64(200))},
					}
					c.LogMaxMemoryUsedThreshold = new(int64(90))
				}
			})))
		},
		created: []string{"POST /clusters"}, update: "PUT /clusters/ID",
		document: "<cluster><fencing_policy><enabled>true</enabled><skip_if_connectivity_broken>" +
			"<enabled>false</enabled><threshold>70</threshold></skip_if_connectivity_broken>" +
			"<skip_if_gluster_bricks_up>true</skip_if_gluster_bricks_up>" +
			"<skip_if_gluster_quorum_not_met>false</skip_if_gluster_quorum_not_met>" +
			"<skip_if_sd_active><enabled>false</enabled></skip_if_sd_active></fencing_policy>" +
			"<log_max_memory_used_threshold>90</log_max_memory_used_threshold>" +
			"<log_max_memory_used_threshold_type>percentage</log_max_memory_used_threshold_type>" +
			"<memory_policy><over_commit><percent>200</percent></over_commit>" +
			"<transparent_hugepages><enabled>true</enabled></transparent_hugepages></memory_policy></cluster>",
	},
	{
		name: "quota",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.Quota{Name: new("lab"), DataCenter: defaultCenter, ClusterHardLimitPct: new(int64(10))}
			if again {
				v.ClusterHardLimitPct = new(int64(11))
			}
			return of(ensure.Quota(ctx, on, v))
		},
		created: []string{"POST /datacenters/ID/quotas"}, update: "PUT /datacenters/ID/quotas/ID",
		document: "<quota><cluster_hard_limit_pct>11</cluster_hard_limit_pct></quota>",
	},
	{
		name: "limits of a quota",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.Quota{Name: new("lab"), DataCenter: defaultCenter,
				QuotaClusterLimits: []*types.QuotaClusterLimit{
					{MemoryLimit: new(1.7), VcpuLimit: new(int64(4))},
				},
				QuotaStorageLimits: []*types.QuotaStorageLimit{{Limit: new(int64(20))}},
			}
			if again {
				v.QuotaClusterLimits[0].MemoryLimit = nil
				v.QuotaClusterLimits[0].VcpuLimit = new(int64(8))
			}
			return of(ensure.Quota(ctx, on, v))
		},
		created: []string{
			"POST /datacenters/ID/quotas", "POST /datacenters/ID/quotas/ID/quotaclusterlimits",
			"POST /datacenters/ID/quotas/ID/quotastoragelimits",
		},
		update: "POST /datacenters/ID/quotas/ID/quotaclusterlimits",
		document: "<quota_cluster_limit><memory_limit>1.69921875</memory_limit><vcpu_limit>8</vcpu_limit>" +
			"</quota_cluster_limit>",
	},
	{
		name: "affinity label", seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.AffinityLabel{Name: new("gpu"), HasImplicitAffinityGroup: new(true),
				Vms: []*types.Vm{{Name: new("web")}}}
			if again {
				v.Hosts = []*types.Host{{Name: new("host-001")}}
			}
			return of(ensure.AffinityLabel(ctx, on, v))
		},
		created: []string{"POST /affinitylabels", "POST /affinitylabels/ID/vms"},
		update:  "POST /affinitylabels/ID/hosts", document: `<host id="ID"/>`,
	},
	{
		name: "rule of an affinity group", seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.AffinityGroup{Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")},
				VmsRule: &types.AffinityRule{Enforcing: new(true), Positive: new(false)},
				Vms:     []*types.Vm{{Name: new("web")}}}
			if again {
				v.VmsRule = &types.AffinityRule{Enforcing: new(false)}
			}
			return of(ensure.AffinityGroup(ctx, on, v))
		},
		created: []string{"POST /clusters/ID/affinitygroups", "POST /clusters/ID/affinitygroups/ID/vms"},
		update:  "PUT /clusters/ID/affinitygroups/ID",
		document: "<affinity_group><vms_rule><enabled>true</enabled><enforcing>false</enforcing>" +
			"<positive>false</positive></vms_rule></affinity_group>",
	},
	{
		name: "disabled rule of an affinity group",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.AffinityGroup{Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")},
				HostsRule: &types.AffinityRule{Enabled: new(false), Positive: new(true)}}
			if again {
				v.VmsRule = &types.AffinityRule{Positive: new(true)}
			}
			return of(ensure.AffinityGroup(ctx, on, v))
		},
		created: []string{"POST /clusters/ID/affinitygroups"}, update: "PUT /clusters/ID/affinitygroups/ID",
		document: "<affinity_group><vms_rule><enabled>true</enabled><enforcing>false</enforcing>" +
			"<positive>true</positive></vms_rule></affinity_group>",
	},
	{
		name: "VM pool", seed: seedTemplate, pause: time.Minute,
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.VmPool{Name: new("desk"), Cluster: &types.Cluster{Name: new("Default")},
				Template: &types.Template{Name: new("gold")}, Size: new(int64(2)), MaxUserVms: new(int64(1)),
				Type: types.VmPoolTypeAutomatic, Vm: &types.Vm{Memory: new(int64(gib))}}
			if again {
				v.Size = new(int64(3))
			}
			return of(ensure.VmPool(ctx, on, v))
		},
		created: []string{"POST /vmpools"}, update: "PUT /vmpools/ID",
		document: "<vm_pool><size>3</size></vm_pool>",
	},
	{
		name: "instance type",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.InstanceType{Name: new("huge"), Memory: new(int64(gib + 5)),
				MemoryPolicy: &types.MemoryPolicy{Max: new(int64(8 * gib))},
				Cpu:          &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(2))}},
				Console:      &types.Console{Enabled: new(true)}, SoundcardEnabled: new(false),
				VirtioScsi: &types.VirtioScsi{Enabled: new(true)}, TpmEnabled: new(false),
				RngDevice: &types.RngDevice{Source: types.RngSourceUrandom},
			}
			if again {
				v.Memory = new(int64(2 * gib))
				v.RngDevice.Rate = &types.Rate{Bytes: new(int64(8)), Period: new(int64(9))}
			}
			return of(ensure.InstanceType(ctx, on, v))
		},
		created: []string{"POST /instancetypes"}, update: "PUT /instancetypes/ID",
		document: "<instance_type><memory>2147483648</memory><rng_device><rate><bytes>8</bytes><period>9</period>" +
			"</rate><source>urandom</source></rng_device></instance_type>",
	},
	{
		name: "provider of hosts",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.ExternalHostProvider{Name: new("sat"), Url: new("https://sat.example.com"),
				RequiresAuthentication: new(true), Username: new("u"), Password: new("p")}
			if again {
				v.Description = new("d")
			}
			return of(ensure.ExternalHostProvider(ctx, on, v))
		},
		created: []string{"POST /externalhostproviders"}, update: "PUT /externalhostproviders/ID",
		document: "<external_host_provider><description>d</description></external_host_provider>",
	},
	{
		name: "provider of images",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.OpenStackImageProvider{Name: new("glance"), Url: new("https://glance.example.com"),
				TenantName: new("t"), Properties: []*types.Property{
					{Name: new("b"), Value: new("2")}, {Name: new("a"), Value: new("1")},
				}}
			if again {
				v.TenantName, v.Url = nil, new("https://other.example.com")
			}
			return of(ensure.OpenStackImageProvider(ctx, on, v))
		},
		created: []string{"POST /openstackimageproviders"}, update: "PUT /openstackimageproviders/ID",
		document: "<openstack_image_provider><tenant_name>t</tenant_name><url>https://other.example.com</url>" +
			"</openstack_image_provider>",
	},
	{
		name: "provider of networks",
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			v := &types.OpenStackNetworkProvider{Name: new("ovn"), Url: new("https://ovn.example.com:9696"),
				Type:               types.OpenStackNetworkProviderTypeExternal,
				ExternalPluginType: new("OVIRT_PROVIDER_OVN"), ReadOnly: new(false), AutoSync: new(true)}
			if again {
				v.ReadOnly = new(true)
			}
			return of(ensure.OpenStackNetworkProvider(ctx, on, v))
		},
		created: []string{"POST /openstacknetworkproviders"}, update: "PUT /openstacknetworkproviders/ID",
		document: "<openstack_network_provider><read_only>true</read_only></openstack_network_provider>",
	},
	{
		name: "tags of a VM", seed: func(b *bed) {
			seedVM(b)
			b.seed("/tags", "<tag><name>web</name></tag>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed, again bool) (outcome, error) {
			tags := []*types.Tag{
				{Name: new("place"), Description: new("where it is")},
				{Name: new("east"), Parent: &types.Tag{Name: new("place")}},
			}
			if again {
				tags = append(tags, &types.Tag{Name: new("web")})
			}
			return of(ensure.VmTags(ctx, on, &types.Vm{Name: new("web")}, tags))
		},
		created: []string{"POST /tags", "POST /tags", "POST /vms/ID/tags", "POST /vms/ID/tags"},
		update:  "POST /vms/ID/tags", document: `<tag id="ID"/>`,
	},
}

// seedTemplate puts a template that isn't Blank into the inventory.
func seedTemplate(b *bed) {
	b.seed("/templates", "<template><name>gold</name><status>ok</status><memory>1073741824</memory></template>")
}

// TestNewKindsSendOnlyWhatDiffers creates an object, wants it again, and wants it with one field
// changed: one request goes out then, with no more than differs or a part that engines take whole.
func TestNewKindsSendOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	for _, tt := range changedKinds {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBed(t, func(b *bed) { tt.check(b) })
		})
	}
}

func (tt changed) check(b *bed) {
	t, ctx := b.t, b.t.Context()
	if tt.seed != nil {
		tt.seed(b)
	}
	step := func(name string, again bool, wantPaths []string, document string) {
		t.Helper()
		b.changes()
		plan := ensure.NewPlan(b.conn)
		if _, err := tt.run(ctx, plan, b, again); err != nil {
			t.Fatalf("%s: plan: %v", name, err)
		}
		if sent := b.changes(); sent != nil {
			t.Fatalf("%s: the plan sends %v", name, sent)
		}
		rec := ensure.Record(b.conn)
		got, err := tt.run(ctx, rec, b, again)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var paths []string
		for _, s := range masked(rec.Steps()) {
			paths = append(paths, s.Method+" "+s.Path)
			if document != "" && s.Body != document {
				t.Errorf("%s sends\n%s\nwant\n%s", name, s.Body, document)
			}
		}
		if diff := cmp.Diff(wantPaths, paths); diff != "" {
			t.Errorf("%s: requests differ (-want +got):\n%s", name, diff)
		}
		if got.changed != (wantPaths != nil) {
			t.Errorf("%s: Changed is %v: %v", name, got.changed, got.changes)
		}
		if diff := cmp.Diff(masked(rec.Steps()), masked(plan.Steps())); diff != "" {
			t.Errorf("%s: the plan differs (-sent +planned):\n%s", name, diff)
		}
	}
	step("first run", false, tt.created, "")
	step("second run", false, nil, "")
	time.Sleep(tt.pause)
	step("changed run", true, []string{tt.update}, tt.document)
	step("changed run again", true, nil, "")
}
