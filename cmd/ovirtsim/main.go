// Command ovirtsim runs a simulated oVirt Engine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

// stopping are the signals that end the engine: the first when all answers have left, the second at once.
var stopping = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), stopping...)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run does all of main's work until ctx ends, and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stdout, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	}
	if s.capture != "" {
		err = capture(ctx, s.capture, s.skip)
	} else {
		err = s.serve(ctx, stdout, stderr)
	}
	if err != nil {
		fmt.Fprintf(stderr, "ovirtsim: %v\n", err)
		return exitError
	}
	return exitOK
}
