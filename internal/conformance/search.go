package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// searchArea searches among data centers that it makes, because they need nothing else.
var searchArea = area{name: "search", checks: func(s *session) []check {
	dcs := s.conn.SystemService().DataCentersService()
	names := []string{s.name("search-a"), s.name("search-b"), s.name("search-c")}
	// found returns the names that a search finds.
	found := func(ctx context.Context, query string, params services.DataCentersListParams) ([]string, error) {
		params.Search = &query
		list, err := dcs.List(ctx, &params)
		var got []string
		for _, dc := range list {
			got = append(got, sdk.Value(dc.Name))
		}
		return got, err
	}
	same := func(got, want []string, err error) error {
		if err == nil && !slices.Equal(got, want) {
			err = fmt.Errorf("found %q, want %q", got, want)
		}
		return err
	}
	return []check{
		{"data centers to be found are added", func(ctx context.Context) error {
			for _, name := range names {
				dc, err := dcs.Add(ctx, &types.DataCenter{Name: &name, Local: new(false)}, nil)
				if err != nil {
					return err
				}
				remove := dcs.DataCenterService(*dc.ID).Remove
				s.later("data center "+name, func(ctx context.Context) error { return remove(ctx, nil) })
			}
			return nil
		}, true},
		{"a name is found", func(ctx context.Context) error {
			got, err := found(ctx, "name="+names[0], services.DataCentersListParams{})
			return same(got, names[:1], err)
		}, false},
		{"a wildcard is found", func(ctx context.Context) error {
			got, err := found(ctx, "name="+s.name("search")+"* sortby name asc", services.DataCentersListParams{})
			return same(got, names, err)
		}, false},
		{"two conditions are joined by or", func(ctx context.Context) error {
			got, err := found(ctx, fmt.Sprintf("name=%s or name=%s sortby name asc", names[0], names[2]),
				services.DataCentersListParams{})
			return same(got, []string{names[0], names[2]}, err)
		}, false},
		{"what matches is excluded by !=", func(ctx context.Context) error {
			got, err := found(ctx, fmt.Sprintf("name=%s* and name!=%s sortby name asc", s.name("search"), names[1]),
				services.DataCentersListParams{})
			return same(got, []string{names[0], names[2]}, err)
		}, false},
		{"results are sorted descending", func(ctx context.Context) error {
			got, err := found(ctx, "name="+s.name("search")+"* sortby name desc", services.DataCentersListParams{})
			want := slices.Clone(names)
			slices.Reverse(want)
			return same(got, want, err)
		}, false},
		{"max limits the results", func(ctx context.Context) error {
			got, err := found(ctx, "name="+s.name("search")+"* sortby name asc", services.DataCentersListParams{Max: new(int64(2))})
			return same(got, names[:2], err)
		}, false},
		{"pages follow each other", func(ctx context.Context) error {
			got, err := found(ctx, "name="+s.name("search")+"* sortby name asc page 2", services.DataCentersListParams{Max: new(int64(2))})
			return same(got, names[2:], err)
		}, false},
		{"case is ignored when asked for", func(ctx context.Context) error {
			got, err := found(ctx, "name="+strings.ToUpper(names[0]), services.DataCentersListParams{CaseSensitive: new(false)})
			return same(got, names[:1], err)
		}, false},
		{"case counts when asked for", func(ctx context.Context) error {
			got, err := found(ctx, "name="+strings.ToUpper(names[0]), services.DataCentersListParams{CaseSensitive: new(true)})
			return same(got, nil, err)
		}, false},
		{"a search for nothing finds nothing", func(ctx context.Context) error {
			got, err := found(ctx, "name="+s.name("nothing"), services.DataCentersListParams{})
			return same(got, nil, err)
		}, false},
		{"an unknown field finds nothing", func(ctx context.Context) error {
			got, err := found(ctx, "nosuchfield=1", services.DataCentersListParams{})
			return same(got, nil, err)
		}, false},
		{"links are followed in one request", func(ctx context.Context) error {
			list, err := dcs.List(ctx, &services.DataCentersListParams{
				Search: new("name=" + names[0]), Follow: rel.Follow(rel.DataCenterNetworks),
			})
			if err != nil {
				return err
			}
			if len(list) != 1 || len(list[0].Networks) == 0 || list[0].Networks[0].Name == nil {
				return fmt.Errorf("got %s, want one with its networks", sdk.String(list))
			}
			return nil
		}, false},
		{"the user's view can be asked for", func(ctx context.Context) error {
			_, err := dcs.List(ctx, nil, call.Header("Filter", "true"))
			return err
		}, false},
	}
}}
