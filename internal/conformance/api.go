package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/types"
)

const (
	blankID   = "00000000-0000-0000-0000-000000000000"
	unknownID = "99999999-9999-4999-8999-999999999999"
)

// apiArea is about the entry point and what holds for all requests.
var apiArea = area{name: "api", checks: func(s *session) []check {
	root := s.conn.SystemService()
	var api *types.Api
	raw := func(ctx context.Context, r sdk.RawRequest) error {
		_, err := s.conn.Do(ctx, r)
		return err
	}
	return []check{
		{"the entry point can be read", func(ctx context.Context) (err error) {
			api, err = root.Get(ctx, nil)
			return err
		}, true},
		{"it names product and version", func(ctx context.Context) error {
			p := api.ProductInfo
			if p == nil || p.Name == nil || p.Version == nil {
				return fmt.Errorf("product_info is %s", sdk.String(p))
			}
			return equal("major version", sdk.Value(p.Version.Major), 4)
		}, false},
		{"it links the collections", func(ctx context.Context) error {
			for _, rel := range []string{"vms", "clusters", "datacenters", "hosts", "disks", "templates",
				"storagedomains", "networks", "events", "jobs", "users", "roles", "tags"} {
				if !slices.ContainsFunc(api.Links, func(l types.Link) bool { return l.Rel == rel }) {
					return fmt.Errorf("no link to %s", rel)
				}
			}
			return nil
		}, false},
		{"it names the Blank template and the root tag", func(ctx context.Context) error {
			o := api.SpecialObjects
			if o == nil || o.BlankTemplate == nil || o.RootTag == nil {
				return fmt.Errorf("special_objects is %s", sdk.String(o))
			}
			return equal("Blank", sdk.Value(o.BlankTemplate.ID), blankID)
		}, false},
		{"it counts VMs, hosts, storage domains and users", func(ctx context.Context) error {
			m := api.Summary
			if m == nil || m.Vms == nil || m.Hosts == nil || m.StorageDomains == nil || m.Users == nil {
				return fmt.Errorf("summary is %s", sdk.String(m))
			}
			if sdk.Value(m.Vms.Active) > sdk.Value(m.Vms.Total) {
				return fmt.Errorf("%d of %d VMs are active", *m.Vms.Active, *m.Vms.Total)
			}
			return nil
		}, false},
		{"it names the user who is logged in", func(ctx context.Context) error {
			if api.AuthenticatedUser == nil || api.AuthenticatedUser.ID == nil {
				return errors.New("authenticated_user is missing")
			}
			_, err := root.UsersService().UserService(*api.AuthenticatedUser.ID).Get(ctx, nil)
			return err
		}, false},
		{"an unknown object is not found", func(ctx context.Context) error {
			_, err := root.VmsService().VmService(unknownID).Get(ctx, nil)
			return refused(err, sdk.ErrNotFound)
		}, false},
		// Engines answer 400 here, and to a start even 500.
		{"an action on an unknown object is refused", func(ctx context.Context) error {
			return rejected(root.VmsService().VmService(unknownID).Shutdown(ctx, nil))
		}, false},
		{"an unknown collection is not found", func(ctx context.Context) error {
			return refused(raw(ctx, sdk.RawRequest{Path: "nosuchthings"}), sdk.ErrNotFound)
		}, false},
		{"a method that a collection lacks is refused", func(ctx context.Context) error {
			return refused(raw(ctx, sdk.RawRequest{Method: "DELETE", Path: "vms"}), sdk.ErrMethodNotAllowed)
		}, false},
		{"a damaged document is refused", func(ctx context.Context) error {
			return refused(raw(ctx, sdk.RawRequest{
				Method: "POST", Path: "tags", Body: []byte("<tag><name>x</tag>"), ContentType: "application/xml",
			}), sdk.ErrInvalid)
		}, false},
		{"a document without its required parameters is refused", func(ctx context.Context) error {
			_, err := root.TagsService().Add(ctx, &types.Tag{}, nil, call.Unchecked())
			return refused(err, sdk.ErrInvalid)
		}, false},
		{"a system option can be read", func(ctx context.Context) error {
			option, err := root.OptionsService().OptionService("MaxNumOfVmSockets").Get(ctx, nil)
			if err == nil && len(option.Values) == 0 {
				err = errors.New("it has no values")
			}
			return err
		}, false},
		{"the Blank template can be read", func(ctx context.Context) error {
			blank, err := root.TemplatesService().TemplateService(blankID).Get(ctx, nil)
			if err != nil {
				return err
			}
			return equal("name", sdk.Value(blank.Name), "Blank")
		}, false},
		{"the correlation ID comes back", func(ctx context.Context) error {
			var answer call.Response
			id := s.name("correlation")
			if _, err := root.Get(ctx, nil, call.CorrelationID(id), call.Result(&answer)); err != nil {
				return err
			}
			return equal("correlation ID", answer.CorrelationID, id)
		}, false},
	}
}}
