package ensure_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// TestPlanFindsWhatItMakes plans objects that refer to each other by name, twice.
func TestPlanFindsWhatItMakes(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		ctx := b.t.Context()
		plan := ensure.NewPlan(b.conn)
		for range 2 {
			center := &types.DataCenter{Name: new("Default")}
			_, err1 := ensure.Network(ctx, plan, &types.Network{Name: new("blue"), DataCenter: center})
			_, err2 := ensure.VnicProfile(ctx, plan, &types.VnicProfile{Name: new("fast"), Network: &types.Network{Name: new("blue"), DataCenter: center}})
			_, err3 := ensure.Vm(ctx, plan, &types.Vm{
				Name: new("web"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
				Nics: []*types.Nic{{Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("fast")}}},
			})
			_, err4 := ensure.Snapshot(ctx, plan, &types.Vm{Name: new("web")}, &types.Snapshot{Description: new("first")})
			_, err5 := ensure.Disk(ctx, plan, &types.Disk{Alias: new("data"), ProvisionedSize: new(int64(gib))})
			if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
				b.t.Fatal(err)
			}
		}
		if sent := b.changes(); sent != nil {
			b.t.Errorf("the plan sends %v", sent)
		}
		want := `POST /networks
    <network>
        <name>blue</name>
        <data_center>
            <name>Default</name>
        </data_center>
    </network>
POST /vnicprofiles
    <vnic_profile>
        <name>fast</name>
        <network id="new-1"/>
    </vnic_profile>
POST /vms
    <vm>
        <name>web</name>
        <cluster>
            <name>Default</name>
        </cluster>
        <template>
            <name>Blank</name>
        </template>
    </vm>
POST /vms/new-3/nics
    <nic>
        <name>eth0</name>
        <vnic_profile id="new-2"/>
    </nic>
POST /vms/new-3/snapshots
    <snapshot>
        <description>first</description>
    </snapshot>
POST /disks
    <disk>
        <alias>data</alias>
        <provisioned_size>1073741824</provisioned_size>
    </disk>
`
		if diff := cmp.Diff(want, plan.String()); diff != "" {
			b.t.Errorf("the plan differs (-want +got):\n%s", diff)
		}
	})
}

func TestPlanHidesSecrets(t *testing.T) {
	t.Parallel()
	b := newBed(t, sdk.XML)
	plan := ensure.NewPlan(b.conn)
	_, err := ensure.Host(t.Context(), plan, &types.Host{Name: new("node"), Address: new("node"), RootPassword: new("geheim")})
	if err != nil {
		t.Fatal(err)
	}
	want := "<host><name>node</name><address>node</address><root_password>***</root_password></host>"
	if got := plan.Steps(); len(got) != 1 || got[0].Body != want {
		t.Errorf("the plan is %v, want %s", got, want)
	}
}

// nowhere is no engine.
type nowhere struct{}

func (nowhere) SystemService() *services.SystemService { return nil }

func TestPlanOfNothing(t *testing.T) {
	t.Parallel()
	b := newBed(t, sdk.XML)
	seedVM(b)
	plan := ensure.NewPlan(b.conn)
	r, err := ensure.Vm(t.Context(), plan, &types.Vm{Name: new("web"), Memory: new(int64(gib))})
	if err != nil || r.Changed || plan.String() != "" || plan.Steps() != nil {
		t.Errorf("nothing to do is planned as %v, %v", plan.Steps(), err)
	}
	// The errors are those of the engine.
	if _, err := ensure.VmState(t.Context(), plan, "moon", types.VmStatusUp); !errors.Is(err, sdk.ErrNotFound) {
		t.Errorf("a VM that isn't there returns %v", err)
	}
	if _, err := ensure.Tag(t.Context(), ensure.NewPlan(nowhere{}), &types.Tag{Name: new("a")}); err == nil {
		t.Error("a plan for no connection returns no error")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ensure.Tag(ctx, plan, &types.Tag{Name: new("a")}, ensure.Current[types.Tag](nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended returns %v", err)
	}
}
