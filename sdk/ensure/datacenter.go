package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var dataCenterScope = scope{
	fields: []string{
		"Name", "Description", "Comment", "Local", "QuotaMode", "Version.Major", "Version.Minor",
	},
	instead: map[string]string{
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
		"SupportedVersions": elsewhere,
	},
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
	if err := checkScope(op, wanted, dataCenterScope); err != nil {
		return Result[types.DataCenter]{}, err
	}
	if err := checkVersion(op, wanted.Version); err != nil {
		return Result[types.DataCenter]{}, err
	}
	return dataCenters(engine, op, nameOf(wanted), apply(opts)).present(ctx, wanted)
}

// DataCenterAbsent removes the data center of that name with its networks and quotas. The engine
// refuses that while storage domains are attached that are not in maintenance.
func DataCenterAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.DataCenter], error) {
	return dataCenters(engine, "ensure.DataCenterAbsent", name, apply(opts)).absent(ctx)
}

func dataCenters(engine sdk.Engine, op, name string, o *options) *kind[types.DataCenter] {
	all := engine.SystemService().DataCentersService()
	return &kind[types.DataCenter]{
		engine: engine, op: op, options: o, scope: dataCenterScope,
		find: func(ctx context.Context, engine sdk.Engine) (*types.DataCenter, error) {
			return find.ByName(ctx, engine.SystemService().DataCentersService().All, name, o.call...)
		},
		prepare: func(_ context.Context, old, wanted *types.DataCenter) (*types.DataCenter, error) {
			out := new(*wanted)
			if old == nil && out.Local == nil {
				out.Local = new(false) // Engines insist on it.
			}
			return out, nil
		},
		add: func(ctx context.Context, v *types.DataCenter) (*types.DataCenter, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		update: func(
			ctx context.Context, id string, change, _ *types.DataCenter,
		) (*types.DataCenter, error) {
			return all.DataCenterService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.DataCenter) error {
			return all.DataCenterService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		rules: rules{same: map[string]func(old, wanted any) bool{"Version": sameLevel}},
	}
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
