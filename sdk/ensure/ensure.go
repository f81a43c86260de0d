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

// String returns the change as people read it.
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
	engine sdk.Engine
	op     string // op names the function in errors: ensure.Tag.
	*options

	find func(ctx context.Context, engine sdk.Engine) (*T, error)
	// prepare returns what is wanted as it can be sent and compared, with references by id where names won't do; nil if it is so already.
	prepare func(ctx context.Context, old, wanted *T) (*T, error)
	add     func(ctx context.Context, v *T) (*T, error)
	// compare returns the object with which what is wanted is compared; nil if it is the present one.
	compare func(ctx context.Context, old *T) (*T, error)
	// full returns the object with the fields that engines show with all_content alone; nil if the
	// kind has none. Compare isn't asked then.
	full func(ctx context.Context, old *T) (*T, error)
	// scope are the fields that the kind manages; all may be wanted if it has none.
	scope scope
	// complete adds to a change what must go with it; nil if nothing must beside what object.Diff
	// adds.
	complete func(change, wanted *T)
	// update sends a change; nil if objects of the kind can't be changed.
	update func(ctx context.Context, id string, change, wanted *T) (*T, error)
	remove func(ctx context.Context, old *T) error
	// busy reports whether the engine is at work on an object; nil if it never is.
	busy func(*T) bool
	// settle waits until it isn't, and returns the object as it is then.
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

// current returns the object as it is, or nil.
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
	v, err := lookup(ctx, k.engine, k.find)
	if errors.Is(err, sdk.ErrNotFound) {
		return nil, nil
	}
	return v, err
}

// existing returns the object, which must exist.
func (k *kind[T]) existing(ctx context.Context) (*T, error) {
	v, err := k.current(ctx)
	if v == nil && err == nil {
		err = &sdk.Error{Op: k.op, Class: sdk.ErrNotFound, Err: errors.New("it isn't there")}
	}
	return v, err
}

// lookup finds an object: among those that a plan would make, and then on the engine.
func lookup[T any](ctx context.Context, engine sdk.Engine, find func(context.Context, sdk.Engine) (*T, error)) (*T, error) {
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

// present makes the object exist as wanted.
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

// refuse returns an error if something is wanted that the kind doesn't manage.
func (k *kind[T]) refuse(wanted *T) error {
	if wanted == nil {
		return k.mistake("what is wanted is nil")
	}
	if k.scope.fields != nil {
		return checkScope(k.op, wanted, k.scope)
	}
	if names := collections(wanted, slices.Concat(k.apart, k.once, k.fixed)); len(names) > 0 {
		return k.mistake("%s can't be wanted here", strings.Join(names, ", "))
	}
	return nil
}

// bring brings the object, which is nil if there is none, to what is wanted.
func (k *kind[T]) bring(ctx context.Context, old, wanted *T) (Result[T], error) {
	var r Result[T]
	var err error
	if old == nil {
		r, err = k.create(ctx, wanted)
	} else {
		r, err = k.adjust(ctx, old, wanted)
	}
	return r, wrap(k.op, err)
}

// prepared returns what is wanted as it can be compared and sent.
func (k *kind[T]) prepared(ctx context.Context, old, wanted *T) (*T, error) {
	wanted = without(wanted, k.apart)
	if k.prepare == nil {
		return wanted, nil
	}
	return k.prepare(ctx, old, wanted)
}

// create adds the object. If another caller was faster it brings what that one made to what is
// wanted.
func (k *kind[T]) create(ctx context.Context, asked *T) (r Result[T], err error) {
	wanted, err := k.prepared(ctx, nil, asked)
	if err != nil {
		return r, err
	}
	sent, err := resolved(ctx, k.engine, wanted, k.options)
	if err != nil {
		return r, err
	}
	added, err := k.add(ctx, sent)
	if taken(err) && k.find != nil {
		if old, e := lookup(ctx, k.engine, k.find); e == nil {
			return k.adjust(ctx, old, asked)
		}
	}
	if err != nil {
		return r, err
	}
	if idOf(added) == "" && k.find != nil {
		// What was only accepted has no id yet.
		if added, err = lookup(ctx, k.engine, k.find); err != nil {
			return r, err
		}
	}
	r.Object = added
	r.note("", changes(nil, wanted)...)
	r.Changed = true
	r.Object, err = k.settled(ctx, added)
	return r, err
}

// taken reports whether an error may mean that somebody else made the object in the meantime.
// Engines answer 400 instead of 409 for the names of some kinds.
func taken(err error) bool { return errors.Is(err, sdk.ErrConflict) || errors.Is(err, sdk.ErrInvalid) }

// difference is what an object lacks.
type difference[T any] struct {
	now    *T // now is the object.
	base   *T // base is what is compared: now, or more than an engine usually shows of it.
	wanted *T
	change *T // change is the smallest update; nil for none.
}

// compared waits until the engine isn't at work on the object, and compares it.
func (k *kind[T]) compared(ctx context.Context, old, asked *T) (d difference[T], err error) {
	d.now = old
	if d.wanted, err = k.prepared(ctx, old, asked); err != nil {
		return d, err
	}
	if d.now, err = k.settled(ctx, old); err != nil {
		return d, err
	}
	if d.base, err = k.base(ctx, d.now, d.wanted); err != nil {
		return d, err
	}
	d.change, err = k.change(ctx, d.base, d.wanted)
	return d, err
}

// base returns the object with all that is to be compared.
func (k *kind[T]) base(ctx context.Context, now, wanted *T) (*T, error) {
	switch {
	case k.full != nil && needsAllContent(now, wanted) && !strings.HasPrefix(idOf(now), newID):
		return k.full(ctx, now)
	case k.compare != nil:
		return k.compare(ctx, now)
	}
	return now, nil
}

// adjust updates the object if need be. After a conflict it looks whether another caller did so in
// the meantime.
func (k *kind[T]) adjust(ctx context.Context, old, asked *T) (Result[T], error) {
	d, err := k.compared(ctx, old, asked)
	if err != nil || d.change == nil {
		return Result[T]{Object: d.now}, err
	}
	r, refused := k.send(ctx, d)
	if !errors.Is(refused, sdk.ErrConflict) || k.find == nil {
		return r, refused
	}
	now, err := lookup(ctx, k.engine, k.find)
	if err != nil {
		return r, refused
	}
	again, err := k.compared(ctx, now, asked)
	switch {
	case err != nil || again.change != nil && object.Equal(again.change, d.change):
		return r, refused // Whoever else is at work, it would be refused once more.
	case again.change == nil:
		return Result[T]{Object: again.now}, nil
	}
	return k.send(ctx, again)
}

// send sends an update.
func (k *kind[T]) send(ctx context.Context, d difference[T]) (r Result[T], err error) {
	r.Object = d.now
	if k.complete != nil {
		k.complete(d.change, d.wanted)
	}
	sent, err := resolved(ctx, k.engine, d.change, k.options)
	if err != nil {
		return r, err
	}
	now, err := k.update(ctx, idOf(d.now), sent, d.wanted)
	if err != nil {
		return r, err
	}
	if planned(k.engine) {
		now = new(*d.now)
		object.Merge(now, sent)
	}
	r.Object = now
	r.note("", changes(d.base, d.change)...)
	r.Changed = true
	r.Object, err = k.settled(ctx, now)
	return r, err
}

// change returns the smallest update to what is wanted; nil for none.
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

// settled waits until the engine isn't at work on the object.
func (k *kind[T]) settled(ctx context.Context, v *T) (*T, error) {
	if v == nil || k.busy == nil || !k.busy(v) || planned(k.engine) {
		return v, nil
	}
	now, err := k.settle(ctx, idOf(v))
	if now == nil {
		now = v
	}
	return now, err
}

// absent makes the object not exist.
func (k *kind[T]) absent(ctx context.Context) (Result[T], error) {
	old, err := k.current(ctx)
	if err != nil || old == nil {
		return Result[T]{}, wrap(k.op, err)
	}
	r, err := k.away(ctx, old)
	return r, wrap(k.op, err)
}

// nowhere returns the result of making something absent that couldn't even be looked for: if that is for what it is on or in isn't there,
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
		if errors.Is(err, sdk.ErrConflict) && k.goes(ctx, old) {
			return Result[T]{}, nil
		}
		return r, err
	}
	r = Result[T]{}
	r.note("", changes(old, nil)...)
	r.Changed = true
	if k.gone != nil && !planned(k.engine) {
		err = k.gone(ctx, idOf(old))
	}
	return r, err
}

// goes reports, after a refused removal, whether another caller removes the object, and waits until
// it is gone.
func (k *kind[T]) goes(ctx context.Context, old *T) bool {
	if k.find == nil {
		return false
	}
	now, err := lookup(ctx, k.engine, k.find)
	if err == nil && idOf(now) == idOf(old) {
		_, err = k.settled(ctx, now)
	}
	return errors.Is(err, sdk.ErrNotFound)
}
