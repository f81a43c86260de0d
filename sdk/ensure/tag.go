package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Tag creates or updates a tag, which is found by its name, so that it matches wanted.
//
// It manages Name, Description and Parent. The parent is given by ID or name; without one, a new
// tag is below the root.
func Tag(ctx context.Context, engine sdk.Engine, wanted *types.Tag, opts ...Option) (Result[types.Tag], error) {
	return tags(engine, "ensure.Tag", nameOf(wanted), apply(opts)).present(ctx, wanted)
}

// TagAbsent removes the tag of that name. The tags below it go too, and nothing is marked with them
// any more.
func TagAbsent(ctx context.Context, engine sdk.Engine, name string, opts ...Option) (Result[types.Tag], error) {
	return tags(engine, "ensure.TagAbsent", name, apply(opts)).absent(ctx)
}

func tags(engine sdk.Engine, op, name string, o *options) *kind[types.Tag] {
	all := engine.SystemService().TagsService()
	return &kind[types.Tag]{
		engine: engine, op: op, options: o,
		find: func(ctx context.Context, engine sdk.Engine) (*types.Tag, error) {
			return find.ByName(ctx, engine.SystemService().TagsService().All, name, o.call...)
		},
		add: func(ctx context.Context, v *types.Tag) (*types.Tag, error) { return all.Add(ctx, v, nil, o.call...) },
		update: func(ctx context.Context, id string, change, _ *types.Tag) (*types.Tag, error) {
			return all.TagService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.Tag) error {
			return all.TagService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		scope: tagScope,
	}
}
