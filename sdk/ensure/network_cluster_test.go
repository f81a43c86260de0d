package ensure_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/ensure"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
)

// TestNicOfAnUnattachedNetworkSaysWhatToDo has an engine refuse a NIC as it does if the network isn't
// attached to the cluster of the VM, and attaches the network then.
func TestNicOfAnUnattachedNetworkSaysWhatToDo(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		ctx, s := b.t.Context(), b.conn.SystemService()
		network := &types.Network{Name: new("blue"), DataCenter: &types.DataCenter{Name: new("Default")}}
		r, err := ensure.Network(ctx, b.conn, network)
		if err != nil {
			b.t.Fatal(err)
		}
		cluster := b.IDs("/clusters")[0]
		attached := s.ClustersService().ClusterService(cluster).NetworksService()
		err = attached.NetworkService(*r.Object.ID).Remove(ctx, nil)
		if err != nil && !errors.Is(err, sdk.ErrNotFound) {
			b.t.Fatal(err)
		}
		refusal := b.Fail(simulator.Rule{
			Method: "POST", Path: "*/api/vms/*/nics", Status: 409, ContentType: "application/xml",
			Body: "<fault><reason>Operation Failed</reason><detail>[The specified Logical Network doesn't exist in the current " +
				"Cluster.]</detail></fault>",
		})
		vm := &types.Vm{
			Name: new("db"), Cluster: &types.Cluster{Name: new("Default")}, Template: &types.Template{Name: new("Blank")},
			Nics: []*types.Nic{{Name: new("eth0"), VnicProfile: &types.VnicProfile{Name: new("blue")}}},
		}
		_, err = ensure.Vm(ctx, b.conn, vm)
		if !errors.Is(err, sdk.ErrConflict) || !strings.Contains(err.Error(), "isn't attached to the cluster") {
			b.t.Errorf("error is %v", err)
		}
		refusal.Remove()
		network.Cluster = &types.Cluster{Name: new("Default")}
		if r, err := ensure.Network(ctx, b.conn, network); err != nil || !r.Changed {
			b.t.Errorf("the network is attached: %v, %v", r.Changes, err)
		}
		for i := range 2 {
			if r, err := ensure.Vm(ctx, b.conn, vm); err != nil || r.Changed != (i == 0) {
				b.t.Errorf("run %d changes %v: %v", i+1, r.Changes, err)
			}
		}
	})
}

func TestUsagesOfANetworkNeedACluster(t *testing.T) {
	t.Parallel()
	b := newBed(t, sdk.XML)
	for name, v := range map[string]*types.Network{
		"required": {Name: new("n"), Required: new(true)},
		"display":  {Name: new("n"), Display: new(true)},
		"usages":   {Name: new("n"), Usages: []types.NetworkUsage{types.NetworkUsageMigration}},
	} {
		if _, err := ensure.Network(t.Context(), b.conn, v); !errors.Is(err, sdk.ErrInvalid) || !strings.Contains(err.Error(), "set Cluster") {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}
