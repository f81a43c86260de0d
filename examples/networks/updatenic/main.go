// Updatenic creates a network with a VLAN and connects a plugged-in NIC of a VM to it. It shows
// that NICs refer to profiles, not to networks, and that the engine creates a profile for each new
// network.
//
//	go run ./examples/networks/updatenic
//	go run ./examples/networks/updatenic -vm myvm -nic nic1 -network blue -vlan 42
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

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM")
	nicName := flag.String("nic", "nic1", "name of the NIC")
	networkName := flag.String("network", "example-net", "name of the network")
	vlan := flag.Int64("vlan", 42, "its VLAN")
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
	err = run(ctx, conn, os.Stdout, *vmName, *nicName, *networkName, *vlan)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, nicName, networkName string, vlan int64) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	center, err := find.First(conn.SystemService().DataCentersService().All(ctx, nil))
	if err != nil {
		return err
	}
	network, err := conn.SystemService().NetworksService().Add(ctx, &types.Network{
		Name:       &networkName,
		DataCenter: object.Ref(center),
		Vlan:       &types.Vlan{ID: &vlan},
	}, nil)
	if err != nil {
		return err
	}
	clusters := conn.SystemService().ClustersService()
	required := &types.Network{ID: network.ID, Required: new(false)}
	if _, err := clusters.ClusterService(*vm.Cluster.ID).NetworksService().Add(ctx, required, nil); err != nil {
		return err
	}
	profile, err := find.First(conn.SystemService().NetworksService().NetworkService(*network.ID).VnicProfilesService().All(ctx, nil))
	if err != nil {
		return err
	}

	nics := conn.SystemService().VmsService().VmService(*vm.ID).NicsService()
	nic, err := find.ByName(ctx, nics.All, nicName)
	if err != nil {
		return err
	}
	nic, err = nics.NicService(*nic.ID).Update(ctx, &types.Nic{VnicProfile: object.Ref(profile), Linked: new(true)}, nil)
	if err != nil {
		return err
	}
	profile, err = sdk.Follow(ctx, conn, nic.VnicProfile)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s of %s: profile %s, VLAN %d\n", nicName, vmName, sdk.Value(profile.Name), sdk.Value(network.Vlan.ID))
	return nil
}
