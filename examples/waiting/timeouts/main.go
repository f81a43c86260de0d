// Timeouts limits the time of one call by call.Timeout, of several calls by a context with a
// deadline, and of a wait for something that doesn't come; and distinguishes all that from a
// program that is told to stop.
//
//	go run ./examples/waiting/timeouts
//	go run ./examples/waiting/timeouts -vm myvm -patience 10s
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
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

func main() {
	name := flag.String("vm", "example-web-1", "name of a VM that isn't migrating")
	patience := flag.Duration("patience", time.Second, "how long to wait")
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
	err = run(ctx, conn, os.Stdout, *name, *patience)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, name string, patience time.Duration) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, name)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)

	// The call may take this long, from waiting for a connection to the last byte of the answer. No engine is that fast.
	_, err = s.Get(ctx, nil, call.Timeout(time.Microsecond))
	report(out, "one call", err)

	// A deadline of the context bounds everything that is given the context.
	short, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	vm, err = wait.For(short, s.Get, wait.VmIn(types.VmStatusMigrating))
	report(out, "waiting", err)
	if vm != nil {
		fmt.Fprintf(out, "  the VM was last seen %s\n", vm.Status)
	}

	// Who cancels a context isn't out of time, and needn't be told.
	stopped, stop := context.WithCancel(ctx)
	stop()
	_, err = s.Get(stopped, nil)
	report(out, "a call after the end", err)
	return nil
}

func report(out io.Writer, what string, err error) {
	switch {
	case err == nil:
		fmt.Fprintf(out, "%s: done in time\n", what)
	case errors.Is(err, sdk.ErrTimeout):
		fmt.Fprintf(out, "%s: out of time\n", what)
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(out, "%s: cancelled\n", what)
	default:
		fmt.Fprintf(out, "%s: %v\n", what, err)
	}
}
