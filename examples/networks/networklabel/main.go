// Networklabel labels an interface of a host and a network, so that the engine attaches the network
// to all interfaces with the label. It shows objects whose ID the program chooses. The interface
// can't be a slave of a bond.
//
//	go run ./examples/networks/networklabel
//	go run ./examples/networks/networklabel -host node-1 -nic eth1 -network blue -label dmz
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
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	hostName := flag.String("host", "example-host", "name of the host")
	nicName := flag.String("nic", "eth1", "name of the interface")
	networkName := flag.String("network", "example-dmz", "name of the network, which is made")
	label := flag.String("label", "dmz", "the label")
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
	err = run(ctx, conn, os.Stdout, *hostName, *nicName, *networkName, *label)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(
	ctx context.Context, conn *sdk.Connection, out io.Writer, hostName, nicName, networkName, label string,
) error {
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	hostService := conn.SystemService().HostsService().HostService(*host.ID)
	nic, err := find.ByName(ctx, hostService.NicsService().All, nicName)
	if err != nil {
		return err
	}
	if err := noSlave(ctx, hostService, nic); err != nil {
		return err
	}
	cluster, err := sdk.Follow(ctx, conn, host.Cluster)
	if err != nil {
		return err
	}
	networks := conn.SystemService().NetworksService()
	network, err := networks.Add(ctx, &types.Network{
		Name:       &networkName,
		DataCenter: object.Ref(cluster.DataCenter),
		Vlan:       &types.Vlan{ID: new(int64(77))},
	}, nil)
	if err != nil {
		return err
	}
	clusterNetworks := conn.SystemService().ClustersService().ClusterService(*cluster.ID).NetworksService()
	if _, err := clusterNetworks.Add(ctx, &types.Network{ID: network.ID, Required: new(false)}, nil); err != nil {
		return err
	}

	mark := &types.NetworkLabel{ID: &label}
	if _, err := hostService.NicsService().NicService(*nic.ID).NetworkLabelsService().Add(ctx, mark, nil); err != nil {
		return err
	}
	if _, err := networks.NetworkService(*network.ID).NetworkLabelsService().Add(ctx, mark, nil); err != nil {
		return err
	}
	attachments := hostService.NetworkAttachmentsService().All(ctx, &services.NetworkAttachmentsListParams{
		Follow: rel.Follow(rel.NetworkAttachmentNetwork, rel.NetworkAttachmentHostNic),
	})
	for a, err := range attachments {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is on %s\n", sdk.Value(a.Network.Name), sdk.Value(a.HostNic.Name))
	}
	return nil
}

// noSlave returns an error if an interface belongs to a bond, which takes the label in its place.
func noSlave(ctx context.Context, host *services.HostService, nic *types.HostNic) error {
	list, err := host.NicsService().List(ctx, nil)
	if err != nil {
		return err
	}
	for _, bond := range list {
		if bond.Bonding == nil {
			continue
		}
		for _, slave := range bond.Bonding.Slaves {
			if sdk.Value(slave.ID) == *nic.ID {
				return fmt.Errorf("%s is a slave of %s; label the bond", sdk.Value(nic.Name), sdk.Value(bond.Name))
			}
		}
	}
	return nil
}
