// Command ovirtsim runs a simulated oVirt Engine, on its own or for as long as another command
// runs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"syscall"
)

// Exit codes. With a command, the code is that of the command if it was run.
const (
	exitOK       = 0
	exitError    = 1
	exitUsage    = 2
	exitCantRun  = 126 // the command exists and can't be run, as shells say it
	exitNotFound = 127 // there is no such command
	exitSignal   = 128 // plus the number of the signal that ended the command
)

// stopping are the signals that end the engine: the first when all answers have left, the second at
// once.
var stopping = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// run does all of main's work until ctx ends or a signal arrives, and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stdout, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	}
	code := exitOK
	switch {
	case s.capture != "":
		err = capture(ctx, s.capture, s.skip)
	case s.command != nil:
		code, err = s.runCommand(ctx, stdout, stderr)
	default:
		err = s.serve(ctx, stdout, stderr)
	}
	if err != nil {
		fmt.Fprintf(stderr, "ovirtsim: %v\n", err)
		if code == exitOK {
			code = exitError
		}
	}
	return code
}
