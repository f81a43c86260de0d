// Addcluster creates a data center with one cluster, at the newest compatibility level of the
// engine, and for the first type of processor of that level. It shows read-only lists of what an
// engine supports.
//
//	go run ./examples/clusters/addcluster
//	go run ./examples/clusters/addcluster -name branch -cpu "Intel Nehalem Family"
package main

import (
	"cmp"
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
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("name", "example-site", "name of the data center and of the cluster")
	cpu := flag.String("cpu", "", "type of processor; the level's first one if it is empty")
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
	err = run(ctx, conn, os.Stdout, *name, *cpu)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name, cpu string) error {
	levels, err := conn.SystemService().ClusterLevelsService().List(ctx, nil)
	if err != nil {
		return err
	}
	if len(levels) == 0 {
		return errors.New("the engine has no compatibility levels")
	}
	newest := slices.MaxFunc(levels, func(a, b *types.ClusterLevel) int { return cmp.Compare(*a.ID, *b.ID) })
	if cpu == "" {
		cpu = sdk.Value(newest.CpuTypes[0].Name)
	}
	center, err := conn.SystemService().DataCentersService().Add(ctx, &types.DataCenter{Name: &name, Local: new(false)}, nil)
	if err != nil {
		return err
	}
	cluster, err := conn.SystemService().ClustersService().Add(ctx, &types.Cluster{
		Name:       &name,
		DataCenter: object.Ref(center),
		Cpu:        &types.Cpu{Architecture: types.ArchitectureX8664, Type: &cpu},
	}, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "data center %s: %s\n", name, center.Status)
	fmt.Fprintf(out, "cluster %s: level %d.%d, %s\n", name, *cluster.Version.Major, *cluster.Version.Minor, sdk.Value(cluster.Cpu.Type))
	return nil
}
