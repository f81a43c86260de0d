package ensure

import (
	"context"
	"errors"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
)

// kind is a kind of objects, such as tags, as the functions of this package see it. Each kind is a
// type of its own, which embeds [defaults] and has the other methods that it needs.
type kind[T any] interface {
	// with returns what the kind works with.
	with() base

	// fields says which fields of an object are managed, and how they are compared.
	fields() *fields

	// find looks for the object on the engine, or among what a plan would make. If there is none
	// the error matches sdk.ErrNotFound.
	find(ctx context.Context, engine sdk.Engine) (*T, error)

	// prepare returns what is wanted as it can be sent and compared, with references by ID where
	// names won't do. Old is nil if there is no object yet. It changes neither.
	prepare(ctx context.Context, old, wanted *T) (*T, error)

	// forComparison returns the object as what is wanted is compared with it, read once more if it
	// must be: with allContent, something is wanted that engines show with all_content alone.
	forComparison(ctx context.Context, now *T, allContent bool) (*T, error)

	// complete adds to a change what must go with it, beside what object.Diff adds.
	complete(change, wanted *T)

	// add creates the object.
	add(ctx context.Context, v *T) (*T, error)

	// update sends a change of the object.
	update(ctx context.Context, id string, change, wanted *T) (*T, error)

	// addKeeps reports whether an engine keeps something of a new object that isn't wanted, so that
	// it takes an update to have it removed.
	addKeeps(wanted *T) bool

	// remove removes the object.
	remove(ctx context.Context, old *T) error

	// busy reports whether the engine is at work on the object.
	busy(v *T) bool

	// waitIdle waits until the engine isn't at work on the object, and returns it as it is then.
	waitIdle(ctx context.Context, id string) (*T, error)

	// waitGone waits until a removed object is gone.
	waitGone(ctx context.Context, id string) error
}

// base is what every kind works with.
type base struct {
	engine sdk.Engine
	op     string // op names the function in errors: ensure.Tag.
	*options
}

func (b base) with() base { return b }

func (b base) mistake(format string, args ...any) error { return mistake(b.op, format, args...) }

// defaults are the methods of a kind whose objects are sent and compared as they are wanted, on
// which the engine is never at work, and which are gone as soon as they are removed.
type defaults[T any] struct{ base }

func (defaults[T]) prepare(_ context.Context, _, wanted *T) (*T, error) { return wanted, nil }

func (defaults[T]) forComparison(_ context.Context, now *T, _ bool) (*T, error) { return now, nil }

func (defaults[T]) complete(_, _ *T) {}

func (defaults[T]) addKeeps(*T) bool { return false }

// update is never called for kinds that have no update of their own, as their fields say.
func (d defaults[T]) update(_ context.Context, _ string, change, _ *T) (*T, error) {
	return nil, d.mistake("%s can't be changed", paths(change))
}

func (defaults[T]) busy(*T) bool { return false }

func (defaults[T]) waitIdle(context.Context, string) (*T, error) { return nil, nil }

func (defaults[T]) waitGone(context.Context, string) error { return nil }

// mistake is an error of the caller's.
func mistake(op, format string, args ...any) error {
	return &sdk.Error{Op: op, Class: sdk.ErrInvalid, Err: fmt.Errorf(format, args...)}
}

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

// lookup finds an object: among those that a plan would make, and then on the engine.
func lookup[T any](
	ctx context.Context, engine sdk.Engine, find func(context.Context, sdk.Engine) (*T, error),
) (*T, error) {
	if m, ok := engine.(made); ok {
		engine = m.plan // What is made may refer to what is there.
	}
	if p, ok := engine.(*Plan); ok {
		v, err := find(ctx, made{p})
		if !errors.Is(err, sdk.ErrNotFound) {
			return v, err
		}
	}
	return find(ctx, engine)
}
