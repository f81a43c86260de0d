// Migrationnet creates a network without VMs for the migrations of a cluster. It shows that the
// usages of a network are set at the cluster, not at the network itself.
//
//	go run ./examples/networks/migrationnet
//	go run ./examples/networks/migrationnet -cluster Default -vlan 99
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
	clusterName := flag.String("cluster", "Default", "name of the cluster")
	networkName := flag.String("network", "example-migration", "name of the new network")
	vlan := flag.Int64("vlan", 99, "its VLAN")
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
	err = run(ctx, conn, os.Stdout, *clusterName, *networkName, *vlan)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, clusterName, networkName string, vlan int64) error {
	cluster, err := find.ByName(ctx, conn.SystemService().ClustersService().All, clusterName)
	if err != nil {
		return err
	}
	network, err := conn.SystemService().NetworksService().Add(ctx, &types.Network{
		Name:       &networkName,
		DataCenter: object.Ref(cluster.DataCenter),
		Vlan:       &types.Vlan{ID: &vlan},
		Mtu:        new(int64(9000)),
		Usages:     []types.NetworkUsage{}, // Not for VMs, which is what an engine takes for granted.
	}, nil)
	if err != nil {
		return err
	}
	networks := conn.SystemService().ClustersService().ClusterService(*cluster.ID).NetworksService()
	if _, err := networks.Add(ctx, &types.Network{ID: network.ID, Required: new(false)}, nil); err != nil {
		return err
	}
	_, err = networks.NetworkService(*network.ID).Update(ctx, &types.Network{
		Usages: []types.NetworkUsage{types.NetworkUsageMigration},
	}, nil)
	if err != nil {
		return err
	}
	for network, err := range networks.All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: required %t, for %v\n", sdk.Value(network.Name), sdk.Value(network.Required), network.Usages)
	}
	return nil
}
