package ensure

import (
	"context"
	"math"

	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// clusterLimits are the limits of memory and virtual CPUs.
type clusterLimits struct {
	service *services.QuotaClusterLimitsService
	*options
}

func (l clusterLimits) list(ctx context.Context) ([]*types.QuotaClusterLimit, error) {
	return l.service.List(ctx, nil, l.call...)
}

func (l clusterLimits) add(ctx context.Context, limit *types.QuotaClusterLimit) error {
	_, err := l.service.Add(ctx, limit, nil, l.call...)
	return err
}

func (l clusterLimits) remove(ctx context.Context, id string) error {
	return l.service.LimitService(id).Remove(ctx, nil, l.call...)
}

func (clusterLimits) key(limit *types.QuotaClusterLimit) string { return idOf(limit.Cluster) }

func (clusterLimits) bounds(limit *types.QuotaClusterLimit) *types.QuotaClusterLimit {
	return &types.QuotaClusterLimit{
		MemoryLimit: wholeMiB(limit.MemoryLimit), VcpuLimit: limit.VcpuLimit,
	}
}

func (clusterLimits) unlimited() *types.QuotaClusterLimit {
	return &types.QuotaClusterLimit{MemoryLimit: new(-1.0), VcpuLimit: new(int64(-1))}
}

// wholeMiB cuts a number of GiB to whole MiB as engines do, which keep what is negative as -1.
func wholeMiB(gib *float64) *float64 {
	switch {
	case gib == nil:
		return nil
	case *gib < 0:
		return new(-1.0)
	}
	return new(math.Trunc(*gib*1024) / 1024)
}

// storageLimits are the limits of storage.
type storageLimits struct {
	service *services.QuotaStorageLimitsService
	*options
}

func (l storageLimits) list(ctx context.Context) ([]*types.QuotaStorageLimit, error) {
	return l.service.List(ctx, nil, l.call...)
}

func (l storageLimits) add(ctx context.Context, limit *types.QuotaStorageLimit) error {
	_, err := l.service.Add(ctx, limit, nil, l.call...)
	return err
}

func (l storageLimits) remove(ctx context.Context, id string) error {
	return l.service.LimitService(id).Remove(ctx, nil, l.call...)
}

func (storageLimits) key(limit *types.QuotaStorageLimit) string {
	return idOf(limit.StorageDomain)
}

func (storageLimits) bounds(limit *types.QuotaStorageLimit) *types.QuotaStorageLimit {
	return &types.QuotaStorageLimit{Limit: limit.Limit}
}

func (storageLimits) unlimited() *types.QuotaStorageLimit {
	return &types.QuotaStorageLimit{Limit: new(int64(-1))}
}
