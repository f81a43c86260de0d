package main

import (
	"math"
	"runtime"
	"syscall"
	"time"
)

// budget is how long a side runs in one round, at least.
const budget = 300 * time.Millisecond

// loop calls f until the budget is spent and returns what one of the items cost that each call handles. The first call is not counted: it
// fills pools and caches.
func loop(items int, f func() error) (sample, error) {
	if err := f(); err != nil {
		return nil, err
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	calls, used, start := 0, processorTime(), time.Now()
	for calls == 0 || time.Since(start) < budget {
		if err := f(); err != nil {
			return nil, err
		}
		calls++
	}
	elapsed, used := time.Since(start), processorTime()-used
	runtime.ReadMemStats(&after)
	n := float64(calls * items)
	return sample{
		wall:   elapsed.Seconds() / n,
		cpu:    used.Seconds() / n,
		allocs: hundredths(float64(after.Mallocs-before.Mallocs) / n),
		heap:   float64(after.TotalAlloc-before.TotalAlloc) / n,
	}, nil
}

// hundredths rounds, because the Go runtime allocates a few times in thousands of calls.
func hundredths(v float64) float64 { return math.Round(v*100) / 100 }

// processorTime is what this process has used so far, in user and system mode.
func processorTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0 // it fails for wrong arguments only
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
