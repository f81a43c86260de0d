package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var vnicProfileFields = fields{
	managed: []string{
		"Name", "Description", "CustomProperties", "Failover", "Migratable", "Network",
		"NetworkFilter", "PassThrough", "PortMirroring", "Qos",
	},
	managedElsewhere: map[string]string{
		"Comment":     "engines keep none of a vNIC profile; use Description",
		"Permissions": "use Permission",
	},
	equal: map[string]func(old, wanted any) bool{"CustomProperties": sameProperties},
}

// VnicProfile creates or updates a vNIC profile, which is found by its name and its network, so
// that it matches wanted. The network is given by ID, or by its name and, if there are several of
// that name, its data center.
//
// It manages Name, Description, CustomProperties, Failover, Migratable, Network, NetworkFilter,
// PassThrough, PortMirroring and Qos. Qos is given by its ID. An empty Qos or NetworkFilter
// removes what the profile has.
func VnicProfile(
	ctx context.Context, engine sdk.Engine, wanted *types.VnicProfile, opts ...Option,
) (Result[types.VnicProfile], error) {
	return present(ctx, vnicProfiles(engine, "ensure.VnicProfile", wanted, apply(opts)), wanted)
}

// VnicProfileAbsent removes the profile of that name from the network; no more is read of which
// than the name and the network. It is no error if there is no such network.
func VnicProfileAbsent(
	ctx context.Context, engine sdk.Engine, which *types.VnicProfile, opts ...Option,
) (Result[types.VnicProfile], error) {
	return absent(ctx, vnicProfiles(engine, "ensure.VnicProfileAbsent", which, apply(opts)))
}

// vnicProfileKind is the kind of vNIC profiles, which are found by name and network.
type vnicProfileKind struct {
	defaults[types.VnicProfile]
	wanted *types.VnicProfile
}

func vnicProfiles(
	engine sdk.Engine, op string, wanted *types.VnicProfile, o *options,
) vnicProfileKind {
	on := base{engine, op, o}
	return vnicProfileKind{defaults: defaults[types.VnicProfile]{on}, wanted: wanted}
}

func (vnicProfileKind) fields() *fields { return &vnicProfileFields }

func (k vnicProfileKind) service() *services.VnicProfilesService {
	return k.engine.SystemService().VnicProfilesService()
}

func (k vnicProfileKind) find(ctx context.Context, engine sdk.Engine) (*types.VnicProfile, error) {
	if nameOf(k.wanted) == "" {
		return nil, fmt.Errorf("the vnic_profile has no name: %w", sdk.ErrInvalid)
	}
	network, err := referNetwork(ctx, engine, k.wanted.Network, k.options)
	if err != nil {
		return nil, err
	}
	list := engine.SystemService().VnicProfilesService().All(ctx, nil, k.call...)
	name := nameOf(k.wanted)
	return one("vnic_profile", name, where(list, func(v *types.VnicProfile) (bool, error) {
		return nameOf(v) == name && idOf(v.Network) == idOf(network), nil
	}))
}

func (k vnicProfileKind) prepare(
	ctx context.Context, old, wanted *types.VnicProfile,
) (*types.VnicProfile, error) {
	if old != nil {
		return without(wanted, []string{"Network"}), nil // It was found by it.
	}
	network, err := referNetwork(ctx, k.engine, wanted.Network, k.options)
	if err != nil {
		return nil, err
	}
	out := new(*wanted)
	out.Network = &types.Network{ID: network.ID}
	return out, nil
}

func (k vnicProfileKind) add(
	ctx context.Context, v *types.VnicProfile,
) (*types.VnicProfile, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k vnicProfileKind) update(
	ctx context.Context, id string, change, _ *types.VnicProfile,
) (*types.VnicProfile, error) {
	return k.service().ProfileService(id).Update(ctx, change, nil, k.call...)
}

func (k vnicProfileKind) remove(ctx context.Context, old *types.VnicProfile) error {
	return k.service().ProfileService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

// referNetwork returns the network that a reference means.
func referNetwork(
	ctx context.Context, engine sdk.Engine, ref *types.Network, o *options,
) (*types.Network, error) {
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
