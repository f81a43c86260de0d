// Addpool creates a pool of equal VMs for users, some of which are already running. It shows an Add
// that creates many objects, and a search that finds them. The template of a pool can't be Blank,
// and must have a disk to boot from.
//
//	go run ./examples/templates/addpool
//	go run ./examples/templates/addpool -name desks -size 20 -ahead 3
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
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	name := flag.String("name", "example-desk", "name of the pool; its VMs are numbered")
	template := flag.String("template", "example-template", "template of its VMs")
	size := flag.Int64("size", 3, "how many VMs it has")
	ahead := flag.Int64("ahead", 1, "how many run before somebody asks")
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
	err = run(ctx, conn, os.Stdout, *name, *template, *size, *ahead)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(
	ctx context.Context, conn *sdk.Connection, out io.Writer, name, template string, size, ahead int64,
) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	pool, err := conn.SystemService().VmPoolsService().Add(ctx, &types.VmPool{
		Name:          &name,
		Cluster:       &types.Cluster{Name: new("Default")},
		Template:      &types.Template{Name: &template},
		Type:          types.VmPoolTypeAutomatic,
		Size:          &size,
		PrestartedVms: &ahead,
		MaxUserVms:    new(int64(1)),
	}, nil)
	if err != nil {
		return err
	}
	query, err := search.VmPool.Equal(name).SortBy(search.VmName).Build()
	if err != nil {
		return err
	}
	list := func(ctx context.Context, _ *services.VmsListParams, opts ...call.Option) (*[]*types.Vm, error) {
		vms, err := conn.SystemService().VmsService().List(ctx, &services.VmsListParams{Search: query}, opts...)
		return &vms, err
	}
	complete := wait.Cond(func(vms *[]*types.Vm) bool {
		return int64(len(*vms)) == size && countRunning(*vms) >= ahead
	})
	vms, err := wait.For(ctx, list, complete)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d VMs, %d running, from %s on\n",
		sdk.Value(pool.Name), size, countRunning(*vms), sdk.Value((*vms)[0].Name))
	return nil
}

func countRunning(vms []*types.Vm) int64 {
	running := int64(0)
	for _, vm := range vms {
		if vm.Status == types.VmStatusUp {
			running++
		}
	}
	return running
}
