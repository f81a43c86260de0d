package batch

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/ovirt-go/ovirt/sdk"
)

// limit is how many calls run at the same time, unless the caller says how many.
const limit = 8

// Option changes how a batch runs.
type Option func(*options)

type options struct {
	limit int
	first bool
	name  func(int) string
}

// Limit sets how many calls run at the same time; it is 8 without it, and 1 at least. The connection may bound it further.
func Limit(n int) Option {
	return func(o *options) { o.limit = max(n, 1) }
}

// StopOnError ends the batch with the first error: calls that run have their context cancelled, and no more are begun. Without it all
// items have their turn.
func StopOnError() Option {
	return func(o *options) { o.first = true }
}

// Name names items in errors, by their place in the slice. Without it texts name themselves, and others have their place alone.
func Name(name func(i int) string) Option {
	return func(o *options) { o.name = name }
}

// Error is the error of one item.
type Error struct {
	Index int    // Index is the place of the item in the slice.
	Name  string // Name is what the item is called; empty if it has no name.
	Err   error  // Err is what its call returned.
}

// Error returns the item and the error of its call.
func (e *Error) Error() string {
	if e.Name == "" {
		return fmt.Sprintf("item %d: %v", e.Index, e.Err)
	}
	return e.Name + ": " + e.Err.Error()
}

// Unwrap returns the error of the call.
func (e *Error) Unwrap() error { return e.Err }

// Unbegun says that a batch ended before all of its items had their turn.
type Unbegun struct {
	Items []int // Items are the places of those whose calls weren't begun, in order.
	Err   error // Err is why: the error of the context, or the first one with [StopOnError].
}

// Error counts the items, and returns the reason.
func (e *Unbegun) Error() string { return fmt.Sprintf("%d items not begun: %v", len(e.Items), e.Err) }

// Unwrap returns the reason.
func (e *Unbegun) Unwrap() error { return e.Err }

// Do calls a function for every item. The error is nil, or joins an [*Error] per item whose call failed, in the order of the items,
// and at last an [*Unbegun] if the context ended, or [StopOnError] ended the batch, before all were begun. [Errors] takes it apart.
func Do[T any](ctx context.Context, items []T, f func(context.Context, T) error, opts ...Option) error {
	if f == nil {
		return invalid("batch.Do")
	}
	_, err := Map(ctx, items, func(ctx context.Context, item T) (struct{}, error) { return struct{}{}, f(ctx, item) }, opts...)
	return err
}

// Map calls a function for every item and returns the results in the order of the items. Results of calls that failed are there as the
// function gave them, those of calls that weren't begun are zero. Errors are those of [Do].
func Map[T, R any](ctx context.Context, items []T, f func(context.Context, T) (R, error), opts ...Option) ([]R, error) {
	const op = "batch.Map"
	if f == nil {
		return nil, invalid(op)
	}
	if ctx == nil {
		return nil, &sdk.Error{Op: op, Class: sdk.ErrInvalid, Err: errors.New("context is nil")}
	}
	o := options{limit: limit}
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results, errs, begun := make([]R, len(items)), make([]error, len(items)), make([]bool, len(items))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(o.limit, len(items)) {
		workers.Go(func() {
			for i := range next {
				if begun[i] = ctx.Err() == nil; !begun[i] {
					continue
				}
				results[i], errs[i] = f(ctx, items[i])
				if errs[i] == nil {
					continue
				}
				errs[i] = &Error{Index: i, Name: o.nameOf(i, items[i]), Err: errs[i]}
				if o.first {
					cancel(errs[i])
				}
			}
		})
	}
	deal(ctx, next, len(items))
	workers.Wait()
	return results, errors.Join(append(errs, unbegun(ctx, begun))...)
}

func invalid(op string) error {
	return &sdk.Error{Op: op, Class: sdk.ErrInvalid, Err: errors.New("function is nil")}
}

// deal returns the places of items until the context ends.
func deal(ctx context.Context, next chan<- int, n int) {
	defer close(next)
	for i := range n {
		select {
		case <-ctx.Done():
			return
		case next <- i:
		}
	}
}

// unbegun says which items are left, and why; nil if there are none.
func unbegun(ctx context.Context, begun []bool) error {
	e := &Unbegun{Err: ctx.Err()}
	for i, did := range begun {
		if !did {
			e.Items = append(e.Items, i)
		}
	}
	if e.Items == nil {
		return nil
	}
	if cause := context.Cause(ctx); !errors.Is(cause, e.Err) {
		if _, ours := cause.(*Error); ours {
			e.Err = errStopped // The cause is among the errors.
		} else {
			e.Err = fmt.Errorf("%w: %w", e.Err, cause)
		}
	}
	return e
}

var errStopped = errors.New("stopped by the first error")

// nameOf names an item.
func (o *options) nameOf(i int, item any) string {
	if o.name != nil {
		return o.name(i)
	}
	if text, ok := item.(string); ok {
		return text
	}
	return ""
}

// Errors takes the error of [Do] or [Map] apart: it yields the place of each item that failed and what its call returned, in the
// order of the items. It yields nothing for nil and for other errors; an error that wraps that of a batch is looked through.
//
//	for i, err := range batch.Errors(err) {
//		log.Printf("%s: %v", names[i], err)
//	}
//
// [maps.Collect] makes a map of them.
func Errors(err error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) { walk(err, yield) }
}

// walk yields the errors of items in the order in which a batch joined them, and reports whether to go on. What the call of an item
// returned may be the error of another batch, so it goes no deeper there.
func walk(err error, yield func(int, error) bool) bool {
	switch e := err.(type) {
	case *Error:
		return yield(e.Index, e.Err)
	case *Unbegun:
		return true
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			if !walk(one, yield) {
				return false
			}
		}
	case interface{ Unwrap() error }:
		return walk(e.Unwrap(), yield)
	}
	return true
}
