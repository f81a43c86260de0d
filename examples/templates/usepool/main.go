// Usepool takes a VM from a pool, and returns it by stopping it, which resets it. It shows
// AllocateVm, and how to find the VM that it took.
//
//	go run ./examples/templates/usepool
//	go run ./examples/templates/usepool -pool desks
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
	name := flag.String("pool", "example-desk", "name of the pool, which is created if there is none")
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
	err = run(ctx, conn, os.Stdout, *name, *template)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name, template string) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Minute)
	defer cancel()
	pools := conn.SystemService().VmPoolsService()
	pool, err := find.ByName(ctx, pools.All, name)
	if errors.Is(err, sdk.ErrNotFound) {
		pool, err = pools.Add(ctx, &types.VmPool{
			Name:     &name,
			Size:     new(int64(2)),
			Cluster:  &types.Cluster{Name: new("Default")},
			Template: &types.Template{Name: &template},
		}, nil)
	}
	if err != nil {
		return err
	}
	vms := conn.SystemService().VmsService()
	if err := unlocked(ctx, vms, name); err != nil {
		return err
	}
	query, err := search.VmPool.Equal(name).And(search.VmStatus.IsNot(types.VmStatusDown)).Build()
	if err != nil {
		return err
	}
	if err := pools.PoolService(*pool.ID).AllocateVm(ctx, nil); err != nil {
		return err
	}
	vm, err := running(ctx, vms, query)
	if err != nil {
		return err
	}
	vm, err = wait.VmUp(ctx, conn, *vm.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", sdk.Value(vm.Name), vm.Status)
	s := vms.VmService(*vm.ID)
	if err := s.Stop(ctx, nil); err != nil {
		return err
	}
	// A VM that the pool keeps running ahead is started again at once, so that it may never be seen
	// down.
	began := vm.StartTime
	ended := func(vm *types.Vm) bool {
		return vm.Status == types.VmStatusDown || vm.StartTime != nil && began != nil && vm.StartTime.After(*began)
	}
	if _, err := wait.For(ctx, s.Get, wait.Cond(ended)); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: given back\n", sdk.Value(vm.Name))
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

// running waits for a VM that the query finds. A VM of a pool stays down for some seconds after it
// was taken, while a snapshot is created to which it goes back in the end.
func running(ctx context.Context, vms *services.VmsService, query *string) (*types.Vm, error) {
	first := func(ctx context.Context, _ *services.VmsListParams, opts ...call.Option) (*types.Vm, error) {
		vm, err := find.First(vms.All(ctx, &services.VmsListParams{Search: query}, opts...))
		if errors.Is(err, sdk.ErrNotFound) {
			return new(types.Vm), nil // not yet
		}
		return vm, err
	}
	return wait.For(ctx, first, wait.Cond(func(vm *types.Vm) bool { return vm.ID != nil }))
}
