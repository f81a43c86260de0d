package wire

import "unsafe"

// EnterList enters the value at hand as a list whose items are called item. Loop over them with NextItem.
// A value that is no list is a soft error, and has no items.
func (r *Reader) EnterList(item string) {
	if r.json {
		r.enterListJSON(item)
		return
	}
	if r.at != atElem {
		if r.at == atAttr {
			r.notObject()
		}
		r.pushClosed()
		return
	}
	if !r.pushList(item) {
		return
	}
	if r.tag() == tagClosed {
		r.top().state = closed
	}
}

func (r *Reader) enterListJSON(item string) {
	if r.at != atValue {
		r.pushClosed()
		return
	}
	if r.buf[r.pos] != '{' {
		r.badKind(r.kindJSON(), "a list with "+item)
		r.skipJSON()
		r.pushClosed()
		return
	}
	if !r.pushList(item) {
		return
	}
	r.pos++
}

// pushClosed enters a list without items, for NextItem to leave.
func (r *Reader) pushClosed() {
	if r.err == nil && r.pushList("") {
		r.top().state = closed
	}
}

// EnterRepeated enters the value at hand as one of several of the same name: XML repeats the element, so the item is the
// value at hand itself; JSON has an array of them. Loop over the items with NextItem.
func (r *Reader) EnterRepeated() {
	if r.at == atNone {
		r.pushClosed()
		return
	}
	at := r.at
	array := r.json && r.buf[r.pos] == '['
	index := int32(0)
	if !array && len(r.frames) > 0 {
		r.top().index++
		index = r.top().index
	}
	if !r.push(inRepeat) {
		return
	}
	f := r.top()
	f.index = index
	if array {
		return
	}
	r.at = at
	f.state, f.onItem = single, true
}

// NextItem moves to the next item of the list that was entered last; its value is then at hand. At the end it leaves the list and
// returns false. What a list holds beside items is skipped; of the root list size, total and active are kept for Counters.
func (r *Reader) NextItem() bool {
	if len(r.frames) == 0 {
		return false
	}
	f := r.top()
	if f.kind == inRepeat && f.state == single {
		// The value at hand is the item.
		f.state = closed
		return true
	}
	if r.at != atNone {
		r.Skip()
		if r.err != nil {
			return false
		}
	}
	if r.json {
		return r.nextItemJSON()
	}
	if f.state == closed {
		r.pop()
		return false
	}
	for r.nextChild() {
		f = r.top()
		if string(r.Name()) == r.item() {
			r.onItem(f)
			return true
		}
		f.onItem = false
		r.counter()
	}
	return false
}

// onItem says that the value at hand is the next item of f.
func (r *Reader) onItem(f *frame) {
	f.index++
	f.onItem = true
	if len(r.frames) == 1 {
		r.countItem()
	}
}

// Strings takes the value at hand as a list of texts, or of values of an enumeration, that are called item. It is never nil; items that
// are no text are left out with a soft error.
func Strings[S ~string](r *Reader, item string) []S {
	out := make([]S, 0, 2)
	for r.EnterList(item); r.NextItem(); {
		b, ok := r.scalar()
		if ok {
			out = append(out, S(r.keep(b)))
		}
	}
	return out
}

// Objects takes the value at hand as a list of objects that are called item, each read by read. It is never nil.
func Objects[P any](r *Reader, item string, read func(*Reader) P) []P {
	var few [8]P
	n := 0
	var out []P
	for r.EnterList(item); r.NextItem(); {
		if out != nil {
			out = append(out, read(r))
			continue
		}
		if n == len(few) {
			out = append(make([]P, 0, 4*len(few)), few[:]...)
			out = append(out, read(r))
			continue
		}
		few[n] = read(r)
		n++
	}
	if out == nil {
		out = append(make([]P, 0, n), few[:n]...)
	}
	return out
}

// Append takes the value at hand as one of the repeated objects that are collected in list, in JSON as all of them. read fills a zero T
// from the value at hand. The list grows in the chunk of the slot, which T must not share with [New].
func Append[T any](r *Reader, slot int, list []T, read func(*Reader, *T)) []T {
	s := slabOf[T](r, slot)
	for r.EnterRepeated(); r.NextItem(); {
		list = s.extend(list)
		read(r, &list[len(list)-1])
	}
	return list
}

// extend returns list with one more zero value. A list that ends where the free part of the chunk
// begins grows in place. One that is as long as a chunk leaves it and stands alone, with room to
// grow in, so that its length costs no more than its values.
func (s *slab[T]) extend(list []T) []T {
	n := len(list)
	used := len(s.chunk) - len(s.free)
	if n > 0 && len(s.free) > 0 && used >= n && &s.chunk[used-n] == &list[0] {
		s.free = s.free[1:]
		return s.chunk[used-n : used+1 : used+1]
	}
	var zero T
	if n > 0 && (n < cap(list) || uintptr(n)*unsafe.Sizeof(zero) >= chunkSize/2) {
		return append(list, zero)
	}
	if len(s.free) <= n {
		s.growList(n + 1)
	}
	grown := s.free[: n+1 : n+1]
	copy(grown, list)
	s.free = s.free[n+1:]
	return grown
}
