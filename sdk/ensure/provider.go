package ensure

import (
	"context"
	"maps"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// sameMap compares properties of a provider, which have no order.
func sameMap(old, wanted any) bool {
	return maps.Equal(propertyMap(old.([]*types.Property)), propertyMap(wanted.([]*types.Property)))
}

var hostProviderScope = scope{
	fields: []string{
		"Name", "Description", "Url", "RequiresAuthentication", "Username", "Password",
	},
	instead: map[string]string{
		"Certificates":     "use ExternalHostProviderService.ImportCertificates",
		"ComputeResources": elsewhere,
		"DiscoveredHosts":  elsewhere,
		"HostGroups":       elsewhere,
		"Hosts":            "use Host",
	},
}

// ExternalHostProvider creates or updates a provider of hosts, which is found by its name, so that
// it matches wanted.
//
// It manages Name, Description, Url, RequiresAuthentication, Username and Password. Engines don't
// show the password: it counts when a provider is created. They keep no properties and no
// authentication URL of a provider of hosts.
func ExternalHostProvider(
	ctx context.Context, engine sdk.Engine, wanted *types.ExternalHostProvider, opts ...Option,
) (Result[types.ExternalHostProvider], error) {
	const op = "ensure.ExternalHostProvider"
	return hostProviders(engine, op, nameOf(wanted), apply(opts)).present(ctx, wanted)
}

// ExternalHostProviderAbsent removes the provider of hosts of that name.
func ExternalHostProviderAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.ExternalHostProvider], error) {
	return hostProviders(engine, "ensure.ExternalHostProviderAbsent", name, apply(opts)).absent(ctx)
}

func hostProviders(engine sdk.Engine, op, name string, o *options) *kind[types.ExternalHostProvider] {
	type provider = types.ExternalHostProvider
	all := engine.SystemService().ExternalHostProvidersService()
	return &kind[provider]{
		engine: engine, op: op, options: o, scope: hostProviderScope,
		find: func(ctx context.Context, engine sdk.Engine) (*provider, error) {
			return find.ByName(ctx, engine.SystemService().ExternalHostProvidersService().All, name,
				o.call...)
		},
		add: func(ctx context.Context, v *provider) (*provider, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		update: func(ctx context.Context, id string, change, _ *provider) (*provider, error) {
			return all.ProviderService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *provider) error {
			return all.ProviderService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
	}
}
