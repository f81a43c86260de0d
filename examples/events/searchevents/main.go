// Searchevents prints what happened to VMs whose names match, newest first, leaving out what is less severe than asked for. It
// shows queries that are put together by the compiler's help, across two kinds of objects.
//
//	go run ./examples/events/searchevents
//	go run ./examples/events/searchevents -vm 'web*' -severity warning
package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
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
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *pattern, *severity, *last)
	})
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
