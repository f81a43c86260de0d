//lint:file-ignore SA1019 engines still take the plugin type

package ensure_test

import (
	"context"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestEveryNewKindConverges(t *testing.T) {
	t.Parallel()
	converge(t, newConvergences)
}

// first is the first run of a row of changedKinds.
func first(name string) func(context.Context, sdk.Engine, *bed) (outcome, error) {
	return func(ctx context.Context, on sdk.Engine, b *bed) (outcome, error) {
		return byName(name).run(ctx, on, b, false)
	}
}

// fullCluster wants all that a cluster may have.
func fullCluster() *types.Cluster {
	return cluster(func(c *types.Cluster) {
		c.FencingPolicy = &types.FencingPolicy{
			SkipIfConnectivityBroken: &types.SkipIfConnectivityBroken{Threshold: new(int64(70))},
			SkipIfSdActive:           &types.SkipIfSdActive{},
		}
		c.Migration = &types.MigrationOptions{
			AutoConverge: types.InheritableBooleanTrue, Compressed: types.InheritableBooleanFalse,
			ParallelMigrationsPolicy: types.ParallelMigrationsPolicyCustom,
			CustomParallelMigrations: new(int64(4)),
			Bandwidth: &types.MigrationBandwidth{
				AssignmentMethod: types.MigrationBandwidthAssignmentMethodCustom, CustomValue: new(int64(99)),
			},
		}
		c.SerialNumber = &types.SerialNumber{Policy: types.SerialNumberPolicyCustom, Value: new("v")}
		c.Display = &types.Display{Proxy: new("http://192.0.2.7:3128")}
		c.ErrorHandling = &types.ErrorHandling{OnError: types.MigrateOnErrorDoNotMigrate}
		c.RequiredRngSources = []types.RngSource{types.RngSourceUrandom, types.RngSourceHwrng}
		c.GlusterService, c.TrustedService, c.HaReservation = new(true), new(false), new(true)
		c.SwitchType, c.FirewallType = types.SwitchTypeLegacy, types.FirewallTypeFirewalld
		c.VncEncryption, c.FipsMode = new(false), types.FipsModeDisabled
		c.BiosType = types.BiosTypeQ35SeaBios
		c.MemoryPolicy.TransparentHugePages = &types.TransparentHugePages{Enabled: new(false)}
	})
}

var newConvergences = []convergence{
	{kind: "Bookmark", name: "new", run: first("bookmark")},
	{kind: "MacPool", name: "addresses in capitals and any order", run: first("MAC pool, description")},
	{kind: "DataCenter", name: "new", run: first("data center")},
	{kind: "Cluster", name: "new", run: first("cluster, one text")},
	{kind: "Cluster", name: "everything at once",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Cluster(ctx, on, fullCluster()))
		}},
	{kind: "Cluster", name: "everything at once of one that is there",
		// Engines change the FIPS mode of a cluster only while no host of it is in use.
		seed: func(b *bed) {
			for _, id := range b.IDs("/hosts") {
				b.put("/hosts/"+id, "<host><status>maintenance</status></host>")
			}
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			c := fullCluster()
			c.Name, c.Cpu = new("Default"), nil // It has hosts.
			return of(ensure.Cluster(ctx, on, c))
		}},
	{kind: "Cluster", name: "no sources of random numbers but the usual one",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Cluster(ctx, on, cluster(func(c *types.Cluster) {
				c.RequiredRngSources = []types.RngSource{}
			})))
		}},
	{kind: "Quota", name: "new", run: first("quota")},
	{kind: "Quota", name: "limits of the data center", run: first("limits of a quota")},
	{kind: "Quota", name: "exactly one limit of a storage domain", seed: seedLimits,
		run: func(ctx context.Context, on sdk.Engine, b *bed) (outcome, error) {
			return of(ensure.Quota(ctx, on, &types.Quota{
				Name: new("lab"), DataCenter: defaultCenter, QuotaStorageLimits: []*types.QuotaStorageLimit{
					{Limit: new(int64(9)), StorageDomain: &types.StorageDomain{Name: new("data-001")}},
				},
			}, ensure.Exclusive()))
		}},
	{kind: "Quota", name: "a general limit in place of specific ones", seed: seedLimits,
		run: func(ctx context.Context, on sdk.Engine, b *bed) (outcome, error) {
			return of(ensure.Quota(ctx, on, &types.Quota{
				Name: new("lab"), DataCenter: defaultCenter,
				QuotaStorageLimits: []*types.QuotaStorageLimit{{Limit: new(int64(9))}},
			}, ensure.Exclusive()))
		}},
	{kind: "AffinityLabel", name: "with a VM", seed: seedVM, run: first("affinity label")},
	{kind: "AffinityGroup", name: "of a rule", seed: seedVM, run: first("rule of an affinity group")},
	{kind: "AffinityGroup", name: "of a disabled rule", run: first("disabled rule of an affinity group")},
	{kind: "AffinityGroup", name: "enabled alone",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroup(ctx, on, &types.AffinityGroup{
				Name: new("near"), Cluster: &types.Cluster{Name: new("Default")},
				VmsRule: &types.AffinityRule{Enabled: new(true)},
			}))
		}},
	{kind: "AffinityGroup", name: "with a priority",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroup(ctx, on, &types.AffinityGroup{
				Name: new("near"), Cluster: &types.Cluster{Name: new("Default")}, Priority: new(2.5),
				VmsRule: &types.AffinityRule{Positive: new(true), Enforcing: new(true)},
			}))
		}},
	{kind: "VmPool", name: "new", seed: seedTemplate, run: first("VM pool")},
	{kind: "InstanceType", name: "new", run: first("instance type")},
	{kind: "InstanceType", name: "without a device for random numbers",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.InstanceType(ctx, on, &types.InstanceType{
				Name: new("dull"), Memory: new(int64(gib)), Usb: &types.Usb{Enabled: new(false)},
				HighAvailability: &types.HighAvailability{Enabled: new(true), Priority: new(int64(50))},
				Migration: &types.MigrationOptions{
					ParallelMigrationsPolicy: types.ParallelMigrationsPolicyCustom,
					CustomParallelMigrations: new(int64(4)),
				},
			}))
		}},
	{kind: "ExternalHostProvider", name: "new", run: first("provider of hosts")},
	{kind: "OpenStackImageProvider", name: "new", run: first("provider of images")},
	{kind: "OpenStackNetworkProvider", name: "new", run: first("provider of networks")},
	{kind: "OpenStackNetworkProvider", name: "neutron",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.OpenStackNetworkProvider(ctx, on, &types.OpenStackNetworkProvider{
				Name: new("net"), Url: new("https://net.example.com"),
				Type:       types.OpenStackNetworkProviderTypeNeutron,
				PluginType: types.NetworkPluginTypeOpenVswitch,
			}))
		}},
	{kind: "VmTags", name: "new", seed: seedVM, run: first("tags of a VM")},
}

// seedLimits returns a quota limits of single storage domains, as the Administration Portal does.
func seedLimits(b *bed) {
	path := "/datacenters/" + b.IDs("/datacenters")[0] + "/quotas"
	quota := path + "/" + b.seed(path, "<quota><name>lab</name></quota>")
	other := b.seed("/storagedomains", "<storage_domain><name>other</name></storage_domain>")
	for _, id := range []string{b.IDs("/storagedomains")[0], other} {
		b.seed(quota+"/quotastoragelimits", `<quota_storage_limit id="`+id+`"><limit>5</limit>`+
			`<storage_domain id="`+id+`"/></quota_storage_limit>`)
	}
}
