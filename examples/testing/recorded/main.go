// Recorded prints the hosts of an engine with their addresses. It shows a test that replays what an
// engine once answered: main_test.go talks to one when it is asked to record, and to a file in
// testdata, without any engine, from then on.
//
//	go run ./examples/testing/recorded
//	go test ./examples/testing/recorded
//	SSL_CERT_FILE=$OVIRT_CAFILE go test ./examples/testing/recorded -record
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
	for host, err := range conn.SystemService().HostsService().All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s, %s\n", sdk.Value(host.Name), host.Status, sdk.Value(host.Address))
	}
	return nil
}
