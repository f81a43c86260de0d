package wire

import "unsafe"

// Chunks grow from one value to chunkLen, and to chunkSize bytes at most.
const (
	chunkLen  = 64
	chunkSize = 8 << 10
)

// slab gives out pointers into chunks, so that many small values cost one allocation. What is left of a chunk serves the
// next document.
type slab[T any] struct {
	free  []T // the end of chunk
	chunk []T
	size  int
}

func (s *slab[T]) next() *T {
	if len(s.free) == 0 {
		s.grow(chunkLen, 1)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
}

// grow begins a chunk of at most most values, but with room for need.
func (s *slab[T]) grow(most, need int) {
	var zero T
	fit := chunkSize / int(max(unsafe.Sizeof(zero), 1))
	s.size = max(min(max(2*s.size, 1), most, fit), need)
	s.chunk = make([]T, s.size)
	s.free = s.chunk
}

// growList begins a chunk that lists share. These are long, and what is left at the end is lost, so only the bytes are bounded.
func (s *slab[T]) growList(need int) { s.grow(chunkSize, need) }

// drop gives up the rest of the chunk, and begins with small ones again.
func (s *slab[T]) drop() { *s = slab[T]{} }

// chunks is what holds chunks.
type chunks interface{ drop() }

// New gives a zero T out of the chunk of its slot; every T has a slot of its own, a small number. The value
// stays good after Release. Keeping it keeps its chunk, which has at most 64 values and 8 kB (or the one value, if that is larger),
// with all that its neighbours refer to; see [Reader.Isolate].
func New[T any](r *Reader, slot int) *T {
	if slot < len(r.slabs) {
		if s, ok := r.slabs[slot].(*slab[T]); ok {
			return s.next()
		}
	}
	return newSlab[T](r, slot).next()
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
