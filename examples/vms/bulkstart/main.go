// Bulkstart starts all VMs that match a search, a few at a time, and continues if one of them fails
// to start. It shows that many goroutines may use a connection at once, and errors that are joined.
//
//	go run ./examples/vms/bulkstart
//	go run ./examples/vms/bulkstart -search 'tag=web' -at 10
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
	"github.com/ovirt-go/ovirt/sdk/batch"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	query := flag.String("search", "name=example-web-*", "VMs to start")
	limit := flag.Int64("at", 2, "how many to start at once")
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
	err = run(ctx, conn, os.Stdout, *query, *limit)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, query string, limit int64) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	list, err := conn.SystemService().VmsService().List(ctx, &services.VmsListParams{Search: &query})
	if err != nil {
		return err
	}
	started, err := batch.Map(ctx, list, func(ctx context.Context, vm *types.Vm) (*types.Vm, error) {
		if err := conn.SystemService().VmsService().VmService(*vm.ID).Start(ctx, nil); err != nil {
			return nil, err
		}
		return wait.VmUp(ctx, conn, *vm.ID)
	}, batch.Limit(int(limit)), batch.Name(func(i int) string { return sdk.Value(list[i].Name) }))
	for _, vm := range started {
		if vm != nil {
			fmt.Fprintf(out, "%s: %s\n", sdk.Value(vm.Name), vm.Status)
		}
	}
	return err
}
