package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var quotaScope = scope{
	fields: []string{
		"Name", "Description", "DataCenter", "ClusterHardLimitPct", "ClusterSoftLimitPct",
		"StorageHardLimitPct", "StorageSoftLimitPct", "QuotaClusterLimits", "QuotaStorageLimits",
	},
	instead: map[string]string{
		"Disks":       "use the Quota of Disk",
		"Permissions": "use the QuotaService's PermissionsService",
		"Users":       "use the QuotaService's PermissionsService",
		"Vms":         "use the Quota of Vm",
	},
}

// Quota creates or updates a quota of a data center, which is found by its name and its data
// center, so that it matches wanted. The data center is given by ID or name.
//
// It manages Name, Description, ClusterHardLimitPct, ClusterSoftLimitPct, StorageHardLimitPct,
// StorageSoftLimitPct, QuotaClusterLimits and QuotaStorageLimits. DataCenter can't be changed, and
// nothing can of the default quota of a data center. A percentage of 0 is an error, for engines
// take it as their default.
//
// A limit without a cluster or storage domain is that of the whole data center; there is always
// one, without bounds in a new quota, unless there are limits of single clusters or storage
// domains, given by ID or name. Engines don't have both kinds in one quota, and through the API
// they don't leave one kind for the other: a limit of a single cluster or storage domain can be
// added only beside others of its kind, and changed only if it isn't the last one. What they
// wouldn't do is an error, and nothing is sent. Limits that aren't wanted stay; with [Exclusive]
// they go.
func Quota(
	ctx context.Context, engine sdk.Engine, wanted *types.Quota, opts ...Option,
) (Result[types.Quota], error) {
	const op = "ensure.Quota"
	var none Result[types.Quota]
	if err := checkQuota(op, wanted); err != nil {
		return none, err
	}
	o := apply(opts)
	k, err := quotas(ctx, engine, op, wanted, o)
	if err != nil {
		return none, wrap(op, err)
	}
	clusters, storage, err := quotaRefs(ctx, engine, wanted, o)
	if err != nil {
		return none, wrap(op, err)
	}
	r, err := k.present(ctx, wanted)
	if err != nil {
		return r, err
	}
	quota := k.service.QuotaService(idOf(r.Object))
	if err := clusterLimits(quota, o).bring(ctx, clusters, &r); err != nil {
		return r, wrap(op, err)
	}
	return r, wrap(op, storageLimits(quota, o).bring(ctx, storage, &r))
}

// QuotaAbsent removes the quota of that name from its data center; it reads the name and the data
// center of which. The engine refuses that while the quota is used and enforced.
func QuotaAbsent(
	ctx context.Context, engine sdk.Engine, which *types.Quota, opts ...Option,
) (Result[types.Quota], error) {
	const op = "ensure.QuotaAbsent"
	k, err := quotas(ctx, engine, op, which, apply(opts))
	if err != nil {
		return nowhere[types.Quota](op, err)
	}
	return k.absent(ctx)
}

// quotaKind is the kind of the quotas of one data center.
type quotaKind struct {
	kind[types.Quota]
	service *services.QuotasService
}

func quotas(
	ctx context.Context, engine sdk.Engine, op string, wanted *types.Quota, o *options,
) (*quotaKind, error) {
	if wanted == nil || wanted.DataCenter == nil {
		return nil, mistake(op, "the quota has no data_center: set its ID or name")
	}
	center, err := referDataCenter(ctx, engine, wanted.DataCenter, o)
	if err != nil {
		return nil, err
	}
	at := func(engine sdk.Engine) *services.QuotasService {
		return engine.SystemService().DataCentersService().DataCenterService(idOf(center)).QuotasService()
	}
	all := at(engine)
	return &quotaKind{kind[types.Quota]{
		engine: engine, op: op, options: o, scope: quotaScope,
		find: func(ctx context.Context, engine sdk.Engine) (*types.Quota, error) {
			return find.ByName(ctx, at(engine).All, nameOf(wanted), o.call...)
		},
		add: func(ctx context.Context, v *types.Quota) (*types.Quota, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		update: func(ctx context.Context, id string, change, _ *types.Quota) (*types.Quota, error) {
			return all.QuotaService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.Quota) error {
			return all.QuotaService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		apart: []string{"DataCenter", "QuotaClusterLimits", "QuotaStorageLimits"},
	}, all}, nil
}

// checkQuota refuses what no quota can become.
func checkQuota(op string, wanted *types.Quota) error {
	if err := checkScope(op, wanted, quotaScope); err != nil {
		return err
	}
	for _, p := range []struct {
		name string
		pct  *int64
	}{
		{"cluster_hard_limit_pct", wanted.ClusterHardLimitPct},
		{"cluster_soft_limit_pct", wanted.ClusterSoftLimitPct},
		{"storage_hard_limit_pct", wanted.StorageHardLimitPct},
		{"storage_soft_limit_pct", wanted.StorageSoftLimitPct},
	} {
		if p.pct != nil && *p.pct == 0 {
			return mistake(op, "%s is 0, which engines take as their default: leave it unset, or set "+
				"1 or more", p.name)
		}
	}
	return nil
}

// quotaRefs returns the wanted limits with the IDs of their clusters and storage domains.
func quotaRefs(ctx context.Context, engine sdk.Engine, wanted *types.Quota, o *options) (
	clusters []*types.QuotaClusterLimit, storage []*types.QuotaStorageLimit, err error,
) {
	if wanted.QuotaClusterLimits != nil {
		clusters = []*types.QuotaClusterLimit{}
	}
	for i, w := range wanted.QuotaClusterLimits {
		if w == nil {
			return nil, nil, fmt.Errorf("quota_cluster_limits[%d] is nil: %w", i, sdk.ErrInvalid)
		}
		limit := &types.QuotaClusterLimit{MemoryLimit: w.MemoryLimit, VcpuLimit: w.VcpuLimit}
		if w.Cluster != nil {
			v, err := referCluster(ctx, engine, w.Cluster, o)
			if err != nil {
				return nil, nil, err
			}
			limit.Cluster = &types.Cluster{ID: v.ID}
		}
		clusters = append(clusters, limit)
	}
	if wanted.QuotaStorageLimits != nil {
		storage = []*types.QuotaStorageLimit{}
	}
	for i, w := range wanted.QuotaStorageLimits {
		if w == nil {
			return nil, nil, fmt.Errorf("quota_storage_limits[%d] is nil: %w", i, sdk.ErrInvalid)
		}
		limit := &types.QuotaStorageLimit{Limit: w.Limit}
		if w.StorageDomain != nil {
			v, err := referDomain(ctx, engine, w.StorageDomain, o)
			if err != nil {
				return nil, nil, err
			}
			limit.StorageDomain = &types.StorageDomain{ID: v.ID}
		}
		storage = append(storage, limit)
	}
	return clusters, storage, nil
}
