// Command clients runs other people's clients against the simulator, each in a directory of its
// own, and prints one line for each: whether it works, its version, how many requests it sent and
// how long it took.
//
//	go run ./internal/clients
//	go run ./internal/clients -run 'python|ansible' -v
//
// A client is skipped, with the reason, where what it needs can't be installed. The program exits
// with 1 if a client failed, or if it sent fewer requests than it should.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"time"
)

func main() {
	only := flag.String("run", "", "run only clients whose names match this regular expression")
	dir := flag.String("dir", filepath.Join("build", "clients"), "where clients are installed; what is there is used again")
	fast := flag.Bool("fast", false, "leave out clients that take more than two minutes")
	verbose := flag.Bool("v", false, "print what the clients print")
	flag.Parse()
	match, err := regexp.Compile(*only)
	if err != nil {
		log.Fatalf("-run: %v", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	if !runAll(ctx, os.Stdout, *dir, match, *fast, *verbose) {
		os.Exit(1)
	}
}

// runAll runs the clients one after the other and reports whether all went well.
func runAll(
	ctx context.Context, out io.Writer, dir string, match *regexp.Regexp, fast, verbose bool,
) bool {
	ok := true
	for _, c := range clients {
		if !match.MatchString(c.name) {
			continue
		}
		if fast && c.slow {
			fmt.Fprintf(out, "skip %-14s takes more than two minutes\n", c.name)
			continue
		}
		start := time.Now()
		r := run(ctx, c, dir)
		took := time.Since(start).Round(100 * time.Millisecond)
		switch {
		case r.skip != "":
			fmt.Fprintf(out, "skip %-14s %s\n", c.name, r.skip)
		case r.err != nil:
			ok = false
			fmt.Fprintf(out, "FAIL %-14s %s: %d requests, %v: %v\n", c.name, r.version, r.requests, took, r.err)
		default:
			fmt.Fprintf(out, "ok   %-14s %s: %d requests, %v\n", c.name, r.version, r.requests, took)
		}
		if verbose || r.err != nil {
			fmt.Fprintf(out, "%s\n", r.output)
		}
	}
	return ok
}
