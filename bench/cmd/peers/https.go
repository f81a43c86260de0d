package main

import (
	"context"
	"strconv"
)

// The numbers of calls are moderate: go-ovirt leaves a connection in TIME_WAIT for each of its own.
const (
	calls     = 2000 // calls in turn of a client that keeps its connection
	peerCalls = 400  // calls in turn of go-ovirt
	crowded   = 64   // goroutines of the crowd
)

var getGroup = group{
	name: "GET of one VM over TLS",
	targets: []target{
		{name: "GET of one VM over TLS: client CPU, against go-ovirt", metric: cpu, unit: micros, ours: ours, peer: peer, bound: 0.13},
		{name: "GET of one VM over TLS: client CPU, against net/http discarding", metric: cpu, unit: micros, ours: ours, peer: floor, bound: 1.5},
		{name: "GET of one VM over TLS: allocations", metric: allocs, unit: count, ours: ours, peer: floor, bound: 80, alone: true},
	},
	open: func(ctx context.Context, e *env) ([]side, func(), error) {
		return callers(ctx, e, calling{calls: calls, warm: 100, goroutines: 1, peerCalls: peerCalls, peerWarm: 20})
	},
}

var crowdGroup = group{
	name: "64 goroutines over TLS",
	targets: []target{
		{name: "64 goroutines over TLS: requests per second, against go-ovirt", metric: rate, unit: persec, ours: ours, peer: peer, want: atLeast, bound: 18},
		{name: "64 goroutines over TLS: logins", metric: logins, unit: count, ours: ours, peer: peer, want: exactly, bound: 1, alone: true},
		{name: "64 goroutines over TLS: connections", metric: conns, unit: count, ours: ours, peer: peer, bound: parallel, alone: true},
	},
	open: func(ctx context.Context, e *env) ([]side, func(), error) {
		return callers(ctx, e, calling{calls: 250, warm: 10, goroutines: crowded, peerCalls: 15, peerWarm: 1})
	},
}

var gzipGroup = group{
	name: "the same with gzip",
	targets: []target{
		{name: "GET of one VM over TLS, gzip: client CPU, against go-ovirt", metric: cpu, unit: micros, ours: ours, peer: peer, want: noted},
		{name: "GET of one VM over TLS, gzip: client CPU, against net/http discarding", metric: cpu, unit: micros, ours: ours, peer: floor, want: noted},
		{name: "GET of one VM over TLS, gzip: allocations", metric: allocs, unit: count, ours: ours, peer: floor, want: noted},
	},
	rounds: 3,
	open: func(ctx context.Context, e *env) ([]side, func(), error) {
		return callers(ctx, e, calling{calls: calls, warm: 100, goroutines: 1, peerCalls: peerCalls, peerWarm: 20, compress: true})
	},
}

// calling says how often clients call.
type calling struct {
	goroutines          int
	calls, warm         int // of each goroutine, for clients that keep connections
	peerCalls, peerWarm int // of each goroutine, for go-ovirt
	compress            bool
}

// callers returns the three clients, each in a process of its own in every round.
func callers(ctx context.Context, e *env, how calling) ([]side, func(), error) {
	s, err := e.serve(ctx)
	if err != nil {
		return nil, nil, err
	}
	one := func(kind string, warm, calls int) side {
		return side{kind, func(ctx context.Context) (sample, error) {
			if _, err := s.counts(); err != nil { // begins new counts
				return nil, err
			}
			got, err := e.spawn(ctx, "call", "-kind", kind, "-url", s.url, "-ca", s.caFile, "-compress="+strconv.FormatBool(how.compress),
				"-goroutines", strconv.Itoa(how.goroutines), "-warm", strconv.Itoa(warm), "-calls", strconv.Itoa(calls))
			if err != nil {
				return nil, err
			}
			c, err := s.counts()
			if err != nil {
				return nil, err
			}
			got[logins], got[conns] = float64(c.Logins), float64(c.Connections)
			return got, nil
		}}
	}
	return []side{
		one(ours, how.warm, how.calls),
		one(peer, how.peerWarm, how.peerCalls),
		one(floor, how.warm, how.calls),
	}, s.stop, nil
}
