// Macpool creates a pool of MAC addresses and makes a cluster use it for new NICs. It shows a list
// of values inside an object, and that VMs keep the addresses that they have.
//
//	go run ./examples/networks/macpool
//	go run ./examples/networks/macpool -cluster Default -from 02:00:00:00:00:01 -to 02:00:00:00:00:ff
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
	from := flag.String("from", "02:00:00:00:00:01", "first address")
	to := flag.String("to", "02:00:00:00:00:ff", "last address")
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
	err = run(ctx, conn, os.Stdout, *clusterName, *from, *to)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, clusterName, from, to string) error {
	cluster, err := find.ByName(ctx, conn.SystemService().ClustersService().All, clusterName)
	if err != nil {
		return err
	}
	pool, err := conn.SystemService().MacPoolsService().Add(ctx, &types.MacPool{
		Name:            new("example-pool"),
		AllowDuplicates: new(false),
		Ranges:          []*types.Range{{From: &from, To: &to}},
	}, nil)
	if err != nil {
		return err
	}
	clusters := conn.SystemService().ClustersService()
	if _, err := clusters.ClusterService(*cluster.ID).Update(ctx, &types.Cluster{MacPool: object.Ref(pool)}, nil); err != nil {
		return err
	}

	cluster, err = clusters.ClusterService(*cluster.ID).Get(ctx, nil)
	if err != nil {
		return err
	}
	pool, err = sdk.Follow(ctx, conn, cluster.MacPool)
	if err != nil {
		return err
	}
	for _, r := range pool.Ranges {
		fmt.Fprintf(out, "%s takes addresses of %s: %s to %s\n", clusterName, sdk.Value(pool.Name), sdk.Value(r.From), sdk.Value(r.To))
	}
	return nil
}
