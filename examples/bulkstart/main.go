// Bulkstart starts all VMs that match a search, a few at a time, and tells at the end which ones didn't. It shows that a
// connection may be used by many goroutines at once, and errors that are joined.
//
//	go run ./examples/bulkstart
//	go run ./examples/bulkstart -search 'tag=web' -at-once 10
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	query := flag.String("search", "name=example-web-*", "VMs to start")
	limit := flag.Int64("at", 2, "how many to start at once")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *query, *limit)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, query string, limit int64) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	vms := conn.SystemService().VmsService()
	list, err := vms.List(ctx, &services.VmsListParams{Search: &query})
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	errs := make([]error, len(list))
	free := make(chan struct{}, limit)
	for i, vm := range list {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			errs[i] = start(ctx, vms.VmService(*vm.ID))
		})
	}
	wg.Wait()
	for i, vm := range list {
		fmt.Fprintf(out, "%s: %t\n", sdk.Value(vm.Name), errs[i] == nil)
	}
	return errors.Join(errs...)
}

// start starts a VM and waits until it runs.
func start(ctx context.Context, vm *services.VmService) error {
	if err := vm.Start(ctx, nil); err != nil {
		return err
	}
	_, err := sdk.WaitFor(ctx, vm.Get, func(vm *types.Vm) bool { return vm.Status == types.VmStatusUp })
	return err
}
