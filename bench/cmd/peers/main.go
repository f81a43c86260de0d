package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"runtime"
)

// errMissed says that a target was missed, which was printed.
var errMissed = errors.New("a target was missed")

func main() {
	if len(os.Args) > 1 {
		if play, found := roles[os.Args[1]]; found {
			exit(play(os.Args[2:]))
			return
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	exit(err)
}

func exit(err error) {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errMissed):
		os.Exit(1)
	default:
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(2)
	}
}

// roles are the processes that the runner starts; each is this program with the name as its first argument.
var roles = map[string]func(args []string) error{
	"serve": serve,
	"call":  callRole,
	"build": buildRole,

	"simulate": simulate,
}

// groups are measured and printed in this order.
var groups = []group{decodeGroup, singleGroup, jsonGroup, encodeGroup, getGroup, crowdGroup, gzipGroup, memoryGroup, buildGroup, binaryGroup, generateGroup,
	simulatorGroup, simulatorListGroup, simulatorStartGroup}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	flags.SetOutput(stderr)
	only := flags.String("only", "", "measure the targets whose name this regular expression matches")
	rounds := flags.Int("rounds", 5, "number of times that each side is measured; slow targets are content with 3")
	list := flags.Bool("list", false, "name the targets and measure nothing")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is no argument that peers has", flags.Arg(0))
	}
	pattern, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	if *rounds < 1 {
		return fmt.Errorf("-rounds: %d is not a number of rounds", *rounds)
	}
	if *list {
		for _, g := range groups {
			for _, b := range g.matching(pattern) {
				fmt.Fprintln(stdout, b.name)
			}
		}
		return nil
	}

	e, err := newEnv(ctx, stderr)
	if err != nil {
		return err
	}
	defer e.close()
	fmt.Fprintf(stdout, "%s %s/%s, %d processors, against go-ovirt %s\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), e.peerVersion)
	fmt.Fprintln(stdout, header)
	var missed error
	for _, g := range groups {
		if err := g.report(ctx, e, pattern, *rounds, stdout); err != nil {
			if !errors.Is(err, errMissed) {
				return fmt.Errorf("%s: %w", g.name, err)
			}
			missed = cmp.Or(missed, err)
		}
	}
	return missed
}
