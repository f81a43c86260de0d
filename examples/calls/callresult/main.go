// Callresult prints the details of a call: status, attempts, bytes, correlation ID. It shows the
// option that collects them, and headers and parameters that the types don't have.
//
//	go run ./examples/calls/callresult
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
)

func main() {
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
	err = run(ctx, conn, os.Stdout)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
	var answer call.Response
	vms, err := conn.SystemService().VmsService().List(ctx, nil,
		call.Result(&answer),
		call.CorrelationID("example-list"),
		call.Header("X-Requested-By", "examples"),
		call.Query("max", "2"),
	)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s %s: %d\n", answer.Method, answer.Path, answer.Status)
	fmt.Fprintf(out, "%d VMs, %d attempt, sent %d bytes, correlation id %s\n", len(vms), answer.Attempts, answer.Sent, answer.CorrelationID)
	return nil
}
