package ensure

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var networkFields = fields{
	managed: []string{
		"Name", "Description", "Comment", "Cluster", "DataCenter", "Display",
		"DnsResolverConfiguration", "ExternalProvider", "ExternalProviderPhysicalNetwork", "Mtu",
		"PortIsolation", "ProfileRequired", "Qos", "Required", "Stp", "Usages", "Vlan",
	},
	managedElsewhere: map[string]string{
		"Ip":            "use HostService.SetupNetworks: addresses belong to hosts",
		"NetworkLabels": "use the NetworkService's NetworkLabelsService",
		"Permissions":   "use Permission",
		"Status":        "the engine sets it in each cluster",
		"VdsmName":      "the engine sets it",
		"VnicProfiles":  "use VnicProfile",
	},
	appliedApart: []string{"Cluster", "Display", "Required"},
	createOnly:   []string{"ProfileRequired"},
	unchangeable: []string{"DataCenter"},
}

// Network creates or updates a network, which is found by its name within its data center, so that
// it matches wanted, and attaches it to the wanted clusters.
//
// It manages Name, Description, Comment, Cluster, DataCenter, Display, DnsResolverConfiguration,
// ExternalProvider, ExternalProviderPhysicalNetwork, Mtu, PortIsolation, ProfileRequired, Qos,
// Required, Stp, Usages and Vlan.
//
// The data center is given by ID or name. Without one the name must be the only one of all data
// centers; a new network needs one. The engine creates a vNIC profile of the same name with a new
// network unless ProfileRequired is false, which can't be compared later.
//
// A new network is in no cluster, and VMs can't use it there: with a Cluster, by ID or name, it is
// attached to that one, with [AttachTo] to others too. It costs a list of the networks of each.
// Display, Required, and all usages but vm are properties of a network in a cluster, and need one.
// The network stays in other clusters.
func Network(
	ctx context.Context, engine sdk.Engine, wanted *types.Network, opts ...Option,
) (Result[types.Network], error) {
	const op = "ensure.Network"
	o := apply(opts)
	clusters, err := clustersOf(op, wanted, o)
	if err != nil {
		return Result[types.Network]{}, err
	}
	r, err := present(ctx, networks(engine, op, wanted, o), wanted)
	if err != nil {
		return r, err
	}
	for _, ref := range clusters {
		if err := attachNetwork(ctx, engine, ref, wanted, &r, o); err != nil {
			return r, wrap(op, err)
		}
	}
	return r, nil
}

// NetworkAbsent removes the network of that name from the data center, of which no more is read
// than the name and the data center. Without a data center the name must be the only one. Its vNIC
// profiles go too.
func NetworkAbsent(
	ctx context.Context, engine sdk.Engine, which *types.Network, opts ...Option,
) (Result[types.Network], error) {
	return absent(ctx, networks(engine, "ensure.NetworkAbsent", which, apply(opts)))
}

// networkKind is the kind of networks, which are found by name and data center.
type networkKind struct {
	defaults[types.Network]
	wanted *types.Network
}

func networks(engine sdk.Engine, op string, wanted *types.Network, o *options) networkKind {
	on := base{engine, op, o}
	return networkKind{defaults: defaults[types.Network]{on}, wanted: wanted}
}

func (networkKind) fields() *fields { return &networkFields }

func (k networkKind) service() *services.NetworksService {
	return k.engine.SystemService().NetworksService()
}

func (k networkKind) find(ctx context.Context, engine sdk.Engine) (*types.Network, error) {
	return findNetwork(ctx, engine, k.wanted, k.options)
}

func (networkKind) prepare(_ context.Context, _, wanted *types.Network) (*types.Network, error) {
	if wanted.Usages == nil {
		return wanted, nil
	}
	out := new(*wanted)
	out.Usages = slices.DeleteFunc(slices.Clone(wanted.Usages), inCluster)
	return out, nil
}

func (k networkKind) add(ctx context.Context, v *types.Network) (*types.Network, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k networkKind) update(
	ctx context.Context, id string, change, _ *types.Network,
) (*types.Network, error) {
	return k.service().NetworkService(id).Update(ctx, change, nil, k.call...)
}

func (k networkKind) remove(ctx context.Context, old *types.Network) error {
	return k.service().NetworkService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

// findNetwork finds a network by its name, and by its data center if that is said. Which data
// center a name means is only asked if there is a network of the name.
func findNetwork(
	ctx context.Context, engine sdk.Engine, wanted *types.Network, o *options,
) (*types.Network, error) {
	name := nameOf(wanted)
	if name == "" {
		return nil, fmt.Errorf("the network has no name: %w", sdk.ErrInvalid)
	}
	params := &services.NetworksListParams{}
	if q, err := search.Text[types.Network]("name").Equal(name).Build(); err == nil {
		params.Search = q
	}
	var center *types.DataCenter
	list := engine.SystemService().NetworksService().All(ctx, params, o.call...)
	return one("network", name, where(list, func(v *types.Network) (bool, error) {
		if nameOf(v) != name || wanted.DataCenter == nil || v.DataCenter == nil {
			return nameOf(v) == name, nil
		}
		if here := nameOf(v.DataCenter); here != "" && here == nameOf(wanted.DataCenter) {
			return true, nil
		}
		if center == nil {
			var err error
			if center, err = referDataCenter(ctx, engine, wanted.DataCenter, o); err != nil {
				return false, err
			}
		}
		return idOf(v.DataCenter) == idOf(center), nil
	}))
}

// where returns the objects for which the function holds, and ends with its first error.
func where[T any](list iter.Seq2[*T, error], holds func(*T) (bool, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for v, err := range list {
			ok := err != nil
			if err == nil {
				ok, err = holds(v)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if ok && !yield(v, nil) {
				return
			}
		}
	}
}

// one returns the only object of a list.
func one[T any](what, name string, list iter.Seq2[*T, error]) (*T, error) {
	v, err := find.One(list)
	if err != nil {
		return nil, fmt.Errorf("%s %q: %w", what, name, err)
	}
	return v, nil
}
