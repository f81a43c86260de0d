package transport

import (
	"context"
	"errors"
	"fmt"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// List reads a whole list; it is never nil without an error.
func List[T any](ctx context.Context, at Ref, op string, q Query, t wire.Type[T], opts []call.Option) ([]*T, error) {
	return collect(ctx, at, at.request(op, "GET", q), t, opts)
}

// collect sends the request and reads a list out of the answer. The first item that cannot be read is the error.
func collect[T any](ctx context.Context, at Ref, req *Request, t wire.Type[T], opts []call.Option) ([]*T, error) {
	req.Options = call.Apply(opts)
	var list []*T
	err := items(ctx, at, req, t, func() { list = []*T{} }, func(v *T, err error) error {
		if err != nil {
			return err
		}
		list = append(list, v)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// items sends the request and passes each item on as it is decoded, with the error that it has; an item with an error is
// incomplete. It stops when the function fails. If begin isn't nil, the request may be repeated in the midst of the answer; begin is called before the items of each answer.
func items[T any](ctx context.Context, at Ref, req *Request, t wire.Type[T], begin func(), item func(*T, error) error) error {
	req.Tag, req.Item, req.Streamed = t.ListTag, t.Tag, true
	req.Repeatable = begin != nil && req.Options.Lenient == nil // What was reported can't be taken back.
	req.Answer = func(r *wire.Reader, wrap func(error) error) error {
		if begin != nil {
			begin()
		}
		r.EnterList(t.Tag)
		for r.NextItem() {
			v := t.Read(r)
			if r.Err() != nil {
				return nil // The connection reports it; the item is incomplete.
			}
			err := r.ItemErr()
			if err != nil {
				err = wrap(err)
			}
			if err := item(v, err); err != nil {
				return err
			}
		}
		return nil
	}
	return at.do(ctx, req)
}

// Each hands every item over as it is decoded, while the connection is held. An error of the function ends it and is returned as
// it is. An item that cannot be read is left out; its error is returned, joined with others of the kind, after all items were
// seen.
func Each[T any](ctx context.Context, at Ref, op string, q Query, t wire.Type[T], yield func(*T) error, opts []call.Option) error {
	req := at.request(op, "GET", q)
	req.Options = call.Apply(opts)
	var bad badItems
	err := items(ctx, at, req, t, nil, func(v *T, err error) error {
		if err != nil {
			bad.add(err)
			return nil
		}
		return yield(v)
	})
	return bad.join(err)
}

// maxBadItems bounds how many errors of single items Each keeps, so that a stream of any length needs bounded memory.
const maxBadItems = 20

type badItems struct {
	kept    []error
	dropped int
}

func (b *badItems) add(err error) {
	if len(b.kept) == maxBadItems {
		b.dropped++
		return
	}
	b.kept = append(b.kept, err)
}

func (b *badItems) join(err error) error {
	if len(b.kept) == 0 {
		return err
	}
	if b.dropped > 0 {
		b.kept = append(b.kept, fmt.Errorf("and %d more items that could not be read", b.dropped))
	}
	if err == nil && len(b.kept) == 1 {
		return b.kept[0]
	}
	return errors.Join(append(b.kept, err)...)
}
