package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// grantee is the object on which a role is permitted, or the whole system.
type grantee struct {
	id       string                               // id is that of the object; "" for the system.
	of       func(*types.Permission) string       // of returns the ID of an object.
	assigned *services.AssignedPermissionsService // assigned is nil for the system.
	system   *services.SystemPermissionsService   // system is nil for an object.
}

// findGrantee finds the object of a permission, which costs a request for a name.
func findGrantee(
	ctx context.Context, engine sdk.Engine, p *types.Permission, o *options,
) (g grantee, err error) {
	s := engine.SystemService()
	if n := objectsOf(p); n > 1 {
		return g, fmt.Errorf("a permission is on one object, not on %d: %w", n, sdk.ErrInvalid)
	}
	switch {
	case p.Cluster != nil:
		v, err := referCluster(ctx, engine, p.Cluster, o)
		g.id = idOf(v)
		g.assigned = s.ClustersService().ClusterService(g.id).PermissionsService()
		g.of = func(p *types.Permission) string { return idOf(p.Cluster) }
		return g, err
	case p.DataCenter != nil:
		v, err := referDataCenter(ctx, engine, p.DataCenter, o)
		g.id = idOf(v)
		g.assigned = s.DataCentersService().DataCenterService(g.id).PermissionsService()
		g.of = func(p *types.Permission) string { return idOf(p.DataCenter) }
		return g, err
	case p.Disk != nil:
		v, err := refer(ctx, engine, withName(p.Disk),
			(*system).DisksService, (*services.DisksService).All, o.call)
		g.id = idOf(v)
		g.assigned = s.DisksService().DiskService(g.id).PermissionsService()
		g.of = func(p *types.Permission) string { return idOf(p.Disk) }
		return g, err
	case p.Host != nil:
		v, err := referHost(ctx, engine, p.Host, o)
		g.id = idOf(v)
		g.assigned = s.HostsService().HostService(g.id).PermissionsService()
		g.of = func(p *types.Permission) string { return idOf(p.Host) }
		return g, err
	case p.StorageDomain != nil:
		v, err := referDomain(ctx, engine, p.StorageDomain, o)
		g.id = idOf(v)
		g.assigned = s.StorageDomainsService().StorageDomainService(g.id).PermissionsService()
		g.of = func(p *types.Permission) string { return idOf(p.StorageDomain) }
		return g, err
	case p.Template != nil:
		v, err := refer(ctx, engine, p.Template,
			(*system).TemplatesService, (*services.TemplatesService).All, o.call)
		g.id = idOf(v)
		g.assigned = s.TemplatesService().TemplateService(g.id).PermissionsService()
		g.of = func(p *types.Permission) string { return idOf(p.Template) }
		return g, err
	case p.Vm != nil:
		v, err := referVm(ctx, engine, p.Vm, o)
		g.id = idOf(v)
		g.assigned = s.VmsService().VmService(g.id).PermissionsService()
		g.of = func(p *types.Permission) string { return idOf(p.Vm) }
		return g, err
	case p.VmPool != nil:
		v, err := refer(ctx, engine, p.VmPool,
			(*system).VmPoolsService, (*services.VmPoolsService).All, o.call)
		g.id = idOf(v)
		g.assigned = s.VmPoolsService().PoolService(g.id).PermissionsService()
		g.of = func(p *types.Permission) string { return idOf(p.VmPool) }
		return g, err
	}
	g.system, g.of = s.PermissionsService(), objectID
	return g, nil
}

// objectsOf returns how many objects a permission is on.
func objectsOf(p *types.Permission) int {
	n := 0
	for _, set := range []bool{
		p.Cluster != nil, p.DataCenter != nil, p.Disk != nil, p.Host != nil,
		p.StorageDomain != nil, p.Template != nil, p.Vm != nil, p.VmPool != nil,
	} {
		if set {
			n++
		}
	}
	return n
}

// objectID returns the ID of the object of a permission; "" if it is on the whole system.
func objectID(p *types.Permission) string {
	for _, ref := range []any{
		p.Cluster, p.DataCenter, p.Disk, p.Host, p.StorageDomain, p.Template, p.Vm, p.VmPool,
	} {
		if id := idOf(ref); id != "" {
			return id
		}
	}
	return ""
}

func (g grantee) add(
	ctx context.Context, v *types.Permission, opts ...call.Option,
) (*types.Permission, error) {
	if g.assigned == nil {
		return g.system.Add(ctx, v, nil, opts...)
	}
	return g.assigned.Add(ctx, v, nil, opts...)
}

func (g grantee) remove(ctx context.Context, id string, opts ...call.Option) error {
	if g.assigned == nil {
		return g.system.PermissionService(id).Remove(ctx, nil, opts...)
	}
	return g.assigned.PermissionService(id).Remove(ctx, nil, opts...)
}

// withName returns a disk that has its alias as name.
func withName(v *types.Disk) *types.Disk {
	out := new(*v)
	if v.Name == nil {
		out.Name = v.Alias
	}
	return out
}
