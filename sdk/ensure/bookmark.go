package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var bookmarkScope = scope{fields: []string{"Name", "Value"}}

// Bookmark creates or updates a bookmark, which is found by its name, so that it matches wanted.
//
// It manages Name and Value, which a new bookmark needs. Engines keep no description and no comment
// of a bookmark.
func Bookmark(
	ctx context.Context, engine sdk.Engine, wanted *types.Bookmark, opts ...Option,
) (Result[types.Bookmark], error) {
	const op = "ensure.Bookmark"
	return bookmarks(engine, op, nameOf(wanted), apply(opts)).present(ctx, wanted)
}

// BookmarkAbsent removes the bookmark of that name.
func BookmarkAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.Bookmark], error) {
	return bookmarks(engine, "ensure.BookmarkAbsent", name, apply(opts)).absent(ctx)
}

func bookmarks(engine sdk.Engine, op, name string, o *options) *kind[types.Bookmark] {
	all := engine.SystemService().BookmarksService()
	return &kind[types.Bookmark]{
		engine: engine, op: op, options: o, scope: bookmarkScope,
		find: func(ctx context.Context, engine sdk.Engine) (*types.Bookmark, error) {
			return find.ByName(ctx, engine.SystemService().BookmarksService().All, name, o.call...)
		},
		add: func(ctx context.Context, v *types.Bookmark) (*types.Bookmark, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		update: func(
			ctx context.Context, id string, change, _ *types.Bookmark,
		) (*types.Bookmark, error) {
			return all.BookmarkService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.Bookmark) error {
			return all.BookmarkService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
	}
}
