package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// VnicProfile creates or updates a vNIC profile, which is found by its name and its network, so
// that it matches wanted. The network is given by ID, or by its name and, if there are several of
// that name, its data center.
//
// It manages Name, Description, CustomProperties, Failover, Migratable, Network, NetworkFilter,
// PassThrough, PortMirroring and Qos. Qos is given by its ID. An empty Qos or NetworkFilter
// removes what the profile has.
func VnicProfile(ctx context.Context, engine sdk.Engine, wanted *types.VnicProfile, opts ...Option) (Result[types.VnicProfile], error) {
	return vnicProfiles(engine, "ensure.VnicProfile", wanted, apply(opts)).present(ctx, wanted)
}

// VnicProfileAbsent removes the profile of that name from the network; no more is read of which
// than the name and the network. It is no error if there is no such network.
func VnicProfileAbsent(ctx context.Context, engine sdk.Engine, which *types.VnicProfile, opts ...Option) (Result[types.VnicProfile], error) {
	return vnicProfiles(engine, "ensure.VnicProfileAbsent", which, apply(opts)).absent(ctx)
}

func vnicProfiles(engine sdk.Engine, op string, wanted *types.VnicProfile, o *options) *kind[types.VnicProfile] {
	all := engine.SystemService().VnicProfilesService()
	return &kind[types.VnicProfile]{
		engine: engine, op: op, options: o,
		find: func(ctx context.Context, engine sdk.Engine) (*types.VnicProfile, error) {
			if nameOf(wanted) == "" {
				return nil, fmt.Errorf("the vnic_profile has no name: %w", sdk.ErrInvalid)
			}
			network, err := referNetwork(ctx, engine, wanted.Network, o)
			if err != nil {
				return nil, err
			}
			return one("vnic_profile", nameOf(wanted), where(
				engine.SystemService().VnicProfilesService().All(ctx, nil, o.call...), func(v *types.VnicProfile) (bool, error) {
					return nameOf(v) == nameOf(wanted) && idOf(v.Network) == idOf(network), nil
				},
			))
		},
		prepare: func(ctx context.Context, old, wanted *types.VnicProfile) (*types.VnicProfile, error) {
			if old != nil {
				return without(wanted, []string{"Network"}), nil // It was found by it.
			}
			network, err := referNetwork(ctx, engine, wanted.Network, o)
			if err != nil {
				return nil, err
			}
			out := new(*wanted)
			out.Network = &types.Network{ID: network.ID}
			return out, nil
		},
		add: func(ctx context.Context, v *types.VnicProfile) (*types.VnicProfile, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		update: func(ctx context.Context, id string, change, _ *types.VnicProfile) (*types.VnicProfile, error) {
			return all.ProfileService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.VnicProfile) error {
			return all.ProfileService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		scope: vnicProfileScope,
		rules: rules{same: map[string]func(old, wanted any) bool{"CustomProperties": sameProperties}},
	}
}

// referNetwork returns the network that a reference means.
func referNetwork(ctx context.Context, engine sdk.Engine, ref *types.Network, o *options) (*types.Network, error) {
	switch {
	case ref == nil:
		return nil, fmt.Errorf("the network isn't said: %w", sdk.ErrInvalid)
	case idOf(ref) != "":
		return ref, nil
	}
	return lookup(ctx, engine, func(ctx context.Context, engine sdk.Engine) (*types.Network, error) {
		return findNetwork(ctx, engine, ref, o)
	})
}

// sameProperties compares custom properties, whose order is the engine's.
func sameProperties(old, wanted any) bool {
	before := make(map[string]string)
	for _, p := range old.([]*types.CustomProperty) {
		before[nameOf(p)] = sdk.Value(p.Value)
	}
	list := wanted.([]*types.CustomProperty)
	for _, p := range list {
		if value, ok := before[nameOf(p)]; !ok || value != sdk.Value(p.Value) {
			return false
		}
	}
	return len(list) == len(before)
}
