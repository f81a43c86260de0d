package ensure

import (
	"context"
	"maps"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// sameMap compares properties of a provider, which have no order.
func sameMap(old, wanted any) bool {
	return maps.Equal(propertyMap(old.([]*types.Property)), propertyMap(wanted.([]*types.Property)))
}

var hostProviderFields = fields{
	managed: []string{
		"Name", "Description", "Url", "RequiresAuthentication", "Username", "Password",
	},
	managedElsewhere: map[string]string{
		"Certificates":     "use ExternalHostProviderService.ImportCertificates",
		"ComputeResources": engineSets,
		"DiscoveredHosts":  engineSets,
		"HostGroups":       engineSets,
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
	return present(ctx, hostProviders(engine, op, nameOf(wanted), apply(opts)), wanted)
}

// ExternalHostProviderAbsent removes the provider of hosts of that name.
func ExternalHostProviderAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.ExternalHostProvider], error) {
	const op = "ensure.ExternalHostProviderAbsent"
	return absent(ctx, hostProviders(engine, op, name, apply(opts)))
}

// hostProviderKind is the kind of providers of hosts, which are found by name.
type hostProviderKind struct {
	defaults[types.ExternalHostProvider]
	name string
}

func hostProviders(engine sdk.Engine, op, name string, o *options) hostProviderKind {
	on := base{engine, op, o}
	return hostProviderKind{defaults: defaults[types.ExternalHostProvider]{on}, name: name}
}

func (hostProviderKind) fields() *fields { return &hostProviderFields }

func (k hostProviderKind) service() *services.ExternalHostProvidersService {
	return k.engine.SystemService().ExternalHostProvidersService()
}

func (k hostProviderKind) find(
	ctx context.Context, engine sdk.Engine,
) (*types.ExternalHostProvider, error) {
	return find.ByName(ctx, engine.SystemService().ExternalHostProvidersService().All, k.name,
		k.call...)
}

func (k hostProviderKind) add(
	ctx context.Context, v *types.ExternalHostProvider,
) (*types.ExternalHostProvider, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k hostProviderKind) update(
	ctx context.Context, id string, change, _ *types.ExternalHostProvider,
) (*types.ExternalHostProvider, error) {
	return k.service().ProviderService(id).Update(ctx, change, nil, k.call...)
}

func (k hostProviderKind) remove(ctx context.Context, old *types.ExternalHostProvider) error {
	return k.service().ProviderService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}
