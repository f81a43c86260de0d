package main

import (
	"context"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// tagsArea is about tags and their tree.
var tagsArea = area{name: "tags", checks: func(s *session) []check {
	tags := s.conn.SystemService().TagsService
	var parent, child string
	top := lifeOf("a tag",
		&types.Tag{Name: new(s.name("tag")), Description: new(`a < b & "c"`)},
		&types.Tag{Description: new("changed")},
		tags, (*services.TagsService).TagService)
	below := lifeOf("a tag below it",
		&types.Tag{Name: new(s.name("tag-below")), Parent: &types.Tag{ID: &parent}},
		&types.Tag{Name: new(s.name("tag-renamed"))},
		tags, (*services.TagsService).TagService)
	return slices.Concat(top.begins(s, &parent), []check{
		{"a tag has the root tag above it", func(ctx context.Context) error {
			tag, err := top.at(parent).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("parent", textOf(tag.Parent, "ID"), blankID)
		}, false},
	}, below.begins(s, &child), []check{
		{"a tag can't be below itself", func(ctx context.Context) error {
			_, err := top.at(parent).Update(ctx, &types.Tag{Parent: &types.Tag{ID: &parent}}, nil)
			return rejected(err)
		}, false},
	}, top.ends(&parent), []check{
		{"a tag is removed with the one above it", func(ctx context.Context) error {
			_, err := below.at(child).Get(ctx, nil)
			return refused(err, sdk.ErrNotFound)
		}, false},
	})
}}

// bookmarksArea is about bookmarks.
var bookmarksArea = area{name: "bookmarks", checks: func(s *session) []check {
	return lifeOf("a bookmark",
		&types.Bookmark{Name: new(s.name("bookmark")), Value: new("Vms: status=up")},
		&types.Bookmark{Value: new("Vms: status=down")},
		s.conn.SystemService().BookmarksService, (*services.BookmarksService).BookmarkService).whole(s)
}}
