package ensure

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// limitSet is a collection of limits of a quota.
type limitSet[T any] struct {
	path, of string // of is what a specific limit is of, in words
	list     func(context.Context) ([]*T, error)
	add      func(context.Context, *T) error
	remove   func(ctx context.Context, id string) error
	// key is the ID of what a limit is of; "" for the whole data center.
	key func(*T) string
	// bounds is a limit without anything but its bounds.
	bounds func(*T) *T
	// free is the limit that bounds nothing.
	free      *T
	exclusive bool
}

func clusterLimits(quota *services.QuotaService, o *options) limitSet[types.QuotaClusterLimit] {
	all := quota.QuotaClusterLimitsService()
	return limitSet[types.QuotaClusterLimit]{
		path: "quota_cluster_limits", of: "cluster", exclusive: o.exclusive,
		list: func(ctx context.Context) ([]*types.QuotaClusterLimit, error) {
			return all.List(ctx, nil, o.call...)
		},
		add: func(ctx context.Context, v *types.QuotaClusterLimit) error {
			_, err := all.Add(ctx, v, nil, o.call...)
			return err
		},
		remove: func(ctx context.Context, id string) error {
			return all.LimitService(id).Remove(ctx, nil, o.call...)
		},
		key: func(v *types.QuotaClusterLimit) string { return idOf(v.Cluster) },
		bounds: func(v *types.QuotaClusterLimit) *types.QuotaClusterLimit {
			return &types.QuotaClusterLimit{
				MemoryLimit: wholeMiB(v.MemoryLimit), VcpuLimit: v.VcpuLimit,
			}
		},
		free: &types.QuotaClusterLimit{MemoryLimit: new(-1.0), VcpuLimit: new(int64(-1))},
	}
}

// wholeMiB cuts a number of GiB to whole MiB as engines do, which keep what is negative as -1.
func wholeMiB(gib *float64) *float64 {
	switch {
	case gib == nil:
		return nil
	case *gib < 0:
		return new(-1.0)
	}
	return new(math.Trunc(*gib*1024) / 1024)
}

func storageLimits(quota *services.QuotaService, o *options) limitSet[types.QuotaStorageLimit] {
	all := quota.QuotaStorageLimitsService()
	return limitSet[types.QuotaStorageLimit]{
		path: "quota_storage_limits", of: "storage domain", exclusive: o.exclusive,
		list: func(ctx context.Context) ([]*types.QuotaStorageLimit, error) {
			return all.List(ctx, nil, o.call...)
		},
		add: func(ctx context.Context, v *types.QuotaStorageLimit) error {
			_, err := all.Add(ctx, v, nil, o.call...)
			return err
		},
		remove: func(ctx context.Context, id string) error {
			return all.LimitService(id).Remove(ctx, nil, o.call...)
		},
		key: func(v *types.QuotaStorageLimit) string { return idOf(v.StorageDomain) },
		bounds: func(v *types.QuotaStorageLimit) *types.QuotaStorageLimit {
			return &types.QuotaStorageLimit{Limit: v.Limit}
		},
		free: &types.QuotaStorageLimit{Limit: new(int64(-1))},
	}
}

// apply makes the limits of a quota the wanted ones.
func (s limitSet[T]) apply(ctx context.Context, wanted []*T, r *Result[types.Quota]) error {
	if wanted == nil {
		return nil
	}
	present, err := s.list(ctx)
	if err != nil {
		return err
	}
	has := make(map[string]*T)
	if strings.HasPrefix(idOf(r.Object), newID) {
		has[""] = s.free // The engine would create it with the quota.
	}
	for _, limit := range present {
		has[s.key(limit)] = limit
	}
	steps, err := s.steps(has, wanted)
	if err != nil {
		return err
	}
	for _, step := range steps {
		if err := step.do(ctx); err != nil {
			return err
		}
		r.note(s.path+"["+step.key+"]", step.changes...)
	}
	return nil
}

// limitStep is a change of one limit.
type limitStep struct {
	key     string
	do      func(context.Context) error
	changes []Change
}

// steps decides what is to be done, and refuses what engines would refuse after half of it.
func (s limitSet[T]) steps(has map[string]*T, wanted []*T) ([]limitStep, error) {
	var list []limitStep
	keys := make(map[string]bool)
	for i, w := range wanted {
		key := s.key(w)
		if keys[key] {
			return nil, fmt.Errorf("%s[%d]: the limit is wanted twice: %w", s.path, i, sdk.ErrInvalid)
		}
		keys[key] = true
		old := has[key]
		if key == "" && len(has) == 0 {
			old = s.free
		}
		before := part(old, s.bounds)
		now := over(cmp.Or(before, s.free), s.bounds(w))
		change, _ := object.Diff(before, now)
		if change == nil {
			continue
		}
		if err := s.possible(has, key, i); err != nil {
			return nil, err
		}
		list = append(list, s.change(key, over(w, now), old != nil, changes(before, change)))
	}
	if !s.exclusive {
		return list, nil
	}
	if keys[""] {
		return append(s.others(has, keys), list...), nil // It can't be set beside the others.
	}
	return append(list, s.others(has, keys)...), nil // The last one can't be replaced.
}

// possible refuses what engines refuse: limits of both kinds in one quota, and a new limit in place
// of the last one of its kind, whose removal leaves the limit of the whole data center.
func (s limitSet[T]) possible(has map[string]*T, key string, i int) error {
	conflict := func(text string) error {
		return fmt.Errorf("%s[%d]: %s: %w", s.path, i, text, sdk.ErrConflict)
	}
	switch {
	case key == "" && len(has) > 0 && has[""] == nil && !s.exclusive:
		return conflict("the quota has limits of single " + s.of + "s, and none of the whole data " +
			"center can be set beside them: remove those first, or use Exclusive")
	case key == "":
		return nil
	case has[""] != nil:
		return conflict("the quota limits the whole data center, and none of a single " + s.of +
			" can be set beside that: limit the data center, or set it in the Administration Portal")
	case has[key] != nil && len(has) == 1:
		return conflict("it is the only limit of a single " + s.of + ", which can't be changed: " +
			"set it in the Administration Portal")
	}
	return nil
}

// change sets a limit: that of the whole data center replaces the old one, others are removed
// first.
func (s limitSet[T]) change(key string, send *T, replaces bool, list []Change) limitStep {
	return limitStep{key: key, changes: list, do: func(ctx context.Context) error {
		if key != "" && replaces {
			if err := s.remove(ctx, key); err != nil {
				return err
			}
		}
		return s.add(ctx, send)
	}}
}

// others removes the limits that aren't wanted, save the one that bounds nothing.
func (s limitSet[T]) others(has map[string]*T, keys map[string]bool) []limitStep {
	var list []limitStep
	for key, old := range has {
		if keys[key] || key == "" && object.Equal(s.bounds(old), s.free) {
			continue
		}
		id := idOf(old)
		list = append(list, limitStep{
			key: key, changes: changes(s.bounds(old), nil),
			do: func(ctx context.Context) error { return s.remove(ctx, id) },
		})
	}
	slices.SortFunc(list, func(a, b limitStep) int { return cmp.Compare(a.key, b.key) })
	return list
}
