package ensure

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// limits are the limits of a quota of one kind, which are those of single clusters or storage
// domains, or one for the whole data center.
type limits[T any] interface {
	list(ctx context.Context) ([]*T, error)
	add(ctx context.Context, limit *T) error
	remove(ctx context.Context, id string) error

	// key returns the ID of what a limit is of; "" for the whole data center.
	key(limit *T) string

	// bounds returns a limit without anything but its bounds.
	bounds(limit *T) *T

	// unlimited returns the limit that bounds nothing.
	unlimited() *T
}

// limitSet applies the wanted limits of one kind.
type limitSet[T any] struct {
	limits[T]
	path, of  string // of is what a specific limit is of, in words.
	exclusive bool
}

func clusterLimitSet(quota *services.QuotaService, o *options) limitSet[types.QuotaClusterLimit] {
	all := clusterLimits{quota.QuotaClusterLimitsService(), o}
	return limitSet[types.QuotaClusterLimit]{all, "quota_cluster_limits", "cluster", o.exclusive}
}

func storageLimitSet(quota *services.QuotaService, o *options) limitSet[types.QuotaStorageLimit] {
	all := storageLimits{quota.QuotaStorageLimitsService(), o}
	return limitSet[types.QuotaStorageLimit]{
		all, "quota_storage_limits", "storage domain", o.exclusive,
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
		has[""] = s.unlimited() // The engine would create it with the quota.
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
			old = s.unlimited()
		}
		before := part(old, s.bounds)
		now := over(cmp.Or(before, s.unlimited()), s.bounds(w))
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
		if keys[key] || key == "" && object.Equal(s.bounds(old), s.unlimited()) {
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
