package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var dataCenterFields = fields{
	managed: []string{
		"Name", "Description", "Comment", "Local", "QuotaMode", "Version.Major", "Version.Minor",
	},
	managedElsewhere: map[string]string{
		"Clusters":          "use Cluster",
		"IscsiBonds":        "use the DataCenterService's IscsiBondsService",
		"MacPool":           "use the MacPool of Cluster",
		"Networks":          "use Network",
		"Permissions":       "use Permission",
		"Qoss":              "use the DataCenterService's QossService",
		"Quotas":            "use Quota",
		"Status":            "use StorageDomain, which brings the data center up",
		"StorageDomains":    "use StorageDomain",
		"StorageFormat":     "it is that of the storage domains",
		"SupportedVersions": engineSets,
	},
	equal: map[string]func(old, wanted any) bool{"Version": sameLevel},
}

// DataCenter creates or updates a data center, which is found by its name, so that it matches
// wanted. A new one is uninitialized until it has a storage domain, see [StorageDomain].
//
// It manages Name, Description, Comment, Local, QuotaMode and Version. Local is false in a new data
// center unless wanted says otherwise. Of Version it reads Major and Minor, which belong together;
// engines raise it and never lower it. A description must be ASCII.
func DataCenter(
	ctx context.Context, engine sdk.Engine, wanted *types.DataCenter, opts ...Option,
) (Result[types.DataCenter], error) {
	const op = "ensure.DataCenter"
	if err := checkManaged(op, wanted, &dataCenterFields); err != nil {
		return Result[types.DataCenter]{}, err
	}
	if err := checkVersion(op, wanted.Version); err != nil {
		return Result[types.DataCenter]{}, err
	}
	return present(ctx, dataCenters(engine, op, nameOf(wanted), apply(opts)), wanted)
}

// DataCenterAbsent removes the data center of that name with its networks and quotas. The engine
// refuses that while storage domains are attached that are not in maintenance.
func DataCenterAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.DataCenter], error) {
	return absent(ctx, dataCenters(engine, "ensure.DataCenterAbsent", name, apply(opts)))
}

// dataCenterKind is the kind of data centers, which are found by name.
type dataCenterKind struct {
	defaults[types.DataCenter]
	name string
}

func dataCenters(engine sdk.Engine, op, name string, o *options) dataCenterKind {
	on := base{engine, op, o}
	return dataCenterKind{defaults: defaults[types.DataCenter]{on}, name: name}
}

func (dataCenterKind) fields() *fields { return &dataCenterFields }

func (k dataCenterKind) service() *services.DataCentersService {
	return k.engine.SystemService().DataCentersService()
}

func (k dataCenterKind) find(ctx context.Context, engine sdk.Engine) (*types.DataCenter, error) {
	return find.ByName(ctx, engine.SystemService().DataCentersService().All, k.name, k.call...)
}

func (dataCenterKind) prepare(
	_ context.Context, old, wanted *types.DataCenter,
) (*types.DataCenter, error) {
	out := new(*wanted)
	if old == nil && out.Local == nil {
		out.Local = new(false) // Engines insist on it.
	}
	return out, nil
}

func (k dataCenterKind) add(ctx context.Context, v *types.DataCenter) (*types.DataCenter, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k dataCenterKind) update(
	ctx context.Context, id string, change, _ *types.DataCenter,
) (*types.DataCenter, error) {
	return k.service().DataCenterService(id).Update(ctx, change, nil, k.call...)
}

func (k dataCenterKind) remove(ctx context.Context, old *types.DataCenter) error {
	return k.service().DataCenterService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

// sameLevel compares compatibility versions, which are sent whole.
func sameLevel(old, wanted any) bool {
	before, after := old.(*types.Version), wanted.(*types.Version)
	return sdk.Value(before.Major) == sdk.Value(after.Major) &&
		sdk.Value(before.Minor) == sdk.Value(after.Minor)
}

// checkVersion refuses half a compatibility version, which engines ignore.
func checkVersion(op string, v *types.Version) error {
	if v != nil && (v.Major == nil || v.Minor == nil) {
		return mistake(op, "version has no %s: engines ignore one without both",
			map[bool]string{true: "major", false: "minor"}[v.Major == nil])
	}
	return nil
}
