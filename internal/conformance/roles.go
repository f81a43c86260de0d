package main

import (
	"context"
	"errors"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// loginPermit is the ID of the permit to log in.
const loginPermit = "1300"

// rolesArea is about roles. Permissions are granted on VMs, in vmsArea.
var rolesArea = area{name: "roles", checks: func(s *session) []check {
	var role string
	l := lifeOf("a role", &types.Role{
		Name: new(s.name("role")), Administrative: new(false),
		Permits: []*types.Permit{{ID: new(loginPermit)}},
	}, &types.Role{Description: new("changed")},
		s.conn.SystemService().RolesService, (*services.RolesService).RoleService)
	l.hide = func(r *types.Role) { r.Permits = nil } // they are behind a link
	return slices.Concat(l.begins(s, &role), []check{
		{"a role has its permits", func(ctx context.Context) error {
			permits, err := l.at(role).PermitsService().List(ctx, nil)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(permits, func(p *types.Permit) bool { return sdk.Value(p.Name) == "login" }) {
				return errors.New("none of them is login")
			}
			return nil
		}, false},
		{"a predefined role can't be removed", func(ctx context.Context) error {
			for r, err := range l.in().All(ctx, nil) {
				if err != nil {
					return err
				}
				if sdk.Value(r.Name) == "UserRole" {
					return refused(l.at(*r.ID).Remove(ctx, nil), sdk.ErrConflict)
				}
			}
			return errors.New("UserRole is missing")
		}, false},
	}, l.ends(&role))
}}
