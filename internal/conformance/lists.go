package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
)

// listsArea reads each collection in both ways and then one of its objects.
var listsArea = area{name: "lists", checks: func(s *session) []check {
	root := s.conn.SystemService()
	return []check{
		listed("data centers", root.DataCentersService(), root.DataCentersService().DataCenterService),
		listed("clusters", root.ClustersService(), root.ClustersService().ClusterService),
		listed("hosts", root.HostsService(), root.HostsService().HostService),
		listed("networks", root.NetworksService(), root.NetworksService().NetworkService),
		listed("vNIC profiles", root.VnicProfilesService(), root.VnicProfilesService().ProfileService),
		listed("storage domains", root.StorageDomainsService(), root.StorageDomainsService().StorageDomainService),
		listed("storage connections", root.StorageConnectionsService(), root.StorageConnectionsService().StorageConnectionService),
		listed("disks", root.DisksService(), root.DisksService().DiskService),
		listed("VMs", root.VmsService(), root.VmsService().VmService),
		listed("templates", root.TemplatesService(), root.TemplatesService().TemplateService),
		listed("instance types", root.InstanceTypesService(), root.InstanceTypesService().InstanceTypeService),
		listed("VM pools", root.VmPoolsService(), root.VmPoolsService().PoolService),
		listed("users", root.UsersService(), root.UsersService().UserService),
		listed("groups", root.GroupsService(), root.GroupsService().GroupService),
		listed("domains", root.DomainsService(), root.DomainsService().DomainService),
		listed("roles", root.RolesService(), root.RolesService().RoleService),
		listed("permissions", root.PermissionsService(), root.PermissionsService().PermissionService),
		listed("tags", root.TagsService(), root.TagsService().TagService),
		listed("bookmarks", root.BookmarksService(), root.BookmarksService().BookmarkService),
		listed("MAC pools", root.MacPoolsService(), root.MacPoolsService().MacPoolService),
		listed("CPU profiles", root.CpuProfilesService(), root.CpuProfilesService().ProfileService),
		listed("disk profiles", root.DiskProfilesService(), root.DiskProfilesService().DiskProfileService),
		listed("affinity labels", root.AffinityLabelsService(), root.AffinityLabelsService().LabelService),
		listed("cluster levels", root.ClusterLevelsService(), root.ClusterLevelsService().LevelService),
		listed("operating systems", root.OperatingSystemsService(), root.OperatingSystemsService().OperatingSystemService),
		listed("icons", root.IconsService(), root.IconsService().IconService),
		listed("network filters", root.NetworkFiltersService(), root.NetworkFiltersService().NetworkFilterService),
		listed("scheduling policies", root.SchedulingPoliciesService(), root.SchedulingPoliciesService().PolicyService),
		listed("scheduling policy units", root.SchedulingPolicyUnitsService(), root.SchedulingPolicyUnitsService().UnitService),
		listed("jobs", root.JobsService(), root.JobsService().JobService),
		listed("image transfers", root.ImageTransfersService(), root.ImageTransfersService().ImageTransferService),
		{"All reads events page by page", func(ctx context.Context) error {
			return readEvents(ctx, root.EventsService())
		}, false},
	}
}}

// readEvents compares the newest events with those that All yields first: an engine has too many to
// read them all.
func readEvents(ctx context.Context, events *services.EventsService) error {
	const some = 150 // more than a page
	newest, err := events.List(ctx, &services.EventsListParams{Max: new(int64(some))})
	if err != nil {
		return fmt.Errorf("method List: %w", err)
	}
	seen := map[string]bool{}
	for e, err := range events.All(ctx, nil) {
		if err != nil {
			return fmt.Errorf("method All: %w", err)
		}
		if id := sdk.Value(e.ID); seen[id] {
			return fmt.Errorf("method All returns %s twice", id)
		}
		seen[sdk.Value(e.ID)] = true
		if len(newest) > 0 && sdk.Value(e.ID) == sdk.Value(newest[len(newest)-1].ID) {
			break
		}
	}
	for _, e := range newest {
		if !seen[sdk.Value(e.ID)] {
			return fmt.Errorf("method All lacks %s, which List returns", sdk.Value(e.ID))
		}
	}
	return nil
}

// A collection is a service that lists objects.
type collection[T, L any] interface {
	All(ctx context.Context, params *L, opts ...call.Option) iter.Seq2[*T, error]
	List(ctx context.Context, params *L, opts ...call.Option) ([]*T, error)
}

// A readable is the service of one object.
type readable[T, G any] interface {
	Get(ctx context.Context, params *G, opts ...call.Option) (*T, error)
}

// listed returns the check that List and All return the same objects, each of them once, and that
// the first one can be read by its ID. Somebody else may add and remove objects meanwhile, so an
// object that is in one list only must be new or gone.
func listed[T, L, G any, C collection[T, L], O readable[T, G]](
	kind string, list C, at func(id string) O,
) check {
	return check{"List and All agree about " + kind, func(ctx context.Context) error {
		before, err := list.List(ctx, nil)
		if err != nil {
			return fmt.Errorf("method List: %w", err)
		}
		all := map[string]bool{}
		for v, err := range list.All(ctx, nil) {
			if err != nil {
				return fmt.Errorf("method All: %w", err)
			}
			id := textOf(v, "ID")
			switch {
			case id == "":
				return errors.New("an object has no ID")
			case all[id]:
				return fmt.Errorf("method All returns %s twice", id)
			}
			all[id] = true
		}
		for i, v := range before {
			id := textOf(v, "ID")
			_, err := func() (*T, error) {
				if i == 0 || !all[id] {
					return at(id).Get(ctx, nil)
				}
				return v, nil
			}()
			switch {
			case all[id] && err != nil:
				return fmt.Errorf("method Get of %s: %w", id, err)
			case !all[id] && err == nil:
				return fmt.Errorf("method All lacks %s, which List returns", id)
			}
		}
		return nil
	}, false}
}
