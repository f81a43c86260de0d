// Command demo is the target demo of the Makefile: it builds the generator, renews the generated
// code, and builds and runs a program of the examples. It builds nothing else, and while the
// compiler works it says how far it is.
package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: demo PACKAGE")
		os.Exit(2)
	}
	if err := demo(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// demo runs the steps one after the other, because the first may change what the second compiles.
func demo(ctx context.Context, program string) error {
	if err := step(ctx, "the generator", "./cmd/ovirtgen", "generate"); err != nil {
		return err
	}
	return step(ctx, "the demo", program)
}

// step builds a program into the directory build and runs it.
func step(ctx context.Context, name, pkg string, args ...string) error {
	binary := filepath.Join("build", filepath.Base(pkg))
	fmt.Printf("Building %s, %s\n", name, pkg)
	if err := build(ctx, os.Stdout, pkg, binary); err != nil {
		return fmt.Errorf("build of %s: %w", pkg, err)
	}
	fmt.Printf("Running %s\n", strings.Join(append([]string{binary}, args...), " "))
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // it cleans up
	return cmd.Run()
}

// build runs the go command, which names each package that it compiles, and writes its progress.
func build(ctx context.Context, w io.Writer, pkg, binary string) error {
	cmd := exec.CommandContext(ctx, cmp.Or(os.Getenv("GO"), "go"), "build", "-v", "-o", binary, pkg)
	names, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(names); s.Scan(); {
			lines <- s.Text()
		}
	}()
	report(w, lines)
	return cmd.Wait()
}

// interval is how often the progress of a build is written.
const interval = 5 * time.Second

// report reads lines until there are no more. It counts those that name a package, which have no
// space, and writes the others, which are the compiler's errors.
func report(w io.Writer, lines <-chan string) {
	start := time.Now()
	tick := time.NewTicker(interval)
	defer tick.Stop()
	count, last := 0, ""
	for {
		select {
		case line, more := <-lines:
			switch {
			case !more:
				fmt.Fprintf(w, "  %d s: done, packages compiled: %d\n", int(time.Since(start).Seconds()), count)
				return
			case strings.ContainsAny(line, " \t"):
				fmt.Fprintln(w, line)
			default:
				count, last = count+1, line
			}
		case <-tick.C:
			seconds := int(time.Since(start).Seconds())
			if count == 0 {
				fmt.Fprintf(w, "  %d s: looking for what has changed\n", seconds)
				continue
			}
			fmt.Fprintf(w, "  %d s: packages compiled: %d, now %s\n", seconds, count, last)
		}
	}
}
