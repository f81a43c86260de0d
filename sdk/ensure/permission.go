package ensure

import (
	"context"
	"iter"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var permissionFields = fields{
	managed: []string{
		"Cluster", "DataCenter", "Disk", "Group", "Host", "Role", "StorageDomain", "Template",
		"User", "Vm", "VmPool",
	},
	managedElsewhere: map[string]string{"Name": "a permission has none: Role says what is permitted"},
	createdWhole:     true,
}

// Permission permits a user or group a role on an object, or on the whole system if there is none:
//
//	r, err := ensure.Permission(ctx, conn, &types.Permission{
//		Role: &types.Role{Name: new("UserRole")},
//		User: &types.User{UserName: new("jo@internal-authz")}, Vm: &types.Vm{Name: new("web")},
//	})
//
// It manages Cluster, DataCenter, Disk, Group, Host, Role, StorageDomain, Template, User, Vm and
// VmPool. The user is given by ID or user name, the rest by IDs or names. Only what was permitted
// on the object itself counts, not what it inherits; each name costs a request.
func Permission(
	ctx context.Context, engine sdk.Engine, wanted *types.Permission, opts ...Option,
) (Result[types.Permission], error) {
	const op = "ensure.Permission"
	if err := checkManaged(op, wanted, &permissionFields); err != nil {
		return Result[types.Permission]{}, err
	}
	k, err := permissions(ctx, engine, op, wanted, apply(opts))
	if err != nil {
		return Result[types.Permission]{}, wrap(op, err)
	}
	return present(ctx, k, k.wanted)
}

// PermissionAbsent takes the role on the object from a user or group. What is inherited, or
// permitted to a group of the user, stays. It is no error if there is no such role, user or object,
// as without them there is no permission.
func PermissionAbsent(
	ctx context.Context, engine sdk.Engine, which *types.Permission, opts ...Option,
) (Result[types.Permission], error) {
	const op = "ensure.PermissionAbsent"
	k, err := permissions(ctx, engine, op, which, apply(opts))
	if err != nil {
		return absentWith[types.Permission](op, err)
	}
	return absent(ctx, k)
}

// permissionKind is the kind of permissions of a role on one object for one user or group.
type permissionKind struct {
	defaults[types.Permission]
	wanted *types.Permission // wanted has the IDs of the role, and of the user or group.
	at     grantee
}

// permissions returns the kind of a permission, whose names cost a request each.
func permissions(
	ctx context.Context, engine sdk.Engine, op string, wanted *types.Permission, o *options,
) (k permissionKind, err error) {
	if wanted == nil || wanted.Role == nil || (wanted.User == nil) == (wanted.Group == nil) {
		return k, mistake(op, "a permission needs a role, and a user or a group")
	}
	k.base = base{engine, op, o}
	if k.at, err = findGrantee(ctx, engine, wanted, o); err != nil {
		return k, err
	}
	role, err := refer(ctx, engine, wanted.Role,
		(*system).RolesService, (*services.RolesService).All, o.call)
	if err != nil {
		return k, err
	}
	k.wanted = &types.Permission{Role: &types.Role{ID: role.ID}}
	if wanted.Group != nil {
		group, err := refer(ctx, engine, wanted.Group,
			(*system).GroupsService, (*services.GroupsService).All, o.call)
		if err != nil {
			return k, err
		}
		k.wanted.Group = &types.Group{ID: group.ID}
		return k, nil
	}
	user := wanted.User
	if idOf(user) == "" {
		find := func(ctx context.Context, engine sdk.Engine) (*types.User, error) {
			return findUser(ctx, engine, user, o)
		}
		if user, err = lookup(ctx, engine, find); err != nil {
			return k, err
		}
	}
	k.wanted.User = &types.User{ID: user.ID}
	return k, nil
}

func (permissionKind) fields() *fields { return &permissionFields }

func (k permissionKind) find(ctx context.Context, engine sdk.Engine) (*types.Permission, error) {
	role := idOf(k.wanted.Role)
	list := k.list(ctx, engine.SystemService())
	return one("permission", role, where(list, func(v *types.Permission) (bool, error) {
		return idOf(v.Role) == role && k.holder(v) == k.holder(k.wanted) &&
			k.at.of(v) == k.at.id, nil
	}))
}

// list iterates over the permissions of the user or group.
func (k permissionKind) list(
	ctx context.Context, s *services.SystemService,
) iter.Seq2[*types.Permission, error] {
	if k.wanted.User != nil {
		user := s.UsersService().UserService(idOf(k.wanted.User))
		return user.PermissionsService().All(ctx, nil, k.call...)
	}
	group := s.GroupsService().GroupService(idOf(k.wanted.Group))
	return group.PermissionsService().All(ctx, nil, k.call...)
}

// holder returns the ID of the user of a permission, or of its group if one is wanted.
func (k permissionKind) holder(v *types.Permission) string {
	if k.wanted.User != nil {
		return idOf(v.User)
	}
	return idOf(v.Group)
}

func (k permissionKind) add(ctx context.Context, v *types.Permission) (*types.Permission, error) {
	return k.at.add(ctx, v, k.call...)
}

func (k permissionKind) remove(ctx context.Context, old *types.Permission) error {
	return k.at.remove(ctx, sdk.Value(old.ID), k.call...)
}
