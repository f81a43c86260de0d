package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// StorageDomainIn is the goal that a storage domain has one of the states. The engine tells them
// below the data center that the domain is attached to; below the system it tells only that a
// domain is unattached.
func StorageDomainIn(
	states ...types.StorageDomainStatus,
) StatusGoal[types.StorageDomain, types.StorageDomainStatus] {
	return StatusIn(
		func(d *types.StorageDomain) types.StorageDomainStatus { return d.Status }, states...,
	)
}

// StorageDomainActive waits until a storage domain is active in a data center, after it was
// attached or activated. It fails if the domain comes to rest as inactive or in maintenance. It
// costs a GET per look.
func StorageDomainActive(
	ctx context.Context, engine sdk.Engine, dataCenterID, id string, opts ...Option,
) (*types.StorageDomain, error) {
	goal := StorageDomainIn(types.StorageDomainStatusActive).Rest(
		types.StorageDomainStatusInactive, types.StorageDomainStatusMaintenance,
	)
	return forAttached(ctx, "StorageDomainActive", engine, dataCenterID, id, goal, opts)
}

// StorageDomainMaintenance waits until a storage domain is in maintenance in a data center. It
// fails if the domain comes to rest as active or inactive. It costs a GET per look.
func StorageDomainMaintenance(
	ctx context.Context, engine sdk.Engine, dataCenterID, id string, opts ...Option,
) (*types.StorageDomain, error) {
	goal := StorageDomainIn(types.StorageDomainStatusMaintenance).Rest(
		types.StorageDomainStatusActive, types.StorageDomainStatusInactive,
	)
	return forAttached(ctx, "StorageDomainMaintenance", engine, dataCenterID, id, goal, opts)
}

// StorageDomainUnattached waits until a storage domain belongs to no data center, after it was
// added or detached. It costs a GET per look.
func StorageDomainUnattached(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.StorageDomain, error) {
	_, o := settings(engine, opts)
	o.subject = object{kind: "storage domain", id: id}
	goal := StorageDomainIn(types.StorageDomainStatusUnattached)
	return single(
		ctx,
		newWatch("StorageDomainUnattached", goal, o),
		root.Of(engine).StorageDomainsService().StorageDomainService(id).Get,
	)
}

// DataCenterUp waits until a data center is up, which its first storage domain makes it. It fails
// if the data center comes to rest as not operational. It costs a GET per look.
func DataCenterUp(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.DataCenter, error) {
	_, o := settings(engine, opts)
	o.subject = object{kind: "data center", id: id}
	status := func(d *types.DataCenter) types.DataCenterStatus { return d.Status }
	goal := StatusIn(status, types.DataCenterStatusUp).Rest(types.DataCenterStatusNotOperational)
	return single(
		ctx,
		newWatch("DataCenterUp", goal, o),
		root.Of(engine).DataCentersService().DataCenterService(id).Get,
	)
}

func forAttached(
	ctx context.Context,
	op string,
	engine sdk.Engine,
	dataCenterID, id string,
	goal Goal[types.StorageDomain],
	opts []Option,
) (*types.StorageDomain, error) {
	_, o := settings(engine, opts)
	o.subject = object{kind: "storage domain", id: id}
	center := root.Of(engine).DataCentersService().DataCenterService(dataCenterID)
	domain := center.StorageDomainsService().StorageDomainService(id)
	return single(ctx, newWatch(op, goal, o), domain.Get)
}
