package ensure

import (
	"context"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var macPoolFields = fields{
	managed:          []string{"Name", "Description", "AllowDuplicates", "DefaultPool", "Ranges"},
	managedElsewhere: map[string]string{"Permissions": "use the MacPoolService's PermissionsService"},
	unchangeable:     []string{"DefaultPool"},
	equal:            map[string]func(old, wanted any) bool{"Ranges": sameRanges},
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
	return present(ctx, macPools(engine, op, nameOf(wanted), apply(opts)), wanted)
}

// MacPoolAbsent removes the MAC pool of that name. The engine refuses that while clusters use it.
func MacPoolAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.MacPool], error) {
	return absent(ctx, macPools(engine, "ensure.MacPoolAbsent", name, apply(opts)))
}

// macPoolKind is the kind of MAC pools, which are found by name.
type macPoolKind struct {
	defaults[types.MacPool]
	name string
}

func macPools(engine sdk.Engine, op, name string, o *options) macPoolKind {
	on := base{engine, op, o}
	return macPoolKind{defaults: defaults[types.MacPool]{on}, name: name}
}

func (macPoolKind) fields() *fields { return &macPoolFields }

func (k macPoolKind) service() *services.MacPoolsService {
	return k.engine.SystemService().MacPoolsService()
}

func (k macPoolKind) find(ctx context.Context, engine sdk.Engine) (*types.MacPool, error) {
	return find.ByName(ctx, engine.SystemService().MacPoolsService().All, k.name, k.call...)
}

func (k macPoolKind) add(ctx context.Context, v *types.MacPool) (*types.MacPool, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k macPoolKind) update(
	ctx context.Context, id string, change, _ *types.MacPool,
) (*types.MacPool, error) {
	return k.service().MacPoolService(id).Update(ctx, change, nil, k.call...)
}

func (k macPoolKind) remove(ctx context.Context, old *types.MacPool) error {
	return k.service().MacPoolService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
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
