package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var quotaFields = fields{
	managed: []string{
		"Name", "Description", "DataCenter", "ClusterHardLimitPct", "ClusterSoftLimitPct",
		"StorageHardLimitPct", "StorageSoftLimitPct", "QuotaClusterLimits", "QuotaStorageLimits",
	},
	managedElsewhere: map[string]string{
		"Disks":       "use the Quota of Disk",
		"Permissions": "use the QuotaService's PermissionsService",
		"Users":       "use the QuotaService's PermissionsService",
		"Vms":         "use the Quota of Vm",
	},
	appliedApart: []string{"DataCenter", "QuotaClusterLimits", "QuotaStorageLimits"},
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
	r, err := present(ctx, k, wanted)
	if err != nil {
		return r, err
	}
	quota := k.service(engine).QuotaService(idOf(r.Object))
	if err := clusterLimitSet(quota, o).apply(ctx, clusters, &r); err != nil {
		return r, wrap(op, err)
	}
	return r, wrap(op, storageLimitSet(quota, o).apply(ctx, storage, &r))
}

// QuotaAbsent removes the quota of that name from its data center; it reads the name and the data
// center of which. The engine refuses that while the quota is used and enforced.
func QuotaAbsent(
	ctx context.Context, engine sdk.Engine, which *types.Quota, opts ...Option,
) (Result[types.Quota], error) {
	const op = "ensure.QuotaAbsent"
	k, err := quotas(ctx, engine, op, which, apply(opts))
	if err != nil {
		return absentWith[types.Quota](op, err)
	}
	return absent(ctx, k)
}

// quotaKind is the kind of quotas of one data center, which are found by name.
type quotaKind struct {
	defaults[types.Quota]
	name       string
	dataCenter string // dataCenter is the ID of the data center.
}

func quotas(
	ctx context.Context, engine sdk.Engine, op string, wanted *types.Quota, o *options,
) (k quotaKind, err error) {
	if wanted == nil || wanted.DataCenter == nil {
		return k, mistake(op, "the quota has no data_center: set its ID or name")
	}
	center, err := referDataCenter(ctx, engine, wanted.DataCenter, o)
	if err != nil {
		return k, err
	}
	k.base = base{engine, op, o}
	k.name, k.dataCenter = nameOf(wanted), idOf(center)
	return k, nil
}

func (quotaKind) fields() *fields { return &quotaFields }

func (k quotaKind) service(engine sdk.Engine) *services.QuotasService {
	all := engine.SystemService().DataCentersService()
	return all.DataCenterService(k.dataCenter).QuotasService()
}

func (k quotaKind) find(ctx context.Context, engine sdk.Engine) (*types.Quota, error) {
	return find.ByName(ctx, k.service(engine).All, k.name, k.call...)
}

func (k quotaKind) add(ctx context.Context, v *types.Quota) (*types.Quota, error) {
	return k.service(k.engine).Add(ctx, v, nil, k.call...)
}

func (k quotaKind) update(
	ctx context.Context, id string, change, _ *types.Quota,
) (*types.Quota, error) {
	return k.service(k.engine).QuotaService(id).Update(ctx, change, nil, k.call...)
}

func (k quotaKind) remove(ctx context.Context, old *types.Quota) error {
	return k.service(k.engine).QuotaService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

// checkQuota refuses what no quota can become.
func checkQuota(op string, wanted *types.Quota) error {
	if err := checkManaged(op, wanted, &quotaFields); err != nil {
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
