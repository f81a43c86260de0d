// Dump lists each exchange with the engine as it goes over the wire, logins included, with the
// secrets removed. It shows a target for dumps; without a change of the program, OVIRT_DEBUG=1
// prints all of them.
//
//	go run ./examples/calls/dump
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/dump"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	if err := run(ctx, cfg, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, cfg sdk.Config, out io.Writer) error {
	cfg.Middleware = append(cfg.Middleware, sdk.Dump(target{out, cfg.Password}))
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	_, err = conn.SystemService().TagsService().List(ctx, nil)
	return errors.Join(err, conn.Close())
}

// target prints the first line of each exchange.
type target struct {
	out    io.Writer
	secret string
}

// Dump is called once for each exchange, one after the other. The text has the request, the answer and the bodies of both.
func (t target) Dump(x dump.Exchange) error {
	if bytes.Contains(x.Text, []byte(t.secret)) {
		return errors.New("the password is shown")
	}
	_, err := fmt.Fprintf(t.out, "%d: %s %s\n", x.Number, x.Method, x.Path)
	return err
}
