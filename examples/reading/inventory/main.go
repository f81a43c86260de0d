// Inventory prints what the engine manages as a tree: data centers, their clusters with hosts, and
// their storage domains with sizes. It shows links between objects in both directions, and that
// sizes may be unknown.
//
//	go run ./examples/reading/inventory
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
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
	err = run(ctx, conn, os.Stdout)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
	api, err := conn.SystemService().Get(ctx, nil)
	if err != nil {
		return err
	}
	if p := api.ProductInfo; p != nil && p.Version != nil {
		fmt.Fprintf(out, "%s %s\n", sdk.Value(p.Name), sdk.Value(p.Version.FullVersion))
	}

	// Hosts know their cluster; clusters don't list their hosts.
	hosts, err := conn.SystemService().HostsService().List(ctx, nil)
	if err != nil {
		return err
	}
	byCluster := map[string][]*types.Host{}
	for _, host := range hosts {
		if host.Cluster != nil {
			id := sdk.Value(host.Cluster.ID)
			byCluster[id] = append(byCluster[id], host)
		}
	}

	dataCenters, err := conn.SystemService().DataCentersService().List(ctx, nil)
	if err != nil {
		return err
	}
	for _, dataCenter := range dataCenters {
		fmt.Fprintf(out, "data center %s: %s\n", sdk.Value(dataCenter.Name), dataCenter.Status)
		clusters, err := sdk.FollowAll(ctx, conn, dataCenter, rel.DataCenterClusters)
		if err != nil {
			return err
		}
		for _, cluster := range clusters {
			fmt.Fprintf(out, "  cluster %s\n", sdk.Value(cluster.Name))
			for _, host := range byCluster[*cluster.ID] {
				fmt.Fprintf(out, "    host %s: %s, %s\n", sdk.Value(host.Name), host.Status, gib(host.Memory))
			}
		}
		domains, err := sdk.FollowAll(ctx, conn, dataCenter, rel.DataCenterStorageDomains)
		if err != nil {
			return err
		}
		for _, domain := range domains {
			fmt.Fprintf(out, "  storage domain %s: %s, %s, %s used, %s free\n",
				sdk.Value(domain.Name), domain.Type, domain.Status, gib(domain.Used), gib(domain.Available))
		}
	}
	return nil
}

// gib prints a number of bytes. The engine says none while it doesn't know, as of a host that was never up.
func gib(bytes *int64) string {
	if bytes == nil {
		return "unknown"
	}
	return fmt.Sprintf("%d GiB", *bytes>>30)
}
