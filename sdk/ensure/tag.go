package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Tag makes a tag be there, by its name. Its parent may be given by id or name; without one, a new tag is below the root.
func Tag(ctx context.Context, on Engine, wanted *types.Tag, opts ...Option) (Result[types.Tag], error) {
	o := apply(opts)
	return tags(on, "ensure.Tag", name(wanted, func(v *types.Tag) *string { return v.Name }), &o).present(ctx, wanted, &o)
}

// TagAbsent makes no tag have the name. The tags below it go too, and nothing is marked with them any more.
func TagAbsent(ctx context.Context, on Engine, name string, opts ...Option) (Result[types.Tag], error) {
	o := apply(opts)
	return tags(on, "ensure.TagAbsent", name, &o).absent(ctx, &o)
}

func tags(on Engine, op, name string, o *options) *kind[types.Tag] {
	all := on.SystemService().TagsService()
	return &kind[types.Tag]{
		op:   op,
		find: func(ctx context.Context) (*types.Tag, error) { return find.ByName(ctx, all.All, name, o.call...) },
		add:  func(ctx context.Context, v *types.Tag) (*types.Tag, error) { return all.Add(ctx, v, nil, o.call...) },
		update: func(ctx context.Context, old, change *types.Tag) (*types.Tag, error) {
			return all.TagService(*old.ID).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.Tag) error {
			return all.TagService(*old.ID).Remove(ctx, nil, o.call...)
		},
	}
}

// name gives the name of what is wanted, or "".
func name[T any](v *T, of func(*T) *string) string {
	if v == nil || of(v) == nil {
		return ""
	}
	return *of(v)
}
