package ensure

import (
	"context"
	"errors"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

var storageDomainFields = fields{
	managed: []string{
		"Name", "Description", "Comment", "Backup", "BlockSize", "CriticalSpaceActionBlocker",
		"DataCenter", "DiscardAfterDelete", "Host", "ID", "Import", "Status", "Storage",
		"StorageFormat", "Type", "WarningLowSpaceIndicator", "WipeAfterDelete",
	},
	managedElsewhere: map[string]string{
		"DataCenters":        "use DataCenter: a storage domain is attached to one",
		"DiskProfiles":       "use the StorageDomainService's DiskProfilesService",
		"Disks":              "use Disk",
		"Permissions":        "use Permission",
		"StorageConnections": "use the StorageDomainService's StorageConnectionsService",
	},
	appliedApart:   []string{"DataCenter", "Status"},
	createOnly:     []string{"BlockSize", "Host", "Import", "Storage.OverrideLuns"},
	unchangeable:   []string{"Storage", "StorageFormat", "Type"},
	comparedInside: []string{"Storage"},
}

// StorageDomain creates or updates a storage domain, which is found by its name, so that it matches
// wanted. With a DataCenter, by ID or name, it is attached to that and brought into the wanted
// Status, as by [StorageDomainState]; without a status it is activated.
//
// It manages Name, Description, Comment, Backup, BlockSize, CriticalSpaceActionBlocker, DataCenter,
// DiscardAfterDelete, Host, ID, Import, Status, Storage, StorageFormat, Type,
// WarningLowSpaceIndicator and WipeAfterDelete. Of Storage only what is said is compared, and can't
// be changed, nor can StorageFormat and Type; Host, Import and BlockSize count when a domain is
// added.
func StorageDomain(
	ctx context.Context, engine sdk.Engine, wanted *types.StorageDomain, opts ...Option,
) (Result[types.StorageDomain], error) {
	const op = "ensure.StorageDomain"
	o := apply(opts)
	r, err := present(ctx, domains(engine, op, nameOf(wanted), o), wanted)
	if err != nil || wanted.DataCenter == nil && wanted.Status == "" {
		return r, err
	}
	status := wanted.Status
	if status == "" {
		status = types.StorageDomainStatusActive
	}
	s, err := domainState(ctx, engine, wanted.DataCenter, r.Object, status, o)
	r.Object = s.Object
	r.note("", s.Changes...)
	r.Changed = r.Changed || s.Changed
	return r, wrap(op, err)
}

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

// StorageDomainAbsent removes the storage domain of that name. One that is attached is brought into
// maintenance and detached first. What is on the storage stays there. The removal is done by a host
// that is up, which is searched for.
func StorageDomainAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.StorageDomain], error) {
	return absent(ctx, domains(engine, "ensure.StorageDomainAbsent", name, apply(opts)))
}

func referDomain(
	ctx context.Context, engine sdk.Engine, ref *types.StorageDomain, o *options,
) (*types.StorageDomain, error) {
	return refer(ctx, engine, ref, (*services.SystemService).StorageDomainsService,
		(*services.StorageDomainsService).All, o.call)
}

// storageDomainKind is the kind of storage domains, which are found by name.
type storageDomainKind struct {
	defaults[types.StorageDomain]
	name string
}

func domains(engine sdk.Engine, op, name string, o *options) storageDomainKind {
	on := base{engine, op, o}
	return storageDomainKind{defaults: defaults[types.StorageDomain]{on}, name: name}
}

func (storageDomainKind) fields() *fields { return &storageDomainFields }

func (k storageDomainKind) service() *services.StorageDomainsService {
	return k.engine.SystemService().StorageDomainsService()
}

func (k storageDomainKind) find(
	ctx context.Context, engine sdk.Engine,
) (*types.StorageDomain, error) {
	return find.ByName(ctx, engine.SystemService().StorageDomainsService().All, k.name, k.call...)
}

func (k storageDomainKind) add(
	ctx context.Context, v *types.StorageDomain,
) (*types.StorageDomain, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k storageDomainKind) update(
	ctx context.Context, id string, change, _ *types.StorageDomain,
) (*types.StorageDomain, error) {
	return k.service().StorageDomainService(id).Update(ctx, change, nil, k.call...)
}

func (k storageDomainKind) remove(ctx context.Context, old *types.StorageDomain) error {
	if len(old.DataCenters) > 0 {
		const unattached = types.StorageDomainStatusUnattached
		_, err := domainState(ctx, k.engine, old.DataCenters[0], old, unattached, k.options)
		if err != nil {
			return err
		}
	}
	oneUp := &services.HostsListParams{Search: new("status=up"), Max: new(int64(1))}
	up, err := k.engine.SystemService().HostsService().List(ctx, oneUp, k.call...)
	if err != nil {
		return err
	}
	params := new(services.StorageDomainRemoveParams)
	if len(up) > 0 {
		params.Host = up[0].ID
	}
	return k.service().StorageDomainService(sdk.Value(old.ID)).Remove(ctx, params, k.call...)
}

func (k storageDomainKind) waitGone(ctx context.Context, id string) error {
	return wait.Gone(ctx, k.service().StorageDomainService(id).Get, k.wait...)
}

func domainState(
	ctx context.Context, engine sdk.Engine, dataCenter *types.DataCenter,
	domain *types.StorageDomain, want types.StorageDomainStatus, o *options,
) (Result[types.StorageDomain], error) {
	const (
		active     = types.StorageDomainStatusActive
		inactive   = types.StorageDomainStatusInactive
		unattached = types.StorageDomainStatusUnattached
	)
	const maintenance = types.StorageDomainStatusMaintenance
	r := Result[types.StorageDomain]{Object: domain}
	switch {
	case want != active && want != maintenance && want != unattached:
		return r, fmt.Errorf("status %q can't be wanted; want active, maintenance or unattached: %w", want, sdk.ErrInvalid)
	case dataCenter == nil:
		return r, fmt.Errorf("the data_center isn't said: %w", sdk.ErrInvalid)
	}
	center, err := referDataCenter(ctx, engine, dataCenter, o)
	if err != nil {
		return r, err
	}
	id, centerID := idOf(domain), idOf(center)
	for _, other := range domain.DataCenters {
		if idOf(other) != centerID {
			return r, fmt.Errorf("storage_domain %s is attached to the data_center %s: %w", nameOf(domain), idOf(other), sdk.ErrConflict)
		}
	}
	here := engine.SystemService().DataCentersService().DataCenterService(centerID).StorageDomainsService()
	now, err := here.StorageDomainService(id).Get(ctx, nil, o.call...)
	if errors.Is(err, sdk.ErrNotFound) {
		now, err = new(*domain), nil
		now.Status = unattached
	}
	if err != nil {
		return r, err
	}
	type step = move[types.StorageDomain, types.StorageDomainStatus]
	rest := func(ctx context.Context) (*types.StorageDomain, error) {
		goal := wait.StorageDomainIn(active, inactive, maintenance)
		return wait.For(ctx, here.StorageDomainService(id).Get, goal, append([]wait.Option{wait.Named("storage domain", id)}, o.wait...)...)
	}
	toActive := func(ctx context.Context) (*types.StorageDomain, error) {
		return wait.StorageDomainActive(ctx, engine, centerID, id, o.wait...)
	}
	toMaintenance := func(ctx context.Context) (*types.StorageDomain, error) {
		return wait.StorageDomainMaintenance(ctx, engine, centerID, id, o.wait...)
	}
	toUnattached := func(ctx context.Context) (*types.StorageDomain, error) {
		return wait.StorageDomainUnattached(ctx, engine, id, o.wait...)
	}
	status := func(v *types.StorageDomain) types.StorageDomainStatus { return v.Status }
	look := func(ctx context.Context) (*types.StorageDomain, error) {
		return here.StorageDomainService(id).Get(ctx, nil, o.call...)
	}
	next := func(now types.StorageDomainStatus) (step, error) {
		at := here.StorageDomainService(id)
		switch {
		case now == unattached:
			return step{
				do: func(ctx context.Context) error {
					_, err := here.Add(ctx, &types.StorageDomain{ID: &id}, nil, o.call...)
					return err
				},
				then: active, wait: func(ctx context.Context) (*types.StorageDomain, error) {
					v, err := toActive(ctx)
					if err == nil {
						_, err = wait.DataCenterUp(ctx, engine, centerID, o.wait...) // The first domain of a data center brings it up.
					}
					return v, err
				},
			}, nil
		case now == types.StorageDomainStatusPreparingForMaintenance:
			return step{then: maintenance, wait: toMaintenance}, nil
		case now == types.StorageDomainStatusDetaching:
			return step{then: unattached, wait: toUnattached}, nil
		case now != active && now != inactive && now != maintenance:
			return step{then: active, wait: rest}, nil
		case want == active:
			return step{do: func(ctx context.Context) error { return at.Activate(ctx, nil, o.call...) }, then: active, wait: toActive}, nil
		case now == maintenance:
			return step{do: func(ctx context.Context) error { return at.Remove(ctx, nil, o.call...) }, then: unattached, wait: toUnattached}, nil
		}
		return step{do: func(ctx context.Context) error { return at.Deactivate(ctx, nil, o.call...) }, then: maintenance, wait: toMaintenance}, nil
	}
	return drive(ctx, engine, now, want, states[types.StorageDomain, types.StorageDomainStatus]{status, look, next})
}
