package ensure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/object"
)

// Result tells what a function found and did. With an error it tells what was done before it.
type Result[T any] struct {
	// Object is the object as it is now. It is nil if it is absent. Of an object that a [Plan] would make or change it has what is known
	// before.
	Object *T

	// Changed says whether anything was changed.
	Changed bool

	// Changes lists what was changed, in the order of the members; of an object that was added or removed, all of it.
	Changes []Change
}

// Change is a member that was changed, of the object or of one below it.
type Change struct {
	Path string // Path is the member in the words of the API, such as cpu.topology.cores, or nics[eth0].linked below an object.
	Old  string // Old is the value before; empty if there was none.
	New  string // New is the value now; empty if there is none.
}

// String gives the change as people read it.
func (c Change) String() string { return fmt.Sprintf("%s: %q -> %q", c.Path, c.Old, c.New) }

// note adds what was changed below the object.
func (r *Result[T]) note(below string, list ...Change) {
	for _, c := range list {
		if below != "" {
			c.Path = below + "." + c.Path
		}
		r.Changed, r.Changes = true, append(r.Changes, c)
	}
}

// kind is what the functions need to know of a kind of objects.
type kind[T any] struct {
	on Engine
	op string // op names the function in errors: ensure.Tag.
	*options

	find func(ctx context.Context, on Engine) (*T, error)
	// prepare gives what is wanted as it can be sent and compared, with references by id where names won't do; nil if it is so already.
	prepare func(ctx context.Context, old, wanted *T) (*T, error)
	add     func(ctx context.Context, v *T) (*T, error)
	// compare gives the object with which what is wanted is compared; nil if it is the present one.
	compare func(ctx context.Context, old *T) (*T, error)
	// update sends a change; nil if objects of the kind can't be changed.
	update func(ctx context.Context, id string, change, wanted *T) (*T, error)
	remove func(ctx context.Context, old *T) error
	// busy reports whether the engine is at work on an object; nil if it never is.
	busy func(*T) bool
	// settle waits until it isn't, and gives the object as it is then.
	settle func(ctx context.Context, id string) (*T, error)
	// gone waits until a removed object is gone; nil if it is so at once.
	gone func(ctx context.Context, id string) error
	// apart are members that are ensured by other means, by the fields' names, and are no part of what is sent.
	apart []string
	rules
}

// mistake is an error of the caller's.
func mistake(op, format string, args ...any) error {
	return &sdk.Error{Op: op, Class: sdk.ErrInvalid, Err: fmt.Errorf(format, args...)}
}

func (k *kind[T]) mistake(format string, args ...any) error { return mistake(k.op, format, args...) }

// wrap names the function in an error of another one.
func wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := err.(*sdk.Error); ok && e.Op == op {
		return err
	}
	return fmt.Errorf("%s: %w", op, err)
}

// current gives the object as it is, or nil.
func (k *kind[T]) current(ctx context.Context) (*T, error) {
	if k.given {
		v, ok := k.options.current.(*T)
		switch {
		case !ok:
			return nil, k.mistake("Current is a %T, want a %T", k.options.current, v)
		case v != nil && idOf(v) == "":
			return nil, k.mistake("Current has no id")
		}
		return v, nil
	}
	v, err := lookup(ctx, k.on, k.find)
	if errors.Is(err, sdk.ErrNotFound) {
		return nil, nil
	}
	return v, err
}

// existing gives the object, which must be there.
func (k *kind[T]) existing(ctx context.Context) (*T, error) {
	v, err := k.current(ctx)
	if v == nil && err == nil {
		err = &sdk.Error{Op: k.op, Class: sdk.ErrNotFound, Err: errors.New("it isn't there")}
	}
	return v, err
}

// lookup finds an object: among those that a plan would make, and then on the engine.
func lookup[T any](ctx context.Context, on Engine, find func(context.Context, Engine) (*T, error)) (*T, error) {
	if m, ok := on.(made); ok {
		on = m.plan // What is made may refer to what is there.
	}
	if p, ok := on.(*Plan); ok {
		v, err := find(ctx, made{p})
		if !errors.Is(err, sdk.ErrNotFound) {
			return v, err
		}
	}
	return find(ctx, on)
}

// present makes the object be there as wanted.
func (k *kind[T]) present(ctx context.Context, wanted *T) (Result[T], error) {
	if err := k.refuse(wanted); err != nil {
		return Result[T]{}, err
	}
	old, err := k.current(ctx)
	if err != nil {
		return Result[T]{}, wrap(k.op, err)
	}
	return k.bring(ctx, old, wanted)
}

// refuse tells of what can't be wanted.
func (k *kind[T]) refuse(wanted *T) error {
	if wanted == nil {
		return k.mistake("what is wanted is nil")
	}
	if names := collections(wanted, slices.Concat(k.apart, k.once, k.fixed)); len(names) > 0 {
		return k.mistake("%s can't be wanted here", strings.Join(names, ", "))
	}
	return nil
}

// bring brings the object, which is nil if it isn't there, to what is wanted.
func (k *kind[T]) bring(ctx context.Context, old, wanted *T) (r Result[T], err error) {
	defer func() { err = wrap(k.op, err) }()
	wanted = without(wanted, k.apart)
	if k.prepare != nil {
		if wanted, err = k.prepare(ctx, old, wanted); err != nil {
			return r, err
		}
	}
	if old == nil {
		return k.make(ctx, wanted)
	}
	if old, err = k.settled(ctx, old); err != nil {
		return Result[T]{Object: old}, err
	}
	r.Object = old
	base := old
	if k.compare != nil {
		if base, err = k.compare(ctx, old); err != nil {
			return r, err
		}
	}
	change, err := k.change(ctx, base, wanted)
	if change == nil || err != nil {
		return r, err
	}
	now, err := k.update(ctx, idOf(old), change, wanted)
	if err != nil {
		return r, err
	}
	if planned(k.on) {
		now = new(*old)
		object.Merge(now, change)
	}
	r.Object = now
	r.note("", changes(base, change)...)
	r.Object, err = k.settled(ctx, now)
	return r, err
}

// change gives the smallest update to what is wanted; nil for none.
func (k *kind[T]) change(ctx context.Context, old, wanted *T) (*T, error) {
	wanted, err := k.loosen(ctx, old, wanted)
	if err != nil {
		return nil, err
	}
	change, fixed := object.Diff(old, wanted)
	if change != nil {
		if k.update == nil {
			return nil, k.mistake("%s can't be changed", paths(change))
		}
		for _, name := range k.fixed {
			if isSet(change, name) {
				fixed = append(fixed, name)
			}
		}
	}
	if len(fixed) > 0 {
		return nil, k.mistake("%s can't be changed", strings.Join(fixed, ", "))
	}
	return change, nil
}

func (k *kind[T]) make(ctx context.Context, wanted *T) (r Result[T], err error) {
	added, err := k.add(ctx, wanted)
	if err != nil {
		return r, err
	}
	if idOf(added) == "" && k.find != nil {
		// What was only accepted has no id yet.
		if added, err = lookup(ctx, k.on, k.find); err != nil {
			return r, err
		}
	}
	r.Object = added
	r.note("", changes(nil, wanted)...)
	r.Object, err = k.settled(ctx, added)
	return r, err
}

// settled waits until the engine isn't at work on the object.
func (k *kind[T]) settled(ctx context.Context, v *T) (*T, error) {
	if v == nil || k.busy == nil || !k.busy(v) || planned(k.on) {
		return v, nil
	}
	now, err := k.settle(ctx, idOf(v))
	if now == nil {
		now = v
	}
	return now, err
}

// absent makes the object not be there.
func (k *kind[T]) absent(ctx context.Context) (Result[T], error) {
	old, err := k.current(ctx)
	if err != nil || old == nil {
		return Result[T]{}, wrap(k.op, err)
	}
	r, err := k.away(ctx, old)
	return r, wrap(k.op, err)
}

// nowhere gives the result of making something absent that couldn't even be looked for: if that is for what it is on or in isn't there,
// neither is the object.
func nowhere[T any](op string, err error) (Result[T], error) {
	if errors.Is(err, sdk.ErrNotFound) {
		err = nil
	}
	return Result[T]{}, wrap(op, err)
}

// away removes the object.
func (k *kind[T]) away(ctx context.Context, old *T) (r Result[T], err error) {
	if old, err = k.settled(ctx, old); errors.Is(err, sdk.ErrNotFound) {
		return r, nil // It was being removed.
	}
	r.Object = old
	if err != nil {
		return r, err
	}
	if err := k.remove(ctx, old); err != nil && !errors.Is(err, sdk.ErrNotFound) {
		return r, err
	}
	r = Result[T]{}
	r.note("", changes(old, nil)...)
	r.Changed = true
	if k.gone != nil && !planned(k.on) {
		err = k.gone(ctx, idOf(old))
	}
	return r, err
}
