package ensure

import (
	"context"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var macPoolScope = scope{
	fields:  []string{"Name", "Description", "AllowDuplicates", "DefaultPool", "Ranges"},
	instead: map[string]string{"Permissions": "use the MacPoolService's PermissionsService"},
}

// MacPool creates or updates a pool of MAC addresses, which is found by its name, so that it
// matches wanted.
//
// It manages Name, Description, AllowDuplicates and Ranges. Ranges are all that the pool has, in
// any order and in capital or small letters; a new pool needs one. They may not overlap with those
// of other pools. DefaultPool can't be changed. Which clusters use the pool is the MacPool of
// [Cluster].
func MacPool(
	ctx context.Context, engine sdk.Engine, wanted *types.MacPool, opts ...Option,
) (Result[types.MacPool], error) {
	const op = "ensure.MacPool"
	return macPools(engine, op, nameOf(wanted), apply(opts)).present(ctx, wanted)
}

// MacPoolAbsent removes the MAC pool of that name. The engine refuses that while clusters use it.
func MacPoolAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.MacPool], error) {
	return macPools(engine, "ensure.MacPoolAbsent", name, apply(opts)).absent(ctx)
}

func macPools(engine sdk.Engine, op, name string, o *options) *kind[types.MacPool] {
	all := engine.SystemService().MacPoolsService()
	return &kind[types.MacPool]{
		engine: engine, op: op, options: o, scope: macPoolScope,
		find: func(ctx context.Context, engine sdk.Engine) (*types.MacPool, error) {
			return find.ByName(ctx, engine.SystemService().MacPoolsService().All, name, o.call...)
		},
		add: func(ctx context.Context, v *types.MacPool) (*types.MacPool, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		update: func(
			ctx context.Context, id string, change, _ *types.MacPool,
		) (*types.MacPool, error) {
			return all.MacPoolService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.MacPool) error {
			return all.MacPoolService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		rules: rules{
			fixed: []string{"DefaultPool"},
			same:  map[string]func(old, wanted any) bool{"Ranges": sameRanges},
		},
	}
}

// sameRanges compares ranges of MAC addresses, which engines keep in small letters and in no order.
func sameRanges(old, wanted any) bool {
	return slices.Equal(sortedRanges(old), sortedRanges(wanted))
}

func sortedRanges(list any) []string {
	var out []string
	for _, r := range list.([]*types.Range) {
		if r != nil {
			out = append(out, strings.ToLower(sdk.Value(r.From)+"-"+sdk.Value(r.To)))
		}
	}
	slices.Sort(out)
	return out
}
