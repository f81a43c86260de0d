package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

var diskFields = fields{
	managed: []string{
		"Name", "Description", "Alias", "Backup", "ContentType", "DiskProfile", "Format", "ID",
		"ImageID", "InitialSize", "LunStorage", "PropagateErrors", "ProvisionedSize",
		"QcowVersion", "Quota", "Sgio", "Shareable", "Sparse", "StorageDomains", "StorageType",
		"WipeAfterDelete",
	},
	managedElsewhere: map[string]string{
		"Active":              "use the DiskAttachments of Vm",
		"Bootable":            "use the DiskAttachments of Vm",
		"Comment":             "engines keep none of a disk; use Description",
		"DiskSnapshots":       "use Snapshot",
		"Interface":           "use the DiskAttachments of Vm",
		"LogicalName":         "use the DiskAttachments of Vm",
		"OpenstackVolumeType": "engines don't support Cinder volumes any more",
		"Permissions":         "use Permission",
		"ReadOnly":            "use the DiskAttachments of Vm",
		"StorageDomain":       "use StorageDomains",
		"UsesScsiReservation": "use the DiskAttachments of Vm",
		"Vm":                  "use the DiskAttachments of Vm",
		"Vms":                 "use the DiskAttachments of Vm",
	},
	createOnly: []string{"InitialSize"},
	unchangeable: []string{
		"ContentType", "Format", "ImageID", "LunStorage", "Sparse", "StorageDomains", "StorageType",
	},
	equal: map[string]func(old, wanted any) bool{
		"ProvisionedSize": func(old, wanted any) bool {
			return roundedUp(*old.(*int64), *wanted.(*int64))
		},
		"Quota": anyQuotaFits,
	},
}

// Disk creates or updates a disk, which is found by its alias or name, which are the same, so that
// it matches wanted, and waits until it is ok. A disk of its own is meant, which VMs may be
// attached to or not; disks of a VM are easier with [Vm].
//
// It manages Name, Description, Alias, Backup, ContentType, DiskProfile, Format, ID, ImageID,
// InitialSize, LunStorage, PropagateErrors, ProvisionedSize, QcowVersion, Quota, Sgio, Shareable,
// Sparse, StorageDomains, StorageType and WipeAfterDelete. The size may grow, and is as wanted if
// the engine rounded it up. ContentType, Format, ImageID, LunStorage, Sparse, StorageDomains and
// StorageType can't be changed, nor can InitialSize be compared.
func Disk(
	ctx context.Context, engine sdk.Engine, wanted *types.Disk, opts ...Option,
) (Result[types.Disk], error) {
	return present(ctx, disks(engine, "ensure.Disk", aliasOf(wanted), apply(opts)), wanted)
}

// DiskAbsent removes the disk of that alias, and waits until it is gone. The engine refuses that
// while a VM runs with it.
func DiskAbsent(
	ctx context.Context, engine sdk.Engine, alias string, opts ...Option,
) (Result[types.Disk], error) {
	return absent(ctx, disks(engine, "ensure.DiskAbsent", alias, apply(opts)))
}

// diskKind is the kind of disks, which are found by alias.
type diskKind struct {
	defaults[types.Disk]
	alias string
}

func disks(engine sdk.Engine, op, alias string, o *options) diskKind {
	on := base{engine, op, o}
	return diskKind{defaults: defaults[types.Disk]{on}, alias: alias}
}

func (diskKind) fields() *fields { return &diskFields }

func (k diskKind) service() *services.DisksService {
	return k.engine.SystemService().DisksService()
}

func (k diskKind) find(ctx context.Context, engine sdk.Engine) (*types.Disk, error) {
	all := engine.SystemService().DisksService()
	if _, ok := engine.(made); ok && k.alias != "" {
		// What is only planned has no name yet.
		return one("disk", k.alias, where(all.All(ctx, nil), func(v *types.Disk) (bool, error) {
			return aliasOf(v) == k.alias, nil
		}))
	}
	return find.ByName(ctx, all.All, k.alias, k.call...)
}

func (k diskKind) prepare(ctx context.Context, old, wanted *types.Disk) (*types.Disk, error) {
	return prepareDisk(ctx, k.engine, old, wanted, k.options)
}

func (k diskKind) add(ctx context.Context, v *types.Disk) (*types.Disk, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k diskKind) update(
	ctx context.Context, id string, change, _ *types.Disk,
) (*types.Disk, error) {
	return k.service().DiskService(id).Update(ctx, change, nil, k.call...)
}

func (k diskKind) remove(ctx context.Context, old *types.Disk) error {
	return k.service().DiskService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

func (diskKind) busy(v *types.Disk) bool { return v.Status == types.DiskStatusLocked }

func (k diskKind) waitIdle(ctx context.Context, id string) (*types.Disk, error) {
	return wait.DiskOk(ctx, k.engine, id, k.wait...)
}

func (k diskKind) waitGone(ctx context.Context, id string) error {
	return wait.DiskGone(ctx, k.engine, id, k.wait...)
}

// prepareDisk provides a disk with the alias that its name stands for, and takes storage domains
// out that it has.
func prepareDisk(
	ctx context.Context, engine sdk.Engine, old, wanted *types.Disk, o *options,
) (*types.Disk, error) {
	wanted = withAlias(wanted)
	if old == nil || wanted.StorageDomains == nil {
		return wanted, nil
	}
	same, err := sameDomains(ctx, engine, old.StorageDomains, wanted.StorageDomains, o)
	if same {
		wanted = without(wanted, []string{"StorageDomains"})
	}
	return wanted, err
}

// extent is the largest unit to which storage rounds the sizes of disks.
const extent = 128 << 20

// roundedUp reports whether a size is what an engine makes of a wanted one.
func roundedUp(old, wanted int64) bool { return old >= wanted && old-wanted < extent }

// aliasOf returns the alias of a disk, or its name.
func aliasOf(v *types.Disk) string {
	if v == nil || v.Alias == nil {
		return nameOf(v)
	}
	return *v.Alias
}

// withAlias returns a disk that has an alias and no name, which is the same for the engine.
func withAlias(v *types.Disk) *types.Disk {
	if v.Name == nil {
		return v
	}
	out := new(*v)
	out.Alias, out.Name = new(aliasOf(v)), nil
	return out
}

// sameDomains reports whether the storage domains of a disk are the wanted ones. Those that are
// wanted by name cost a request.
func sameDomains(
	ctx context.Context, engine sdk.Engine, old, wanted []*types.StorageDomain, o *options,
) (bool, error) {
	if len(old) != len(wanted) {
		return false, nil
	}
	for i, w := range wanted {
		if id := idOf(w); id != "" {
			if id != idOf(old[i]) {
				return false, nil
			}
			continue
		}
		name, err := nameByID(ctx, engine, old[i], idOf(old[i]), o.call)
		if err != nil || name != nameOf(w) {
			return false, err
		}
	}
	return true, nil
}
