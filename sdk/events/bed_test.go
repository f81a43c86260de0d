package events_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/events"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
	"github.com/ovirt-go/ovirt/simulator/simtest"
)

// bed is a simulated engine within a bubble of virtual time. Its own first events are gone.
type bed struct {
	*simulator.Engine
	t    *testing.T
	conn *sdk.Connection
	next http.RoundTripper
	gets atomic.Int32 // GETs of events
}

// inBed runs a test in virtual time, over XML and over JSON.
func inBed(t *testing.T, f func(*bed)) {
	t.Helper()
	for _, format := range []sdk.Format{sdk.XML, sdk.JSON} {
		t.Run(format.String(), func(t *testing.T) {
			t.Parallel()
			simtest.Virtual(t, func(t *testing.T, s *simtest.Server) { f(newBed(t, s, format)) })
		})
	}
}

// inXML runs a test in virtual time, over XML alone.
func inXML(t *testing.T, f func(*testing.T, *bed)) {
	t.Helper()
	simtest.Virtual(t, func(t *testing.T, s *simtest.Server) { f(t, newBed(t, s, sdk.XML)) })
}

func newBed(t *testing.T, s *simtest.Server, format sdk.Format) *bed {
	t.Helper()
	cfg := s.Config()
	b := &bed{Engine: s.Engine, t: t, next: cfg.Transport}
	cfg.Format, cfg.Transport, cfg.Retry = format, b, call.RetryPolicy{Attempts: 1}
	var err error
	b.conn, err = sdk.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.conn.Close() })
	b.drop()
	return b
}

// drop removes all events.
func (b *bed) drop() {
	b.t.Helper()
	for _, id := range b.IDs("/events") {
		if err := b.Drop("/events/" + id); err != nil {
			b.t.Fatal(err)
		}
	}
}

// RoundTrip counts requests for events.
func (b *bed) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.HasSuffix(req.URL.Path, "/events") {
		b.gets.Add(1)
	}
	return b.next.RoundTrip(req)
}

// write has the engine log an event with a number, at the present time.
func (b *bed) write(n int64) { b.writeAt(n, time.Now()) }

func (b *bed) writeAt(n int64, at time.Time) {
	b.t.Helper()
	doc := fmt.Sprintf("<event id=\"%d\"><index>%d</index><code>%d</code><severity>%s</severity><description>event %d</description>"+
		"<correlation_id>c%d</correlation_id><time>%s</time></event>",
		n, n, n%10, []string{"normal", "warning", "error", "alert"}[n%4], n, n%3, at.Format(time.RFC3339Nano))
	if _, err := b.Seed("/events", doc); err != nil {
		b.t.Fatal(err)
	}
}

// watch ranges in the background and returns what came so far, when all is quiet.
func (b *bed) watch(from int64, opts ...events.Option) *seen {
	ctx, cancel := context.WithCancel(b.t.Context())
	s := &seen{t: b.t, cancel: cancel, done: make(chan struct{})}
	go s.follow(events.Watch(ctx, b.conn, from, opts...))
	b.t.Cleanup(s.stop)
	return s
}

// seen is what a watch gave.
type seen struct {
	t      *testing.T
	cancel context.CancelFunc
	done   chan struct{}

	mu      sync.Mutex
	indexes []int64   // guarded by mu
	last    time.Time // when the last one came; guarded by mu
	failure error     // guarded by mu
}

func (s *seen) follow(all iter.Seq2[*types.Event, error]) {
	defer close(s.done)
	for e, err := range all {
		s.mu.Lock()
		if err != nil {
			s.failure = err
		} else {
			s.indexes, s.last = append(s.indexes, *e.Index), time.Now()
		}
		s.mu.Unlock()
	}
}

func (s *seen) stop() {
	s.cancel()
	<-s.done
}

// err returns the error that ended the watch.
func (s *seen) err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failure
}

// after lets time go by and returns the indexes that came so far.
func (s *seen) after(d time.Duration) []int64 {
	time.Sleep(d)
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.indexes)
}

// want checks what came.
func (s *seen) want(d time.Duration, indexes ...int64) {
	s.t.Helper()
	if got := s.after(d); !slices.Equal(got, indexes) {
		s.t.Errorf("after %v more there came %s, want %s", d, short(got), short(indexes))
	}
}

// short shows many numbers.
func short(numbers []int64) string {
	if len(numbers) < 20 {
		return fmt.Sprint(numbers)
	}
	return fmt.Sprint(len(numbers), " numbers: ", numbers[:5], " ... ", numbers[len(numbers)-5:])
}

// series returns the numbers from a first to a last one.
func series(first, last int64) []int64 {
	out := make([]int64, 0, last-first+1)
	for n := first; n <= last; n++ {
		out = append(out, n)
	}
	return out
}
