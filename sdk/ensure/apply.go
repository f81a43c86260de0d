package ensure

import (
	"context"
	"errors"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/object"
)

// present makes the object exist as wanted.
func present[T any](ctx context.Context, k kind[T], wanted *T) (Result[T], error) {
	return newApplier(k).present(ctx, wanted)
}

// existing returns the object, which must exist.
func existing[T any](ctx context.Context, k kind[T]) (*T, error) {
	v, err := newApplier(k).current(ctx)
	if v == nil && err == nil {
		err = &sdk.Error{Op: k.with().op, Class: sdk.ErrNotFound, Err: errors.New("it isn't there")}
	}
	return v, err
}

// applier applies what is wanted to the objects of a kind.
type applier[T any] struct {
	base
	kind[T]
}

func newApplier[T any](k kind[T]) *applier[T] { return &applier[T]{k.with(), k} }

// present makes the object exist as wanted.
func (a *applier[T]) present(ctx context.Context, wanted *T) (Result[T], error) {
	if err := checkManaged(a.op, wanted, a.fields()); err != nil {
		return Result[T]{}, err
	}
	old, err := a.current(ctx)
	if err != nil {
		return Result[T]{}, wrap(a.op, err)
	}
	return a.apply(ctx, old, wanted)
}

// current returns the object as it is, or nil.
func (a *applier[T]) current(ctx context.Context) (*T, error) {
	if a.given {
		v, ok := a.options.current.(*T)
		switch {
		case !ok:
			return nil, a.mistake("Current is a %T, want a %T", a.options.current, v)
		case v != nil && idOf(v) == "":
			return nil, a.mistake("Current has no id")
		}
		return v, nil
	}
	v, err := lookup(ctx, a.engine, a.find)
	if errors.Is(err, sdk.ErrNotFound) {
		return nil, nil
	}
	return v, err
}

// apply creates the object if old is nil, or updates it if it isn't as wanted.
func (a *applier[T]) apply(ctx context.Context, old, wanted *T) (Result[T], error) {
	var r Result[T]
	var err error
	if old == nil {
		r, err = a.create(ctx, wanted)
	} else {
		r, err = a.updateIfNeeded(ctx, old, wanted)
	}
	return r, wrap(a.op, err)
}

// prepared returns what is wanted as it can be compared and sent.
func (a *applier[T]) prepared(ctx context.Context, old, wanted *T) (*T, error) {
	return a.prepare(ctx, old, without(wanted, a.fields().appliedApart))
}

// create adds the object. If another caller was faster it applies what is wanted to what that one
// made.
func (a *applier[T]) create(ctx context.Context, asked *T) (r Result[T], err error) {
	wanted, err := a.prepared(ctx, nil, asked)
	if err != nil {
		return r, err
	}
	sent, err := resolved(ctx, a.engine, wanted, a.options)
	if err != nil {
		return r, err
	}
	added, err := a.add(ctx, sent)
	if taken(err) {
		if old, e := lookup(ctx, a.engine, a.find); e == nil {
			return a.updateIfNeeded(ctx, old, asked)
		}
	}
	if err != nil {
		return r, err
	}
	if idOf(added) == "" {
		// What was only accepted has no id yet.
		if added, err = lookup(ctx, a.engine, a.find); err != nil {
			return r, err
		}
	}
	r.Object = added
	r.note("", changes(nil, wanted)...)
	r.Changed = true
	if r.Object, err = a.idle(ctx, added); err != nil || !a.addKeeps(wanted) {
		return r, err
	}
	updated, err := a.updateIfNeeded(ctx, r.Object, asked)
	if updated.Object != nil {
		r.Object = updated.Object
	}
	return r, err
}

// taken reports whether an error may mean that somebody else made, or removed, the object in the
// meantime. Engines answer 400 instead of 409 for the names of some kinds, and instead of 404 for
// affinity groups that are gone.
func taken(err error) bool {
	return errors.Is(err, sdk.ErrConflict) || errors.Is(err, sdk.ErrInvalid)
}

// difference is what an object lacks.
type difference[T any] struct {
	now    *T // now is the object.
	base   *T // base is what is compared: now, or more than an engine usually shows of it.
	wanted *T
	change *T // change is the smallest update; nil for none.
}

// compare waits until the engine isn't at work on the object, and compares it.
func (a *applier[T]) compare(ctx context.Context, old, asked *T) (d difference[T], err error) {
	d.now = old
	if d.wanted, err = a.prepared(ctx, old, asked); err != nil {
		return d, err
	}
	if d.now, err = a.idle(ctx, old); err != nil {
		return d, err
	}
	allContent := needsAllContent(d.now, d.wanted) && !strings.HasPrefix(idOf(d.now), newID)
	if d.base, err = a.forComparison(ctx, d.now, allContent); err != nil {
		return d, err
	}
	d.change, err = smallestUpdate(ctx, a.base, a.fields(), d.base, d.wanted)
	return d, err
}

// updateIfNeeded updates the object if it isn't as wanted. After a conflict it looks whether
// another caller did so in the meantime.
func (a *applier[T]) updateIfNeeded(ctx context.Context, old, asked *T) (Result[T], error) {
	d, err := a.compare(ctx, old, asked)
	if err != nil || d.change == nil {
		return Result[T]{Object: d.now}, err
	}
	r, refused := a.sendUpdate(ctx, d)
	if !errors.Is(refused, sdk.ErrConflict) {
		return r, refused
	}
	now, err := lookup(ctx, a.engine, a.find)
	if err != nil {
		return r, refused
	}
	again, err := a.compare(ctx, now, asked)
	switch {
	case err != nil || again.change != nil && object.Equal(again.change, d.change):
		return r, refused // Whoever else is at work, it would be refused once more.
	case again.change == nil:
		return Result[T]{Object: again.now}, nil
	}
	return a.sendUpdate(ctx, again)
}

// sendUpdate sends an update.
func (a *applier[T]) sendUpdate(ctx context.Context, d difference[T]) (r Result[T], err error) {
	r.Object = d.now
	a.complete(d.change, d.wanted)
	sent, err := resolved(ctx, a.engine, d.change, a.options)
	if err != nil {
		return r, err
	}
	now, err := a.update(ctx, idOf(d.now), sent, d.wanted)
	if err != nil {
		return r, err
	}
	if planned(a.engine) {
		now = new(*d.now)
		object.Merge(now, sent)
	}
	r.Object = now
	r.note("", changes(d.base, d.change)...)
	r.Changed = true
	r.Object, err = a.idle(ctx, now)
	return r, err
}

// idle returns the object when the engine isn't at work on it.
func (a *applier[T]) idle(ctx context.Context, v *T) (*T, error) {
	if v == nil || !a.busy(v) || planned(a.engine) {
		return v, nil
	}
	now, err := a.waitIdle(ctx, idOf(v))
	if now == nil {
		now = v
	}
	return now, err
}
