//lint:file-ignore SA1019 engines still take the plugin type

package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var imageProviderScope = scope{
	fields: []string{
		"Name", "Description", "Url", "RequiresAuthentication", "Username", "Password",
		"AuthenticationUrl", "Properties", "TenantName",
	},
	instead: map[string]string{
		"Certificates": "use OpenstackImageProviderService.ImportCertificates",
		"Images":       elsewhere,
	},
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
	return imageProviders(engine, op, nameOf(wanted), apply(opts)).present(ctx, wanted)
}

// OpenStackImageProviderAbsent removes the provider of images of that name.
func OpenStackImageProviderAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.OpenStackImageProvider], error) {
	return imageProviders(engine, "ensure.OpenStackImageProviderAbsent", name, apply(opts)).absent(ctx)
}

func imageProviders(engine sdk.Engine, op, name string, o *options) *kind[types.OpenStackImageProvider] {
	type provider = types.OpenStackImageProvider
	all := engine.SystemService().OpenstackImageProvidersService()
	return &kind[provider]{
		engine: engine, op: op, options: o, scope: imageProviderScope,
		find: func(ctx context.Context, engine sdk.Engine) (*provider, error) {
			return find.ByName(ctx, engine.SystemService().OpenstackImageProvidersService().All, name,
				o.call...)
		},
		prepare: func(_ context.Context, old, wanted *provider) (*provider, error) {
			out := new(*wanted)
			if old != nil && out.TenantName == nil {
				out.TenantName = old.TenantName
			}
			return out, nil
		},
		add: func(ctx context.Context, v *provider) (*provider, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		update: func(ctx context.Context, id string, change, wanted *provider) (*provider, error) {
			change.TenantName = wanted.TenantName // An update without it removes it.
			return all.ProviderService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *provider) error {
			return all.ProviderService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		rules: rules{same: map[string]func(old, wanted any) bool{"Properties": sameMap}},
	}
}

var networkProviderScope = scope{
	fields: []string{
		"Name", "Description", "Url", "RequiresAuthentication", "Username", "Password",
		"AuthenticationUrl", "AutoSync", "ExternalPluginType", "PluginType", "ProjectDomainName",
		"ProjectName", "Properties", "ReadOnly", "TenantName", "Type", "Unmanaged", "UserDomainName",
	},
	instead: map[string]string{
		"AgentConfiguration": "use external_plugin_type: engines ignore it",
		"Certificates":       "use OpenstackNetworkProviderService.ImportCertificates",
		"Networks":           "use Network with its external_provider",
		"Subnets":            "use the OpenstackNetworkService's SubnetsService",
	},
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
	if err := checkScope(op, wanted, networkProviderScope); err != nil {
		return Result[types.OpenStackNetworkProvider]{}, err
	}
	if wanted.PluginType != "" && wanted.Type != types.OpenStackNetworkProviderTypeNeutron {
		return Result[types.OpenStackNetworkProvider]{}, mistake(op, "plugin_type counts only beside a "+
			"type of neutron: use external_plugin_type")
	}
	return networkProviders(engine, op, nameOf(wanted), apply(opts)).present(ctx, wanted)
}

// OpenStackNetworkProviderAbsent removes the provider of networks of that name.
func OpenStackNetworkProviderAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.OpenStackNetworkProvider], error) {
	return networkProviders(engine, "ensure.OpenStackNetworkProviderAbsent", name, apply(opts)).absent(ctx)
}

func networkProviders(
	engine sdk.Engine, op, name string, o *options,
) *kind[types.OpenStackNetworkProvider] {
	type provider = types.OpenStackNetworkProvider
	all := engine.SystemService().OpenstackNetworkProvidersService()
	return &kind[provider]{
		engine: engine, op: op, options: o, scope: networkProviderScope,
		prepare: func(_ context.Context, old, wanted *provider) (*provider, error) {
			if old == nil && (wanted.Type == "" || sdk.Value(wanted.Url) == "") {
				return nil, mistake(op, "a new provider of networks needs a type and a url")
			}
			return wanted, nil
		},
		find: func(ctx context.Context, engine sdk.Engine) (*provider, error) {
			return find.ByName(ctx, engine.SystemService().OpenstackNetworkProvidersService().All, name,
				o.call...)
		},
		add: func(ctx context.Context, v *provider) (*provider, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		update: func(ctx context.Context, id string, change, wanted *provider) (*provider, error) {
			if change.PluginType != "" {
				change.Type = wanted.Type // It counts only beside its type.
			}
			return all.ProviderService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *provider) error {
			return all.ProviderService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		rules: rules{
			fixed: []string{"Type"},
			same:  map[string]func(old, wanted any) bool{"Properties": sameMap},
		},
	}
}
