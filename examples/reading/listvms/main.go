// Listvms prints a table of all VMs. It shows All, which reads a long list page by page while the
// loop runs, and the follow parameter, with which each VM comes with its cluster instead of a mere
// link to it.
//
//	go run ./examples/reading/listvms
//	go run ./examples/reading/listvms -page 500 -search 'status=up'
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
	"text/tabwriter"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
)

func main() {
	search := flag.String("search", "", "list only what matches; everything if empty")
	page := flag.Int64("page", 100, "how many VMs to ask for at once")
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
	err = run(ctx, conn, os.Stdout, *search, *page)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, search string, page int64) error {
	params := &services.VmsListParams{
		Max:    &page,
		Follow: rel.Follow(rel.VmCluster),
	}
	if search != "" {
		params.Search = &search
	}

	table := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tSTATUS\tMEMORY\tCLUSTER")
	count := 0
	for vm, err := range conn.SystemService().VmsService().All(ctx, params) {
		if err != nil {
			return err
		}
		cluster := ""
		if vm.Cluster != nil {
			cluster = sdk.Value(vm.Cluster.Name)
		}
		fmt.Fprintf(table, "%s\t%s\t%d MiB\t%s\n", sdk.Value(vm.Name), vm.Status, sdk.Value(vm.Memory)>>20, cluster)
		count++
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d VMs\n", count)
	return nil
}
