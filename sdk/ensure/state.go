package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
)

// move is a step on the way of an object to a status.
type move[T any, S ~string] struct {
	do   func(context.Context) error       // do asks the engine for it; nil if it is under way by itself.
	then S                                 // then is the status that it leads to, as far as anyone can tell before.
	wait func(context.Context) (*T, error) // wait waits for its end.
}

// steps bounds how many moves a state may take, so that an object that others move too doesn't keep a function for ever.
const steps = 8

// drive moves an object to a status, and gives it as it is then.
func drive[T any, S ~string](
	ctx context.Context, on Engine, v *T, of func(*T) S, want S, next func(now S) (move[T, S], error),
) (r Result[T], err error) {
	r.Object = v
	first := of(v)
	now := first
	for range steps {
		if now == want {
			break
		}
		m, err := next(now)
		if err != nil {
			return r, err
		}
		if m.do != nil {
			if err := m.do(ctx); err != nil {
				return r, err
			}
			r.Changed = true
		}
		if planned(on) {
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
