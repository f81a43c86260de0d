package find

import (
	"context"
	"errors"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// VnicProfile returns the VNIC profile with this name whose network is in the data center of that
// name. Every data center has an ovirtmgmt with a profile of its own, so that the name alone is
// ambiguous where there are several:
//
//	profile, err := find.VnicProfile(ctx, conn, "Default", "ovirtmgmt")
//
// It costs three requests. The error is sdk.ErrNotFound if there is no such data center or no such
// profile in it, and [ErrAmbiguous] if several networks of the data center have a profile of this
// name; [ByName] finds the one of a network below NetworkService(id).VnicProfilesService().
func VnicProfile(
	ctx context.Context, engine sdk.Engine, dataCenter, name string, opts ...call.Option,
) (*types.VnicProfile, error) {
	const op = "find.VnicProfile"
	if name == "" {
		return nil, invalid(op, "the name is empty")
	}
	networks, err := networksOf(ctx, engine, op, dataCenter, opts)
	if err != nil {
		return nil, err
	}
	inside := make(map[string]bool)
	for network, err := range networks.All(ctx, nil, opts...) {
		if err != nil {
			return nil, err
		}
		inside[sdk.Value(network.ID)] = true
	}
	var found []*types.VnicProfile
	for profile, err := range engine.SystemService().VnicProfilesService().All(ctx, nil, opts...) {
		if err != nil {
			return nil, err
		}
		if sdk.Value(profile.Name) == name &&
			profile.Network != nil && inside[sdk.Value(profile.Network.ID)] {
			found = append(found, profile)
		}
	}
	return single(op, name, fmt.Sprintf(" in data center %q", dataCenter), "network", found)
}

// Network returns the network with this name in the data center of that name:
//
//	network, err := find.Network(ctx, conn, "Default", "ovirtmgmt")
//
// It costs two requests. The error is sdk.ErrNotFound if there is no such data center or no such
// network in it.
func Network(
	ctx context.Context, engine sdk.Engine, dataCenter, name string, opts ...call.Option,
) (*types.Network, error) {
	const op = "find.Network"
	if name == "" {
		return nil, invalid(op, "the name is empty")
	}
	networks, err := networksOf(ctx, engine, op, dataCenter, opts)
	if err != nil {
		return nil, err
	}
	var found []*types.Network
	for network, err := range networks.All(ctx, nil, opts...) {
		if err != nil {
			return nil, err
		}
		if sdk.Value(network.Name) == name {
			found = append(found, network)
		}
	}
	return single(op, name, fmt.Sprintf(" in data center %q", dataCenter), "ID", found)
}

// networksOf returns the service of the networks of the data center.
func networksOf(
	ctx context.Context, engine sdk.Engine, op, dataCenter string, opts []call.Option,
) (*services.DataCenterNetworksService, error) {
	if engine == nil {
		return nil, invalid(op, "the engine is nil")
	}
	centers := engine.SystemService().DataCentersService()
	center, err := byName(ctx, op, centers.All, dataCenter, opts)
	if err != nil {
		return nil, err
	}
	return centers.DataCenterService(sdk.Value(center.ID)).NetworksService(), nil
}

func invalid(op, text string) error {
	return &sdk.Error{Op: op, Class: sdk.ErrInvalid, Err: errors.New(text)}
}
