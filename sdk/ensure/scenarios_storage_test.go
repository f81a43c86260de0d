package ensure_test

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// storageScenarios are those of disks and storage domains.
var storageScenarios = []scenario{
	{
		name: "new disk",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Disk(ctx, on, &types.Disk{
				Name: new("data"), ProvisionedSize: new(int64(gib)), Format: types.DiskFormatCow,
				InitialSize:    new(int64(4096)),
				StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
			}))
		},
		count: []string{"/disks"}, sent: []string{"POST /disks"},
	},
	{
		name: "larger disk",
		seed: func(b *bed) {
			b.seed("/disks",
				"<disk><alias>data</alias><name>data</name><status>ok</status>"+
					"<provisioned_size>1073741824</provisioned_size></disk>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Disk(ctx, on, &types.Disk{
				Alias: new("data"), ProvisionedSize: new(int64(2 * gib)), Description: new("d"),
			}))
		},
		count: []string{"/disks"}, sent: []string{"PUT /disks/ID"},
	},
	{
		name: "no disk",
		seed: func(b *bed) {
			b.seed("/disks",
				"<disk><alias>data</alias><name>data</name><status>ok</status></disk>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.DiskAbsent(ctx, on, "data"))
		},
		count: []string{"/disks"}, sent: []string{"DELETE /disks/ID"},
	},
	{
		name: "new storage domain",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.StorageDomain(ctx, on, &types.StorageDomain{
				Name: new("nfs"), Type: types.StorageDomainTypeData,
				Host: &types.Host{Name: new("host-001")},
				Storage: &types.HostStorage{
					Type: types.StorageTypeNfs, Address: new("nfs.example.com"), Path: new("/data"),
				},
				DataCenter: &types.DataCenter{Name: new("Default")},
			}))
		},
		count: []string{"/storagedomains", "/datacenters/*/storagedomains"},
		sent:  []string{"POST /storagedomains", "POST /datacenters/ID/storagedomains"},
	},
	{
		name: "changed storage domain",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.StorageDomain(ctx, on, &types.StorageDomain{
				Name: new("data-001"), Comment: new("c"), WipeAfterDelete: new(true),
				DataCenter: &types.DataCenter{Name: new("Default")},
			}))
		},
		count: []string{"/storagedomains"}, sent: []string{"PUT /storagedomains/ID"},
	},
	{
		name: "storage domain in maintenance",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			center := &types.DataCenter{Name: new("Default")}
			const status = types.StorageDomainStatusMaintenance
			return of(ensure.StorageDomainState(ctx, on, center, "data-001", status))
		},
		count: []string{"/storagedomains", "/datacenters/*/storagedomains"},
		sent:  []string{"POST /datacenters/ID/storagedomains/ID/deactivate"},
	},
	{
		name: "storage domain unattached",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			center := &types.DataCenter{Name: new("Default")}
			const status = types.StorageDomainStatusUnattached
			return of(ensure.StorageDomainState(ctx, on, center, "data-001", status))
		},
		count: []string{"/storagedomains", "/datacenters/*/storagedomains"},
		sent: []string{
			"POST /datacenters/ID/storagedomains/ID/deactivate",
			"DELETE /datacenters/ID/storagedomains/ID",
		},
	},
	{
		name: "storage domain attached in maintenance",
		seed: func(b *bed) {
			b.seed("/storagedomains",
				"<storage_domain><name>nfs</name><type>data</type><status>unattached</status>"+
					"</storage_domain>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			center := &types.DataCenter{Name: new("Default")}
			const status = types.StorageDomainStatusMaintenance
			return of(ensure.StorageDomainState(ctx, on, center, "nfs", status))
		},
		count: []string{"/storagedomains", "/datacenters/*/storagedomains"},
		sent: []string{
			"POST /datacenters/ID/storagedomains",
			"POST /datacenters/ID/storagedomains/ID/deactivate",
		},
	},
	{
		name: "no storage domain",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.StorageDomainAbsent(ctx, on, "data-001"))
		},
		count: []string{"/storagedomains", "/datacenters/*/storagedomains"},
		sent: []string{
			"POST /datacenters/ID/storagedomains/ID/deactivate",
			"DELETE /datacenters/ID/storagedomains/ID", "DELETE /storagedomains/ID?host=ID",
		},
	},
}
