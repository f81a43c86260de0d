package events

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Now has [Watch] begin with what happens after the loop began.
const Now int64 = -1

// Watch returns the events with an index above from, in order of the index, each once, and goes on
// with those that happen while the loop runs. A program that keeps the index of the last event that
// it dealt with resumes with it, after any time, and misses and repeats nothing; 0 returns all that
// the engine still has, and [Now] none of these. Ranging twice begins twice.
//
// It ends with the context, or with an error that doesn't pass; the error is then what the loop
// gets last. An engine that is restarted is waited for, ten minutes without [Tolerate]. A value
// that can't be read is left out of its event.
//
// Each look costs a request per thousand new events, and one at the beginning with [Now]. Nothing
// is sent while the body of the loop runs. What one look finds is held in memory, so a long past
// may cost much; filters cost less. A database of the engine that is restored from a backup begins
// to count anew from there, which Watch cannot see: it waits for greater numbers.
func Watch(
	ctx context.Context, engine sdk.Engine, from int64, opts ...Option,
) iter.Seq2[*types.Event, error] {
	return func(yield func(*types.Event, error) bool) {
		if ctx == nil {
			yield(nil, &sdk.Error{Op: op, Class: sdk.ErrInvalid, Err: errors.New("context is nil")})
			return
		}
		if engine == nil {
			yield(
				nil,
				&sdk.Error{Op: op, Class: sdk.ErrInvalid, Err: errors.New("the engine is nil")},
			)
			return
		}
		w := &watch{engine: engine, o: newOptions(opts), log: log{mark: from, begun: from >= 0}}
		if err := w.run(ctx, func(e *types.Event) bool { return yield(e, nil) }); err != nil {
			yield(nil, err)
		}
	}
}

const op = "events.Watch"

// Last returns the index of the newest event, 0 if there is none. An event that happens later has a
// greater one. It costs one request.
func Last(ctx context.Context, engine sdk.Engine, opts ...call.Option) (int64, error) {
	s := root.Of(engine).EventsService()
	events, err := s.List(ctx, &services.EventsListParams{Max: new(int64(1))}, opts...)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	return index(events[0])
}

// index returns the number of an event, which is its id as well.
func index(e *types.Event) (int64, error) {
	if e.Index != nil {
		return *e.Index, nil
	}
	n, err := strconv.ParseInt(sdk.Value(e.ID), 10, 64)
	if err != nil {
		return 0, &sdk.Error{
			Op:    op,
			Class: sdk.ErrParse,
			Err:   fmt.Errorf("the id %q of an event is no number", sdk.Value(e.ID)),
		}
	}
	return n, nil
}

// watch is one range over [Watch].
type watch struct {
	engine sdk.Engine
	o      *options
	log    log

	badFrom time.Time // when errors began; zero if the last look went well
}

// run looks again and again. It returns nil if the loop was left.
func (w *watch) run(ctx context.Context, yield func(*types.Event) bool) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ended(ctx)
		case <-timer.C:
		}
		begin := time.Now()
		switch err := w.look(ctx, begin); {
		case err == nil:
			w.badFrom = time.Time{}
			for e := range w.log.ripe(begin, w.o.settle) {
				if ctx.Err() != nil {
					return ended(ctx)
				}
				if !yield(e) {
					return nil
				}
			}
		case !w.tolerates(ctx, err):
			return err
		}
		timer.Reset(w.pause())
	}
}

// look adds what is new to the log.
func (w *watch) look(ctx context.Context, now time.Time) error {
	opts := append([]call.Option{call.Lenient(nil)}, w.o.call...)
	if !w.log.begun {
		last, err := Last(ctx, w.engine, opts...)
		if err != nil {
			return err
		}
		w.log.mark, w.log.begun = last, true
		return nil
	}
	// The list begins with the newest event. Those that happen meanwhile push older ones to later
	// pages, so that none is left out.
	params := &services.EventsListParams{From: new(w.log.mark), Max: new(w.o.page)}
	for e, err := range root.Of(w.engine).EventsService().All(ctx, params, opts...) {
		if err != nil {
			return err
		}
		n, err := index(e)
		if err != nil {
			return err
		}
		w.log.add(n, e, w.o.takes(e), now)
	}
	return nil
}

// tolerates reports whether to look again after an error.
func (w *watch) tolerates(ctx context.Context, err error) bool {
	if ctx.Err() != nil || !sdk.IsTransient(err) {
		return false
	}
	now := time.Now()
	if w.badFrom.IsZero() {
		w.badFrom = now
	}
	return now.Sub(w.badFrom) < w.o.tolerate
}

// pause returns the time to the next look.
func (w *watch) pause() time.Duration {
	pause := w.o.every
	if !w.badFrom.IsZero() { // An engine that comes up shall not be hurried.
		pause = min(max(pause, time.Since(w.badFrom)/4), 30*time.Second)
	} else if len(w.log.held) > 0 {
		pause = max(min(pause, w.o.settle), 100*time.Millisecond)
	}
	return time.Duration(float64(pause) * (0.85 + 0.3*rand.Float64()))
}

// ended returns the error of a context that is over.
func ended(ctx context.Context) error {
	err := ctx.Err()
	e := &sdk.Error{Op: op, Err: err}
	if err == context.DeadlineExceeded {
		e.Class = sdk.ErrTimeout
	}
	if cause := context.Cause(ctx); !errors.Is(cause, err) {
		e.Err = fmt.Errorf("%w: %w", err, cause)
	}
	return e
}
