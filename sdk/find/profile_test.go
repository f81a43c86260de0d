package find_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

func TestProfilesAndNetworksAreSelectedByDataCenter(t *testing.T) {
	t.Parallel()
	c, e := connect(t, sdk.XML)
	system := c.SystemService()
	centers, err := system.DataCentersService().List(t.Context(), nil)
	if err != nil || len(centers) != 2 {
		t.Fatal(len(centers), err)
	}
	seen := make(map[string]bool)
	for _, center := range centers {
		before := e.Stats().Requests
		profile, err := find.VnicProfile(t.Context(), c, *center.Name, "ovirtmgmt")
		if err != nil {
			t.Fatal(err)
		}
		if n := e.Stats().Requests - before; n != 3 {
			t.Errorf("%d requests, want 3", n)
		}
		network, err := find.Network(t.Context(), c, *center.Name, "ovirtmgmt")
		if err != nil {
			t.Fatal(err)
		}
		if *profile.Network.ID != *network.ID || *network.DataCenter.ID != *center.ID {
			t.Errorf("data center %s: the profile's network is %s, the network %s", *center.Name, *profile.Network.ID, *network.ID)
		}
		seen[*profile.ID] = true
	}
	if len(seen) != 2 {
		t.Errorf("the profiles are %v, want one of each data center", seen)
	}

	// A second network of the first data center has a profile of the same name.
	name := *centers[0].Name
	network, err := system.NetworksService().Add(t.Context(), &types.Network{
		Name: new("second"), DataCenter: &types.DataCenter{ID: centers[0].ID}, ProfileRequired: new(false),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	profiles := system.NetworksService().NetworkService(*network.ID).VnicProfilesService()
	if _, err := profiles.Add(t.Context(), &types.VnicProfile{Name: new("ovirtmgmt"), Network: network}, nil); err != nil {
		t.Fatal(err)
	}
	_, err = find.VnicProfile(t.Context(), c, name, "ovirtmgmt")
	want := fmt.Sprintf(`find.VnicProfile: VNIC profile "ovirtmgmt" in data center %q is ambiguous: 2 matches; select one by network`, name)
	if text(err) != want || !errors.Is(err, find.ErrAmbiguous) {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestErrorsNameTheKind(t *testing.T) {
	t.Parallel()
	c, _ := connect(t, sdk.XML)
	s := c.SystemService()
	ctx := t.Context()
	for _, tt := range []struct {
		call  func() error
		want  string
		class error
	}{
		{named(ctx, s.VmsService().All, "web01"), `find.ByName: no VM named "web01"`, sdk.ErrNotFound},
		{named(ctx, s.DataCentersService().All, "x"), `find.ByName: no data center named "x"`, sdk.ErrNotFound},
		{named(ctx, s.MacPoolsService().All, "x"), `find.ByName: no MAC pool named "x"`, sdk.ErrNotFound},
		{named(ctx, s.VmPoolsService().All, "x"), `find.ByName: no VM pool named "x"`, sdk.ErrNotFound},
		{named(ctx, s.OpenstackNetworkProvidersService().All, "x"), `find.ByName: no OpenStack network provider named "x"`, sdk.ErrNotFound},
		{named(ctx, s.VnicProfilesService().All, "ovirtmgmt"),
			`find.ByName: VNIC profile "ovirtmgmt" is ambiguous: 2 matches; select one by data center`, find.ErrAmbiguous},
		{named(ctx, s.NetworksService().All, "ovirtmgmt"),
			`find.ByName: network "ovirtmgmt" is ambiguous: 2 matches; select one by data center`, find.ErrAmbiguous},
		{named(ctx, s.HostsService().All, ""), "find.ByName: the name of the host is empty", sdk.ErrInvalid},
		{func() error { _, err := find.VnicProfile(ctx, c, "moon", "a"); return err },
			`find.VnicProfile: no data center named "moon"`, sdk.ErrNotFound},
		{func() error { _, err := find.VnicProfile(ctx, c, "", "a"); return err },
			"find.VnicProfile: the name of the data center is empty", sdk.ErrInvalid},
		{func() error { _, err := find.Network(ctx, c, "Default", ""); return err },
			"find.Network: the name is empty", sdk.ErrInvalid},
		{func() error { _, err := find.Network(ctx, nil, "Default", "a"); return err },
			"find.Network: the engine is nil", sdk.ErrInvalid},
		{func() error { _, err := find.First(list[types.QuotaStorageLimit](nil)); return err },
			"find.First: no quota storage limit found", sdk.ErrNotFound},
		{func() error { _, err := find.One(list[types.IscsiBond](nil)); return err },
			"find.One: no iSCSI bond found", sdk.ErrNotFound},
	} {
		if err := tt.call(); text(err) != tt.want || !errors.Is(err, tt.class) {
			t.Errorf("the error is %v, want %s", err, tt.want)
		}
	}
}

func named[T, P any](
	ctx context.Context, all func(context.Context, *P, ...call.Option) iter.Seq2[*T, error], name string,
) func() error {
	return func() error {
		_, err := find.ByName(ctx, all, name)
		return err
	}
}

// Each data center has a network ovirtmgmt with a VNIC profile of that name: here the one of the
// VM's own data center is chosen.
func ExampleVnicProfile() {
	engine, err := simulator.New(simulator.Options{
		Inventory: &simulator.Inventory{DataCenters: 2, Clusters: 2, Hosts: 2, StorageDomains: 2, Templates: 1, VMs: 1},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	conn, err := sdk.Connect(ctx, sdk.Config{
		URL: "https://engine.test/ovirt-engine/api", Username: simtest.User, Password: simtest.Password, Transport: engine.Transport(),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()

	_, err = find.ByName(ctx, conn.SystemService().VnicProfilesService().All, "ovirtmgmt")
	fmt.Println(err)

	vms := conn.SystemService().VmsService()
	vm, err := find.ByName(ctx, vms.All, "vm-00001")
	if err != nil {
		fmt.Println(err)
		return
	}
	cluster, err := sdk.Follow(ctx, conn, vm.Cluster)
	if err != nil {
		fmt.Println(err)
		return
	}
	center, err := sdk.Follow(ctx, conn, cluster.DataCenter)
	if err != nil {
		fmt.Println(err)
		return
	}
	profile, err := find.VnicProfile(ctx, conn, *center.Name, "ovirtmgmt")
	if err != nil {
		fmt.Println(err)
		return
	}
	nic, err := vms.VmService(*vm.ID).NicsService().Add(ctx, &types.Nic{
		Name: new("eth0"), VnicProfile: &types.VnicProfile{ID: profile.ID},
	}, &services.VmNicsAddParams{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*nic.Name, "was added")
	// Output:
	// find.ByName: VNIC profile "ovirtmgmt" is ambiguous: 2 matches; select one by data center
	// eth0 was added
}
