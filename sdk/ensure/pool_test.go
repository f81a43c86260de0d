package ensure_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func desks(size int64) *types.VmPool {
	return &types.VmPool{
		Name: new("desk"), Cluster: &types.Cluster{Name: new("Default")},
		Template: &types.Template{Name: new("gold")}, Size: &size,
	}
}

// TestPoolsAreChangedOnceTheEngineLets changes a pool right after it was made, which engines refuse
// with 409 for some seconds, though all its VMs are down.
func TestPoolsAreChangedOnceTheEngineLets(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		seedTemplate(b)
		ctx := b.t.Context()
		for size := int64(1); size <= 3; size++ {
			r, err := ensure.VmPool(ctx, b.conn, desks(size))
			if err != nil || sdk.Value(r.Object.Size) != size {
				b.t.Fatalf("size %d: %s, %v", size, sdk.String(r.Object), err)
			}
		}
		refused := slices.DeleteFunc(b.changes(), func(s string) bool { return s[:3] != "PUT" })
		if len(refused) <= 2 {
			b.t.Errorf("the engine refuses nothing: %v", refused)
		}
		if _, err := ensure.VmPoolAbsent(ctx, b.conn, "desk"); err != nil {
			b.t.Errorf("removal: %v", err)
		}
	})
}

// TestPoolsThatCantBeChangedEnd wants what the state of a pool forbids for good.
func TestPoolsThatCantBeChangedEnd(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		seedTemplate(b)
		if _, err := ensure.VmPool(b.t.Context(), b.conn, desks(1)); err != nil {
			b.t.Fatal(err)
		}
		wanted := desks(2)
		wanted.PrestartedVms = new(int64(9))
		_, err := ensure.VmPool(b.t.Context(), b.conn, wanted)
		if !errors.Is(err, sdk.ErrConflict) {
			b.t.Errorf("the error is %v", err)
		}
	})
}
