package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// sweep removes what has the prefix of the session and is still there: what an engine made though
// it should have refused, or though its answer was lost. It returns the names of what it removed.
func (s *session) sweep(ctx context.Context) (removed []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, undoTimeout)
	defer cancel()
	root := s.conn.SystemService()
	// What uses something comes before it.
	for _, step := range []func(context.Context) ([]string, error){
		sweepOf(s, "VM pool", root.VmPoolsService(), root.VmPoolsService().PoolService),
		s.stopVMs,
		sweepOf(s, "VM", root.VmsService(), root.VmsService().VmService),
		s.sweepTemplates,
		sweepOf(s, "disk", root.DisksService(), root.DisksService().DiskService),
		sweepOf(s, "instance type", root.InstanceTypesService(), root.InstanceTypesService().InstanceTypeService),
		sweepOf(s, "affinity label", root.AffinityLabelsService(), root.AffinityLabelsService().LabelService),
		sweepOf(s, "cluster", root.ClustersService(), root.ClustersService().ClusterService),
		sweepOf(s, "network", root.NetworksService(), root.NetworksService().NetworkService),
		sweepOf(s, "data center", root.DataCentersService(), root.DataCentersService().DataCenterService),
		sweepOf(s, "MAC pool", root.MacPoolsService(), root.MacPoolsService().MacPoolService),
		sweepOf(s, "tag", root.TagsService(), root.TagsService().TagService),
		sweepOf(s, "bookmark", root.BookmarksService(), root.BookmarksService().BookmarkService),
		sweepOf(s, "role", root.RolesService(), root.RolesService().RoleService),
	} {
		names, stepErr := step(ctx)
		removed, err = append(removed, names...), errors.Join(err, stepErr)
	}
	return removed, err
}

// A removable is the service of an object that can be removed.
type removable[T, G, R any] interface {
	readable[T, G]
	Remove(ctx context.Context, params *R, opts ...call.Option) error
}

// sweepOf returns a function that removes what has the prefix from one collection.
func sweepOf[T, L, G, R any, C collection[T, L], O removable[T, G, R]](
	s *session, kind string, list C, at func(string) O,
) func(context.Context) ([]string, error) {
	return func(ctx context.Context) (removed []string, err error) {
		all, err := list.List(ctx, nil)
		if err != nil {
			return nil, fmt.Errorf("list of each %s: %w", kind, err)
		}
		for _, v := range all {
			name, id := textOf(v, "Name"), textOf(v, "ID")
			if !strings.HasPrefix(name, s.prefix) {
				continue
			}
			goneErr := at(id).Remove(ctx, nil)
			if goneErr == nil {
				goneErr = wait.Gone(ctx, at(id).Get)
			}
			switch {
			case goneErr == nil:
				removed = append(removed, kind+" "+name)
			case !errors.Is(goneErr, sdk.ErrNotFound):
				err = errors.Join(err, fmt.Errorf("%s %s is left: %w", kind, name, goneErr))
			}
		}
		return removed, err
	}
}

// stopVMs stops the VMs with the prefix, so that they can be removed.
func (s *session) stopVMs(ctx context.Context) (_ []string, err error) {
	vms := s.conn.SystemService().VmsService()
	list, err := vms.List(ctx, &services.VmsListParams{Search: new("name=" + s.prefix + "*")})
	for _, vm := range list {
		if vm.Status == types.VmStatusDown {
			continue
		}
		stopErr := vms.VmService(*vm.ID).Stop(ctx, nil)
		if stopErr == nil {
			_, stopErr = wait.VmDown(ctx, s.conn, *vm.ID)
		}
		err = errors.Join(err, stopErr)
	}
	return nil, err
}

// sweepTemplates removes the templates with the prefix, the newest versions first.
func (s *session) sweepTemplates(ctx context.Context) (removed []string, err error) {
	templates := s.conn.SystemService().TemplatesService()
	list, err := templates.List(ctx, nil)
	slices.SortFunc(list, func(a, b *types.Template) int { return int(version(b) - version(a)) })
	for _, t := range list {
		if !strings.HasPrefix(sdk.Value(t.Name), s.prefix) {
			continue
		}
		goneErr := templates.TemplateService(*t.ID).Remove(ctx, nil)
		if goneErr == nil {
			goneErr = wait.Gone(ctx, templates.TemplateService(*t.ID).Get)
		}
		if goneErr != nil {
			err = errors.Join(err, fmt.Errorf("template %s is left: %w", *t.Name, goneErr))
			continue
		}
		removed = append(removed, "template "+*t.Name)
	}
	return removed, err
}

func version(t *types.Template) int64 {
	if t.Version == nil {
		return 0
	}
	return sdk.Value(t.Version.VersionNumber)
}
