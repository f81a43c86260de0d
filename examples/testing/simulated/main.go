// Simulated shuts down all VMs that match a search. It shows how such a program is tested without
// an engine: main_test.go runs it against a simulated one, which package simtest starts for the
// test alone.
//
//	go run ./examples/testing/simulated
//	go run ./examples/testing/simulated -search 'cluster=lab and status=up'
//	go test ./examples/testing/simulated
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
	"github.com/ovirt-go/ovirt/sdk/batch"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	query := flag.String("search", "name=example-* and status=up", "VMs to shut down")
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
	err = run(ctx, conn, os.Stdout, *query)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, query string) error {
	vms := conn.SystemService().VmsService()
	list, err := vms.List(ctx, &services.VmsListParams{Search: &query})
	if err != nil {
		return err
	}
	down := func(ctx context.Context, vm *types.Vm) error {
		if err := vms.VmService(*vm.ID).Shutdown(ctx, nil); err != nil {
			return err
		}
		_, err := wait.VmDown(ctx, conn, *vm.ID)
		return err
	}
	err = batch.Do(ctx, list, down, batch.Name(func(i int) string { return sdk.Value(list[i].Name) }))
	fmt.Fprintf(out, "%d VMs matched\n", len(list))
	return err
}
