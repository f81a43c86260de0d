package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// An addressed is the service of one object.
type addressed[T, G, U, R any] interface {
	Get(ctx context.Context, params *G, opts ...call.Option) (*T, error)
	Update(ctx context.Context, v *T, params *U, opts ...call.Option) (*T, error)
	Remove(ctx context.Context, params *R, opts ...call.Option) error
}

// An extensible is the service of a collection to which objects can be added.
type extensible[T, A, L any] interface {
	Add(ctx context.Context, v *T, params *A, opts ...call.Option) (*T, error)
	All(ctx context.Context, params *L, opts ...call.Option) iter.Seq2[*T, error]
}

// A life says how objects of one kind are added, and where they are.
type life[T, A, L, G, U, R any, C extensible[T, A, L], O addressed[T, G, U, R]] struct {
	kind   string // such as "a tag"
	wanted *T     // with a name; may point to IDs that are known later
	change *T     // what an update changes
	in     func() C
	of     func(C, string) O
	// hide clears in a copy of wanted what answers don't show; nil hides nothing.
	hide func(*T)
	// taken is the class of the refusal of a name in use; nil is ErrConflict.
	taken error
	// gone is the class of the refusal to read what was removed; nil is ErrNotFound.
	gone error
}

// lifeOf returns a life, so that callers needn't write its types. The collection is asked for when
// a check runs, because it may be below an object that another check makes.
func lifeOf[T, A, L, G, U, R any, C extensible[T, A, L], O addressed[T, G, U, R]](
	kind string, wanted, change *T, in func() C, of func(C, string) O,
) life[T, A, L, G, U, R, C, O] {
	return life[T, A, L, G, U, R, C, O]{kind: kind, wanted: wanted, change: change, in: in, of: of}
}

// whole returns all checks: the object is added, found, changed and removed.
func (l life[T, A, L, G, U, R, C, O]) whole(s *session) []check {
	var id string
	return append(l.begins(s, &id), l.ends(&id)...)
}

// begins returns the checks that add an object, find it and change it. The ID is stored in id.
func (l life[T, A, L, G, U, R, C, O]) begins(s *session, id *string) []check {
	return []check{l.added(s, id), l.read(id), l.listed(id), l.twice(s), l.updated(id)}
}

// added returns the check that adds the object and stores its ID. What follows needs it.
func (l life[T, A, L, G, U, R, C, O]) added(s *session, id *string) check {
	return check{l.kind + " is added", func(ctx context.Context) error {
		made, err := l.in().Add(ctx, l.wanted, nil)
		if err != nil {
			return err
		}
		*id = textOf(made, "ID")
		s.later(l.kind+" "+textOf(l.wanted, "Name"), l.remove(*id))
		return l.has(made, l.wanted)
	}, true}
}

// read returns the check that the object can be read.
func (l life[T, A, L, G, U, R, C, O]) read(id *string) check {
	return check{l.kind + " can be read", func(ctx context.Context) error {
		got, err := l.at(*id).Get(ctx, nil)
		if err != nil {
			return err
		}
		return l.has(got, l.wanted)
	}, false}
}

// listed returns the check that the object is in its collection.
func (l life[T, A, L, G, U, R, C, O]) listed(id *string) check {
	return check{l.kind + " is in the list", func(ctx context.Context) error {
		return among(l.in().All(ctx, nil), *id)
	}, false}
}

// twice returns the check that a second object of the name is refused.
func (l life[T, A, L, G, U, R, C, O]) twice(s *session) check {
	return check{l.kind + " of the same name is refused", func(ctx context.Context) error {
		second, err := l.in().Add(ctx, l.wanted, nil)
		if err == nil {
			s.later("second "+l.kind, l.remove(textOf(second, "ID")))
		}
		return refused(err, cmp.Or(l.taken, sdk.ErrConflict))
	}, false}
}

// updated returns the check that an update has its effect.
func (l life[T, A, L, G, U, R, C, O]) updated(id *string) check {
	return check{l.kind + " is updated", func(ctx context.Context) error {
		if _, err := l.at(*id).Update(ctx, l.change, nil); err != nil {
			return err
		}
		got, err := l.at(*id).Get(ctx, nil)
		if err != nil {
			return err
		}
		return l.has(got, l.change)
	}, false}
}

// ends returns the checks that remove the object.
func (l life[T, A, L, G, U, R, C, O]) ends(id *string) []check {
	return []check{{l.kind + " is removed", func(ctx context.Context) error {
		return l.remove(*id)(ctx)
	}, true}, {l.kind + " that was removed is not found", func(ctx context.Context) error {
		_, err := l.at(*id).Get(ctx, nil)
		return refused(err, cmp.Or(l.gone, sdk.ErrNotFound))
	}, false}}
}

// at returns the service of one object.
func (l life[T, A, L, G, U, R, C, O]) at(id string) O { return l.of(l.in(), id) }

// remove returns a function that removes an object and waits until it is gone.
func (l life[T, A, L, G, U, R, C, O]) remove(id string) func(context.Context) error {
	return func(ctx context.Context) error {
		if id == "" {
			return errors.New("has no ID")
		}
		if err := l.at(id).Remove(ctx, nil); err != nil {
			if _, read := l.at(id).Get(ctx, nil); l.gone != nil && errors.Is(read, l.gone) {
				return fmt.Errorf("%w: %w", sdk.ErrNotFound, err)
			}
			return err
		}
		if l.gone != nil {
			return nil // It is gone with the answer.
		}
		return wait.Gone(ctx, l.at(id).Get)
	}
}

// has returns an error unless all that is set in wanted is so in got.
func (l life[T, A, L, G, U, R, C, O]) has(got, wanted *T) error {
	if l.hide != nil {
		wanted = object.Clone(wanted)
		l.hide(wanted)
	}
	if change, fixed := object.Diff(got, wanted); change != nil || len(fixed) > 0 {
		return fmt.Errorf("it differs in %s %v from\n%s", sdk.String(change), fixed, sdk.String(wanted))
	}
	return nil
}

// textOf returns a text field of an object, such as ID or Name; empty if it isn't set.
func textOf(v any, field string) string {
	f := reflect.Indirect(reflect.ValueOf(v)).FieldByName(field)
	if !f.IsValid() || f.IsNil() {
		return ""
	}
	return f.Elem().String()
}
