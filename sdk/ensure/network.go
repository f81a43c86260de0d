package ensure

import (
	"context"
	"fmt"
	"iter"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Network makes a network be there, by its name within its data center, which may be given by id or name. Without a data center
// the name must be the only one of all data centers; a new network needs one. The engine gives a new network a vNIC profile of the same
// name unless ProfileRequired says otherwise, which can't be compared later.
func Network(ctx context.Context, on Engine, wanted *types.Network, opts ...Option) (Result[types.Network], error) {
	return networks(on, "ensure.Network", wanted, apply(opts)).present(ctx, wanted)
}

// NetworkAbsent makes no network have the name within the data center, of which no more is read than the name and the data center.
// Without a data center the name must be the only one. Its vNIC profiles go too.
func NetworkAbsent(ctx context.Context, on Engine, which *types.Network, opts ...Option) (Result[types.Network], error) {
	return networks(on, "ensure.NetworkAbsent", which, apply(opts)).absent(ctx)
}

func networks(on Engine, op string, wanted *types.Network, o *options) *kind[types.Network] {
	all := on.SystemService().NetworksService()
	return &kind[types.Network]{
		on: on, op: op, options: o,
		find: func(ctx context.Context, on Engine) (*types.Network, error) { return findNetwork(ctx, on, wanted, o) },
		add: func(ctx context.Context, v *types.Network) (*types.Network, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		update: func(ctx context.Context, id string, change, _ *types.Network) (*types.Network, error) {
			return all.NetworkService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.Network) error {
			return all.NetworkService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		rules: rules{once: []string{"ProfileRequired"}, fixed: []string{"DataCenter"}},
	}
}

// findNetwork finds a network by its name, and by its data center if that is said. Which data center a name means is only asked if there
// is a network of the name.
func findNetwork(ctx context.Context, on Engine, wanted *types.Network, o *options) (*types.Network, error) {
	name := nameOf(wanted)
	if name == "" {
		return nil, fmt.Errorf("the network has no name: %w", sdk.ErrInvalid)
	}
	params := &services.NetworksListParams{}
	if q, err := search.Text[types.Network]("name").Equal(name).Build(); err == nil {
		params.Search = q
	}
	var center *types.DataCenter
	return one("network", name, where(on.SystemService().NetworksService().All(ctx, params, o.call...), func(v *types.Network) (bool, error) {
		if nameOf(v) != name || wanted.DataCenter == nil || v.DataCenter == nil {
			return nameOf(v) == name, nil
		}
		if here := nameOf(v.DataCenter); here != "" && here == nameOf(wanted.DataCenter) {
			return true, nil
		}
		if center == nil {
			var err error
			if center, err = referDataCenter(ctx, on, wanted.DataCenter, o); err != nil {
				return false, err
			}
		}
		return idOf(v.DataCenter) == idOf(center), nil
	}))
}

// where gives the objects for which the function holds, and ends with its first error.
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

// one gives the only object of a list.
func one[T any](what, name string, list iter.Seq2[*T, error]) (*T, error) {
	v, err := find.One(list)
	if err != nil {
		return nil, fmt.Errorf("%s %q: %w", what, name, err)
	}
	return v, nil
}
