package transport

import (
	"context"
	"errors"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// do sends the request through the connection of the place.
func (r Ref) do(ctx context.Context, req *Request) error {
	if r.doer == nil {
		return errNoConnection
	}
	return r.doer.Do(ctx, req)
}

// Get reads one object.
func Get[T any](ctx context.Context, at Ref, op string, q Query, t wire.Type[T], opts []call.Option) (*T, error) {
	req := at.request(op, "GET", q)
	return object(ctx, at, req, t, opts)
}

// object sends the request and reads one object out of the answer.
func object[T any](ctx context.Context, at Ref, req *Request, t wire.Type[T], opts []call.Option) (*T, error) {
	req.Options = call.Apply(opts)
	req.Tag, req.Item = t.Tag, t.Tag
	req.Repeatable = req.Options.Lenient == nil // What was reported can't be taken back.
	var v *T
	req.Answer = func(r *wire.Reader, wrap func(error) error) error {
		v = t.Read(r)
		if req.Method == "POST" || r.Err() != nil {
			return nil
		}
		if err := sameObject(req.Path, ident(t.Ident, v)); err != nil {
			return wrap(err)
		}
		return nil
	}
	req.Output = func(r *wire.Reader) { v = t.Read(r) }
	if err := at.do(ctx, req); err != nil {
		return nil, err
	}
	return v, nil
}

var errNilBody = errors.New("the object to send is nil")

// body makes the request carry the object; nil is a mistake of the caller's.
func body[T any](req *Request, v *T, f wire.Form[T]) {
	if v == nil && req.Invalid == nil {
		req.Invalid = errNilBody
	}
	req.Body = Body{v, func(value any, w *wire.Writer) { wire.WriteObject(w, value.(*T), f) }}
}

// Add posts an object and reads what the engine made of it. Where the engine answers with an action that doesn't hold the object,
// the result is a copy of what was sent.
func Add[T any](ctx context.Context, at Ref, op string, q Query, v *T, f wire.Form[T], t wire.Type[T], opts []call.Option) (*T, error) {
	req := at.request(op, "POST", q)
	body(req, v, f)
	added, err := object(ctx, at, req, t, opts)
	if err == nil && added == nil {
		added = new(*v)
	}
	return added, err
}

// AddList posts a list of objects and reads the list that the engine made of it.
func AddList[T any](
	ctx context.Context, at Ref, op string, q Query, v []*T, f wire.Form[T], t wire.Type[T], opts []call.Option,
) ([]*T, error) {
	req := at.request(op, "POST", q)
	req.Body = Body{v, func(value any, w *wire.Writer) { wire.WriteList(w, value.([]*T), f) }}
	return collect(ctx, at, req, t, opts)
}

// Update puts an object and reads what it is then.
func Update[T any](ctx context.Context, at Ref, op string, q Query, v *T, f wire.Form[T], t wire.Type[T], opts []call.Option) (*T, error) {
	req := at.request(op, "PUT", q)
	body(req, v, f)
	updated, err := object(ctx, at, req, t, opts)
	if err == nil && updated == nil {
		updated = new(*v)
	}
	return updated, err
}

// Remove deletes the object at the place. A few removes take the members of an action as a body; without any, nothing
// is sent.
func Remove(ctx context.Context, at Ref, op string, q Query, members Body, opts []call.Option) error {
	req := at.request(op, "DELETE", q)
	req.Options = call.Apply(opts)
	if members.Write != nil {
		req.Body = members.action()
	}
	return at.do(ctx, req)
}

// Action posts an action with its members, which may be none.
func Action(ctx context.Context, at Ref, op, segment string, members Body, opts []call.Option) error {
	req := at.Sub(segment).request(op, "POST", Query{})
	req.Options = call.Apply(opts)
	req.Body = members.action()
	return at.do(ctx, req)
}

// ActionResult posts an action and reads the output of that name out of the answer. The zero value without an error means that
// the engine gave none.
func ActionResult[T any](
	ctx context.Context, at Ref, op, segment string, members Body, output string, read func(*wire.Reader) T, opts []call.Option,
) (T, error) {
	req := at.Sub(segment).request(op, "POST", Query{})
	req.Options = call.Apply(opts)
	req.Body = members.action()
	var v T
	req.Item = output
	req.Output = func(r *wire.Reader) { v = read(r) }
	err := at.do(ctx, req)
	return v, err
}

// action returns the body of an action with the members.
func (b Body) action() Body {
	return Body{b.Value, func(value any, w *wire.Writer) {
		w.Begin("action")
		if b.Write != nil {
			b.Write(value, w)
		}
		w.End("action")
	}}
}
