package exampletest

import (
	"context"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// Furnish creates what the examples find by name in the embedded engine: a host, four VMs with a
// disk to boot from, of which example-app-1 runs and example-db-1 and example-app-1 have a NIC, the
// template example-template with a disk and a NIC, and a second data center whose network has the
// same name as that of the first. The names say example so that no example takes a real VM for its
// own when it runs without flags.
func Furnish(ctx context.Context, conn *sdk.Connection) error {
	for _, create := range []func(context.Context, *sdk.Connection) error{
		addHost, addOtherCenter, addTemplate, addMachines,
	} {
		if err := create(ctx, conn); err != nil {
			return err
		}
	}
	return nil
}

// often is how often to look at an engine in the same program, which needs no sparing.
var often = wait.Every(5*time.Millisecond, 50*time.Millisecond)

// addHost creates a host of the cluster Default.
func addHost(ctx context.Context, conn *sdk.Connection) error {
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
	_, err = wait.For(ctx, hosts.HostService(*host.ID).Get, wait.HostIn(types.HostStatusUp), often)
	return err
}

// addOtherCenter creates a second data center with a cluster. Engines give each data center a
// network ovirtmgmt with a vNIC profile of that name, so that neither is unique by name.
func addOtherCenter(ctx context.Context, conn *sdk.Connection) error {
	center, err := conn.SystemService().DataCentersService().Add(ctx, &types.DataCenter{
		Name:  new("example-center"),
		Local: new(false),
	}, nil)
	if err != nil {
		return err
	}
	_, err = conn.SystemService().ClustersService().Add(ctx, &types.Cluster{
		Name:       new("example-elsewhere"),
		DataCenter: &types.DataCenter{ID: center.ID},
		Cpu:        &types.Cpu{Type: new("Intel Nehalem Family"), Architecture: types.ArchitectureX8664},
	}, nil)
	return err
}

// addMachines creates the VMs and starts example-app-1.
func addMachines(ctx context.Context, conn *sdk.Connection) error {
	for _, vm := range []*types.Vm{
		{Name: new("example-web-1"), Memory: new(int64(1 << 30)), Description: new("first web server")},
		{Name: new("example-web-2"), Memory: new(int64(1 << 30)), Description: new("second web server")},
		{Name: new("example-app-1"), Memory: new(int64(2 << 30)), Description: new("application server")},
		{Name: new("example-db-1"), Memory: new(int64(4 << 30)), Description: new("database")},
	} {
		added, err := addVM(ctx, conn, vm)
		if err != nil {
			return err
		}
		s := conn.SystemService().VmsService().VmService(*added.ID)
		switch *vm.Name {
		case "example-db-1":
			err = addNic(ctx, s, nil)
		case "example-app-1":
			if err = addNic(ctx, s, &types.VnicProfile{ID: new(managementProfile)}); err == nil {
				err = launch(ctx, s)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addVM creates a VM with a disk in the cluster Default, and waits until both are ready.
func addVM(ctx context.Context, conn *sdk.Connection, vm *types.Vm) (*types.Vm, error) {
	vm.Cluster = &types.Cluster{Name: new("Default")}
	vm.Template = &types.Template{Name: new("Blank")}
	vms := conn.SystemService().VmsService()
	added, err := vms.Add(ctx, vm, nil)
	if err != nil {
		return nil, err
	}
	s := vms.VmService(*added.ID)
	if _, err := wait.For(ctx, s.Get, wait.VmIn(types.VmStatusDown), often); err != nil {
		return nil, err
	}
	return added, addDisk(ctx, conn, s, *vm.Name+"-disk")
}

// managementProfile is the vNIC profile of the network ovirtmgmt in the first data center of new
// engines.
const managementProfile = "0000000a-000a-000a-000a-000000000398"

// addNic provides a VM with a NIC; without a profile it is connected to nothing.
func addNic(ctx context.Context, vm *services.VmService, profile *types.VnicProfile) error {
	_, err := vm.NicsService().Add(ctx, &types.Nic{
		Name:        new("nic1"),
		Interface:   types.NicInterfaceVirtio,
		VnicProfile: profile,
	}, nil)
	return err
}

// addDisk provides a VM with a disk to boot from, raw and thin, and waits until it is ready.
func addDisk(ctx context.Context, conn *sdk.Connection, vm *services.VmService, name string) error {
	attachment, err := vm.DiskAttachmentsService().Add(ctx, &types.DiskAttachment{
		Active:    new(true),
		Bootable:  new(true),
		Interface: types.DiskInterfaceVirtioScsi,
		Disk: &types.Disk{
			Name:            &name,
			ProvisionedSize: new(int64(20 << 30)),
			Format:          types.DiskFormatRaw,
			Sparse:          new(true),
			StorageDomains:  []*types.StorageDomain{{Name: new("data-001")}},
		},
	}, nil)
	if err != nil {
		return err
	}
	disk := conn.SystemService().DisksService().DiskService(*attachment.ID)
	_, err = wait.For(ctx, disk.Get, wait.DiskIn(types.DiskStatusOk), often)
	return err
}

// launch starts a VM and waits until it is up.
func launch(ctx context.Context, vm *services.VmService) error {
	if err := vm.Start(ctx, nil); err != nil {
		return err
	}
	_, err := wait.For(ctx, vm.Get, wait.VmIn(types.VmStatusUp), often)
	return err
}

// addTemplate creates a template with a disk and a NIC from a VM that is removed afterwards.
func addTemplate(ctx context.Context, conn *sdk.Connection) error {
	vm, err := addVM(ctx, conn, &types.Vm{Name: new("example-golden"), Memory: new(int64(1 << 30))})
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	if err := addNic(ctx, s, &types.VnicProfile{ID: new(managementProfile)}); err != nil {
		return err
	}
	templates := conn.SystemService().TemplatesService()
	template, err := templates.Add(ctx, &types.Template{
		Name:        new("example-template"),
		Description: new("with a disk and a NIC"),
		Vm:          &types.Vm{ID: vm.ID},
	}, nil)
	if err != nil {
		return err
	}
	copied := templates.TemplateService(*template.ID)
	if _, err := wait.For(ctx, copied.Get, wait.TemplateIn(types.TemplateStatusOk), often); err != nil {
		return err
	}
	// The VM is locked while the template is made of it.
	if _, err := wait.For(ctx, s.Get, wait.VmIn(types.VmStatusDown), often); err != nil {
		return err
	}
	return s.Remove(ctx, nil)
}
