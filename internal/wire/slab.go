package wire

import "unsafe"

// A chunk has at most chunkSize bytes. The first ones grow from one value to chunkLen values; later ones are as large as what the
// last group of items has used.
const (
	chunkLen  = 64
	chunkSize = 8 << 10
)

// groupSize is the number of items, of a list or of documents in turn, that share chunks. A kept item keeps its group.
const groupSize = 32

// plan decides how large the chunks of one type are.
type plan struct {
	size int // values of the last chunk
	used int // values that the group has taken out of earlier chunks
	last int // values that the last group has taken
}

// chunk returns the number of values of the next chunk, which has room for need. The one before it gave taken values of elem bytes each.
// Without a group to learn from it has at most most values.
func (p *plan) chunk(taken int, elem uintptr, most, need int) int {
	fit := max(chunkSize/int(max(elem, 1)), 1)
	p.used += taken
	switch {
	case p.last == 0:
		p.size = min(max(2*p.size, 1), most, fit)
	case p.used < p.last:
		parts := (p.last + fit - 1) / fit
		p.size = (p.last + parts - 1) / parts
	default:
		p.size = min(p.last/groupSize+1, fit)
	}
	return max(p.size, need)
}

// cut ends a group, whose last chunk gave taken values.
func (p *plan) cut(taken int) { *p = plan{last: p.used + taken} }

// slab returns pointers into chunks, so that many small values cost one allocation.
type slab[T any] struct {
	plan
	free  []T // the end of chunk
	chunk []T
}

func (s *slab[T]) next() *T {
	if len(s.free) == 0 {
		s.grow(chunkLen, 1)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
}

func (s *slab[T]) taken() int { return len(s.chunk) - len(s.free) }

// grow begins a chunk with room for need values. Without a plan it has at most most values.
func (s *slab[T]) grow(most, need int) {
	var zero T
	s.chunk = make([]T, s.plan.chunk(s.taken(), unsafe.Sizeof(zero), most, need))
	s.free = s.chunk
}

// growList begins a chunk that lists share. These are long, and what is left at the end is lost, so only the bytes are bounded.
func (s *slab[T]) growList(need int) { s.grow(chunkSize, need) }

// cut ends a group.
func (s *slab[T]) cut() {
	s.plan.cut(s.taken())
	s.chunk, s.free = nil, nil
}

// drop discards the rest of the chunk, and begins with small ones again.
func (s *slab[T]) drop() { *s = slab[T]{} }

// cell is a slab that doesn't know its type, so that each of some hundred types costs the program few instructions.
type cell struct {
	plan
	free  unsafe.Pointer // the next value; nil if none is left
	elem  uintptr        // size of a value
	left  int            // values from free on
	total int            // values of the chunk
}

// take returns the next value, of which there must be one.
func (c *cell) take() unsafe.Pointer {
	p := c.free
	if c.left--; c.left == 0 {
		c.free = nil // Behind the last value there may be somebody else's memory.
		return p
	}
	c.free = unsafe.Add(p, c.elem)
	return p
}

// cut ends a group.
func (c *cell) cut() {
	c.plan.cut(c.total - c.left)
	c.free, c.left, c.total = nil, 0, 0
}

// chunks is what holds chunks.
type chunks interface {
	cut()
	drop()
}

// countItem counts an item that is about to be read, and begins a group if the last one is full.
func (r *Reader) countItem() {
	if r.group++; r.group <= groupSize {
		return
	}
	for i := range r.cells {
		r.cells[i].cut()
	}
	for _, s := range r.slabs {
		if s != nil {
			s.cut()
		}
	}
	r.strs.cut()
	r.group = 1
}

// Isolate makes what is read from here on share no chunk with what was read before: who keeps one object out of many for long calls
// it before and after that. It costs the rest of the chunks.
func (r *Reader) Isolate() {
	clear(r.cells)
	for _, s := range r.slabs {
		if s != nil {
			s.drop()
		}
	}
	r.strs.drop()
	r.bools.drop()
	r.ints.drop()
	r.floats.drop()
	r.times.drop()
	r.words.drop()
	r.text.drop()
	r.short.drop()
	r.long.drop()
	r.group = 0
}

// New returns a zero T out of the chunk of its slot; every T has a slot of its own, a small number. The value
// stays good after Release. Keeping it keeps its chunk, which has at most 8 kB (or the one value, if that is larger), with all that
// its neighbors there refer to.
func New[T any](r *Reader, slot int) *T {
	if slot < len(r.cells) && r.cells[slot].left > 0 {
		return (*T)(r.cells[slot].take())
	}
	return newChunk[T](r, slot)
}

// newChunk begins a chunk of the slot's type and returns its first value.
func newChunk[T any](r *Reader, slot int) *T {
	var zero T
	c := r.cell(slot, unsafe.Sizeof(zero))
	chunk := make([]T, c.total)
	c.free = unsafe.Pointer(&chunk[0])
	return (*T)(c.take())
}

// cell returns the cell of a slot, which is to have a new chunk of total values.
func (r *Reader) cell(slot int, elem uintptr) *cell {
	if slot >= len(r.cells) {
		r.cells = append(r.cells, make([]cell, slot+1-len(r.cells))...)
	}
	c := &r.cells[slot]
	c.total = c.plan.chunk(c.total-c.left, elem, chunkLen, 1)
	c.elem, c.left = elem, c.total
	return c
}

// slabOf returns the slab of a slot.
func slabOf[T any](r *Reader, slot int) *slab[T] {
	if slot < len(r.slabs) {
		if s, ok := r.slabs[slot].(*slab[T]); ok {
			return s
		}
	}
	return newSlab[T](r, slot)
}

// newSlab makes the slab of a slot that wasn't used yet.
func newSlab[T any](r *Reader, slot int) *slab[T] {
	for len(r.slabs) <= slot {
		r.slabs = append(r.slabs, nil)
	}
	s := new(slab[T])
	r.slabs[slot] = s
	return s
}
