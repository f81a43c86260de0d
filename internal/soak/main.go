// Command soak runs one connection under load for a while, against an engine of its own that fails at random, and counts on the
// engine's side: no write may be lost, done twice, or reported wrongly, and memory and connections
// must stay as they are. It does so over HTTP/1.1 and then over HTTP/2, prints a summary of each,
// and exits with 1 if a rule was broken.
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
	flag.DurationVar(&o.duration, "duration", 5*time.Minute,
		"how long the load lasts, divided evenly between the protocols")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano()), "seed of all chance, to have the same faults again")
	flag.IntVar(&o.workers, "workers", 64, "goroutines that call at the same time")
	flag.Float64Var(&o.faults, "faults", 0.15, "part of the requests that fail, from 0 to 1")
	only := flag.String("protocol", "", "speak this one alone: HTTP/1.1 or HTTP/2")
	flag.Parse()
	protocols, known := selected(*only)
	sensible := o.duration > 0 && o.workers > 0 && o.faults >= 0 && o.faults <= 1
	if flag.NArg() > 0 || !known || !sensible {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o.duration /= time.Duration(len(protocols))
	broken := false
	for _, protocol := range protocols {
		o.http2 = protocol == http2
		fmt.Printf("soak over %s: %d goroutines for %v, seed %d\n",
			protocol, o.workers, o.duration, o.seed)
		r, err := run(ctx, o)
		if err != nil {
			fmt.Fprintln(os.Stderr, "soak:", err)
			os.Exit(1)
		}
		fmt.Print(r.summary())
		broken = broken || len(r.broken) > 0
	}
	if broken {
		os.Exit(1)
	}
}

// The protocols over which the load goes.
const (
	http1 = "HTTP/1.1"
	http2 = "HTTP/2"
)

// selected returns the protocols to speak: the one that is named, or both. It is false for an
// unknown name.
func selected(name string) ([]string, bool) {
	switch name {
	case "":
		return []string{http1, http2}, true
	case http1, http2:
		return []string{name}, true
	}
	return nil, false
}
