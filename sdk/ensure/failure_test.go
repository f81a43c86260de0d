package ensure_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
)

func TestFailStatesAreNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		path  string
		state string // comes over the newest object of the path a second after the start
		seed  func(*bed)
		run   func(context.Context, sdk.Engine) (outcome, error)
		want  string
	}{
		{
			"installation of a host", "/hosts", "<host><status>install_failed</status></host>", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Host(ctx, on, &types.Host{Name: new("node"), Address: new("node"), RootPassword: new("x"), Cluster: &types.Cluster{Name: new("Default")}}))
			},
			"ensure.Host: wait.ForHost: host node (ID) is install_failed, not up or maintenance",
		},
		{
			"host that waits for approval", "/hosts", "", func(b *bed) {
				b.put("/hosts/"+b.IDs("/hosts")[0], "<host><status>pending_approval</status></host>")
			},
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.HostState(ctx, on, "host-001", types.HostStatusUp))
			},
			"ensure.HostState: host host-001 is pending_approval, which no activation ends: action failed",
		},
		{
			"illegal disk", "/disks", "<disk><status>illegal</status></disk>", nil,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Disk(ctx, on, &types.Disk{
					Alias: new("data"), ProvisionedSize: new(int64(gib)), Format: types.DiskFormatRaw,
					StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
				}))
			},
			"ensure.Disk: wait.DiskOk: disk data (ID) is illegal, not ok",
		},
		{
			"illegal template", "/templates", "<template><status>illegal</status></template>", seedVM,
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Template(ctx, on, &types.Template{Name: new("gold"), Vm: &types.Vm{Name: new("web")}}))
			},
			"ensure.Template: wait.TemplateOk: template gold (ID) is illegal, not ok",
		},
		{
			"guest that goes on", "/vms", "<vm><status>up</status></vm>", vmStatus("up"),
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.VmState(ctx, on, "web", types.VmStatusDown))
			},
			"ensure.VmState: wait.VmDown: vm web (ID) is up, not down: the guest didn't shut down",
		},
		{
			"start that fails", "/vms", "<vm><status>down</status><stop_reason>boom</stop_reason></vm>", vmStatus("down"),
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.Vm(ctx, on, &types.Vm{Name: new("web"), Status: types.VmStatusUp}))
			},
			"ensure.Vm: wait.VmUp: vm web (ID) is down, not up: boom",
		},
		{
			"storage domain that isn't reached", "/storagedomains", "<storage_domain><status>inactive</status></storage_domain>", func(b *bed) {
				b.put("/storagedomains/"+b.IDs("/storagedomains")[0], "<storage_domain><status>maintenance</status></storage_domain>")
			},
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.StorageDomainState(ctx, on, &types.DataCenter{Name: new("Default")}, "data-001", types.StorageDomainStatusActive))
			},
			"ensure.StorageDomainState: wait.StorageDomainActive: storage domain data-001 (ID) is inactive, not active",
		},
		{
			"removal that the engine refuses", "/vms", "", func(b *bed) {
				seedVM(b)
				b.put("/vms/"+b.IDs("/vms")[0], "<vm><delete_protected>true</delete_protected></vm>")
			},
			func(ctx context.Context, on sdk.Engine) (outcome, error) {
				return of(ensure.VmAbsent(ctx, on, "web"))
			},
			"ensure.VmAbsent: VmService.Remove: DELETE /vms/ID: 409: [Cannot remove VM. Delete protection is enabled.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inBed(t, func(b *bed) {
				if tt.seed != nil {
					tt.seed(b)
				}
				if tt.state != "" {
					known := len(b.IDs(tt.path))
					go func() {
						time.Sleep(time.Second)
						list := b.IDs(tt.path)
						id := list[0]
						if len(list) > known {
							id = list[len(list)-1]
						}
						_ = b.Put(tt.path+"/"+id, tt.state)
					}()
				}
				_, err := tt.run(b.t.Context(), b.conn)
				if err == nil || !strings.HasPrefix(ids.ReplaceAllString(err.Error(), "ID"), tt.want) {
					b.t.Errorf("error is %v, want %s", err, tt.want)
				}
				time.Sleep(2 * time.Second)
			}, simulator.Options{DeterministicIDs: true, Step: 2 * time.Second})
		})
	}
}

// TestFailedInstallationStaysAnError: a second call must not take a host for good because it is there.
func TestFailedInstallationStaysAnError(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		b.put("/hosts/"+b.IDs("/hosts")[0], "<host><status>install_failed</status></host>")
		ctx := b.t.Context()
		r, err := ensure.Host(ctx, b.conn, &types.Host{Name: new("host-001"), Cluster: &types.Cluster{Name: new("Default")}})
		if !errors.Is(err, sdk.ErrAction) || r.Object.Status != types.HostStatusInstallFailed {
			b.t.Errorf("a failed installation returns %v", err)
		}
		if r, err := ensure.HostAbsent(ctx, b.conn, "host-001"); err != nil || !r.Changed {
			b.t.Errorf("its removal returns %v", err)
		}
	})
}

func TestWaitsEndWithTheirTime(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		_, err := ensure.Disk(b.t.Context(), b.conn, &types.Disk{
			Alias: new("data"), ProvisionedSize: new(int64(gib)), Format: types.DiskFormatRaw,
			StorageDomains: []*types.StorageDomain{{Name: new("data-001")}},
		},
			ensure.Wait(wait.Within(time.Minute)), ensure.Pace(time.Second, time.Second))
		if !errors.Is(err, sdk.ErrTimeout) {
			b.t.Errorf("a disk that takes an hour returns %v", err)
		}
		r, err := ensure.Disk(b.t.Context(), b.conn, &types.Disk{Alias: new("data")})
		if err != nil || r.Changed || r.Object.Status != types.DiskStatusOk {
			b.t.Errorf("the second call returns %v, %v", r.Object, err)
		}
	}, simulator.Options{DeterministicIDs: true, Step: time.Hour})
}

func TestGroupOfNobodyElse(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		seedVM(b)
		b.seed("/vms", "<vm><name>db</name><status>down</status><cluster><name>Default</name></cluster></vm>")
		ctx := b.t.Context()
		for i, tt := range []struct {
			vms  []string
			opts []ensure.Option
			want int
			sent int
		}{
			{[]string{"web"}, nil, 1, 2},
			{[]string{"db"}, nil, 2, 1},
			{[]string{"db"}, []ensure.Option{ensure.Exclusive()}, 1, 1},
			{[]string{"db"}, []ensure.Option{ensure.Exclusive()}, 1, 0},
			{[]string{}, []ensure.Option{ensure.Exclusive()}, 0, 1},
		} {
			wanted := &types.AffinityGroup{Name: new("g"), Cluster: &types.Cluster{Name: new("Default")}, Vms: []*types.Vm{}}
			for _, name := range tt.vms {
				wanted.Vms = append(wanted.Vms, &types.Vm{Name: &name})
			}
			r, err := ensure.AffinityGroup(ctx, b.conn, wanted, tt.opts...)
			if sent := b.changes(); err != nil || r.Changed != (tt.sent > 0) || len(sent) != tt.sent {
				b.t.Fatalf("run %d: %v, %v, sent %v", i, r.Changes, err, sent)
			}
			group := b.conn.SystemService().ClustersService().ClusterService(b.IDs("/clusters")[0]).AffinityGroupsService().GroupService(*r.Object.ID)
			members, err := group.VmsService().List(ctx, nil)
			if err != nil || len(members) != tt.want {
				b.t.Errorf("run %d: there are %d members, %v", i, len(members), err)
			}
		}
	})
}
