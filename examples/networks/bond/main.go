// Bond bonds two interfaces of a host, and moves the management network onto the bond, in one
// request that the host rolls back if it loses the engine. It shows SetupNetworks.
//
//	go run ./examples/networks/bond
//	go run ./examples/networks/bond -host node-1 -slaves eth0,eth1
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
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	hostName := flag.String("host", "example-host", "name of the host")
	slaves := flag.String("slaves", "eth0,eth1", "interfaces to join")
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
	err = run(ctx, conn, os.Stdout, *hostName, *slaves)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, hostName, slaves string) error {
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	s := conn.SystemService().HostsService().HostService(*host.ID)
	bond := &types.HostNic{Name: new("bond0"), Bonding: &types.Bonding{
		Options: []*types.Option{{Name: new("mode"), Value: new("1")}, {Name: new("miimon"), Value: new("100")}},
	}}
	for name := range strings.SplitSeq(slaves, ",") {
		bond.Bonding.Slaves = append(bond.Bonding.Slaves, &types.HostNic{Name: &name})
	}
	list := s.NetworkAttachmentsService().All(ctx, &services.NetworkAttachmentsListParams{
		Follow: rel.Follow(rel.NetworkAttachmentNetwork),
	})
	management, err := find.One(find.Where(list, find.Match{"network.name": "ovirtmgmt"}))
	if err != nil {
		return err
	}
	err = s.SetupNetworks(ctx, &services.HostSetupNetworksParams{
		ModifiedBonds:              []*types.HostNic{bond},
		ModifiedNetworkAttachments: []*types.NetworkAttachment{{ID: management.ID, HostNic: &types.HostNic{Name: bond.Name}}},
		CheckConnectivity:          new(true),
		CommitOnSuccess:            new(true),
	})
	if err != nil {
		return err
	}
	management, err = s.NetworkAttachmentsService().AttachmentService(*management.ID).Get(ctx, nil)
	if err != nil {
		return err
	}
	nic, err := sdk.Follow(ctx, conn, management.HostNic)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "ovirtmgmt of %s is on %s of %d interfaces\n", hostName, sdk.Value(nic.Name), len(nic.Bonding.Slaves))
	return nil
}
