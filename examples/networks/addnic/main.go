// Addnic adds a NIC with a vNIC profile to a VM, and lists the NICs with their MAC addresses. It
// shows typed links: the network's name comes with the profile, and the profile with the NIC. Names
// of profiles are unique within a network only, and every data center has a network ovirtmgmt; so
// the profile is looked for among the networks of the VM's cluster.
//
//	go run ./examples/networks/addnic
//	go run ./examples/networks/addnic -vm myvm -name nic2 -profile backup
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vm := flag.String("vm", "example-web-1", "name of the VM")
	name := flag.String("name", "nic1", "name of the new NIC, which no other NIC of the VM may have")
	profile := flag.String("profile", "ovirtmgmt", "vNIC profile, which tells the network")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}
	err = run(ctx, conn, os.Stdout, *vm, *name, *profile)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, nicName, profileName string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	profile, err := profileOf(ctx, conn, vm, profileName)
	if err != nil {
		return err
	}
	nics := conn.SystemService().VmsService().VmService(*vm.ID).NicsService()
	if _, err := nics.Add(ctx, &types.Nic{
		Name:        &nicName,
		Interface:   types.NicInterfaceVirtio,
		VnicProfile: &types.VnicProfile{ID: profile.ID},
	}, nil); err != nil {
		return err
	}

	list, err := nics.List(ctx, &services.VmNicsListParams{
		Follow: rel.Follow(rel.Then(rel.NicVnicProfile, rel.VnicProfileNetwork)),
	})
	if err != nil {
		return err
	}
	for _, nic := range list {
		mac, network := "no address", "no network"
		if nic.Mac != nil {
			mac = sdk.Value(nic.Mac.Address)
		}
		if nic.VnicProfile != nil && nic.VnicProfile.Network != nil {
			network = sdk.Value(nic.VnicProfile.Network.Name)
		}
		fmt.Fprintf(out, "%s: %s, %s, on %s\n", sdk.Value(nic.Name), nic.Interface, mac, network)
	}
	return nil
}

// profileOf returns the vNIC profile of a name that a NIC of the VM can have: one of a network that is in
// the VM's cluster.
func profileOf(ctx context.Context, conn *sdk.Connection, vm *types.Vm, name string) (*types.VnicProfile, error) {
	cluster, err := sdk.Follow(ctx, conn, vm.Cluster)
	if err != nil {
		return nil, err
	}
	networks, err := sdk.FollowAll(ctx, conn, cluster, rel.ClusterNetworks)
	if err != nil {
		return nil, err
	}
	var found []*types.VnicProfile
	for profile, err := range conn.SystemService().VnicProfilesService().All(ctx, nil) {
		if err != nil {
			return nil, err
		}
		in := func(n *types.Network) bool {
			return profile.Network != nil && sdk.Value(n.ID) == sdk.Value(profile.Network.ID)
		}
		if sdk.Value(profile.Name) == name && slices.ContainsFunc(networks, in) {
			found = append(found, profile)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("cluster %s has %d networks with a vNIC profile %q, not one", sdk.Value(cluster.Name), len(found), name)
	}
	return found[0], nil
}
