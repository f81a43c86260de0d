package ensure

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
)

// states are the statuses of an object, and the ways from one to another.
type states[T any, S ~string] interface {
	// status returns the status of the object.
	status(v *T) S

	// read reads the object.
	read(ctx context.Context) (*T, error)

	// next returns the step from a status towards the wanted one.
	next(now S) (step[T, S], error)
}

// step is a step on the way of an object to a status.
type step[T any, S ~string] struct {
	do   func(context.Context) error       // do asks the engine for it; nil if it is under way.
	then S                                 // then is the status that it should lead to.
	wait func(context.Context) (*T, error) // wait waits for its end.
}

// maxSteps bounds how many steps a state may take, so that an object that others move too doesn't
// keep a function forever.
const maxSteps = 8

// bringTo brings an object to a status step by step, and returns it as it is then.
func bringTo[T any, S ~string](
	ctx context.Context, engine sdk.Engine, v *T, want S, s states[T, S],
) (r Result[T], err error) {
	r.Object = v
	first := s.status(v)
	now := first
	for range maxSteps {
		if now == want {
			break
		}
		step, err := s.next(now)
		if err != nil {
			return r, err
		}
		if step.do != nil {
			err := step.do(ctx)
			if moved := movedByOthers(ctx, s, now, err); moved != nil {
				r.Object, now = moved, s.status(moved)
				continue
			}
			if err != nil {
				return r, err
			}
			r.Changed = true
		}
		if planned(engine) {
			now = step.then
			continue
		}
		v, err := step.wait(ctx)
		if v != nil {
			r.Object = v
		}
		if err != nil {
			return r, err
		}
		now = s.status(v)
	}
	if now != want {
		err := fmt.Errorf("it is %s again and again, not %s", now, want)
		return r, &sdk.Error{Class: sdk.ErrAction, Err: err}
	}
	if r.Changed {
		r.Changes = []Change{{Path: "status", Old: string(first), New: string(want)}}
	}
	return r, nil
}

// second is how long a refused step waits until it reads the object once more: an engine refuses
// the second of two requests before it shows what the first one does.
const second = time.Second

// movedByOthers returns the object if a step was refused because another caller moves it already;
// nil if not.
func movedByOthers[T any, S ~string](
	ctx context.Context, s states[T, S], from S, refused error,
) *T {
	if !errors.Is(refused, sdk.ErrConflict) {
		return nil
	}
	for again := range 2 {
		if again > 0 && !sleep(ctx, second) {
			return nil
		}
		if v, err := s.read(ctx); err == nil && s.status(v) != from {
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
