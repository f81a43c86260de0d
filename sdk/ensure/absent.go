package ensure

import (
	"context"
	"errors"

	"github.com/ovirt-go/ovirt/sdk"
)

// absent makes the object not exist.
func absent[T any](ctx context.Context, k kind[T]) (Result[T], error) {
	a := newApplier(k)
	old, err := a.current(ctx)
	if err != nil || old == nil {
		return Result[T]{}, wrap(a.op, err)
	}
	r, err := a.removeWhenIdle(ctx, old)
	return r, wrap(a.op, err)
}

// absentWith returns the result of making something absent that couldn't even be looked for: if
// that is because what it is on or in doesn't exist, neither does the object.
func absentWith[T any](op string, err error) (Result[T], error) {
	if errors.Is(err, sdk.ErrNotFound) {
		err = nil
	}
	return Result[T]{}, wrap(op, err)
}

// removeWhenIdle removes the object when the engine isn't at work on it, and waits until it is
// gone.
func (a *applier[T]) removeWhenIdle(ctx context.Context, old *T) (r Result[T], err error) {
	if old, err = a.idle(ctx, old); errors.Is(err, sdk.ErrNotFound) {
		return r, nil // It was being removed.
	}
	r.Object = old
	if err != nil {
		return r, err
	}
	if err := a.remove(ctx, old); err != nil && !errors.Is(err, sdk.ErrNotFound) {
		if taken(err) && a.isRemovedByOthers(ctx, old) {
			return Result[T]{}, nil
		}
		return r, err
	}
	r = Result[T]{}
	r.note("", changes(old, nil)...)
	r.Changed = true
	if !planned(a.engine) {
		err = a.waitGone(ctx, idOf(old))
	}
	return r, err
}

// isRemovedByOthers reports, after a refused removal, whether another caller removes the object,
// and waits until it is gone.
func (a *applier[T]) isRemovedByOthers(ctx context.Context, old *T) bool {
	now, err := lookup(ctx, a.engine, a.find)
	if err == nil && idOf(now) == idOf(old) {
		_, err = a.idle(ctx, now)
	}
	return errors.Is(err, sdk.ErrNotFound)
}
