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

// slab gives out pointers into chunks, so that many small values cost one allocation.
type slab[T any] struct {
	free  []T // the end of chunk
	chunk []T
	size  int // values of the last chunk
	used  int // values that the group has taken out of earlier chunks
	plan  int // values that the last group has taken
}

func (s *slab[T]) next() *T {
	if len(s.free) == 0 {
		s.grow(chunkLen, 1)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
}

// grow begins a chunk with room for need values. Without a plan it has at most most values.
func (s *slab[T]) grow(most, need int) {
	var zero T
	fit := max(chunkSize/int(max(unsafe.Sizeof(zero), 1)), 1)
	s.used += len(s.chunk) - len(s.free)
	switch {
	case s.plan == 0:
		s.size = min(max(2*s.size, 1), most, fit)
	case s.used < s.plan:
		parts := (s.plan + fit - 1) / fit
		s.size = (s.plan + parts - 1) / parts
	default:
		s.size = min(s.plan/groupSize+1, fit)
	}
	s.chunk = make([]T, max(s.size, need))
	s.free = s.chunk
}

// growList begins a chunk that lists share. These are long, and what is left at the end is lost, so only the bytes are bounded.
func (s *slab[T]) growList(need int) { s.grow(chunkSize, need) }

// cut ends a group.
func (s *slab[T]) cut() {
	s.plan = s.used + len(s.chunk) - len(s.free)
	s.chunk, s.free = nil, nil
	s.size, s.used = 0, 0
}

// drop gives up the rest of the chunk, and begins with small ones again.
func (s *slab[T]) drop() { *s = slab[T]{} }

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

// New gives a zero T out of the chunk of its slot; every T has a slot of its own, a small number. The value
// stays good after Release. Keeping it keeps its chunk, which has at most 8 kB (or the one value, if that is larger), with all that
// its neighbours there refer to.
func New[T any](r *Reader, slot int) *T { return slabOf[T](r, slot).next() }

// slabOf gives the slab of a slot.
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
