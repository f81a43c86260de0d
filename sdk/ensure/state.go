package ensure

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

// move is a step on the way of an object to a status.
type move[T any, S ~string] struct {
	do   func(context.Context) error       // do asks the engine for it; nil if it is under way by itself.
	then S                                 // then is the status that it leads to, as far as anyone can tell before.
	wait func(context.Context) (*T, error) // wait waits for its end.
}

// steps bounds how many moves a state may take, so that an object that others move too doesn't keep
// a function for ever.
const steps = 8

// states is how an object is seen by [drive].
type states[T any, S ~string] struct {
	of   func(*T) S
	look func(context.Context) (*T, error)
	next func(now S) (move[T, S], error)
}

// drive moves an object to a status, and returns it as it is then.
func drive[T any, S ~string](
	ctx context.Context, engine sdk.Engine, v *T, want S, s states[T, S],
) (r Result[T], err error) {
	of := s.of
	r.Object = v
	first := of(v)
	now := first
	for range steps {
		if now == want {
			break
		}
		m, err := s.next(now)
		if err != nil {
			return r, err
		}
		if m.do != nil {
			err := m.do(ctx)
			if moved := s.moved(ctx, now, err); moved != nil {
				r.Object, now = moved, of(moved)
				continue
			}
			if err != nil {
				return r, err
			}
			r.Changed = true
		}
		if planned(engine) {
			now = m.then
			continue
		}
		v, err := m.wait(ctx)
		if v != nil {
			r.Object = v
		}
		if err != nil {
			return r, err
		}
		now = of(v)
	}
	if now != want {
		return r, &sdk.Error{Class: sdk.ErrAction, Err: fmt.Errorf("it is %s again and again, not %s", now, want)}
	}
	if r.Changed {
		r.Changes = []Change{{Path: "status", Old: string(first), New: string(want)}}
	}
	return r, nil
}

// second is how long a refused move waits until it looks once more: an engine refuses the second of
// two requests before it shows what the first one does.
const second = time.Second

// moved returns the object if a move was refused because another caller moves it already; nil if
// not.
func (s states[T, S]) moved(ctx context.Context, from S, refused error) *T {
	if !errors.Is(refused, sdk.ErrConflict) {
		return nil
	}
	for again := range 2 {
		if again > 0 && !sleep(ctx, second) {
			return nil
		}
		if v, err := s.look(ctx); err == nil && s.of(v) != from {
			return v
		}
	}
	return nil
}

// sleep waits, and reports whether the context is still alive.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
