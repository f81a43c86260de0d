// Command soak runs one connection under load for a while, against an engine of its own that fails at random, and counts on the
// engine's side: no write may be lost, done twice, or reported wrongly, and memory and connections must stay as they are. It
// prints a summary, and exits with 1 if a rule was broken.
//
//	go run ./internal/soak -duration 5m
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	var o options
	flag.DurationVar(&o.duration, "duration", 5*time.Minute, "how long the load lasts")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano()), "seed of all chance, to have the same faults again")
	flag.IntVar(&o.workers, "workers", 64, "goroutines that call at the same time")
	flag.Float64Var(&o.faults, "faults", 0.15, "part of the requests that fail, from 0 to 1")
	flag.BoolVar(&o.http2, "http2", false, "speak HTTP/2")
	flag.Parse()
	if flag.NArg() > 0 || o.duration <= 0 || o.workers <= 0 || o.faults < 0 || o.faults > 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fmt.Printf("soak: %d goroutines for %v, seed %d\n", o.workers, o.duration, o.seed)
	r, err := run(ctx, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
	fmt.Print(r.summary())
	if len(r.broken) > 0 {
		os.Exit(1)
	}
}
