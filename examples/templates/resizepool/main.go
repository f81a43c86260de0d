// Resizepool makes a pool bigger or smaller. It shows that an update lets a pool grow, while a
// program that shrinks it detaches and removes unused VMs.
//
//	go run ./examples/templates/resizepool
//	go run ./examples/templates/resizepool -pool desks -size 5
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
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	name := flag.String("pool", "example-desk", "name of the pool, which is created with three VMs if there is none")
	size := flag.Int64("size", 2, "how many VMs it is to have")
	template := flag.String("template", "example-template", "template of its VMs if it is created; not Blank")
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
	err = run(ctx, conn, os.Stdout, *name, *template, *size)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(
	ctx context.Context, conn *sdk.Connection, out io.Writer, name, template string, size int64,
) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	pools := conn.SystemService().VmPoolsService()
	pool, err := find.ByName(ctx, pools.All, name)
	if errors.Is(err, sdk.ErrNotFound) {
		pool, err = pools.Add(ctx, &types.VmPool{
			Name:     &name,
			Size:     new(int64(3)),
			Cluster:  &types.Cluster{Name: new("Default")},
			Template: &types.Template{Name: &template},
		}, nil)
	}
	if err != nil {
		return err
	}
	if size > *pool.Size {
		if _, err := pools.PoolService(*pool.ID).Update(ctx, &types.VmPool{Size: &size}, nil); err != nil {
			return err
		}
	}
	vms := conn.SystemService().VmsService()
	if err := unlocked(ctx, vms, name); err != nil {
		return err
	}
	query, err := search.VmPool.Equal(name).And(search.VmStatus.Is(types.VmStatusDown)).SortByDesc(search.VmName).Build()
	if err != nil {
		return err
	}
	free, err := vms.List(ctx, &services.VmsListParams{Search: query})
	if err != nil {
		return err
	}
	for _, vm := range free[:min(len(free), int(max(0, *pool.Size-size)))] {
		s := vms.VmService(*vm.ID)
		if err := s.Detach(ctx, nil); err != nil {
			return err
		}
		ready := func(vm *types.Vm) bool { return vm.VmPool == nil && vm.Status == types.VmStatusDown }
		if _, err := wait.For(ctx, s.Get, wait.Cond(ready)); err != nil {
			return err
		}
		if err := s.Remove(ctx, nil); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is removed\n", sdk.Value(vm.Name))
	}
	pool, err = pools.PoolService(*pool.ID).Get(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d VMs\n", name, sdk.Value(pool.Size))
	return nil
}

// unlocked waits until no VM of the pool is locked any more: their disks are created one after the
// other.
func unlocked(ctx context.Context, vms *services.VmsService, pool string) error {
	query, err := search.VmPool.Equal(pool).And(search.VmStatus.Is(types.VmStatusImageLocked)).Build()
	if err != nil {
		return err
	}
	locked := func(ctx context.Context, _ *services.VmsListParams, opts ...call.Option) (*[]*types.Vm, error) {
		list, err := vms.List(ctx, &services.VmsListParams{Search: query}, opts...)
		return &list, err
	}
	none := wait.Cond(func(list *[]*types.Vm) bool { return len(*list) == 0 })
	_, err = wait.For(ctx, locked, none)
	return err
}
