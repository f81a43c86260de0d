// Resizepool makes a pool bigger or smaller. It shows that growing is one update, while shrinking means to detach and remove VMs
// that nobody uses.
//
//	go run ./examples/resizepool
//	go run ./examples/resizepool -pool desks -size 5
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	name := flag.String("pool", "example-desk", "name of the pool, which is made with three VMs if it isn't there")
	size := flag.Int64("size", 2, "how many VMs it is to have")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *name, *size)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name string, size int64) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	pools := conn.SystemService().VmPoolsService()
	pool, err := find.ByName(ctx, pools.All, name)
	if errors.Is(err, sdk.ErrNotFound) {
		pool, err = pools.Add(ctx, &types.VmPool{
			Name:     &name,
			Size:     new(int64(3)),
			Cluster:  &types.Cluster{Name: new("Default")},
			Template: &types.Template{Name: new("Blank")},
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
		if _, err := sdk.WaitFor(ctx, s.Get, ready); err != nil {
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
