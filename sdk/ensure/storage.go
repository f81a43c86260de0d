package ensure

import (
	"context"

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
	return refer(ctx, engine, ref, (*system).StorageDomainsService,
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
