// Usepool takes a VM out of a pool, and gives it back by stopping it: then it is as it was in the beginning. It shows AllocateVm,
// whose VM is the one that wasn't anybody's before.
//
//	go run ./examples/usepool
//	go run ./examples/usepool -pool desks
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
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	name := flag.String("pool", "example-desk", "name of the pool, which is made if it isn't there")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *name)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	pools := conn.SystemService().VmPoolsService()
	pool, err := find.ByName(ctx, pools.All, name)
	if errors.Is(err, sdk.ErrNotFound) {
		pool, err = pools.Add(ctx, &types.VmPool{
			Name:     &name,
			Size:     new(int64(2)),
			Cluster:  &types.Cluster{Name: new("Default")},
			Template: &types.Template{Name: new("Blank")},
		}, nil)
	}
	if err != nil {
		return err
	}
	vms := conn.SystemService().VmsService()
	query, err := search.VmPool.Equal(name).And(search.VmStatus.IsNot(types.VmStatusDown)).Build()
	if err != nil {
		return err
	}
	if err := pools.PoolService(*pool.ID).AllocateVm(ctx, nil); err != nil {
		return err
	}
	vm, err := find.First(vms.All(ctx, &services.VmsListParams{Search: query}))
	if err != nil {
		return err
	}
	s := vms.VmService(*vm.ID)
	for _, step := range []struct {
		do     func() error
		status types.VmStatus
	}{
		{func() error { return nil }, types.VmStatusUp},
		{func() error { return s.Stop(ctx, nil) }, types.VmStatusDown},
	} {
		if err := step.do(); err != nil {
			return err
		}
		vm, err = wait.ForVm(ctx, conn, *vm.ID, wait.Vm(step.status))
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", sdk.Value(vm.Name), vm.Status)
	}
	return nil
}
