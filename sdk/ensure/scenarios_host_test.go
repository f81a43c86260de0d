package ensure_test

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// hostScenarios are those of hosts and affinity groups.
var hostScenarios = []scenario{
	{
		name: "new affinity group",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroup(ctx, on, &types.AffinityGroup{
				Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")},
				VmsRule: &types.AffinityRule{
					Enabled: new(true), Positive: new(false), Enforcing: new(true),
				},
				Vms:   []*types.Vm{{Name: new("web")}},
				Hosts: []*types.Host{{Name: new("host-001")}},
			}))
		},
		count: []string{"/clusters/*/affinitygroups"},
		sent: []string{
			"POST /clusters/ID/affinitygroups", "POST /clusters/ID/affinitygroups/ID/vms",
			"POST /clusters/ID/affinitygroups/ID/hosts",
		},
	},
	{
		name: "changed affinity group",
		seed: func(b *bed) {
			b.seed("/clusters/"+b.IDs("/clusters")[0]+"/affinitygroups",
				"<affinity_group><name>apart</name><priority>1</priority></affinity_group>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroup(ctx, on, &types.AffinityGroup{
				Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")},
				Priority: new(float64(2)), HostsRule: &types.AffinityRule{Enabled: new(true)},
			}))
		},
		count: []string{"/clusters/*/affinitygroups"},
		sent:  []string{"PUT /clusters/ID/affinitygroups/ID"},
	},
	{
		name: "no affinity group",
		seed: func(b *bed) {
			b.seed("/clusters/"+b.IDs("/clusters")[0]+"/affinitygroups",
				"<affinity_group><name>apart</name></affinity_group>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroupAbsent(ctx, on, &types.AffinityGroup{
				Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")},
			}))
		},
		count: []string{"/clusters/*/affinitygroups"},
		sent:  []string{"DELETE /clusters/ID/affinitygroups/ID"},
	},
	{
		name: "new host",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Host(ctx, on, &types.Host{
				Name: new("node"), Address: new("node.example.com"), RootPassword: new("secret"),
				Cluster: &types.Cluster{Name: new("Default")},
				Status:  types.HostStatusMaintenance,
			}))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts?activate=false"},
	},
	{
		name: "new host that comes up",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Host(ctx, on, &types.Host{
				Name: new("node"), Address: new("node.example.com"), RootPassword: new("secret"),
				Cluster: &types.Cluster{Name: new("Default")},
				Ssh:     &types.Ssh{AuthenticationMethod: types.SshAuthenticationMethodPassword},
				Status:  types.HostStatusUp,
			}))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts"},
	},
	{
		name: "changed host",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Host(ctx, on, &types.Host{Name: new("host-001"), Comment: new("c")}))
		},
		count: []string{"/hosts"}, sent: []string{"PUT /hosts/ID"},
	},
	{
		name: "host in maintenance",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.HostState(ctx, on, "host-001", types.HostStatusMaintenance))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts/ID/deactivate"},
	},
	{
		name: "host up",
		seed: func(b *bed) {
			b.put("/hosts/"+b.IDs("/hosts")[0],
				"<host><status>non_operational</status></host>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.HostState(ctx, on, "host-001", types.HostStatusUp))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts/ID/activate"},
	},
	{
		name: "no host",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.HostAbsent(ctx, on, "host-001"))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts/ID/deactivate", "DELETE /hosts/ID"},
	},
}
