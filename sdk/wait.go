package sdk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/ovirt-go/ovirt/sdk/call"
)

// The pace of [WaitFor]: at first often, for what is done soon, then rarely, to spare the engine.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 5 * time.Second
)

// WaitOption changes how [WaitFor] waits.
type WaitOption func(*wait)

type wait struct {
	first, last time.Duration
	jitter      float64
	call        []call.Option
}

// WaitEvery sets the pause after the first look, and the longest pause, to which it grows by half with each look. Without it
// these are 250 milliseconds and 5 seconds. Less than a millisecond is taken for one, and a longest pause below the first for the
// first.
func WaitEvery(first, last time.Duration) WaitOption {
	return func(w *wait) {
		w.first = max(first, time.Millisecond)
		w.last = max(last, w.first)
	}
}

// WaitJitter makes each pause longer or shorter at random, by the share at most: 0.2 makes of ten seconds eight to twelve. So many
// programs that began to wait together don't look together for ever. Without it pauses are exact. The share is taken for one
// between 0 and 1.
func WaitJitter(share float64) WaitOption {
	return func(w *wait) { w.jitter = min(max(share, 0), 1) }
}

// WaitCall returns options for each call that looks.
func WaitCall(opts ...call.Option) WaitOption {
	return func(w *wait) { w.call = append(w.call, opts...) }
}

// WaitFor reads an object again and again until the condition holds, and returns the object that it held for:
//
//	vm, err := sdk.WaitFor(ctx, s.Get, func(vm *types.Vm) bool { return vm.Status == types.VmStatusUp })
//
// The method is called with nil parameters; one that needs some goes into a function of the same form. Waiting ends with the
// context, which therefore should have a deadline: the error is then [ErrTimeout], or matches context.Canceled. It also ends with
// any error of the method, such as [ErrNotFound]. With an error the last object that was read is given, or nil if none was.
//
// Package wait builds on it: it knows states that will never become the wanted one, says in its errors what the engine logged
// meanwhile, and has a function for each of the usual cases.
func WaitFor[T, P any](
	ctx context.Context, get func(context.Context, P, ...call.Option) (*T, error), cond func(*T) bool, opts ...WaitOption,
) (*T, error) {
	const op = "WaitFor"
	switch {
	case ctx == nil:
		return nil, &Error{Op: op, Class: ErrInvalid, Err: errNilContext}
	case get == nil || cond == nil:
		return nil, &Error{Op: op, Class: ErrInvalid, Err: errors.New("method or condition is nil")}
	}
	w := wait{first: firstPause, last: lastPause}
	for _, opt := range opts {
		if opt != nil {
			opt(&w)
		}
	}
	var params P
	var last *T
	timer := time.NewTimer(0)
	defer timer.Stop()
	for pause := w.first; ; pause = min(pause+pause/2, w.last) {
		select {
		case <-ctx.Done():
			return last, waitEnded(ctx)
		case <-timer.C:
		}
		v, err := get(ctx, params, w.call...)
		if err != nil {
			return last, err
		}
		last = v
		if v != nil && cond(v) {
			return v, nil
		}
		timer.Reset(w.vary(pause))
	}
}

// vary makes a pause longer or shorter at random.
func (w *wait) vary(pause time.Duration) time.Duration {
	if w.jitter == 0 {
		return pause
	}
	return max(time.Duration(float64(pause)*(1+w.jitter*(2*rand.Float64()-1))), time.Millisecond)
}

// waitEnded returns the error of a wait whose context ended between two looks.
func waitEnded(ctx context.Context) error {
	err := ctx.Err()
	e := &Error{Op: "WaitFor", Err: err}
	if err == context.DeadlineExceeded {
		e.Class = ErrTimeout
	}
	if cause := context.Cause(ctx); !errors.Is(cause, err) {
		e.Err = fmt.Errorf("%w: %w", err, cause)
	}
	return e
}
