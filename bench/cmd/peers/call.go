package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// callRole is the role of a client that gets one virtual machine again and again.
func callRole(args []string) error {
	flags := flag.NewFlagSet("call", flag.ContinueOnError)
	kind := flags.String("kind", ours, "client")
	url := flags.String("url", "", "base of the API")
	ca := flags.String("ca", "", "file with the certificate to trust")
	compress := flags.Bool("compress", false, "ask for compressed bodies")
	goroutines := flags.Int("goroutines", 1, "goroutines that call at once")
	calls := flags.Int("calls", 100, "calls of each goroutine that count")
	warm := flags.Int("warm", 1, "calls of each goroutine before that")
	if err := flags.Parse(args); err != nil {
		return err
	}
	c, err := dial(*kind, *url, *ca, *compress)
	if err != nil {
		return err
	}
	s, err := callMany(context.Background(), c, *goroutines, *warm, *calls)
	if err := errors.Join(err, c.close()); err != nil {
		return fmt.Errorf("%s: %w", *kind, err)
	}
	return s.tell()
}

// callMany returns what a call costs. All goroutines begin at once on a connection that hasn't logged in.
func callMany(ctx context.Context, c client, goroutines, warm, calls int) (sample, error) {
	if err := crowd(ctx, c, goroutines, warm); err != nil {
		return nil, err
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	used, start := processorTime(), time.Now()
	if err := crowd(ctx, c, goroutines, calls); err != nil {
		return nil, err
	}
	elapsed, used := time.Since(start), processorTime()-used
	runtime.ReadMemStats(&after)
	n := float64(goroutines * calls)
	return sample{
		wall:   elapsed.Seconds() / n,
		cpu:    used.Seconds() / n,
		rate:   n / elapsed.Seconds(),
		allocs: float64(after.Mallocs-before.Mallocs) / n,
		heap:   float64(after.TotalAlloc-before.TotalAlloc) / n,
	}, nil
}

// crowd has goroutines call at once and returns what went wrong first.
func crowd(ctx context.Context, c client, goroutines, calls int) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var all sync.WaitGroup
	gate := make(chan struct{})
	for range goroutines {
		all.Go(func() {
			<-gate
			for range calls {
				if ctx.Err() != nil {
					return
				}
				if err := c.get(ctx); err != nil {
					stop(err)
					return
				}
			}
		})
	}
	close(gate)
	all.Wait()
	return context.Cause(ctx)
}
