package ensure_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// convergence is a use of a function that must change nothing when it runs again. Tables of other
// files may have rows of their own, for [converge]; each function needs one row at least.
type convergence struct {
	kind string // kind is the function, such as Vm for ensure.Vm.
	name string // name says what is wanted.
	seed func(*bed)
	run  func(context.Context, sdk.Engine, *bed) (outcome, error)
	// hasDisks says that disks of an alias are made, of which many callers would make many.
	hasDisks bool
}

// converge runs each row twice, over XML and over JSON. The first run must change something; the
// second one must send no request that changes anything, nor may a plan.
func converge(t *testing.T, rows []convergence) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.kind+"/"+row.name, func(t *testing.T) {
			t.Parallel()
			for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
				t.Run(format.String(), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { row.twice(t, newBed(t, format)) })
				})
			}
		})
	}
}

func (row convergence) twice(t *testing.T, b *bed) {
	if row.seed != nil {
		row.seed(b)
	}
	b.changes()
	first, err := row.run(t.Context(), b.conn, b)
	if err != nil {
		t.Fatalf("first run: %v", err)
	}
	if sent := b.changes(); !first.changed || sent == nil {
		t.Errorf("first run sends %v and changes %v", sent, first.changes)
	}
	again, err := row.run(t.Context(), b.conn, b)
	if err != nil {
		t.Fatalf("second run: %v", err)
	}
	if sent := b.changes(); sent != nil || again.changed {
		t.Errorf("second run sends %v and changes %v", sent, again.changes)
	}
	plan := ensure.NewPlan(b.conn)
	if _, err := row.run(t.Context(), plan, b); err != nil || plan.String() != "" {
		t.Errorf("a plan of the second run has %v and fails with %v", plan, err)
	}
}

func TestEveryKindConverges(t *testing.T) {
	t.Parallel()
	converge(t, convergences)
}

// TestNoKindIsForgotten reads which functions the package has, and which ones the tables name.
func TestNoKindIsForgotten(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	rows := make(map[string]bool)
	for _, file := range files {
		text, err := os.ReadFile(file.Name())
		switch {
		case err != nil || !strings.HasSuffix(file.Name(), ".go"):
		case strings.HasSuffix(file.Name(), "_test.go"):
			for _, m := range rowKind.FindAllStringSubmatch(string(text), -1) {
				rows[m[1]] = true
			}
		default:
			kinds = append(kinds, functions(t, file.Name())...)
		}
	}
	if len(kinds) < 12 {
		t.Fatalf("the package has %v", kinds)
	}
	for _, kind := range kinds {
		if !rows[kind] {
			t.Errorf("no row shows that ensure.%s converges", kind)
		}
	}
}

var rowKind = regexp.MustCompile(`kind: +"(\w+)"`)

// functions names the exported functions of a file that create or update objects.
func functions(t *testing.T, file string) []string {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || !fn.Name.IsExported() || fn.Type.Results == nil {
			continue
		}
		generic, ok := fn.Type.Results.List[0].Type.(*ast.IndexExpr)
		if !ok || strings.HasSuffix(fn.Name.Name, "Absent") || strings.HasSuffix(fn.Name.Name, "State") {
			continue
		}
		if name, ok := generic.X.(*ast.Ident); ok && name.Name == "Result" {
			names = append(names, fn.Name.Name)
		}
	}
	return names
}

// vmRow is a VM of the template Blank that is wanted with some fields more.
func vmRow(name string, want types.Vm) convergence {
	if want.Name == nil {
		want.Name = new("web")
	}
	if want.Cluster == nil {
		want.Cluster = &types.Cluster{Name: new("Default")}
	}
	if want.Template == nil {
		want.Template = &types.Template{Name: new("Blank")}
	}
	return convergence{
		kind: "Vm", name: name,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &want))
		},
	}
}

var convergences = []convergence{
	vmRow("name alone", types.Vm{}),
	vmRow("sound card", types.Vm{SoundcardEnabled: new(false)}),
	vmRow("TPM", types.Vm{
		TpmEnabled: new(true), Bios: &types.Bios{Type: types.BiosTypeQ35Ovmf},
		Os: &types.OperatingSystem{Type: new("rhel_9x64")},
	}),
	vmRow("VirtIO-SCSI", types.Vm{VirtioScsi: &types.VirtioScsi{Enabled: new(false)}}),
	vmRow("serial console", types.Vm{Console: &types.Console{Enabled: new(true)}}),
	vmRow("random number generator", types.Vm{RngDevice: &types.RngDevice{
		Source: types.RngSourceUrandom, Rate: &types.Rate{Bytes: new(int64(1024)), Period: new(int64(1000))},
	}}),
	vmRow("no random number generator", types.Vm{RngDevice: &types.RngDevice{}}),
	vmRow("pinned by name", types.Vm{PlacementPolicy: &types.VmPlacementPolicy{
		Affinity: types.VmAffinityPinned, Hosts: []*types.Host{{Name: new("host-001")}},
	}}),
	vmRow("initialization", types.Vm{Initialization: &types.Initialization{
		HostName: new("web"), RootPassword: new("secret"), UserName: new("root"), AuthorizedSshKeys: new("k"),
		NicConfigurations: []*types.NicConfiguration{{
			Name: new("eth0"), OnBoot: new(true), BootProtocol: types.BootProtocolStatic,
			Ip: &types.Ip{Address: new("10.0.0.2"), Netmask: new("255.255.255.0"), Gateway: new("10.0.0.1")},
		}},
	}}),
	vmRow("migration", types.Vm{Migration: &types.MigrationOptions{
		ParallelMigrationsPolicy: types.ParallelMigrationsPolicyCustom, CustomParallelMigrations: new(int64(4)),
		AutoConverge: types.InheritableBooleanTrue,
	}}),
	vmRow("memory", types.Vm{
		Memory:       new(int64(2*gib + 4711)),
		MemoryPolicy: &types.MemoryPolicy{Guaranteed: new(int64(gib + 1)), Max: new(int64(4*gib + 1))},
	}),
	vmRow("compatibility version", types.Vm{
		CustomCompatibilityVersion: &types.Version{Major: new(int64(4)), Minor: new(int64(6))},
	}),
	vmRow("empty objects", types.Vm{
		Quota: &types.Quota{}, Lease: &types.StorageDomainLease{}, Initialization: &types.Initialization{},
		InstanceType: &types.InstanceType{}, PlacementPolicy: &types.VmPlacementPolicy{}, Os: &types.OperatingSystem{},
		CustomProperties: []*types.CustomProperty{}, Description: new(""),
	}),
	vmRow("instance type by name", types.Vm{InstanceType: &types.InstanceType{Name: new("Small")}}),
	vmRow("NIC without network", types.Vm{Nics: []*types.Nic{{Name: new("nic1"), VnicProfile: &types.VnicProfile{}}}}),
	{kind: "Vm", name: "pinned to another host",
		seed: func(b *bed) {
			seedVM(b)
			b.put("/vms/"+b.IDs("/vms")[0], `<vm><placement_policy><affinity>pinned</affinity><hosts><host id="`+b.IDs("/hosts")[0]+
				`"/></hosts></placement_policy></vm>`)
			b.seed("/hosts", "<host><name>other</name><status>up</status><cluster><name>Default</name></cluster></host>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &types.Vm{Name: new("web"), PlacementPolicy: &types.VmPlacementPolicy{
				Hosts: []*types.Host{{Name: new("other")}},
			}}))
		},
	},
	{kind: "Vm", name: "unpinned",
		seed: func(b *bed) {
			seedVM(b)
			b.put("/vms/"+b.IDs("/vms")[0], `<vm><placement_policy><affinity>pinned</affinity><hosts><host id="`+b.IDs("/hosts")[0]+
				`"/></hosts></placement_policy></vm>`)
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &types.Vm{Name: new("web"), PlacementPolicy: &types.VmPlacementPolicy{}}))
		},
	},
	{kind: "Vm", name: "running, with devices", seed: vmStatus("up"),
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Vm(ctx, on, &types.Vm{
				Name: new("web"), SoundcardEnabled: new(false), Console: &types.Console{Enabled: new(true)},
				RngDevice: &types.RngDevice{Source: types.RngSourceUrandom, Rate: &types.Rate{Bytes: new(int64(8))}},
			}))
		},
	},
	{kind: "Vm", name: "everything at once", hasDisks: true, run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.Vm(ctx, on, fullVm()))
	}},
	{kind: "Tag", name: "new", run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.Tag(ctx, on, &types.Tag{Name: new("web"), Description: new("d")}))
	}},
	{kind: "Disk", name: "new", hasDisks: true, run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.Disk(ctx, on, &types.Disk{
			Name: new("data"), ProvisionedSize: new(int64(gib)), Format: types.DiskFormatCow,
			StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
		}))
	}},
	{kind: "Network", name: "new", run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.Network(ctx, on, &types.Network{
			Name: new("blue"), DataCenter: &types.DataCenter{Name: new("Default")},
			Vlan: &types.Vlan{ID: new(int64(7))}, Usages: []types.NetworkUsage{types.NetworkUsageVm},
		}))
	}},
	{kind: "Network", name: "in a cluster", run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.Network(ctx, on, &types.Network{
			Name: new("blue"), DataCenter: &types.DataCenter{Name: new("Default")}, Cluster: &types.Cluster{Name: new("Default")},
			Required: new(false), Usages: []types.NetworkUsage{types.NetworkUsageMigration, types.NetworkUsageVm},
		}))
	}},
	{kind: "Network", name: "without name servers",
		seed: func(b *bed) {
			b.seed("/networks", "<network><name>blue</name><data_center><name>Default</name></data_center>"+
				"<dns_resolver_configuration><name_servers><name_server>10.0.0.1</name_server></name_servers>"+
				"</dns_resolver_configuration></network>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Network(ctx, on, &types.Network{
				Name: new("blue"), DnsResolverConfiguration: &types.DnsResolverConfiguration{NameServers: []string{}},
			}))
		},
	},
	{kind: "VnicProfile", name: "network filter by name", run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.VnicProfile(ctx, on, &types.VnicProfile{
			Name: new("fast"), Network: &types.Network{Name: new("ovirtmgmt")},
			NetworkFilter: &types.NetworkFilter{Name: new("clean-traffic")}, Qos: &types.Qos{},
		}))
	}},
	{kind: "VnicProfile", name: "new", run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.VnicProfile(ctx, on, &types.VnicProfile{
			Name: new("fast"), Network: &types.Network{Name: new("ovirtmgmt")}, Description: new("d"),
		}))
	}},
	{kind: "AffinityGroup", name: "with members", seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.AffinityGroup(ctx, on, &types.AffinityGroup{
				Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")}, Vms: []*types.Vm{{Name: new("web")}},
				VmsRule: &types.AffinityRule{Enabled: new(true), Positive: new(false), Enforcing: new(false)},
			}))
		},
	},
	{kind: "AffinityGroup", name: "rules by their polarity alone", run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.AffinityGroup(ctx, on, &types.AffinityGroup{
			Name: new("apart"), Cluster: &types.Cluster{Name: new("Default")},
			VmsRule: &types.AffinityRule{Positive: new(true)}, HostsRule: &types.AffinityRule{Enabled: new(false), Positive: new(true)},
		}))
	}},
	{kind: "Template", name: "new", seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Template(ctx, on, &types.Template{
				Name: new("gold"), Vm: &types.Vm{Name: new("web")}, Description: new("d"),
			}))
		},
	},
	{kind: "Template", name: "devices", seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Template(ctx, on, &types.Template{
				Name: new("gold"), Vm: &types.Vm{Name: new("web")}, SoundcardEnabled: new(true),
				RngDevice: &types.RngDevice{Source: types.RngSourceUrandom}, Console: &types.Console{Enabled: new(true)},
				Initialization: &types.Initialization{RootPassword: new("secret")},
			}))
		},
	},
	{kind: "Template", name: "without sound card",
		seed: func(b *bed) {
			b.seed("/templates", "<template><name>gold</name><status>ok</status><memory>1073741824</memory>"+
				"<cluster><name>Default</name></cluster></template>")
		},
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Template(ctx, on, &types.Template{Name: new("gold"), SoundcardEnabled: new(false)}))
		},
	},
	{kind: "Snapshot", name: "new", seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Snapshot(ctx, on, &types.Vm{Name: new("web")}, &types.Snapshot{
				Description: new("before"), PersistMemorystate: new(true),
			}))
		},
	},
	{kind: "User", name: "new", seed: func(b *bed) { b.drop("/users/" + b.user()) },
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.User(ctx, on, &types.User{
				UserName: new("jo@internal-authz"), Domain: &types.Domain{Name: new("internal-authz")},
			}))
		},
	},
	{kind: "Permission", name: "on a VM", seed: seedVM,
		run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
			return of(ensure.Permission(ctx, on, &types.Permission{
				Role: &types.Role{Name: new("UserRole")}, User: &types.User{UserName: new("jo@internal-authz")},
				Vm: &types.Vm{Name: new("web")},
			}))
		},
	},
	{kind: "Host", name: "new", run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.Host(ctx, on, &types.Host{
			Name: new("new"), Address: new("new.example.com"), Cluster: &types.Cluster{Name: new("Default")},
			RootPassword: new("secret"),
		}))
	}},
	{kind: "Host", name: "comment beside a port",
		seed: func(b *bed) { b.put("/hosts/"+b.IDs("/hosts")[0], "<host><port>54322</port></host>") },
		run: func(ctx context.Context, on sdk.Engine, b *bed) (outcome, error) {
			r, err := ensure.Host(ctx, on, &types.Host{
				Name: new("host-001"), Comment: new("c"), Spm: &types.Spm{Priority: new(int64(3))},
				Ssh: &types.Ssh{Port: new(int64(22))}, Os: &types.OperatingSystem{CustomKernelCmdline: new("quiet")},
			})
			if err == nil && r.Object.Port != nil && *r.Object.Port != 54322 {
				b.t.Errorf("the port is %d", *r.Object.Port)
			}
			return of(r, err)
		},
	},
	{kind: "StorageDomain", name: "new", run: func(ctx context.Context, on sdk.Engine, _ *bed) (outcome, error) {
		return of(ensure.StorageDomain(ctx, on, &types.StorageDomain{
			Name: new("nfs"), Type: types.StorageDomainTypeData, Host: &types.Host{Name: new("host-001")},
			DataCenter: &types.DataCenter{Name: new("Default")},
			Storage: &types.HostStorage{
				Type: types.StorageTypeNfs, Address: new("nfs.example.com"), Path: new("/export/more"),
			},
		}))
	}},
}
