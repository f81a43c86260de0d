package ensure_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/batch"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
)

// lines returns changes as texts, with ID for ids.
func lines(changes []ensure.Change) []string {
	var out []string
	for _, c := range changes {
		out = append(out, ids.ReplaceAllString(c.String(), "ID"))
	}
	return out
}

func TestVmTellsWhatChanged(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		seedVM(b)
		r, err := ensure.Vm(b.t.Context(), b.conn, &types.Vm{
			Name: new("web"), Memory: new(int64(2 * gib)), Initialization: &types.Initialization{HostName: new("web"), RootPassword: new("geheim")},
			Nics: []*types.Nic{{Name: new("eth0"), Linked: new(false), VnicProfile: &types.VnicProfile{Name: new("ovirtmgmt")}}},
			DiskAttachments: []*types.DiskAttachment{
				{Bootable: new(true), Disk: &types.Disk{Alias: new("root"), ProvisionedSize: new(int64(2 * gib))}},
			},
			Status: types.VmStatusUp,
		})
		if err != nil {
			b.t.Fatal(err)
		}
		want := []string{
			`initialization.host_name: "" -> "web"`,
			`initialization.root_password: "" -> "***"`,
			`memory: "1073741824" -> "2147483648"`,
			`nics[eth0].linked: "" -> "false"`,
			`nics[eth0].vnic_profile.id: "" -> "ID"`,
			`disk_attachments[root].bootable: "" -> "true"`,
			`disk_attachments[root].disk.provisioned_size: "1073741824" -> "2147483648"`,
			`status: "down" -> "up"`,
		}
		if diff := cmp.Diff(want, lines(r.Changes)); diff != "" {
			b.t.Errorf("changes differ (-want +got):\n%s", diff)
		}
		vm := r.Object
		if vm.Status != types.VmStatusUp || len(vm.Nics) != 1 || sdk.Value(vm.Nics[0].Linked) || len(vm.DiskAttachments) != 1 ||
			*vm.DiskAttachments[0].Disk.ProvisionedSize != 2*gib || vm.DiskAttachments[0].Disk.Status != types.DiskStatusOk {
			b.t.Errorf("the VM is %s", sdk.String(vm))
		}
		b.changes()
		// A password alone can't be compared; with another change of the initialization it is sent.
		r, err = ensure.Vm(b.t.Context(), b.conn, &types.Vm{
			Name: new("web"), Initialization: &types.Initialization{HostName: new("web"), RootPassword: new("other")},
		})
		if err != nil || r.Changed || b.changes() != nil {
			b.t.Errorf("a password changes %v, %v", r.Changes, err)
		}
	})
}

func TestInitializationIsSentWhole(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		seedVM(b)
		b.put("/vms/"+b.IDs("/vms")[0], "<vm><initialization><host_name>web</host_name><user_name>jo</user_name></initialization></vm>")
		rec := ensure.Record(b.conn)
		r, err := ensure.Vm(b.t.Context(), rec, &types.Vm{
			Name: new("web"), Initialization: &types.Initialization{HostName: new("db"), UserName: new("jo"), CustomScript: new("x")},
		})
		if err != nil {
			b.t.Fatal(err)
		}
		want := `<vm><initialization><custom_script>***</custom_script><host_name>db</host_name><user_name>jo</user_name></initialization></vm>`
		if steps := rec.Steps(); len(steps) != 1 || steps[0].Body != want {
			b.t.Errorf("sent %v, want %s", steps, want)
		}
		if diff := cmp.Diff([]string{`initialization.custom_script: "" -> "***"`, `initialization.host_name: "web" -> "db"`}, lines(r.Changes)); diff != "" {
			b.t.Errorf("changes differ (-want +got):\n%s", diff)
		}
	})
}

func TestWhatIsKnownIsNotAskedFor(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		seedVM(b)
		ctx := b.t.Context()
		vms := b.conn.SystemService().VmsService()
		wanted := &types.Vm{Name: new("web"), Nics: []*types.Nic{{Name: new("eth0")}}, DiskAttachments: []*types.DiskAttachment{
			{Disk: &types.Disk{Alias: new("root"), ProvisionedSize: new(int64(gib))}},
		}}
		first, err := ensure.Vm(ctx, b.conn, wanted)
		if err != nil {
			b.t.Fatal(err)
		}
		b.changes()
		r, err := ensure.Vm(ctx, b.conn, wanted, ensure.Current(first.Object))
		if err != nil || r.Changed || b.reads != 0 {
			b.t.Errorf("the VM as it was returns %v, %v with %d requests", r.Changes, err, b.reads)
		}
		wanted = &types.Vm{Name: new("new"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")}}
		r, err = ensure.Vm(ctx, b.conn, wanted, ensure.Current[types.Vm](nil))
		if sent := b.changes(); err != nil || !r.Changed || !slices.Equal(sent, []string{"POST /vms"}) {
			b.t.Errorf("a VM that isn't there returns %v, %v with %v", r.Changes, err, sent)
		}
		vm, err := find.ByName(ctx, vms.All, "new")
		if err != nil {
			b.t.Fatal(err)
		}
		b.changes()
		r, err = ensure.VmAbsent(ctx, b.conn, "new", ensure.Current(vm))
		if sent := b.changes(); err != nil || !r.Changed || r.Object != nil || len(sent) != 1 {
			b.t.Errorf("the removal returns %v, %v with %v", r.Changes, err, sent)
		}
		r, err = ensure.VmAbsent(ctx, b.conn, "new")
		if err != nil || r.Changed || r.Object != nil || r.Changes != nil {
			b.t.Errorf("the second removal returns %v, %v", r, err)
		}
	})
}

func TestVmStateWaitsForWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		states []string
		want   types.VmStatus
		sent   []string
	}{
		{"starts after powering down", []string{"powering_down", "down"}, types.VmStatusUp, []string{"start"}},
		{"is up after the shutdown failed", []string{"powering_down", "up"}, types.VmStatusUp, nil},
		{"starts after saving", []string{"saving_state", "suspended"}, types.VmStatusUp, []string{"start"}},
		{"starts after the images are free", []string{"image_locked", "down"}, types.VmStatusUp, []string{"start"}},
		{"is being started", []string{"wait_for_launch", "powering_up", "up"}, types.VmStatusUp, nil},
		{"is being migrated", []string{"migrating", "up"}, types.VmStatusUp, nil},
		{"is being restored", []string{"restoring_state", "up"}, types.VmStatusDown, []string{"shutdown"}},
		{"is being shut down", []string{"powering_down", "down"}, types.VmStatusDown, nil},
		{"is stopped while it starts", []string{"powering_up"}, types.VmStatusDown, []string{"shutdown"}},
		{"is stopped after saving", []string{"saving_state", "suspended"}, types.VmStatusDown, []string{"stop"}},
		{"is suspended after the start", []string{"powering_up", "up"}, types.VmStatusSuspended, []string{"suspend"}},
		{"is being suspended", []string{"saving_state", "suspended"}, types.VmStatusSuspended, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBed(t, func(b *bed) {
				vmStatus(tt.states[0])(b)
				path := "/vms/" + b.IDs("/vms")[0]
				go func() {
					for _, s := range tt.states[1:] {
						time.Sleep(time.Second)
						_ = b.Put(path, "<vm><status>"+s+"</status></vm>")
					}
				}()
				r, err := ensure.VmState(b.t.Context(), b.conn, "web", tt.want)
				if err != nil || r.Object.Status != tt.want || r.Changed != (tt.sent != nil) {
					b.t.Errorf("it returns %v, %v", r.Changes, err)
				}
				var sent []string
				for _, request := range b.changes() {
					sent = append(sent, request[strings.LastIndexByte(request, '/')+1:])
				}
				if diff := cmp.Diff(tt.sent, sent); diff != "" {
					b.t.Errorf("requests differ (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestVmOfTheNextRunIsCompared(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		vmStatus("up")(b)
		ctx := b.t.Context()
		want := func(cores int64) *types.Vm {
			return &types.Vm{Name: new("web"), Cpu: &types.Cpu{Topology: &types.CpuTopology{Cores: &cores}}}
		}
		for i, tt := range []struct {
			cores int64
			want  []string
		}{
			{4, []string{`cpu.topology.cores: "1" -> "4"`}},
			{4, nil},
			{2, []string{`cpu.topology.cores: "4" -> "2"`}},
		} {
			if i == 0 {
				b.put("/vms/"+b.IDs("/vms")[0], "<vm><cpu><topology><cores>1</cores></topology></cpu></vm>")
			}
			r, err := ensure.Vm(ctx, b.conn, want(tt.cores))
			if err != nil || !*r.Object.NextRunConfigurationExists {
				b.t.Fatalf("run %d: %v, %v", i, sdk.String(r.Object), err)
			}
			if diff := cmp.Diff(tt.want, lines(r.Changes)); diff != "" {
				b.t.Errorf("run %d: changes differ (-want +got):\n%s", i, diff)
			}
		}
	})
}

func TestVnicProfileIsThatOfTheDataCenter(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		ctx := b.t.Context()
		for _, name := range []string{"cluster-002", "Default"} {
			r, err := ensure.Vm(ctx, b.conn, &types.Vm{
				Name: new("vm-" + name), Cluster: &types.Cluster{Name: &name}, Template: &types.Template{Name: new("Blank")},
				Nics: []*types.Nic{{Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("ovirtmgmt")}}},
			})
			if err != nil {
				b.t.Fatal(err)
			}
			s := b.conn.SystemService()
			cluster, err := s.ClustersService().ClusterService(*r.Object.Cluster.ID).Get(ctx, nil)
			if err != nil {
				b.t.Fatal(err)
			}
			profile, err := s.VnicProfilesService().ProfileService(*r.Object.Nics[0].VnicProfile.ID).Get(ctx, nil)
			if err != nil {
				b.t.Fatal(err)
			}
			network, err := s.NetworksService().NetworkService(*profile.Network.ID).Get(ctx, nil)
			if err != nil || *network.DataCenter.ID != *cluster.DataCenter.ID {
				b.t.Errorf("%s has the profile of another data center, %v", name, err)
			}
		}
		// Networks of one name need their data center said.
		_, err := ensure.Network(ctx, b.conn, &types.Network{Name: new("ovirtmgmt"), Mtu: new(int64(9000))})
		if !errors.Is(err, find.ErrAmbiguous) {
			b.t.Errorf("two networks of one name give %v", err)
		}
		r, err := ensure.Network(ctx, b.conn, &types.Network{Name: new("ovirtmgmt"), Mtu: new(int64(9000)), DataCenter: &types.DataCenter{Name: new("Default")}})
		if err != nil || !r.Changed {
			b.t.Errorf("a network of a data center returns %v, %v", r.Changes, err)
		}
	}, simulator.Options{DeterministicIDs: true, Inventory: &simulator.Inventory{DataCenters: 2, Clusters: 2, Hosts: 2, StorageDomains: 2}})
}

func TestMistakesAreToldBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	b := newBed(t, sdk.XML)
	ctx := t.Context()
	seedVM(b)
	b.seed("/disks", "<disk><alias>twice</alias><name>twice</name><status>ok</status></disk>")
	b.seed("/disks", "<disk><alias>twice</alias><name>twice</name><status>ok</status></disk>")
	b.seed("/tags", "<tag><name>web</name></tag>")
	vm := func(change func(*types.Vm)) error {
		v := &types.Vm{Name: new("web")}
		change(v)
		_, err := ensure.Vm(ctx, b.conn, v)
		return err
	}
	for _, tt := range []struct {
		name  string
		run   func() error
		class error
		want  string
	}{
		{"nil", func() error { _, err := ensure.Tag(ctx, b.conn, nil); return err }, sdk.ErrInvalid,
			"ensure.Tag: what is wanted is nil"},
		{"no name", func() error { _, err := ensure.Tag(ctx, b.conn, &types.Tag{}); return err }, sdk.ErrInvalid,
			"ensure.Tag: find.ByName: the name of the tag is empty"},
		{"nil VM", func() error { _, err := ensure.Vm(ctx, b.conn, nil); return err }, sdk.ErrInvalid, "ensure.Vm: what is wanted is nil"},
		{"two of a name", func() error { _, err := ensure.Disk(ctx, b.conn, &types.Disk{Name: new("twice")}); return err }, find.ErrAmbiguous,
			`ensure.Disk: find.ByName: disk "twice" is ambiguous: 2 matches; select one by ID`},
		{"absent two of a name", func() error { _, err := ensure.DiskAbsent(ctx, b.conn, "twice"); return err }, find.ErrAmbiguous,
			`ensure.DiskAbsent: find.ByName: disk "twice" is ambiguous: 2 matches; select one by ID`},
		{"another type", func() error {
			_, err := ensure.Tag(ctx, b.conn, &types.Tag{Name: new("a")}, ensure.Current(&types.Vm{}))
			return err
		}, sdk.ErrInvalid, "ensure.Tag: Current is a *types.Vm, want a *types.Tag"},
		{"current without id", func() error {
			_, err := ensure.Tag(ctx, b.conn, &types.Tag{Name: new("a")}, ensure.Current(&types.Tag{}))
			return err
		}, sdk.ErrInvalid, "ensure.Tag: Current has no id"},
		{"collection", func() error { return vm(func(v *types.Vm) { v.Tags = []*types.Tag{{Name: new("web")}} }) }, sdk.ErrInvalid,
			"ensure.Vm: tags isn't managed: use VmTags"},
		{"template", func() error { return vm(func(v *types.Vm) { v.Template = &types.Template{Name: new("gold")} }) }, sdk.ErrInvalid,
			"ensure.Vm: Template can't be changed"},
		{"quota by name", func() error {
			b.put("/vms/"+b.IDs("/vms")[0], `<vm><quota id="00000000-0000-0000-0000-000000000001"/></vm>`)
			return vm(func(v *types.Vm) { v.Quota = &types.Quota{Name: new("all")} })
		}, sdk.ErrInvalid, "ensure.Vm: a quota is compared by its id, not by its name: invalid request"},
		{"nic without name", func() error { return vm(func(v *types.Vm) { v.Nics = []*types.Nic{{}} }) }, sdk.ErrInvalid,
			"ensure.Vm: nics[0] has no name"},
		{"nic twice", func() error {
			return vm(func(v *types.Vm) { v.Nics = []*types.Nic{{Name: new("a")}, {Name: new("a")}} })
		}, sdk.ErrInvalid, "ensure.Vm: nics[1]: the name a is wanted twice"},
		{"nic in a network", func() error {
			return vm(func(v *types.Vm) { v.Nics = []*types.Nic{{Name: new("a"), Network: &types.Network{Name: new("b")}}} })
		}, sdk.ErrInvalid, "ensure.Vm: nics[a].network isn't managed: use VnicProfile, with its Network"},
		{"no such profile", func() error {
			return vm(func(v *types.Vm) {
				v.Nics = []*types.Nic{{Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("moon")}}}
			})
		}, sdk.ErrNotFound, `ensure.Vm: nics[eth0]: vnic_profile "moon": find.One: no VNIC profile found`},
		{"disk without name", func() error { return vm(func(v *types.Vm) { v.DiskAttachments = []*types.DiskAttachment{{}} }) }, sdk.ErrInvalid,
			"ensure.Vm: disk_attachments[0] has no disk with an id or an alias"},
		{"disk twice", func() error {
			return vm(func(v *types.Vm) {
				v.DiskAttachments = []*types.DiskAttachment{{Disk: &types.Disk{Name: new("a")}}, {Disk: &types.Disk{Alias: new("a")}}}
			})
		}, sdk.ErrInvalid, "ensure.Vm: disk_attachments[1]: the disk a is wanted twice"},
		{"smaller disk", func() error {
			return vm(func(v *types.Vm) {
				v.DiskAttachments = []*types.DiskAttachment{{Disk: &types.Disk{Name: new("root"), Format: types.DiskFormatCow}}}
			})
		}, sdk.ErrInvalid, "ensure.Vm: disk_attachments[root]: Format can't be changed"},
		{"unknown state", func() error { _, err := ensure.VmState(ctx, b.conn, "web", "frozen"); return err }, sdk.ErrInvalid,
			`ensure.VmState: status "frozen" can't be wanted; want up, down or suspended: invalid request`},
		{"state of nothing", func() error { _, err := ensure.VmState(ctx, b.conn, "moon", types.VmStatusUp); return err }, sdk.ErrNotFound,
			"ensure.VmState: it isn't there"},
		{"unknown state of a host", func() error { _, err := ensure.HostState(ctx, b.conn, "host-001", "frozen"); return err }, sdk.ErrInvalid,
			`ensure.HostState: status "frozen" can't be wanted; want up or maintenance: invalid request`},
		{"unknown state of a domain", func() error {
			_, err := ensure.StorageDomainState(ctx, b.conn, &types.DataCenter{Name: new("Default")}, "data-001", "frozen")
			return err
		}, sdk.ErrInvalid, `ensure.StorageDomainState: status "frozen" can't be wanted; want active, maintenance or unattached: invalid request`},
		{"address of a host", func() error {
			_, err := ensure.Host(ctx, b.conn, &types.Host{Name: new("host-001"), Address: new("moon")})
			return err
		}, sdk.ErrInvalid, "ensure.Host: Address can't be changed"},
		{"path of a storage domain", func() error {
			_, err := ensure.StorageDomain(ctx, b.conn, &types.StorageDomain{Name: new("data-001"), Storage: &types.HostStorage{Path: new("/moon")}})
			return err
		}, sdk.ErrInvalid, "ensure.StorageDomain: Storage can't be changed"},
		{"permission for nobody", func() error {
			_, err := ensure.Permission(ctx, b.conn, &types.Permission{Role: &types.Role{Name: new("UserRole")}})
			return err
		}, sdk.ErrInvalid, "ensure.Permission: a permission needs a role, and a user or a group"},
		{"permission on two", func() error {
			_, err := ensure.Permission(ctx, b.conn, &types.Permission{
				Role: &types.Role{Name: new("UserRole")}, User: &types.User{ID: new("1")},
				Vm: &types.Vm{ID: new("1")}, Host: &types.Host{ID: new("1")},
			})
			return err
		}, sdk.ErrInvalid, "ensure.Permission: a permission is on one object, not on 2: invalid request"},
		{"snapshot of nothing", func() error { _, err := ensure.Snapshot(ctx, b.conn, nil, nil); return err }, sdk.ErrInvalid,
			"ensure.Snapshot: the vm isn't said"},
		{"snapshot without description", func() error { _, err := ensure.Snapshot(ctx, b.conn, &types.Vm{ID: new("1")}, nil); return err }, sdk.ErrInvalid,
			"ensure.Snapshot: the snapshot has no description"},
		{"affinity group of nothing", func() error { _, err := ensure.AffinityGroup(ctx, b.conn, &types.AffinityGroup{}); return err }, sdk.ErrInvalid,
			"ensure.AffinityGroup: the cluster isn't said"},
		{"profile of nothing", func() error {
			_, err := ensure.VnicProfile(ctx, b.conn, &types.VnicProfile{Name: new("a")})
			return err
		}, sdk.ErrInvalid,
			"ensure.VnicProfile: the network isn't said: invalid request"},
		{"nobody", func() error { _, err := ensure.User(ctx, b.conn, &types.User{}); return err }, sdk.ErrInvalid,
			"ensure.User: the user has no user_name: invalid request"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.run()
			if err == nil || !errors.Is(err, tt.class) || ids.ReplaceAllString(err.Error(), "ID") != tt.want {
				t.Errorf("error is %v, want %s", err, tt.want)
			}
			if sent := b.changes(); sent != nil {
				t.Errorf("it sends %v", sent)
			}
		})
	}
}

func TestAbsenceHoldsWithoutWhatItIsIn(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		for name, run := range map[string]func(context.Context, sdk.Engine) (outcome, error){
			"snapshot": func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.SnapshotAbsent(ctx, on, &types.Vm{Name: new("moon")}, "s"))
			},
			"profile": func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.VnicProfileAbsent(ctx, on, &types.VnicProfile{Name: new("a"), Network: &types.Network{Name: new("moon")}}))
			},
			"group": func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.AffinityGroupAbsent(ctx, on, &types.AffinityGroup{Name: new("a"), Cluster: &types.Cluster{Name: new("moon")}}))
			},
			"permission": func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.PermissionAbsent(ctx, on, &types.Permission{
					Role: &types.Role{Name: new("UserRole")}, User: &types.User{UserName: new("moon")},
				}))
			},
		} {
			if o, err := run(b.t.Context(), b.conn); err != nil || o.changed {
				b.t.Errorf("%s: %v, %v", name, o, err)
			}
		}
	})
}

func TestSpellingsOfTheEngineAreNoChange(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		seedVM(b)
		b.put("/vms/"+b.IDs("/vms")[0], `<vm><comment></comment><custom_properties><custom_property><name>sap_agent</name><value>true</value></custom_property>
			<custom_property><name>viodiskcache</name><value>writeback</value></custom_property></custom_properties></vm>`)
		r, err := ensure.Vm(b.t.Context(), b.conn, &types.Vm{
			Name: new("web"), Description: new(""), Comment: new(""), Memory: new(int64(gib + 1)),
			CustomProperties: []*types.CustomProperty{
				{Name: new("viodiskcache"), Value: new("writeback")}, {Name: new("sap_agent"), Value: new("true")},
			},
			Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
			Nics: []*types.Nic{{Name: new("eth0"), Mac: &types.Mac{Address: new("56:6F:AA:BB:CC:DD")}}},
			DiskAttachments: []*types.DiskAttachment{
				{Interface: types.DiskInterfaceVirtio, Disk: &types.Disk{Name: new("root"), ProvisionedSize: new(int64(gib - 100<<20))}},
			},
		})
		if sent := b.changes(); err != nil || r.Changed || sent != nil {
			b.t.Errorf("it returns %v, %v and sends %v", r.Changes, err, sent)
		}
		_, err = ensure.Vm(b.t.Context(), b.conn, &types.Vm{
			Name: new("web"), CustomProperties: []*types.CustomProperty{{Name: new("sap_agent"), Value: new("true")}},
		})
		if sent := b.changes(); err != nil || len(sent) != 1 {
			b.t.Errorf("fewer properties give %v and send %v", err, sent)
		}
		_, err = ensure.Vm(b.t.Context(), b.conn, &types.Vm{Name: new("web"), DiskAttachments: []*types.DiskAttachment{
			{Disk: &types.Disk{Name: new("root"), ProvisionedSize: new(int64(gib / 2))}},
		}})
		if err == nil {
			b.t.Error("a disk that is smaller than its own size returns no error")
		}
	})
}

func TestManyCallsShareTheirWaits(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		names := make([]string, 50)
		for i := range names {
			names[i] = fmt.Sprint("vm", i)
		}
		on := wait.NewPoller(b.conn)
		up := func(ctx context.Context, name string) (*types.Vm, error) {
			r, err := ensure.Vm(ctx, on, &types.Vm{
				Name: &name, Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
				DiskAttachments: []*types.DiskAttachment{{Interface: types.DiskInterfaceVirtio, Disk: &types.Disk{
					Alias: &name, ProvisionedSize: new(int64(gib)), Format: types.DiskFormatRaw,
					StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
				}}},
				Status: types.VmStatusUp,
			})
			return r.Object, err
		}
		vms, err := batch.Map(b.t.Context(), names, up, batch.Limit(len(names)))
		if err != nil {
			b.t.Fatal(err)
		}
		for i, vm := range vms {
			if *vm.Name != names[i] || vm.Status != types.VmStatusUp || len(vm.DiskAttachments) != 1 || vm.DiskAttachments[0].Disk.Status != types.DiskStatusOk {
				b.t.Errorf("%s is %s", names[i], sdk.String(vm))
			}
		}
		// Two lookups each, and the waits for disks and VMs together.
		if b.reads > 2*len(names)+30 {
			b.t.Errorf("%d VMs cost %d requests that read", len(names), b.reads)
		}
	}, simulator.Options{DeterministicIDs: true, Step: 5 * time.Second})
}
