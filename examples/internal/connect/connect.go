// Package connect is what the small examples share: the way to an engine, and a proper end. The engine is the one that the environment
// names by OVIRT_URL, with OVIRT_USERNAME and OVIRT_PASSWORD or OVIRT_TOKEN, and OVIRT_CAFILE or OVIRT_INSECURE=true. Without
// OVIRT_URL it is one inside the program, with a small inventory; examples/quickstart shows the same written out.
package connect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

// demoStep is how long a status lasts in the embedded engine: long enough to be seen, short enough not to bore.
const demoStep = 200 * time.Millisecond

// Run is an example. It prints to out, and ends early with the context.
type Run func(ctx context.Context, conn *sdk.Connection, out io.Writer) error

// Main connects, runs the example, closes the connection in every case, and ends the program: with status 1, and the error on the
// standard error, if anything failed. An interrupt ends the context, a second one the program.
func Main(run Run) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	if err := program(ctx, run, os.Getenv, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// program is Main for an environment and an output.
func program(ctx context.Context, run Run, getenv func(string) string, out io.Writer) (err error) {
	cfg, err := fromEnvironment(getenv)
	if err != nil {
		return err
	}
	embedded := cfg.URL == ""
	if embedded {
		engine, err := StartEngine(demoStep)
		if err != nil {
			return err
		}
		defer engine.Close()
		cfg = engine.Config
	}

	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if embedded {
		if err := Furnish(ctx, conn); err != nil {
			return err
		}
	}
	return run(ctx, conn, out)
}

// fromEnvironment gives the configuration that the environment names; its URL is empty if there is none.
func fromEnvironment(getenv func(string) string) (sdk.Config, error) {
	cfg := sdk.Config{
		URL:      getenv("OVIRT_URL"),
		Username: getenv("OVIRT_USERNAME"),
		Password: getenv("OVIRT_PASSWORD"),
		Token:    getenv("OVIRT_TOKEN"),
		CAFile:   getenv("OVIRT_CAFILE"),
	}
	if text := getenv("OVIRT_INSECURE"); text != "" {
		insecure, err := strconv.ParseBool(text)
		if err != nil {
			return cfg, fmt.Errorf("OVIRT_INSECURE is %q, not true or false", text)
		}
		cfg.Insecure = insecure
	}
	return cfg, nil
}
