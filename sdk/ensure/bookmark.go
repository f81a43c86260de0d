package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var bookmarkFields = fields{
	managed: []string{"Name", "Value"},
}

// Bookmark creates or updates a bookmark, which is found by its name, so that it matches wanted.
//
// It manages Name and Value, which a new bookmark needs. Engines keep no description and no comment
// of a bookmark.
func Bookmark(
	ctx context.Context, engine sdk.Engine, wanted *types.Bookmark, opts ...Option,
) (Result[types.Bookmark], error) {
	const op = "ensure.Bookmark"
	return present(ctx, bookmarks(engine, op, nameOf(wanted), apply(opts)), wanted)
}

// BookmarkAbsent removes the bookmark of that name.
func BookmarkAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.Bookmark], error) {
	return absent(ctx, bookmarks(engine, "ensure.BookmarkAbsent", name, apply(opts)))
}

// bookmarkKind is the kind of bookmarks, which are found by name.
type bookmarkKind struct {
	defaults[types.Bookmark]
	name string
}

func bookmarks(engine sdk.Engine, op, name string, o *options) bookmarkKind {
	on := base{engine, op, o}
	return bookmarkKind{defaults: defaults[types.Bookmark]{on}, name: name}
}

func (bookmarkKind) fields() *fields { return &bookmarkFields }

func (k bookmarkKind) service() *services.BookmarksService {
	return k.engine.SystemService().BookmarksService()
}

func (k bookmarkKind) find(ctx context.Context, engine sdk.Engine) (*types.Bookmark, error) {
	return find.ByName(ctx, engine.SystemService().BookmarksService().All, k.name, k.call...)
}

func (k bookmarkKind) add(ctx context.Context, v *types.Bookmark) (*types.Bookmark, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k bookmarkKind) update(
	ctx context.Context, id string, change, _ *types.Bookmark,
) (*types.Bookmark, error) {
	return k.service().BookmarkService(id).Update(ctx, change, nil, k.call...)
}

func (k bookmarkKind) remove(ctx context.Context, old *types.Bookmark) error {
	return k.service().BookmarkService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}
