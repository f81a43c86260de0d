package ensure

import (
	"context"
	"fmt"
	"iter"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// system is the root of the tree of services.
type system = services.SystemService

// refer returns the object that a reference means by ID or by name. A reference with an ID is
// returned as it is, without a request; a name costs the search of find.ByName.
func refer[T, P, S any](
	ctx context.Context, engine sdk.Engine, ref *T, service func(*services.SystemService) S,
	all func(S, context.Context, *P, ...call.Option) iter.Seq2[*T, error], opts []call.Option,
) (*T, error) {
	t, _ := info.TypeOf(ref)
	name := nameOf(ref)
	switch {
	case idOf(ref) != "":
		return ref, nil
	case name == "":
		return nil, fmt.Errorf("the %s has neither id nor name: %w", t.Name, sdk.ErrInvalid)
	}
	v, err := lookup(ctx, engine, func(ctx context.Context, engine sdk.Engine) (*T, error) {
		s := service(engine.SystemService())
		list := func(ctx context.Context, p *P, opts ...call.Option) iter.Seq2[*T, error] {
			return all(s, ctx, p, opts...)
		}
		return find.ByName(ctx, list, name, opts...)
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name, err)
	}
	return v, nil
}

func referVm(ctx context.Context, engine sdk.Engine, ref *types.Vm, o *options) (*types.Vm, error) {
	return refer(ctx, engine, ref, (*system).VmsService, (*services.VmsService).All, o.call)
}

func referHost(
	ctx context.Context, engine sdk.Engine, ref *types.Host, o *options,
) (*types.Host, error) {
	return refer(ctx, engine, ref, (*system).HostsService, (*services.HostsService).All, o.call)
}

func referCluster(
	ctx context.Context, engine sdk.Engine, ref *types.Cluster, o *options,
) (*types.Cluster, error) {
	return refer(ctx, engine, ref,
		(*system).ClustersService, (*services.ClustersService).All, o.call)
}

func referDataCenter(
	ctx context.Context, engine sdk.Engine, ref *types.DataCenter, o *options,
) (*types.DataCenter, error) {
	return refer(ctx, engine, ref,
		(*system).DataCentersService, (*services.DataCentersService).All, o.call)
}

// getName reads the name of an object.
func getName[T, P any](
	ctx context.Context, get func(context.Context, P, ...call.Option) (*T, error),
	opts []call.Option,
) (string, error) {
	var params P
	v, err := get(ctx, params, opts...)
	return nameOf(v), err
}

// nameByID asks the engine for the name of what a reference means. Types that have no collection
// for all of their kind can't be asked for.
func nameByID(
	ctx context.Context, engine sdk.Engine, ref any, id string, opts []call.Option,
) (string, error) {
	s := engine.SystemService()
	switch ref.(type) {
	case *types.Cluster:
		return getName(ctx, s.ClustersService().ClusterService(id).Get, opts)
	case *types.CpuProfile:
		return getName(ctx, s.CpuProfilesService().ProfileService(id).Get, opts)
	case *types.DataCenter:
		return getName(ctx, s.DataCentersService().DataCenterService(id).Get, opts)
	case *types.DiskProfile:
		return getName(ctx, s.DiskProfilesService().DiskProfileService(id).Get, opts)
	case *types.Host:
		return getName(ctx, s.HostsService().HostService(id).Get, opts)
	case *types.InstanceType:
		return getName(ctx, s.InstanceTypesService().InstanceTypeService(id).Get, opts)
	case *types.MacPool:
		return getName(ctx, s.MacPoolsService().MacPoolService(id).Get, opts)
	case *types.Network:
		return getName(ctx, s.NetworksService().NetworkService(id).Get, opts)
	case *types.NetworkFilter:
		return getName(ctx, s.NetworkFiltersService().NetworkFilterService(id).Get, opts)
	case *types.StorageDomain:
		return getName(ctx, s.StorageDomainsService().StorageDomainService(id).Get, opts)
	case *types.Tag:
		return getName(ctx, s.TagsService().TagService(id).Get, opts)
	case *types.Template:
		return getName(ctx, s.TemplatesService().TemplateService(id).Get, opts)
	case *types.Vm:
		return getName(ctx, s.VmsService().VmService(id).Get, opts)
	case *types.VnicProfile:
		return getName(ctx, s.VnicProfilesService().ProfileService(id).Get, opts)
	}
	t, _ := info.TypeOf(ref)
	return "", fmt.Errorf("a %s is compared by its id, not by its name: %w", t.Name, sdk.ErrInvalid)
}
