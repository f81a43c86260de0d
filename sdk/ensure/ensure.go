package ensure

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/object"
)

// Result tells what a function found and did.
type Result[T any] struct {
	// Object is the object as it is now. It is nil if it is absent, and what was sent if a [Plan] made or changed it.
	Object *T

	// Changed says whether anything was changed.
	Changed bool

	// Changes lists what was changed, in the order of the members; of an object that was added or removed, all of it.
	Changes []Change
}

// Change is a member that was changed, or that others of the object's collections were.
type Change struct {
	Path string // Path is the member in the words of the API, such as cpu.topology.cores.
	Old  string // Old is the value before; empty if there was none.
	New  string // New is the value now; empty if there is none.
}

// String gives the change as people read it.
func (c Change) String() string { return fmt.Sprintf("%s: %q -> %q", c.Path, c.Old, c.New) }

// Option changes how a function works.
type Option func(*options)

type options struct {
	current any // current is a pointer to the object as the caller knows it, which may be nil
	given   bool
	pace    []sdk.WaitOption
	call    []call.Option
}

// Current gives the object as it is now, so that it isn't looked for: as it was read before, or nil if it isn't there. It must be
// true: a function acts on it.
func Current[T any](v *T) Option {
	return func(o *options) { o.current, o.given = v, true }
}

// Pace says how often the functions look whether the engine is done; see sdk.WaitEvery.
func Pace(first, last time.Duration) Option {
	return func(o *options) { o.pace = []sdk.WaitOption{sdk.WaitEvery(first, last)} }
}

// Call gives options for each call, such as a correlation id.
func Call(opts ...call.Option) Option {
	return func(o *options) { o.call = append(o.call, opts...) }
}

func apply(opts []Option) options {
	var o options
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	return o
}

// kind is what the functions need to know of a kind of objects.
type kind[T any] struct {
	op   string // op names the function in errors: ensure.Tag.
	find func(ctx context.Context) (*T, error)
	add  func(ctx context.Context, v *T) (*T, error)
	// update sends a change; nil if objects of the kind can't be changed.
	update func(ctx context.Context, old, change *T) (*T, error)
	remove func(ctx context.Context, old *T) error
	// settle waits until the engine is done with an object, and gives it as it is then; nil if there is nothing to wait for.
	settle func(ctx context.Context, v *T) (*T, error)
	// gone waits until a removed object is gone; nil if it is so at once.
	gone func(ctx context.Context, old *T) error
	// apart are members that have services of their own, by the fields' names, and are no part of the update.
	apart []string
}

// current gives the object as it is, or nil.
func (k *kind[T]) current(ctx context.Context, o *options) (*T, error) {
	if o.given {
		v, ok := o.current.(*T)
		if !ok {
			return nil, k.mistake("Current is a %T, want a %T", o.current, v)
		}
		return v, nil
	}
	v, err := k.find(ctx)
	if errors.Is(err, sdk.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.op, err)
	}
	return v, nil
}

func (k *kind[T]) mistake(format string, args ...any) error {
	return &sdk.Error{Op: k.op, Class: sdk.ErrInvalid, Err: fmt.Errorf(format, args...)}
}

// present makes the object be there as wanted.
func (k *kind[T]) present(ctx context.Context, wanted *T, o *options) (Result[T], error) {
	var r Result[T]
	if wanted == nil {
		return r, k.mistake("what is wanted is nil")
	}
	old, err := k.current(ctx, o)
	if err != nil {
		return r, err
	}
	if old == nil {
		return k.make(ctx, wanted)
	}
	r.Object = old
	change, fixed := object.Diff(old, k.whole(wanted))
	if len(fixed) > 0 {
		return r, k.mistake("%s can't be changed", strings.Join(fixed, ", "))
	}
	if change == nil {
		return r, nil
	}
	if k.update == nil {
		return r, k.mistake("%s can't be changed", paths(change))
	}
	r.Object, err = k.update(ctx, old, change)
	if err == nil {
		r.Changed, r.Changes = true, changes(old, change)
		r.Object, err = k.settled(ctx, r.Object)
	}
	return r, k.wrap(err)
}

// whole gives what is wanted of the object itself.
func (k *kind[T]) whole(wanted *T) *T {
	if len(k.apart) == 0 {
		return wanted
	}
	return without(wanted, k.apart)
}

func (k *kind[T]) make(ctx context.Context, wanted *T) (Result[T], error) {
	added, err := k.add(ctx, k.whole(wanted))
	if err != nil {
		return Result[T]{}, k.wrap(err)
	}
	r := Result[T]{Object: added, Changed: true, Changes: changes(nil, k.whole(wanted))}
	r.Object, err = k.settled(ctx, added)
	return r, k.wrap(err)
}

func (k *kind[T]) settled(ctx context.Context, v *T) (*T, error) {
	if k.settle == nil {
		return v, nil
	}
	now, err := k.settle(ctx, v)
	if now == nil {
		now = v
	}
	return now, err
}

// absent makes the object not be there.
func (k *kind[T]) absent(ctx context.Context, o *options) (Result[T], error) {
	old, err := k.current(ctx, o)
	if err != nil || old == nil {
		return Result[T]{}, err
	}
	if err := k.remove(ctx, old); err != nil && !errors.Is(err, sdk.ErrNotFound) {
		return Result[T]{Object: old}, k.wrap(err)
	}
	r := Result[T]{Changed: true, Changes: changes(old, nil)}
	if k.gone != nil {
		err = k.gone(ctx, old)
	}
	return r, k.wrap(err)
}

func (k *kind[T]) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", k.op, err)
}
