// Package connect is what the small examples share: the way to an engine, and a proper end. The engine is the one that the environment
// names, as sdk.ConfigFromEnv reads it. If it names none, it is one inside the program, with a small inventory; examples/quickstart
// shows the same written out.
package connect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

// demoStep is how long a status lasts in the embedded engine: long enough to be seen, short enough not to bore.
const demoStep = 200 * time.Millisecond

// Run is an example. It prints to out, and ends early with the context.
type Run func(ctx context.Context, conn *sdk.Connection, out io.Writer) error

// Setup is an example that connects by itself. It prints to out, and ends early with the context.
type Setup func(ctx context.Context, cfg sdk.Config, out io.Writer) error

// Main connects, runs the example, closes the connection in every case, and ends the program: with status 1, and the error on the
// standard error, if anything failed. An interrupt ends the context, a second one the program.
func Main(run Run) {
	MainConfig(func(ctx context.Context, cfg sdk.Config, out io.Writer) error { return connected(ctx, run, cfg, out) })
}

// MainConfig is Main for an example that connects by itself.
func MainConfig(run Setup) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	if err := program(ctx, run, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// connected runs the example with a connection.
func connected(ctx context.Context, run Run, cfg sdk.Config, out io.Writer) (err error) {
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return run(ctx, conn, out)
}

// program runs the example against the engine of the environment, or against one of its own.
func program(ctx context.Context, run Setup, out io.Writer) error {
	for _, name := range []string{"OVIRT_URL", "OVIRT_HOSTNAME", "OVIRT_PROFILE"} {
		if os.Getenv(name) != "" {
			cfg, err := sdk.ConfigFromEnv()
			if err != nil {
				return err
			}
			return run(ctx, cfg, out)
		}
	}
	engine, err := StartEngine(demoStep)
	if err != nil {
		return err
	}
	defer engine.Close()
	if err := connected(ctx, func(ctx context.Context, conn *sdk.Connection, _ io.Writer) error { return Furnish(ctx, conn) },
		engine.Config, out); err != nil {
		return err
	}
	return run(ctx, engine.Config, out)
}
