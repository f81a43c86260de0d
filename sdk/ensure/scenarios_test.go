package ensure_test

import (
	"context"
	"regexp"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var ids = regexp.MustCompile(`new-[0-9]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

const gib = 1 << 30

// seedVM puts a VM that is down into the inventory, with a NIC and a disk.
func seedVM(b *bed) {
	id := b.seed("/vms", "<vm><name>web</name><status>down</status><memory>1073741824</memory><cluster><name>Default</name></cluster>"+
		`<template id="00000000-0000-0000-0000-000000000000"/></vm>`)
	b.seed("/vms/"+id+"/nics", "<nic><name>eth0</name><mac><address>56:6f:aa:bb:cc:dd</address></mac><plugged>true</plugged></nic>")
	disk := b.seed("/disks", "<disk><alias>root</alias><name>root</name><status>ok</status><provisioned_size>1073741824</provisioned_size></disk>")
	b.seed("/vms/"+id+"/diskattachments", `<disk_attachment id="`+disk+`"><active>true</active><interface>virtio</interface><disk id="`+disk+`"/></disk_attachment>`)
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
		Name: new("db"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
		Description: new(""), Memory: new(int64(2*gib + 4711)),
		Cpu:              &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(2)), Sockets: new(int64(1)), Threads: new(int64(1))}},
		CustomProperties: []*types.CustomProperty{{Name: new("b"), Value: new("2")}, {Name: new("a"), Value: new("1")}},
		Initialization:   &types.Initialization{HostName: new("db"), RootPassword: new("secret"), UserName: new("root")},
		Nics: []*types.Nic{
			{Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("ovirtmgmt")}, Mac: &types.Mac{Address: new("56:6F:AA:BB:CC:01")}},
			{Name: new("eth1"), Linked: new(false)},
		},
		DiskAttachments: []*types.DiskAttachment{
			{Interface: types.DiskInterfaceVirtioScsi, Bootable: new(true), Disk: &types.Disk{
				Alias: new("root"), ProvisionedSize: new(int64(gib)), Format: types.DiskFormatCow,
				StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
			}},
			{Interface: types.DiskInterfaceVirtio, Disk: &types.Disk{Name: new("data"), ProvisionedSize: new(int64(gib)), Format: types.DiskFormatRaw}},
		},
	}
}

var vmCollections = []string{"/vms", "/vms/*/nics", "/vms/*/diskattachments", "/disks", "/vms/*/snapshots"}

var scenarios = []scenario{
	{
		name: "new tag",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Tag(ctx, on, &types.Tag{Name: new("web"), Description: new("d")}))
		},
		count: []string{"/tags"}, sent: []string{"POST /tags"},
	},
	{
		name: "tag below another",
		seed: func(b *bed) {
			b.seed("/tags", "<tag><name>up</name></tag>")
			b.seed("/tags", "<tag><name>web</name></tag>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Tag(ctx, on, &types.Tag{Name: new("web"), Parent: &types.Tag{Name: new("up")}}))
		},
		count: []string{"/tags"}, sent: []string{"PUT /tags/ID"},
	},
	{
		name: "no tag",
		seed: func(b *bed) { b.seed("/tags", "<tag><name>web</name></tag>") },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.TagAbsent(ctx, on, "web"))
		},
		count: []string{"/tags"}, sent: []string{"DELETE /tags/ID"},
	},
	{
		name: "new disk",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Disk(ctx, on, &types.Disk{
				Name: new("data"), ProvisionedSize: new(int64(gib)), Format: types.DiskFormatCow, InitialSize: new(int64(4096)),
				StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
			}))
		},
		count: []string{"/disks"}, sent: []string{"POST /disks"},
	},
	{
		name: "larger disk",
		seed: func(b *bed) {
			b.seed("/disks", "<disk><alias>data</alias><name>data</name><status>ok</status><provisioned_size>1073741824</provisioned_size></disk>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Disk(ctx, on, &types.Disk{Alias: new("data"), ProvisionedSize: new(int64(2 * gib)), Description: new("d")}))
		},
		count: []string{"/disks"}, sent: []string{"PUT /disks/ID"},
	},
	{
		name: "no disk",
		seed: func(b *bed) { b.seed("/disks", "<disk><alias>data</alias><name>data</name><status>ok</status></disk>") },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.DiskAbsent(ctx, on, "data"))
		},
		count: []string{"/disks"}, sent: []string{"DELETE /disks/ID"},
	},
	{
		name: "new network",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Network(ctx, on, &types.Network{
				Name: new("blue"), DataCenter: &types.DataCenter{Name: new("Default")}, Vlan: &types.Vlan{ID: new(int64(7))}, ProfileRequired: new(false),
				Usages: []types.NetworkUsage{types.NetworkUsageVm},
			}))
		},
		count: []string{"/networks", "/vnicprofiles"}, sent: []string{"POST /networks"},
	},
	{
		name: "changed network",
		seed: func(b *bed) {
			b.seed("/networks", "<network><name>blue</name><data_center><name>Default</name></data_center></network>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Network(ctx, on, &types.Network{Name: new("blue"), Mtu: new(int64(9000)), DataCenter: &types.DataCenter{Name: new("Default")}}))
		},
		count: []string{"/networks", "/vnicprofiles"}, sent: []string{"PUT /networks/ID"},
	},
	{
		name: "no network",
		seed: func(b *bed) {
			b.seed("/networks", "<network><name>blue</name><data_center><name>Default</name></data_center></network>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.NetworkAbsent(ctx, on, &types.Network{Name: new("blue")}))
		},
		count: []string{"/networks", "/vnicprofiles"}, sent: []string{"DELETE /networks/ID"},
	},
	{
		name: "new vnic profile",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VnicProfile(ctx, on, &types.VnicProfile{
				Name: new("fast"), Network: &types.Network{Name: new("ovirtmgmt")}, Description: new("d"),
				PassThrough:      &types.VnicPassThrough{Mode: types.VnicPassThroughModeDisabled},
				CustomProperties: []*types.CustomProperty{{Name: new("queues"), Value: new("4")}},
			}))
		},
		count: []string{"/vnicprofiles"}, sent: []string{"POST /vnicprofiles"},
	},
	{
		name: "changed vnic profile",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VnicProfile(ctx, on, &types.VnicProfile{
				Name: new("ovirtmgmt"), Network: &types.Network{Name: new("ovirtmgmt"), DataCenter: &types.DataCenter{Name: new("Default")}},
				PortMirroring: new(true),
			}))
		},
		count: []string{"/vnicprofiles"}, sent: []string{"PUT /vnicprofiles/ID"},
	},
	{
		name: "no vnic profile",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.VnicProfileAbsent(ctx, on, &types.VnicProfile{Name: new("ovirtmgmt"), Network: &types.Network{Name: new("ovirtmgmt")}}))
		},
		count: []string{"/vnicprofiles"}, sent: []string{"DELETE /vnicprofiles/ID"},
	},
	{
		name: "new affinity group",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroup(ctx, on, &types.AffinityGroup{
				Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")},
				VmsRule: &types.AffinityRule{Enabled: new(true), Positive: new(false), Enforcing: new(true)},
				Vms:     []*types.Vm{{Name: new("web")}}, Hosts: []*types.Host{{Name: new("host-001")}},
			}))
		},
		count: []string{"/clusters/*/affinitygroups"},
		sent: []string{
			"POST /clusters/ID/affinitygroups", "POST /clusters/ID/affinitygroups/ID/vms", "POST /clusters/ID/affinitygroups/ID/hosts",
		},
	},
	{
		name: "changed affinity group",
		seed: func(b *bed) {
			b.seed("/clusters/"+b.IDs("/clusters")[0]+"/affinitygroups", "<affinity_group><name>apart</name><priority>1</priority></affinity_group>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroup(ctx, on, &types.AffinityGroup{
				Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")}, Priority: new(float64(2)), HostsRule: &types.AffinityRule{Enabled: new(true)},
			}))
		},
		count: []string{"/clusters/*/affinitygroups"}, sent: []string{"PUT /clusters/ID/affinitygroups/ID"},
	},
	{
		name: "no affinity group",
		seed: func(b *bed) {
			b.seed("/clusters/"+b.IDs("/clusters")[0]+"/affinitygroups", "<affinity_group><name>apart</name></affinity_group>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroupAbsent(ctx, on, &types.AffinityGroup{Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")}}))
		},
		count: []string{"/clusters/*/affinitygroups"}, sent: []string{"DELETE /clusters/ID/affinitygroups/ID"},
	},
	{
		name: "new template",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Template(ctx, on, &types.Template{Name: new("gold"), Vm: &types.Vm{Name: new("web")}, Description: new("d")}))
		},
		count: []string{"/templates", "/disks", "/templates/*/diskattachments"}, sent: []string{"POST /templates"},
	},
	{
		name: "changed template",
		seed: func(b *bed) {
			b.seed("/templates", "<template><name>gold</name><status>ok</status><memory>1073741824</memory></template>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Template(ctx, on, &types.Template{
				Name: new("gold"), Vm: &types.Vm{Name: new("web")}, Memory: new(int64(2*gib + 1)), Initialization: &types.Initialization{HostName: new("h")},
			}))
		},
		count: []string{"/templates"}, sent: []string{"PUT /templates/ID"},
	},
	{
		name: "version of a template",
		seed: func(b *bed) {
			seedVM(b)
			id := b.seed("/templates", "<template><name>gold</name><status>ok</status></template>")
			b.put("/templates/"+id, `<template><version><base_template id="`+id+`"/><version_number>1</version_number></version></template>`)
		},
		run: func(ctx context.Context, on sdk.Engine, b *bed) (outcome, error) {
			return of(ensure.Template(ctx, on, &types.Template{Name: new("gold"), Vm: &types.Vm{Name: new("web")}, Version: &types.TemplateVersion{
				BaseTemplate: &types.Template{ID: new(b.IDs("/templates")[1])}, VersionName: new("next"),
			}}))
		},
		count: []string{"/templates"}, sent: []string{"POST /templates"},
	},
	{
		name: "no template",
		seed: func(b *bed) { b.seed("/templates", "<template><name>gold</name><status>ok</status></template>") },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.TemplateAbsent(ctx, on, &types.Template{Name: new("gold")}))
		},
		count: []string{"/templates"}, sent: []string{"DELETE /templates/ID"},
	},
	{
		name: "new snapshot",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Snapshot(ctx, on, &types.Vm{Name: new("web")}, &types.Snapshot{Description: new("before"), PersistMemorystate: new(true)}))
		},
		count: []string{"/vms/*/snapshots"}, sent: []string{"POST /vms/ID/snapshots"},
	},
	{
		name: "no snapshot",
		seed: func(b *bed) {
			seedVM(b)
			b.seed("/vms/"+b.IDs("/vms")[0]+"/snapshots", "<snapshot><description>before</description><snapshot_status>ok</snapshot_status><snapshot_type>regular</snapshot_type></snapshot>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.SnapshotAbsent(ctx, on, &types.Vm{Name: new("web")}, "before"))
		},
		count: []string{"/vms/*/snapshots"}, sent: []string{"DELETE /vms/ID/snapshots/ID"},
	},
	{
		name: "new user",
		seed: func(b *bed) { b.drop("/users/" + b.user()) },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.User(ctx, on, &types.User{UserName: new("jo@internal-authz"), Domain: &types.Domain{Name: new("internal-authz")}}))
		},
		count: []string{"/users"}, sent: []string{"POST /users"},
	},
	{
		name: "no user",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.UserAbsent(ctx, on, &types.User{UserName: new("jo"), Domain: &types.Domain{Name: new("internal-authz")}}))
		},
		count: []string{"/users"}, sent: []string{"DELETE /users/ID"},
	},
	{
		name: "new permission",
		seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Permission(ctx, on, &types.Permission{
				Role: &types.Role{Name: new("UserRole")}, User: &types.User{UserName: new("jo@internal-authz")}, Vm: &types.Vm{Name: new("web")},
			}))
		},
		count: []string{"/users/*/permissions", "/vms/*/permissions"}, sent: []string{"POST /vms/ID/permissions"},
	},
	{
		name: "new permission on the system",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Permission(ctx, on, &types.Permission{
				Role: &types.Role{Name: new("UserRole")}, User: &types.User{UserName: new("jo@internal-authz")},
			}))
		},
		count: []string{"/permissions"}, sent: []string{"POST /permissions"},
	},
	{
		name: "no permission",
		seed: func(b *bed) {
			seedVM(b)
			user := b.user()
			b.seed("/permissions", `<permission><role><name>UserRole</name></role><user id="`+user+`"/><vm id="`+b.IDs("/vms")[0]+`"/></permission>`)
			b.seed("/permissions", `<permission><role><name>UserRole</name></role><user id="`+user+`"/></permission>`)
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.PermissionAbsent(ctx, on, &types.Permission{
				Role: &types.Role{Name: new("UserRole")}, User: &types.User{UserName: new("jo@internal-authz")}, Vm: &types.Vm{Name: new("web")},
			}))
		},
		count: []string{"/permissions", "/users/*/permissions"}, sent: []string{"DELETE /vms/ID/permissions/ID"},
	},
	{
		name: "new host",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Host(ctx, on, &types.Host{
				Name: new("node"), Address: new("node.example.com"), RootPassword: new("secret"), Cluster: &types.Cluster{Name: new("Default")},
				Status: types.HostStatusMaintenance,
			}))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts?activate=false"},
	},
	{
		name: "new host that comes up",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Host(ctx, on, &types.Host{
				Name: new("node"), Address: new("node.example.com"), RootPassword: new("secret"), Cluster: &types.Cluster{Name: new("Default")},
				Ssh: &types.Ssh{AuthenticationMethod: types.SshAuthenticationMethodPassword}, Status: types.HostStatusUp,
			}))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts"},
	},
	{
		name: "changed host",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Host(ctx, on, &types.Host{Name: new("host-001"), Comment: new("c")}))
		},
		count: []string{"/hosts"}, sent: []string{"PUT /hosts/ID"},
	},
	{
		name: "host in maintenance",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.HostState(ctx, on, "host-001", types.HostStatusMaintenance))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts/ID/deactivate"},
	},
	{
		name: "host up",
		seed: func(b *bed) { b.put("/hosts/"+b.IDs("/hosts")[0], "<host><status>non_operational</status></host>") },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.HostState(ctx, on, "host-001", types.HostStatusUp))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts/ID/activate"},
	},
	{
		name: "no host",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.HostAbsent(ctx, on, "host-001"))
		},
		count: []string{"/hosts"}, sent: []string{"POST /hosts/ID/deactivate", "DELETE /hosts/ID"},
	},
	{
		name: "new storage domain",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.StorageDomain(ctx, on, &types.StorageDomain{
				Name: new("nfs"), Type: types.StorageDomainTypeData, Host: &types.Host{Name: new("host-001")},
				Storage:    &types.HostStorage{Type: types.StorageTypeNfs, Address: new("nfs.example.com"), Path: new("/data")},
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
				Name: new("data-001"), Comment: new("c"), WipeAfterDelete: new(true), DataCenter: &types.DataCenter{Name: new("Default")},
			}))
		},
		count: []string{"/storagedomains"}, sent: []string{"PUT /storagedomains/ID"},
	},
	{
		name: "storage domain in maintenance",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.StorageDomainState(ctx, on, &types.DataCenter{Name: new("Default")}, "data-001", types.StorageDomainStatusMaintenance))
		},
		count: []string{"/storagedomains", "/datacenters/*/storagedomains"},
		sent:  []string{"POST /datacenters/ID/storagedomains/ID/deactivate"},
	},
	{
		name: "storage domain unattached",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.StorageDomainState(ctx, on, &types.DataCenter{Name: new("Default")}, "data-001", types.StorageDomainStatusUnattached))
		},
		count: []string{"/storagedomains", "/datacenters/*/storagedomains"},
		sent:  []string{"POST /datacenters/ID/storagedomains/ID/deactivate", "DELETE /datacenters/ID/storagedomains/ID"},
	},
	{
		name: "storage domain attached in maintenance",
		seed: func(b *bed) {
			b.seed("/storagedomains", "<storage_domain><name>nfs</name><type>data</type><status>unattached</status></storage_domain>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.StorageDomainState(ctx, on, &types.DataCenter{Name: new("Default")}, "nfs", types.StorageDomainStatusMaintenance))
		},
		count: []string{"/storagedomains", "/datacenters/*/storagedomains"},
		sent:  []string{"POST /datacenters/ID/storagedomains", "POST /datacenters/ID/storagedomains/ID/deactivate"},
	},
	{
		name: "no storage domain",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.StorageDomainAbsent(ctx, on, "data-001"))
		},
		count: []string{"/storagedomains", "/datacenters/*/storagedomains"},
		sent: []string{
			"POST /datacenters/ID/storagedomains/ID/deactivate", "DELETE /datacenters/ID/storagedomains/ID", "DELETE /storagedomains/ID?host=ID",
		},
	},
	{
		name: "new vm",
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, fullVm()))
		},
		count: vmCollections,
		sent: []string{
			"POST /vms", "POST /vms/ID/nics", "POST /vms/ID/nics", "POST /vms/ID/diskattachments", "POST /vms/ID/diskattachments",
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
			"PUT /vms/ID", "PUT /vms/ID/nics/ID", "POST /vms/ID/nics", "PUT /vms/ID/diskattachments/ID", "POST /vms/ID/diskattachments",
		},
	},
	{
		name: "vm of a template",
		seed: func(b *bed) {
			id := b.seed("/templates", "<template><name>gold</name><status>ok</status><memory>1073741824</memory></template>")
			b.seed("/templates/"+id+"/nics", "<nic><name>eth0</name><plugged>true</plugged></nic>")
			disk := b.seed("/disks", "<disk><alias>root</alias><name>root</name><status>ok</status><provisioned_size>1073741824</provisioned_size></disk>")
			b.seed("/templates/"+id+"/diskattachments", `<disk_attachment id="`+disk+`"><active>true</active><interface>virtio</interface><disk id="`+disk+`"/></disk_attachment>`)
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			vm := fullVm()
			vm.Template.Name, vm.Status = new("gold"), types.VmStatusUp
			vm.DiskAttachments[0].Disk = &types.Disk{Alias: new("root"), ProvisionedSize: new(int64(2 * gib))}
			return of(ensure.Vm(ctx, on, vm, ensure.Clone()))
		},
		count: vmCollections,
		sent: []string{
			"POST /vms?clone=true", "PUT /vms/ID/nics/ID", "POST /vms/ID/nics", "PUT /vms/ID/diskattachments/ID", "POST /vms/ID/diskattachments",
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
		count: vmCollections, sent: []string{"DELETE /vms/ID/nics/ID", "DELETE /vms/ID/diskattachments/ID?detach_only=true"},
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
			"POST /vms/ID/nics/ID/deactivate", "DELETE /vms/ID/nics/ID", "PUT /vms/ID/diskattachments/ID",
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
				{Interface: types.DiskInterfaceVirtio, Disk: &types.Disk{ID: new(b.IDs("/disks")[len(b.IDs("/disks"))-1])}},
			}}))
		},
		count: vmCollections, sent: []string{"POST /vms/ID/diskattachments"},
	},
	{
		name: "running vm that changes with its next start",
		seed: vmStatus("up"),
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &types.Vm{
				Name: new("web"), Cpu: &types.Cpu{Topology: &types.CpuTopology{Cores: new(int64(4))}}, Description: new("d"),
			}))
		},
		count: vmCollections, sent: []string{"PUT /vms/ID"},
	},
	{
		name: "no running vm",
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
		count: vmCollections, sent: []string{"POST /vms/ID/stop", "DELETE /vms/ID?detach_only=true"},
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
