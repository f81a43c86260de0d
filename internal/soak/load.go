package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// options say what a run is like.
type options struct {
	duration time.Duration // 0 for none
	calls    int64         // ends the run after so many; 0 for none
	seed     uint64
	workers  int
	faults   float64
	http2    bool
	twice    bool          // the engine adds each VM twice
	extra    []call.Option // of each write
}

// report is what a run came to.
type report struct {
	took             time.Duration
	writes, reads    int64 // calls that succeeded
	unsure, refused  int64 // writes that failed, with and without MaybeExecuted
	failedReads      int64
	requests, logins int
	failed           map[fault]int
	mostOpen         int
	warm, end        uint64 // bytes of heap in use, after a quarter of the run and at its end
	broken           []string
}

// maxBroken bounds how many broken rules are told one by one.
const maxBroken = 20

// maxGrowth is how much the heap may grow after the first quarter, in bytes: enough for what a
// collector leaves to chance.
const maxGrowth = 24 << 20

// load is a run under way.
type load struct {
	options
	e    *engine
	vms  *services.VmsService
	done context.Context

	calls                              atomic.Int64
	writes, reads, unsure, refused, ko atomic.Int64

	mu     sync.Mutex // guards what follows
	maybe  map[string]bool
	broken []string
}

// run runs the load to its end, and reports what came of it.
func run(ctx context.Context, o options) (*report, error) {
	before := runtime.NumGoroutine()
	e := newEngine(o.seed, o.faults, o.http2)
	e.twice = o.twice
	defer e.Close()
	conn, err := sdk.New(sdk.Config{
		URL: e.URL + "/ovirt-engine/api", Username: "admin@internal", Password: "password",
		CAPool: e.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs,
		Retry: call.RetryPolicy{
			FirstPause: 2 * time.Millisecond, LastPause: 20 * time.Millisecond,
		},
	})
	if err != nil {
		return nil, err
	}
	stop := context.CancelFunc(func() {})
	if o.duration > 0 {
		ctx, stop = context.WithTimeout(ctx, o.duration)
	}
	defer stop()
	l := &load{
		options: o,
		e:       e,
		vms:     conn.SystemService().VmsService(),
		done:    ctx,
		maybe:   map[string]bool{},
	}
	r := &report{}
	begin := time.Now()
	warm := make(chan struct{})
	go func() {
		defer close(warm)
		l.warmUp()
		r.warm = heap()
	}()
	var all sync.WaitGroup
	for i := range o.workers {
		all.Go(func() { l.work(i) })
	}
	all.Wait()
	<-warm
	r.took, r.end = time.Since(begin), heap()
	if r.end > r.warm+maxGrowth {
		l.breaks("the heap grew from %d to %d bytes", r.warm, r.end)
	}
	l.finish(conn, before)
	l.fill(r)
	return r, nil
}

// warmUp waits for a quarter of the run.
func (l *load) warmUp() {
	if l.duration == 0 {
		return
	}
	timer := time.NewTimer(l.duration / 4)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.done.Done():
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// work is what one goroutine does until the end.
func (l *load) work(worker int) {
	chance := rand.New(rand.NewPCG(l.seed, uint64(worker)+2))
	for n := 0; l.done.Err() == nil && (l.options.calls == 0 || l.calls.Add(1) <= l.options.calls); n++ {
		// The end of the run doesn't end calls; a few have little time of their own.
		ctx, cancel := context.WithCancel(context.Background())
		if chance.IntN(30) == 0 {
			ctx, cancel = context.WithTimeout(
				context.Background(), time.Duration(chance.Int64N(int64(10*time.Millisecond))),
			)
		}
		name := fmt.Sprintf("vm-%d-%d", worker, n)
		switch chance.IntN(4) {
		case 0:
			l.list(ctx)
		case 1:
			l.read(ctx, name)
		default:
			l.write(ctx, name)
		}
		cancel()
	}
}

// write adds a VM, and compares what the error says with what the engine did.
func (l *load) write(ctx context.Context, name string) {
	vm, err := l.vms.Add(ctx, &types.Vm{
		Name:     &name,
		Cluster:  &types.Cluster{Name: new("Default")},
		Template: &types.Template{Name: new("Blank")},
	}, nil, l.extra...)
	failure, failed := l.failure(err)
	unsure := failed && failure.MaybeExecuted
	if unsure { // The engine may add it later.
		l.mu.Lock()
		l.maybe[name] = true
		l.mu.Unlock()
	}
	n := l.e.settle(name)
	if unsure && n > 0 {
		l.mu.Lock()
		delete(l.maybe, name)
		l.mu.Unlock()
	}
	switch {
	case n > 1:
		l.breaks("%s was added %d times: %v", name, n, err)
	case err == nil && n == 0:
		l.breaks("%s was lost", name)
	case err == nil && sdk.Value(vm.Name) != name:
		l.breaks("%s came back as %q", name, sdk.Value(vm.Name))
	case err == nil:
		l.writes.Add(1)
	case unsure:
		l.unsure.Add(1)
	case n == 1:
		l.breaks("%s was added, but the error denies it: %v", name, err)
	default:
		l.refused.Add(1)
	}
}

func (l *load) read(ctx context.Context, name string) {
	vm, err := l.vms.VmService(name).Get(ctx, nil)
	if _, failed := l.failure(err); failed {
		l.ko.Add(1)
		return
	}
	if sdk.Value(vm.ID) != name || sdk.Value(vm.Name) != name {
		l.breaks("instead of %s came %q", name, sdk.Value(vm.ID))
	}
	l.reads.Add(1)
}

func (l *load) list(ctx context.Context) {
	list, err := l.vms.List(ctx, nil)
	if _, failed := l.failure(err); failed {
		l.ko.Add(1)
		return
	}
	if len(list) != listed {
		l.breaks("a list has %d items, want %d", len(list), listed)
	}
	l.reads.Add(1)
}

// failure returns an error in its form; any other form breaks a rule.
func (l *load) failure(err error) (*sdk.Error, bool) {
	if err == nil {
		return nil, false
	}
	failure, ok := err.(*sdk.Error)
	if !ok {
		l.breaks("an error isn't an *sdk.Error: %v", err)
		return &sdk.Error{}, true
	}
	if failure.Class == nil && !errors.Is(err, context.Canceled) || failure.Class == sdk.ErrAuth || failure.Class == sdk.ErrInvalid {
		l.breaks("an error has the class %v: %v", failure.Class, err)
	}
	return failure, true
}

func (l *load) breaks(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = append(l.broken, fmt.Sprintf(format, args...))
}

// finish closes everything, and looks at what is left.
func (l *load) finish(conn *sdk.Connection, goroutines int) {
	if err := conn.Close(); err != nil {
		// The engine fails at logouts too, and then keeps the token.
		l.breaks("close: %v", err)
	}
	l.e.Close() // waits for requests under way
	l.e.mu.Lock()
	for name, n := range l.e.added {
		l.mu.Lock()
		maybe := l.maybe[name]
		l.mu.Unlock()
		if !maybe || n > 1 {
			l.breaks("%s was added %d times after its call had ended", name, n)
		}
	}
	if limit := 2 * sdk.DefaultMaxConnections; l.e.mostOpen > limit {
		l.breaks("%d connections were open at once, more than %d", l.e.mostOpen, limit)
	}
	if l.e.open > 0 {
		l.breaks("%d connections are left", l.e.open)
	}
	l.e.mu.Unlock()
	now := runtime.NumGoroutine()
	for range 500 { // Some are about to end.
		if now <= goroutines {
			return
		}
		time.Sleep(10 * time.Millisecond)
		now = runtime.NumGoroutine()
	}
	l.breaks("%d goroutines are left of %d", now-goroutines, now)
}

func (l *load) fill(r *report) {
	r.writes, r.reads, r.unsure, r.refused = l.writes.Load(), l.reads.Load(), l.unsure.Load(), l.refused.Load()
	r.failedReads = l.ko.Load()
	l.e.mu.Lock()
	defer l.e.mu.Unlock()
	r.requests, r.logins, r.failed, r.mostOpen = l.e.requests, l.e.logins, l.e.failed, l.e.mostOpen
	r.broken = l.broken
}

// summary returns the report as text.
func (r *report) summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d requests in %v, %d logins, %d connections at once\n",
		r.requests, r.took.Round(time.Millisecond), r.logins, r.mostOpen)
	var faults []fault
	for f := range r.failed {
		faults = append(faults, f)
	}
	slices.Sort(faults)
	for _, f := range faults {
		fmt.Fprintf(&b, "  %8d %s\n", r.failed[f], f)
	}
	fmt.Fprintf(
		&b,
		"writes: %d done once, %d refused and not done, %d unsure and done once at most\n",
		r.writes,
		r.refused,
		r.unsure,
	)
	fmt.Fprintf(&b, "reads: %d right, %d failed\n", r.reads, r.failedReads)
	fmt.Fprintf(
		&b,
		"heap: %.1f MB after a quarter, %.1f MB at the end\n",
		float64(r.warm)/1e6,
		float64(r.end)/1e6,
	)
	for i, text := range r.broken {
		if i == maxBroken {
			fmt.Fprintf(&b, "and %d more\n", len(r.broken)-i)
			break
		}
		fmt.Fprintf(&b, "BROKEN: %s\n", text)
	}
	if len(r.broken) == 0 {
		b.WriteString("no write was lost or done twice\n")
	}
	return b.String()
}
