// Events prints the newest events of the engine, then adds one of its own and reads what has come
// since. It shows how to read events without reading any twice: ask for those after the last one
// that was seen.
//
//	go run ./examples/events/events
//	go run ./examples/events/events -last 50 -text "backup finished"
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
	"slices"
	"strconv"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	last := flag.Int64("last", 5, "how many events to print at first")
	text := flag.String("text", "an example was here", "what the new event says")
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
	err = run(ctx, conn, os.Stdout, *last, *text)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, last int64, text string) error {
	events := conn.SystemService().EventsService()
	newest, err := events.List(ctx, &services.EventsListParams{Max: &last})
	if err != nil {
		return err
	}

	// The list begins with the newest. Ids of events are numbers that grow.
	var seen int64
	for _, event := range slices.Backward(newest) {
		show(out, event)
		if seen, err = strconv.ParseInt(*event.ID, 10, 64); err != nil {
			return err
		}
	}

	// The custom id must be another for each event of the same origin: the engine refuses repetitions.
	_, err = events.Add(ctx, &types.Event{
		Description: &text,
		Severity:    types.LogSeverityNormal,
		Origin:      new("examples"),
		CustomID:    new(time.Now().Unix() & 0x7fffffff),
	}, nil)
	if err != nil {
		return err
	}

	fmt.Fprintln(out, "since then:")
	fresh, err := events.List(ctx, &services.EventsListParams{From: &seen})
	if err != nil {
		return err
	}
	for _, event := range slices.Backward(fresh) {
		show(out, event)
	}
	return nil
}

func show(out io.Writer, event *types.Event) {
	fmt.Fprintf(out, "%s %s: %s\n", sdk.Value(event.Time).Format(time.DateTime), event.Severity, sdk.Value(event.Description))
}
