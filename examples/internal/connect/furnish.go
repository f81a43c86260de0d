package connect

import (
	"context"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Furnish makes what the examples find by name in the embedded engine: three VMs that are down, of which example-db-1 has a disk and a
// NIC, one that runs, example-app-1, with a NIC, and a host of their cluster. The names say example so that no example takes a real VM
// for its own when it runs without flags.
func Furnish(ctx context.Context, conn *sdk.Connection) error {
	hosts := conn.SystemService().HostsService()
	host, err := hosts.Add(ctx, &types.Host{
		Name:         new("example-host"),
		Address:      new("example-host.localdomain"),
		RootPassword: new("secret"),
		Cluster:      &types.Cluster{Name: new("Default")},
	}, nil)
	if err != nil {
		return err
	}
	_, err = sdk.WaitFor(ctx, hosts.HostService(*host.ID).Get,
		func(h *types.Host) bool { return h.Status == types.HostStatusUp }, often)
	if err != nil {
		return err
	}
	for _, vm := range []*types.Vm{
		{Name: new("example-web-1"), Memory: new(int64(1 << 30)), Description: new("first web server")},
		{Name: new("example-web-2"), Memory: new(int64(1 << 30)), Description: new("second web server")},
		{Name: new("example-app-1"), Memory: new(int64(2 << 30)), Description: new("application server")},
		{Name: new("example-db-1"), Memory: new(int64(4 << 30)), Description: new("database")},
	} {
		vm.Cluster = &types.Cluster{Name: new("Default")}
		vm.Template = &types.Template{Name: new("Blank")}
		added, err := conn.SystemService().VmsService().Add(ctx, vm, nil)
		if err != nil {
			return err
		}
		s := conn.SystemService().VmsService().VmService(*added.ID)
		if _, err := sdk.WaitFor(ctx, s.Get, func(vm *types.Vm) bool { return vm.Status == types.VmStatusDown }, often); err != nil {
			return err
		}
		switch *vm.Name {
		case "example-db-1":
			err = equip(ctx, conn, *added.ID)
		case "example-app-1":
			err = launch(ctx, s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// often is the pace of waiting for an engine in the same program, which needs no sparing.
var often = sdk.WaitEvery(5*time.Millisecond, 50*time.Millisecond)

// launch gives a VM a NIC and starts it.
func launch(ctx context.Context, vm *services.VmService) error {
	_, err := vm.NicsService().Add(ctx, &types.Nic{
		Name:        new("nic1"),
		Interface:   types.NicInterfaceVirtio,
		VnicProfile: &types.VnicProfile{ID: new(managementProfile)},
	}, nil)
	if err != nil {
		return err
	}
	if err := vm.Start(ctx, nil); err != nil {
		return err
	}
	_, err = sdk.WaitFor(ctx, vm.Get, func(vm *types.Vm) bool { return vm.Status == types.VmStatusUp }, often)
	return err
}

// managementProfile is the vNIC profile of the network ovirtmgmt in new engines.
const managementProfile = "0000000a-000a-000a-000a-000000000398"

// equip gives a VM a disk and a NIC.
func equip(ctx context.Context, conn *sdk.Connection, id string) error {
	vm := conn.SystemService().VmsService().VmService(id)
	if _, err := vm.NicsService().Add(ctx, &types.Nic{Name: new("nic1"), Interface: types.NicInterfaceVirtio}, nil); err != nil {
		return err
	}
	attachment, err := vm.DiskAttachmentsService().Add(ctx, &types.DiskAttachment{
		Active:    new(true),
		Bootable:  new(true),
		Interface: types.DiskInterfaceVirtioScsi,
		Disk: &types.Disk{
			Name:            new("example-db-1-disk"),
			ProvisionedSize: new(int64(20 << 30)),
			Format:          types.DiskFormatCow,
			StorageDomains:  []*types.StorageDomain{{Name: new("data-001")}},
		},
	}, nil)
	if err != nil {
		return err
	}
	disk := conn.SystemService().DisksService().DiskService(*attachment.ID)
	_, err = sdk.WaitFor(ctx, disk.Get, func(d *types.Disk) bool { return d.Status == types.DiskStatusOk }, often)
	return err
}
