package transport

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/call"
)

// pageSize is how many items All asks for at a time, unless the caller says how many. A page of virtual machines is
// about 1 MB then.
const pageSize = 100

// All reads a list and yields item after item. The connection is free while the body of the loop runs. A paged list is
// read page by page, another one in one request, into memory. The parameter max is the size of a page and bounds nothing.
//
// An item that is in the list from the beginning of the loop to its end is yielded once, though others are added and
// removed meanwhile. See [reading] for how, and for what it takes.
func All[T any](
	ctx context.Context,
	at Ref,
	op string,
	q Query,
	t wire.Type[T],
	paged bool,
	opts []call.Option,
) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		q := q // Ranging twice starts twice.
		size, err := pages(&q)
		if err != nil {
			req := at.request(op, "GET", q)
			req.Invalid = err
			yield(nil, at.do(ctx, req))
			return
		}
		r := reading[T]{
			size:  size,
			ident: t.Ident,
			read: func(q Query) ([]result[T], error) {
				return results(ctx, at, op, q, t, opts)
			},
			query: q,
			yield: yield,
			seen:  make(map[string]bool),
		}
		// Of what a user with few permissions sees, engines have no second page.
		if paged && q.Value("filter") != "true" {
			r.pages()
			return
		}
		r.whole()
	}
}

// pages checks the parameters and returns the size of a page, which is the caller's max if there is one. It takes max
// away from them.
func pages(q *Query) (size int, err error) {
	size = pageSize
	if text := q.Value("max"); text != "" {
		size, err = strconv.Atoi(text)
		if err != nil || size < 1 {
			return 0, fmt.Errorf("max is %s, but a page holds one item at least", text)
		}
	}
	search := q.Value("search")
	words := strings.Fields(strings.ToLower(search))
	if n := len(words); n >= 2 && words[n-2] == "page" {
		return 0, fmt.Errorf("search %q names a page, but all pages are read", search)
	}
	q.Delete("max")
	return size, nil
}

// result is an item of a list, or the error that it has instead.
type result[T any] struct {
	v   *T
	err error
}

// results reads a list to its end.
func results[T any](
	ctx context.Context,
	at Ref,
	op string,
	q Query,
	t wire.Type[T],
	opts []call.Option,
) ([]result[T], error) {
	var list []result[T]
	req := at.request(op, "GET", q)
	req.Options = call.Apply(opts)
	err := items(ctx, at, req, t, func() { list = list[:0] }, func(v *T, err error) error {
		list = append(list, result[T]{v, err})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}
