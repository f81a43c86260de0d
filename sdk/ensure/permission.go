package ensure

import (
	"context"
	"fmt"
	"iter"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
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
func Permission(ctx context.Context, engine sdk.Engine, wanted *types.Permission, opts ...Option) (Result[types.Permission], error) {
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
func PermissionAbsent(ctx context.Context, engine sdk.Engine, which *types.Permission, opts ...Option) (Result[types.Permission], error) {
	const op = "ensure.PermissionAbsent"
	k, err := permissions(ctx, engine, op, which, apply(opts))
	if err != nil {
		return absentWith[types.Permission](op, err)
	}
	return absent(ctx, k)
}

// granting is where permissions on an object are added and removed.
type granting struct {
	object string // object is the id of the object, or "" for the system.
	of     func(*types.Permission) string
	add    func(context.Context, *types.Permission, ...call.Option) (*types.Permission, error)
	remove func(ctx context.Context, id string, opts ...call.Option) error
}

// permissionKind is the kind of permissions of a role on one object for one user or group.
type permissionKind struct {
	defaults[types.Permission]
	wanted *types.Permission // wanted has the IDs of the role, and of the user or group.
	at     granting
}

// permissions returns the kind of a permission, whose names cost a request each.
func permissions(
	ctx context.Context, engine sdk.Engine, op string, wanted *types.Permission, o *options,
) (k permissionKind, err error) {
	if wanted == nil || wanted.Role == nil || (wanted.User == nil) == (wanted.Group == nil) {
		return k, mistake(op, "a permission needs a role, and a user or a group")
	}
	k.base = base{engine, op, o}
	if k.at, err = grant(ctx, engine, wanted, o); err != nil {
		return k, err
	}
	role, err := refer(ctx, engine, wanted.Role,
		(*services.SystemService).RolesService, (*services.RolesService).All, o.call)
	if err != nil {
		return k, err
	}
	k.wanted = &types.Permission{Role: &types.Role{ID: role.ID}}
	if wanted.Group != nil {
		group, err := refer(ctx, engine, wanted.Group,
			(*services.SystemService).GroupsService, (*services.GroupsService).All, o.call)
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
			k.at.of(v) == k.at.object, nil
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

// grant finds where the object of a permission has its permissions.
func grant(ctx context.Context, engine sdk.Engine, p *types.Permission, o *options) (granting, error) {
	s := engine.SystemService()
	var g granting
	var at *services.AssignedPermissionsService
	var err error
	objects := 0
	found := func(id string, e error, of func(*types.Permission) string, service func(id string) *services.AssignedPermissionsService) {
		objects++
		if err = e; err == nil {
			g.object, g.of, at = id, of, service(id)
		}
	}
	if p.Cluster != nil {
		v, e := referCluster(ctx, engine, p.Cluster, o)
		found(idOf(v), e, func(p *types.Permission) string { return idOf(p.Cluster) }, func(id string) *services.AssignedPermissionsService {
			return s.ClustersService().ClusterService(id).PermissionsService()
		})
	}
	if p.DataCenter != nil {
		v, e := referDataCenter(ctx, engine, p.DataCenter, o)
		found(idOf(v), e, func(p *types.Permission) string { return idOf(p.DataCenter) }, func(id string) *services.AssignedPermissionsService {
			return s.DataCentersService().DataCenterService(id).PermissionsService()
		})
	}
	if p.Disk != nil {
		v, e := refer(ctx, engine, withName(p.Disk), (*services.SystemService).DisksService, (*services.DisksService).All, o.call)
		found(idOf(v), e, func(p *types.Permission) string { return idOf(p.Disk) }, func(id string) *services.AssignedPermissionsService {
			return s.DisksService().DiskService(id).PermissionsService()
		})
	}
	if p.Host != nil {
		v, e := referHost(ctx, engine, p.Host, o)
		found(idOf(v), e, func(p *types.Permission) string { return idOf(p.Host) }, func(id string) *services.AssignedPermissionsService {
			return s.HostsService().HostService(id).PermissionsService()
		})
	}
	if p.StorageDomain != nil {
		v, e := referDomain(ctx, engine, p.StorageDomain, o)
		found(idOf(v), e, func(p *types.Permission) string { return idOf(p.StorageDomain) }, func(id string) *services.AssignedPermissionsService {
			return s.StorageDomainsService().StorageDomainService(id).PermissionsService()
		})
	}
	if p.Template != nil {
		v, e := refer(ctx, engine, p.Template, (*services.SystemService).TemplatesService, (*services.TemplatesService).All, o.call)
		found(idOf(v), e, func(p *types.Permission) string { return idOf(p.Template) }, func(id string) *services.AssignedPermissionsService {
			return s.TemplatesService().TemplateService(id).PermissionsService()
		})
	}
	if p.Vm != nil {
		v, e := referVm(ctx, engine, p.Vm, o)
		found(idOf(v), e, func(p *types.Permission) string { return idOf(p.Vm) }, func(id string) *services.AssignedPermissionsService {
			return s.VmsService().VmService(id).PermissionsService()
		})
	}
	if p.VmPool != nil {
		v, e := refer(ctx, engine, p.VmPool, (*services.SystemService).VmPoolsService, (*services.VmPoolsService).All, o.call)
		found(idOf(v), e, func(p *types.Permission) string { return idOf(p.VmPool) }, func(id string) *services.AssignedPermissionsService {
			return s.VmPoolsService().PoolService(id).PermissionsService()
		})
	}
	switch {
	case objects > 1:
		return g, fmt.Errorf("a permission is on one object, not on %d: %w", objects, sdk.ErrInvalid)
	case err != nil:
		return g, err
	case objects == 0:
		return onSystem(s), nil
	}
	g.add = func(ctx context.Context, v *types.Permission, opts ...call.Option) (*types.Permission, error) {
		return at.Add(ctx, v, nil, opts...)
	}
	g.remove = func(ctx context.Context, id string, opts ...call.Option) error {
		return at.PermissionService(id).Remove(ctx, nil, opts...)
	}
	return g, nil
}

// onSystem grants what holds for the whole system.
func onSystem(s *services.SystemService) granting {
	all := s.PermissionsService()
	return granting{
		of: func(p *types.Permission) string {
			for _, ref := range []any{p.Cluster, p.DataCenter, p.Disk, p.Host, p.StorageDomain, p.Template, p.Vm, p.VmPool} {
				if id := idOf(ref); id != "" {
					return id
				}
			}
			return ""
		},
		add: func(ctx context.Context, v *types.Permission, opts ...call.Option) (*types.Permission, error) {
			return all.Add(ctx, v, nil, opts...)
		},
		remove: func(ctx context.Context, id string, opts ...call.Option) error {
			return all.PermissionService(id).Remove(ctx, nil, opts...)
		},
	}
}

// withName returns a disk that has its alias as name.
func withName(v *types.Disk) *types.Disk {
	out := new(*v)
	if v.Name == nil {
		out.Name = v.Alias
	}
	return out
}
