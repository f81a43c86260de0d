package ensure_test

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// networkScenarios are those of networks and vNIC profiles.
var networkScenarios = []scenario{
	{
		name: "new network",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Network(ctx, on, &types.Network{
				Name: new("blue"), DataCenter: &types.DataCenter{Name: new("Default")},
				Vlan: &types.Vlan{ID: new(int64(7))}, ProfileRequired: new(false),
				Usages: []types.NetworkUsage{types.NetworkUsageVm},
			}))
		},
		count: []string{"/networks", "/vnicprofiles"}, sent: []string{"POST /networks"},
	},
	{
		name: "changed network",
		seed: func(b *bed) {
			b.seed("/networks",
				"<network><name>blue</name><data_center><name>Default</name></data_center>"+
					"</network>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Network(ctx, on, &types.Network{
				Name: new("blue"), Mtu: new(int64(9000)),
				DataCenter: &types.DataCenter{Name: new("Default")},
			}))
		},
		count: []string{"/networks", "/vnicprofiles"}, sent: []string{"PUT /networks/ID"},
	},
	{
		name: "no network",
		seed: func(b *bed) {
			b.seed("/networks",
				"<network><name>blue</name><data_center><name>Default</name></data_center>"+
					"</network>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.NetworkAbsent(ctx, on, &types.Network{Name: new("blue")}))
		},
		count: []string{"/networks", "/vnicprofiles"}, sent: []string{"DELETE /networks/ID"},
	},
	{
		name: "new vnic profile",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VnicProfile(ctx, on, &types.VnicProfile{
				Name: new("fast"), Network: &types.Network{Name: new("ovirtmgmt")},
				Description: new("d"),
				PassThrough: &types.VnicPassThrough{Mode: types.VnicPassThroughModeDisabled},
				CustomProperties: []*types.CustomProperty{
					{Name: new("SecurityGroups"), Value: new("12345678-1234-1234-1234-123456789abc")},
				},
			}))
		},
		count: []string{"/vnicprofiles"}, sent: []string{"POST /vnicprofiles"},
	},
	{
		name: "changed vnic profile",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VnicProfile(ctx, on, &types.VnicProfile{
				Name: new("ovirtmgmt"),
				Network: &types.Network{
					Name: new("ovirtmgmt"), DataCenter: &types.DataCenter{Name: new("Default")},
				},
				PortMirroring: new(true),
			}))
		},
		count: []string{"/vnicprofiles"}, sent: []string{"PUT /vnicprofiles/ID"},
	},
	{
		name: "no vnic profile",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VnicProfileAbsent(ctx, on, &types.VnicProfile{
				Name: new("ovirtmgmt"), Network: &types.Network{Name: new("ovirtmgmt")},
			}))
		},
		count: []string{"/vnicprofiles"}, sent: []string{"DELETE /vnicprofiles/ID"},
	},
}
