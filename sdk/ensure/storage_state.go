package ensure

import (
	"context"
	"errors"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// StorageDomainState brings a storage domain of the name into a state in a data center, which is
// given by id or name, and waits until it is: active and maintenance attach it if need be,
// unattached detaches it. A domain that is attached to another data center is an error.
func StorageDomainState(
	ctx context.Context, engine sdk.Engine, dataCenter *types.DataCenter, name string,
	status types.StorageDomainStatus, opts ...Option,
) (Result[types.StorageDomain], error) {
	const op = "ensure.StorageDomainState"
	o := apply(opts)
	domain, err := existing(ctx, domains(engine, op, name, o))
	if err != nil {
		return Result[types.StorageDomain]{}, wrap(op, err)
	}
	r, err := domainState(ctx, engine, dataCenter, domain, status, o)
	return r, wrap(op, err)
}

func domainState(
	ctx context.Context, engine sdk.Engine, dataCenter *types.DataCenter,
	domain *types.StorageDomain, want types.StorageDomainStatus, o *options,
) (Result[types.StorageDomain], error) {
	r := Result[types.StorageDomain]{Object: domain}
	switch want {
	case types.StorageDomainStatusActive, types.StorageDomainStatusMaintenance,
		types.StorageDomainStatusUnattached:
	default:
		return r, fmt.Errorf("status %q can't be wanted; want active, maintenance or unattached: %w",
			want, sdk.ErrInvalid)
	}
	if dataCenter == nil {
		return r, fmt.Errorf("the data_center isn't said: %w", sdk.ErrInvalid)
	}
	center, err := referDataCenter(ctx, engine, dataCenter, o)
	if err != nil {
		return r, err
	}
	for _, other := range domain.DataCenters {
		if idOf(other) != idOf(center) {
			return r, fmt.Errorf("storage_domain %s is attached to the data_center %s: %w",
				nameOf(domain), idOf(other), sdk.ErrConflict)
		}
	}
	s := domainStates{engine, o, idOf(domain), idOf(center), want}
	now, err := s.read(ctx)
	if errors.Is(err, sdk.ErrNotFound) {
		now, err = new(*domain), nil
		now.Status = types.StorageDomainStatusUnattached
	}
	if err != nil {
		return r, err
	}
	return bringTo(ctx, engine, now, want, s)
}

// domainStates are the states of a storage domain in a data center on the way to one.
type domainStates struct {
	engine sdk.Engine
	*options
	id         string
	dataCenter string // dataCenter is the ID of the data center.
	want       types.StorageDomainStatus
}

type domainStep = step[types.StorageDomain, types.StorageDomainStatus]

func (s domainStates) attached() *services.AttachedStorageDomainsService {
	all := s.engine.SystemService().DataCentersService()
	return all.DataCenterService(s.dataCenter).StorageDomainsService()
}

func (s domainStates) service() *services.AttachedStorageDomainService {
	return s.attached().StorageDomainService(s.id)
}

func (domainStates) status(v *types.StorageDomain) types.StorageDomainStatus { return v.Status }

func (s domainStates) read(ctx context.Context) (*types.StorageDomain, error) {
	return s.service().Get(ctx, nil, s.call...)
}

func (s domainStates) next(now types.StorageDomainStatus) (domainStep, error) {
	const (
		active      = types.StorageDomainStatusActive
		inactive    = types.StorageDomainStatusInactive
		maintenance = types.StorageDomainStatusMaintenance
		unattached  = types.StorageDomainStatusUnattached
	)
	switch {
	case now == unattached:
		return domainStep{s.attach, active, s.waitAttached}, nil
	case now == types.StorageDomainStatusPreparingForMaintenance:
		return domainStep{then: maintenance, wait: s.waitMaintenance}, nil
	case now == types.StorageDomainStatusDetaching:
		return domainStep{then: unattached, wait: s.waitUnattached}, nil
	case now != active && now != inactive && now != maintenance:
		return domainStep{then: active, wait: s.waitAny}, nil
	case s.want == active:
		return domainStep{s.activate, active, s.waitActive}, nil
	case now == maintenance:
		return domainStep{s.detach, unattached, s.waitUnattached}, nil
	}
	return domainStep{s.deactivate, maintenance, s.waitMaintenance}, nil
}

func (s domainStates) attach(ctx context.Context) error {
	_, err := s.attached().Add(ctx, &types.StorageDomain{ID: &s.id}, nil, s.call...)
	return err
}

func (s domainStates) activate(ctx context.Context) error {
	return s.service().Activate(ctx, nil, s.call...)
}

func (s domainStates) deactivate(ctx context.Context) error {
	return s.service().Deactivate(ctx, nil, s.call...)
}

func (s domainStates) detach(ctx context.Context) error {
	return s.service().Remove(ctx, nil, s.call...)
}

// waitAttached waits until the domain is active, and its data center up: the first domain of a data
// center brings it up.
func (s domainStates) waitAttached(ctx context.Context) (*types.StorageDomain, error) {
	v, err := s.waitActive(ctx)
	if err == nil {
		_, err = wait.DataCenterUp(ctx, s.engine, s.dataCenter, s.wait...)
	}
	return v, err
}

func (s domainStates) waitActive(ctx context.Context) (*types.StorageDomain, error) {
	return wait.StorageDomainActive(ctx, s.engine, s.dataCenter, s.id, s.wait...)
}

func (s domainStates) waitMaintenance(ctx context.Context) (*types.StorageDomain, error) {
	return wait.StorageDomainMaintenance(ctx, s.engine, s.dataCenter, s.id, s.wait...)
}

func (s domainStates) waitUnattached(ctx context.Context) (*types.StorageDomain, error) {
	return wait.StorageDomainUnattached(ctx, s.engine, s.id, s.wait...)
}

// waitAny waits until the domain isn't on the way from one status to another.
func (s domainStates) waitAny(ctx context.Context) (*types.StorageDomain, error) {
	goal := wait.StorageDomainIn(types.StorageDomainStatusActive,
		types.StorageDomainStatusInactive, types.StorageDomainStatusMaintenance)
	named := []wait.Option{wait.Named("storage domain", s.id)}
	return wait.For(ctx, s.service().Get, goal, append(named, s.wait...)...)
}
