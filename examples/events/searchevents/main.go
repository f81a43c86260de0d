// Searchevents prints events of VMs whose names match, newest first, with a minimum severity. It
// shows queries that the compiler checks, across two kinds of objects.
//
//	go run ./examples/events/searchevents
//	go run ./examples/events/searchevents -vm 'web*' -severity warning
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
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	pattern := flag.String("vm", "example-*", "names of VMs, with * for any text")
	severity := flag.String("severity", "normal", "least severity: normal, warning, error or alert")
	last := flag.Int64("last", 5, "how many events")
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
	err = run(ctx, conn, os.Stdout, *pattern, *severity, *last)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, pattern, severity string, last int64) error {
	query, err := search.EventVmName.Like(pattern).
		And(search.EventSeverity.AtLeast(types.LogSeverity(severity))).
		SortByDesc(search.EventTime).Build()
	if err != nil {
		return err
	}
	fmt.Fprintln(out, *query)
	events, err := conn.SystemService().EventsService().List(ctx, &services.EventsListParams{Search: query, Max: &last})
	if err != nil {
		return err
	}
	for _, event := range events {
		fmt.Fprintf(out, "%d %s: %s\n", sdk.Value(event.Code), event.Severity, sdk.Value(event.Description))
	}
	return nil
}
