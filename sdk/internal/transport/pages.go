package transport

import (
	"strconv"
	"strings"
)

// reading is the state of one loop over a list.
//
// A list may change between two pages: what is removed moves the items behind it to the front, and the next page begins
// too late; what is added moves them back. So each page overlaps the one before. If it has an item that was seen already,
// then nothing is missing between them, since a page is a part of the list without gaps, at one moment. If it has none,
// pages further in front are read until one has, and at the latest the first page needs none. This takes an order of the
// list in which two items don't change their places: an item that is renamed while a list by name is read may be missed,
// as may one of three and more of the same name whose order the engine doesn't define.
type reading[T any] struct {
	size  int // size is how many items the caller wants in a page.
	ident func(*T) (id, href *string)
	read  func(Query) ([]result[T], error)
	query Query
	yield func(*T, error) bool
	seen  map[string]bool // seen has the IDs of what was read.
}

// maxBarren is how many pages in a row may reach no further. More of them mean that the list grows in front as fast as it is
// read, or that the server doesn't know pages.
const maxBarren = 3

// maxBack is how many pages may be read again further in front, so that a list which never stops growing there comes to an
// end.
const maxBack = 1000

// pages reads a list page by page.
func (r *reading[T]) pages() {
	search := r.query.Value("search")
	if words := strings.Fields(strings.ToLower(search)); len(words) >= 2 && words[len(words)-2] == "sortby" {
		search += " asc" // The engine's grammar allows a page only behind a direction.
	}
	w, step, back, barren := window{1, r.size}, 0, 0, 0
	for {
		list, err := r.read(w.of(r.query, search))
		if err != nil {
			r.yield(nil, err)
			return
		}
		full := len(list) == w.size
		switch known := r.known(list); {
		case w.page == 1 && full && !r.identified(list), w.page > 1 && len(list) == 0, back == maxBack:
			r.whole()
			return
		case w.page > 1 && !known && len(list) <= w.size:
			back++
			step = max(2*step, r.size/4, 1)
			w = beyond(w.from()-step+1, r.size)
			continue
		}
		further, more := r.give(list)
		if !more || !full {
			return // A list that is longer than was asked for is the whole one.
		}
		if barren++; further {
			barren = 0
		}
		if barren == maxBarren {
			r.whole()
			return
		}
		step = 0
		w = beyond(w.from()+len(list), r.size)
	}
}

// whole reads the list in one request, and yields what wasn't seen before.
func (r *reading[T]) whole() {
	list, err := r.read(r.query)
	if err != nil {
		r.yield(nil, err)
		return
	}
	for i, one := range list {
		list[i] = result[T]{} // The loop alone keeps it.
		if !r.seen[r.id(one)] && !r.pass(one) {
			return
		}
	}
}

// give yields what of a page wasn't seen before. It reports whether the page ends with such an item, and so reaches further
// than those before, and whether the loop goes on.
func (r *reading[T]) give(list []result[T]) (further, more bool) {
	for i, one := range list {
		list[i] = result[T]{}
		if id := r.id(one); id != "" {
			if r.seen[id] {
				further = false
				continue
			}
			r.seen[id] = true
		}
		further = true
		if !r.pass(one) {
			return further, false
		}
	}
	return further, true
}

// pass yields an item or the error that it has; an item with an error is incomplete.
func (r *reading[T]) pass(one result[T]) bool {
	if one.err != nil {
		return r.yield(nil, one.err)
	}
	return r.yield(one.v, nil)
}

// known reports whether an item of a page was seen on another one.
func (r *reading[T]) known(list []result[T]) bool {
	for _, one := range list {
		if r.seen[r.id(one)] {
			return true
		}
	}
	return false
}

// identified reports whether all items of a page can be recognised.
func (r *reading[T]) identified(list []result[T]) bool {
	for _, one := range list {
		if one.err == nil && r.id(one) == "" {
			return false
		}
	}
	return true
}

// id returns the ID of an item, or "" if it has none.
func (r *reading[T]) id(one result[T]) string { return ident(r.ident, one.v) }

// window is a part of a list as engines cut it: size items from item (page-1)*size on.
type window struct {
	page, size int
}

// from returns the number of items in front of the window.
func (w window) from() int { return (w.page - 1) * w.size }

// of returns the query for the window.
func (w window) of(q Query, search string) Query {
	q.Set("max", strconv.Itoa(w.size))
	if search != "" {
		search += " "
	}
	q.Set("search", search+"page "+strconv.Itoa(w.page))
	return q
}

// beyond returns the window that overlaps the first n items of a list and reaches furthest beyond them, with at most size
// items. Where no such window reaches beyond, as for sizes of one and two, it has a few more.
func beyond(n, size int) window {
	if n <= 1 {
		return window{1, max(size, 2)}
	}
	best, reach := 0, 0
	for m := size; m >= 2 && reach < m-1; m-- {
		if beyond := m - 1 - (n-1)%m; beyond > reach {
			best, reach = m, beyond
		}
	}
	for m := 2; best == 0; m++ {
		if n%m != 0 {
			best = m
		}
	}
	return window{(n-1)/best + 1, best}
}
