package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"runtime"
	"slices"
)

// moreTries is how often a missed target is measured once more before it counts.
const moreTries = 2

// sample holds what one run of a side gave, by metric.
type sample map[metric]float64

// metric names a figure of a sample.
type metric string

const (
	wall   metric = "wall"   // seconds
	cpu    metric = "cpu"    // seconds of processor time, user and system
	allocs metric = "allocs" // allocations
	heap   metric = "bytes"  // bytes allocated
	rate   metric = "rate"   // requests per second
	logins metric = "logins" // tokens that were asked for
	conns  metric = "conns"  // TCP connections that were opened
	peak   metric = "peak"   // bytes of resident memory at most
	size   metric = "size"   // bytes of a binary
	bare   metric = "bare"   // bytes of a binary without symbols
)

// side is one of the programs that are compared.
type side struct {
	name string
	run  func(ctx context.Context) (sample, error)
}

// group has the targets that come from the same runs.
type group struct {
	name    string
	targets []target
	rounds  int // rounds bounds the number of rounds; 0 for no bound.

	// open prepares the sides. What it returns is called after the last round.
	open func(ctx context.Context, e *env) (sides []side, release func(), err error)
}

// matching returns the targets whose name the pattern matches.
func (g *group) matching(pattern *regexp.Regexp) []target {
	return slices.DeleteFunc(slices.Clone(g.targets), func(b target) bool { return !pattern.MatchString(b.name) })
}

// report measures the targets that are wanted and prints their lines.
func (g *group) report(ctx context.Context, e *env, pattern *regexp.Regexp, rounds int, stdout io.Writer) error {
	targets := g.matching(pattern)
	if len(targets) == 0 {
		return nil
	}
	if g.rounds > 0 {
		rounds = min(rounds, g.rounds)
	}
	sides, release, err := g.open(ctx, e)
	if err != nil {
		return err
	}
	defer release()
	results, err := judge(targets, e, func(targets []target) (figures, error) { return measure(ctx, wanted(targets, sides), rounds) })
	if err != nil {
		return err
	}
	for _, r := range results {
		fmt.Fprintln(stdout, r)
		if r.missed() {
			err = errMissed
		}
	}
	return err
}

// wanted leaves out the sides that no target looks at.
func wanted(targets []target, sides []side) []side {
	return slices.DeleteFunc(slices.Clone(sides), func(s side) bool {
		return !slices.ContainsFunc(targets, func(b target) bool { return b.ours == s.name || b.peer == s.name || b.over == s.name })
	})
}

// judge measures once, and twice more what is needed for targets that were missed. What counts for these is then the middle one of the three
// results.
func judge(targets []target, e *env, measure func([]target) (figures, error)) ([]result, error) {
	f, err := measure(targets)
	if err != nil {
		return nil, err
	}
	results := make([]result, len(targets))
	var doubtful []int
	var again []target
	for i, b := range targets {
		if results[i], err = b.result(f); err != nil {
			return nil, err
		}
		if results[i].missed() {
			doubtful, again = append(doubtful, i), append(again, b)
			e.logf("measuring again: %s", b.name)
		}
	}
	if len(doubtful) == 0 {
		return results, nil
	}
	tries := make([][]result, len(targets))
	for range moreTries {
		f, err := measure(again)
		if err != nil {
			return nil, err
		}
		for _, i := range doubtful {
			r, err := targets[i].result(f)
			if err != nil {
				return nil, err
			}
			tries[i] = append(tries[i], r)
		}
	}
	for _, i := range doubtful {
		all := append(tries[i], results[i])
		slices.SortFunc(all, func(a, b result) int { return cmp.Compare(a.judged(), b.judged()) })
		results[i] = all[len(all)/2]
	}
	return results, nil
}

// figures are the medians of the samples, by side.
type figures map[string]sample

// measure runs the sides in turn, as often as there are rounds.
func measure(ctx context.Context, sides []side, rounds int) (figures, error) {
	samples := make(map[string][]sample)
	for range rounds {
		for _, s := range sides {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			runtime.GC()
			got, err := s.run(ctx)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.name, err)
			}
			samples[s.name] = append(samples[s.name], got)
		}
	}
	f := make(figures)
	for name, list := range samples {
		f[name] = medians(list)
	}
	return f, nil
}

// medians returns the median of each metric.
func medians(list []sample) sample {
	m := make(sample)
	for _, key := range slices.Collect(maps.Keys(list[0])) {
		values := make([]float64, len(list))
		for i, s := range list {
			values[i] = s[key]
		}
		slices.Sort(values)
		n := len(values)
		m[key] = (values[(n-1)/2] + values[n/2]) / 2
	}
	return m
}
