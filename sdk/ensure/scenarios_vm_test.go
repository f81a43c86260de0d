package ensure_test

import (
	"context"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// seedVM puts a VM that is down into the inventory, with a NIC and a disk.
func seedVM(b *bed) {
	id := b.seed("/vms",
		"<vm><name>web</name><status>down</status><memory>1073741824</memory>"+
			"<cluster><name>Default</name></cluster>"+
			`<template id="00000000-0000-0000-0000-000000000000"/></vm>`)
	b.seed("/vms/"+id+"/nics",
		"<nic><name>eth0</name><mac><address>56:6f:aa:bb:cc:dd</address></mac>"+
			"<plugged>true</plugged></nic>")
	disk := b.seed("/disks",
		"<disk><alias>root</alias><name>root</name><status>ok</status>"+
			"<provisioned_size>1073741824</provisioned_size></disk>")
	b.seed("/vms/"+id+"/diskattachments",
		`<disk_attachment id="`+disk+`"><active>true</active><interface>virtio</interface>`+
			`<disk id="`+disk+`"/></disk_attachment>`)
}

func vmStatus(status string) func(*bed) {
	return func(b *bed) {
		seedVM(b)
		host := b.IDs("/hosts")[0]
		doc := "<vm><status>" + status + "</status>"
		if status != "down" && status != "suspended" {
			doc += `<host id="` + host + `"/>`
		}
		b.put("/vms/"+b.IDs("/vms")[0], doc+"</vm>")
	}
}

func fullVm() *types.Vm {
	return &types.Vm{
		Name: new("db"), Cluster: &types.Cluster{Name: new("Default")},
		Template:    &types.Template{Name: new("Blank")},
		Description: new(""), Memory: new(int64(2*gib + 4711)),
		Cpu: &types.Cpu{
			Topology: &types.CpuTopology{
				Cores: new(int64(2)), Sockets: new(int64(1)), Threads: new(int64(1)),
			},
		},
		CustomProperties: []*types.CustomProperty{
			{Name: new("viodiskcache"), Value: new("writeback")}, {Name: new("sap_agent"), Value: new("true")},
		},
		Initialization: &types.Initialization{
			HostName: new("db"), RootPassword: new("secret"), UserName: new("root"),
		},
		Nics: []*types.Nic{
			{
				Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("ovirtmgmt")},
				Mac: &types.Mac{Address: new("56:6F:AA:BB:CC:01")},
			},
			{Name: new("eth1"), Linked: new(false)},
		},
		DiskAttachments: []*types.DiskAttachment{
			{Interface: types.DiskInterfaceVirtioScsi, Bootable: new(true), Disk: &types.Disk{
				Alias: new("root"), ProvisionedSize: new(int64(gib)), Format: types.DiskFormatCow,
				StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
			}},
			{
				Interface: types.DiskInterfaceVirtio,
				Disk: &types.Disk{
					Name: new("data"), ProvisionedSize: new(int64(gib)),
					Format:         types.DiskFormatRaw,
					StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
				},
			},
		},
	}
}

var vmCollections = []string{
	"/vms", "/vms/*/nics", "/vms/*/diskattachments", "/disks", "/vms/*/snapshots",
}

// vmScenarios are those of VMs and their states.
var vmScenarios = []scenario{
	{
		name: "new vm",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, fullVm()))
		},
		count: vmCollections,
		sent: []string{
			"POST /vms", "POST /vms/ID/nics", "POST /vms/ID/nics", "POST /vms/ID/diskattachments",
			"POST /vms/ID/diskattachments",
		},
	},
	{
		name: "changed vm",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			vm := fullVm()
			vm.Name = new("web")
			vm.DiskAttachments[0].Disk.Format, vm.DiskAttachments[0].Disk.StorageDomains = "", nil
			vm.DiskAttachments[0].Disk.ProvisionedSize = new(int64(2 * gib))
			return of(ensure.Vm(ctx, on, vm))
		},
		count: vmCollections,
		sent: []string{
			"PUT /vms/ID", "PUT /vms/ID/nics/ID", "POST /vms/ID/nics",
			"PUT /vms/ID/diskattachments/ID", "POST /vms/ID/diskattachments",
		},
	},
	{
		name: "vm of a template",
		seed: func(b *bed) {
			id := b.seed("/templates",
				"<template><name>gold</name><status>ok</status><memory>1073741824</memory>"+
					"</template>")
			b.seed("/templates/"+id+"/nics", "<nic><name>eth0</name><plugged>true</plugged></nic>")
			disk := b.seed("/disks",
				"<disk><alias>root</alias><name>root</name><status>ok</status><format>cow</format>"+
					"<provisioned_size>1073741824</provisioned_size><storage_domains>"+
					`<storage_domain id="`+b.IDs("/storagedomains")[0]+`"/></storage_domains></disk>`)
			b.seed("/templates/"+id+"/diskattachments",
				`<disk_attachment id="`+disk+`"><active>true</active>`+
					`<interface>virtio</interface><disk id="`+disk+`"/></disk_attachment>`)
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			vm := fullVm()
			vm.Template.Name, vm.Status = new("gold"), types.VmStatusUp
			vm.DiskAttachments[0].Disk = &types.Disk{
				Alias: new("root"), ProvisionedSize: new(int64(2 * gib)),
			}
			return of(ensure.Vm(ctx, on, vm, ensure.Clone()))
		},
		count: vmCollections,
		sent: []string{
			"POST /vms?clone=true", "PUT /vms/ID/nics/ID", "POST /vms/ID/nics",
			"PUT /vms/ID/diskattachments/ID", "POST /vms/ID/diskattachments",
			"POST /vms/ID/start",
		},
	},
	{
		name: "vm with nothing else",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &types.Vm{
				Name: new("web"), Nics: []*types.Nic{}, DiskAttachments: []*types.DiskAttachment{},
			}, ensure.Exclusive()))
		},
		count: vmCollections,
		sent: []string{
			"DELETE /vms/ID/nics/ID", "DELETE /vms/ID/diskattachments/ID?detach_only=true",
		},
	},
	{
		name: "running vm with nothing else",
		seed: vmStatus("up"),
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &types.Vm{
				Name: new("web"), Nics: []*types.Nic{}, DiskAttachments: []*types.DiskAttachment{},
			}, ensure.Exclusive()))
		},
		count: vmCollections,
		sent: []string{
			"POST /vms/ID/nics/ID/deactivate", "DELETE /vms/ID/nics/ID",
			"PUT /vms/ID/diskattachments/ID",
			"DELETE /vms/ID/diskattachments/ID?detach_only=true",
		},
	},
	{
		name: "vm with a disk that exists",
		seed: func(b *bed) {
			seedVM(b)
			b.seed("/disks", "<disk><alias>more</alias><name>more</name><status>ok</status></disk>")
		},
		run: func(ctx context.Context, on sdk.Engine, b *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &types.Vm{Name: new("web"), DiskAttachments: []*types.DiskAttachment{
				{
					Interface: types.DiskInterfaceVirtio,
					Disk:      &types.Disk{ID: new(b.IDs("/disks")[len(b.IDs("/disks"))-1])},
				},
			}}))
		},
		count: vmCollections, sent: []string{"POST /vms/ID/diskattachments"},
	},
	{
		name: "running vm that changes with its next start",
		seed: vmStatus("up"),
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &types.Vm{
				Name:        new("web"),
				Cpu:         &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(4))}},
				Description: new("d"),
			}))
		},
		count: vmCollections, sent: []string{"PUT /vms/ID"},
	},
	{
		name: "no running vm", linger: true,
		seed: vmStatus("up"),
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VmAbsent(ctx, on, "web"))
		},
		count: vmCollections, sent: []string{"POST /vms/ID/stop", "DELETE /vms/ID"},
	},
	{
		name: "no vm but its disks",
		seed: vmStatus("suspended"),
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VmAbsent(ctx, on, "web", ensure.KeepDisks()))
		},
		count: vmCollections,
		sent:  []string{"POST /vms/ID/stop", "DELETE /vms/ID?detach_only=true"},
	},
	state("down vm up", "down", types.VmStatusUp, "start"),
	state("suspended vm up", "suspended", types.VmStatusUp, "start"),
	state("paused vm up", "paused", types.VmStatusUp, "start"),
	state("running vm down", "up", types.VmStatusDown, "shutdown"),
	state("running vm down by force", "up", types.VmStatusDown, "stop", ensure.Force()),
	state("paused vm down", "paused", types.VmStatusDown, "stop"),
	state("suspended vm down", "suspended", types.VmStatusDown, "stop"),
	state("running vm suspended", "up", types.VmStatusSuspended, "suspend"),
	state("down vm suspended", "down", types.VmStatusSuspended, "start suspend"),
}

// state is the scenario of a VM that is brought from one state into another by actions.
func state(name, from string, to types.VmStatus, actions string, opts ...ensure.Option) scenario {
	s := scenario{
		name: name, seed: vmStatus(from), count: vmCollections,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VmState(ctx, on, "web", to, opts...))
		},
	}
	for action := range strings.FieldsSeq(actions) {
		s.sent = append(s.sent, "POST /vms/ID/"+action)
	}
	return s
}
