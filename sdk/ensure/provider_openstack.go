//lint:file-ignore SA1019 engines still take the plugin type

package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var imageProviderFields = fields{
	managed: []string{
		"Name", "Description", "Url", "RequiresAuthentication", "Username", "Password",
		"AuthenticationUrl", "Properties", "TenantName",
	},
	managedElsewhere: map[string]string{
		"Certificates": "use OpenstackImageProviderService.ImportCertificates",
		"Images":       engineSets,
	},
	equal: map[string]func(old, wanted any) bool{"Properties": sameMap},
}

// OpenStackImageProvider creates or updates a provider of images, which is found by its name, so
// that it matches wanted. Its storage domain comes and goes with it.
//
// It manages Name, Description, Url, RequiresAuthentication, Username, Password, AuthenticationUrl,
// Properties and TenantName. Properties are all that the provider has. Engines don't show the
// password: it counts when a provider is created.
//
// There is no such function for providers of volumes, which engines don't support anymore.
func OpenStackImageProvider(
	ctx context.Context, engine sdk.Engine, wanted *types.OpenStackImageProvider, opts ...Option,
) (Result[types.OpenStackImageProvider], error) {
	const op = "ensure.OpenStackImageProvider"
	return present(ctx, imageProviders(engine, op, nameOf(wanted), apply(opts)), wanted)
}

// OpenStackImageProviderAbsent removes the provider of images of that name.
func OpenStackImageProviderAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.OpenStackImageProvider], error) {
	const op = "ensure.OpenStackImageProviderAbsent"
	return absent(ctx, imageProviders(engine, op, name, apply(opts)))
}

// imageProviderKind is the kind of providers of images, which are found by name.
type imageProviderKind struct {
	defaults[types.OpenStackImageProvider]
	name string
}

func imageProviders(engine sdk.Engine, op, name string, o *options) imageProviderKind {
	on := base{engine, op, o}
	return imageProviderKind{defaults: defaults[types.OpenStackImageProvider]{on}, name: name}
}

func (imageProviderKind) fields() *fields { return &imageProviderFields }

func (k imageProviderKind) service() *services.OpenstackImageProvidersService {
	return k.engine.SystemService().OpenstackImageProvidersService()
}

func (k imageProviderKind) find(
	ctx context.Context, engine sdk.Engine,
) (*types.OpenStackImageProvider, error) {
	return find.ByName(ctx, engine.SystemService().OpenstackImageProvidersService().All, k.name,
		k.call...)
}

func (imageProviderKind) prepare(
	_ context.Context, old, wanted *types.OpenStackImageProvider,
) (*types.OpenStackImageProvider, error) {
	out := new(*wanted)
	if old != nil && out.TenantName == nil {
		out.TenantName = old.TenantName
	}
	return out, nil
}

func (k imageProviderKind) add(
	ctx context.Context, v *types.OpenStackImageProvider,
) (*types.OpenStackImageProvider, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k imageProviderKind) update(
	ctx context.Context, id string, change, wanted *types.OpenStackImageProvider,
) (*types.OpenStackImageProvider, error) {
	change.TenantName = wanted.TenantName // An update without it removes it.
	return k.service().ProviderService(id).Update(ctx, change, nil, k.call...)
}

func (k imageProviderKind) remove(ctx context.Context, old *types.OpenStackImageProvider) error {
	return k.service().ProviderService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

var networkProviderFields = fields{
	managed: []string{
		"Name", "Description", "Url", "RequiresAuthentication", "Username", "Password",
		"AuthenticationUrl", "AutoSync", "ExternalPluginType", "PluginType", "ProjectDomainName",
		"ProjectName", "Properties", "ReadOnly", "TenantName", "Type", "Unmanaged", "UserDomainName",
	},
	managedElsewhere: map[string]string{
		"AgentConfiguration": "use external_plugin_type: engines ignore it",
		"Certificates":       "use OpenstackNetworkProviderService.ImportCertificates",
		"Networks":           "use Network with its external_provider",
		"Subnets":            "use the OpenstackNetworkService's SubnetsService",
	},
	unchangeable: []string{"Type"},
	equal:        map[string]func(old, wanted any) bool{"Properties": sameMap},
}

// OpenStackNetworkProvider creates or updates a provider of networks, such as OVN, which is found
// by its name, so that it matches wanted.
//
// It manages Name, Description, Url, RequiresAuthentication, Username, Password, AuthenticationUrl,
// AutoSync, ExternalPluginType, PluginType, ProjectDomainName, ProjectName, Properties, ReadOnly,
// TenantName, Unmanaged and UserDomainName. Type can't be changed; a new provider needs it and a
// Url. Properties are all that the provider has. Engines don't show the password: it counts when a
// provider is created.
func OpenStackNetworkProvider(
	ctx context.Context, engine sdk.Engine, wanted *types.OpenStackNetworkProvider, opts ...Option,
) (Result[types.OpenStackNetworkProvider], error) {
	const op = "ensure.OpenStackNetworkProvider"
	if err := checkManaged(op, wanted, &networkProviderFields); err != nil {
		return Result[types.OpenStackNetworkProvider]{}, err
	}
	if wanted.PluginType != "" && wanted.Type != types.OpenStackNetworkProviderTypeNeutron {
		return Result[types.OpenStackNetworkProvider]{}, mistake(op, "plugin_type counts only beside a "+
			"type of neutron: use external_plugin_type")
	}
	return present(ctx, networkProviders(engine, op, nameOf(wanted), apply(opts)), wanted)
}

// OpenStackNetworkProviderAbsent removes the provider of networks of that name.
func OpenStackNetworkProviderAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.OpenStackNetworkProvider], error) {
	const op = "ensure.OpenStackNetworkProviderAbsent"
	return absent(ctx, networkProviders(engine, op, name, apply(opts)))
}

// networkProviderKind is the kind of providers of networks, which are found by name.
type networkProviderKind struct {
	defaults[types.OpenStackNetworkProvider]
	name string
}

func networkProviders(engine sdk.Engine, op, name string, o *options) networkProviderKind {
	on := base{engine, op, o}
	return networkProviderKind{defaults: defaults[types.OpenStackNetworkProvider]{on}, name: name}
}

func (networkProviderKind) fields() *fields { return &networkProviderFields }

func (k networkProviderKind) service() *services.OpenstackNetworkProvidersService {
	return k.engine.SystemService().OpenstackNetworkProvidersService()
}

func (k networkProviderKind) find(
	ctx context.Context, engine sdk.Engine,
) (*types.OpenStackNetworkProvider, error) {
	return find.ByName(ctx, engine.SystemService().OpenstackNetworkProvidersService().All, k.name,
		k.call...)
}

func (k networkProviderKind) prepare(
	_ context.Context, old, wanted *types.OpenStackNetworkProvider,
) (*types.OpenStackNetworkProvider, error) {
	if old == nil && (wanted.Type == "" || sdk.Value(wanted.Url) == "") {
		return nil, k.mistake("a new provider of networks needs a type and a url")
	}
	return wanted, nil
}

func (k networkProviderKind) add(
	ctx context.Context, v *types.OpenStackNetworkProvider,
) (*types.OpenStackNetworkProvider, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k networkProviderKind) update(
	ctx context.Context, id string, change, wanted *types.OpenStackNetworkProvider,
) (*types.OpenStackNetworkProvider, error) {
	if change.PluginType != "" {
		change.Type = wanted.Type // It counts only beside its type.
	}
	return k.service().ProviderService(id).Update(ctx, change, nil, k.call...)
}

func (k networkProviderKind) remove(
	ctx context.Context, old *types.OpenStackNetworkProvider,
) error {
	return k.service().ProviderService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}
