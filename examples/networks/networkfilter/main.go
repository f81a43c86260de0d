// Networkfilter lets only packets with its own address leave a NIC: it creates a vNIC profile with
// a filter, and sets the filter's parameter at the NIC. It shows a collection below a NIC, and an
// object with a predefined name.
//
//	go run ./examples/networks/networkfilter
//	go run ./examples/networks/networkfilter -vm myvm -nic nic1 -address 192.0.2.7
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
	address := flag.String("address", "192.0.2.7", "its address")
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
	err = run(ctx, conn, os.Stdout, *vmName, *nicName, *address)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, nicName, address string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	filter, err := find.ByName(ctx, conn.SystemService().NetworkFiltersService().All, "clean-traffic")
	if err != nil {
		return err
	}
	// Every data center has a network of this name; the VM can only use that of its cluster.
	clusters := conn.SystemService().ClustersService()
	network, err := find.ByName(ctx, clusters.ClusterService(*vm.Cluster.ID).NetworksService().All, "ovirtmgmt")
	if err != nil {
		return err
	}
	profile, err := conn.SystemService().VnicProfilesService().Add(ctx, &types.VnicProfile{
		Name:          new("example-clean"),
		Network:       object.Ref(network),
		NetworkFilter: object.Ref(filter),
	}, nil)
	if err != nil {
		return err
	}
	nics := conn.SystemService().VmsService().VmService(*vm.ID).NicsService()
	nic, err := find.ByName(ctx, nics.All, nicName)
	if err != nil {
		return err
	}
	s := nics.NicService(*nic.ID)
	if _, err := s.Update(ctx, &types.Nic{VnicProfile: object.Ref(profile)}, nil); err != nil {
		return err
	}
	parameters := s.NetworkFilterParametersService()
	if _, err := parameters.Add(ctx, &types.NetworkFilterParameter{Name: new("IP"), Value: &address}, nil); err != nil {
		return err
	}
	for p, err := range parameters.All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s of %s: %s with %s=%s\n", nicName, vmName, sdk.Value(filter.Name), sdk.Value(p.Name), sdk.Value(p.Value))
	}
	return nil
}
