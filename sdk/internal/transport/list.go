package transport

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

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

// items sends the request and hands each item over as it is decoded, or the error that it has. It stops when the function fails.
// If begin isn't nil, the request may be repeated in the midst of the answer; begin is called before the items of each answer.
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
				v, err = nil, wrap(err)
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

// pageSize is how many items All asks for at a time, unless the caller says how many. A page of virtual machines is about 1 MB
// then.
const pageSize = 100

// All reads a list in pages, or at once where the list has no pages, and gives item after item. The connection is free while the
// body of the loop runs. An item that was there on an earlier page already, because the set changed in between, is left out.
func All[T any](ctx context.Context, at Ref, op string, q Query, t wire.Type[T], paged bool, opts []call.Option) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		if !paged {
			page(ctx, at, op, q, t, opts, yield)
			return
		}
		q := q // Ranging twice starts twice.
		search, size, err := pages(&q)
		if err != nil {
			req := at.request(op, "GET", q)
			req.Invalid = err
			yield(nil, at.do(ctx, req))
			return
		}
		seen := make(map[string]bool)
		for n := 1; ; n++ {
			q.Set("search", strings.TrimSpace(search+" page "+strconv.Itoa(n)))
			fresh := false
			count, more := page(ctx, at, op, q, t, opts, func(v *T, err error) bool {
				if id := ident(t, v); id != "" {
					if seen[id] {
						return true
					}
					seen[id] = true
				}
				fresh = true
				return yield(v, err)
			})
			// A server that doesn't know pages gives the first one again and again.
			if !more || count < size || !fresh {
				return
			}
		}
	}
}

// ident gives the id of an item, or "" if it has none.
func ident[T any](t wire.Type[T], v *T) string {
	if v == nil || t.Ident == nil {
		return ""
	}
	if id, _ := t.Ident(v); id != nil {
		return *id
	}
	return ""
}

// pages gives the search without a page clause and the size of a page, which is the caller's max if there is one.
func pages(q *Query) (search string, size int, err error) {
	size = pageSize
	if text := q.Value("max"); text != "" {
		size, err = strconv.Atoi(text)
		if err != nil || size < 1 {
			return "", 0, fmt.Errorf("max is %s, but a page holds one item at least", text)
		}
	}
	q.Set("max", strconv.Itoa(size))
	search = q.Value("search")
	words := strings.Fields(strings.ToLower(search))
	if n := len(words); n >= 2 && words[n-2] == "page" {
		return "", 0, fmt.Errorf("search %q names a page, but all pages are read", search)
	}
	if n := len(words); n >= 2 && words[n-2] == "sortby" {
		search += " asc" // The engine's grammar allows a page only behind a direction.
	}
	return search, size, nil
}

// page reads one page to its end, then gives its items. It reports how many there were, and whether the loop goes on.
func page[T any](
	ctx context.Context, at Ref, op string, q Query, t wire.Type[T], opts []call.Option, yield func(*T, error) bool,
) (count int, more bool) {
	type result struct {
		v   *T
		err error
	}
	var results []result
	req := at.request(op, "GET", q)
	req.Options = call.Apply(opts)
	err := items(ctx, at, req, t, func() { results = results[:0] }, func(v *T, err error) error {
		results = append(results, result{v, err})
		return nil
	})
	if err != nil {
		yield(nil, err)
		return 0, false
	}
	for _, r := range results {
		if !yield(r.v, r.err) {
			return len(results), false
		}
	}
	return len(results), true
}
