package wire

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

// textChunk copies texts into shared chunks of up to 8 kB, so that many texts cost one allocation.
type textChunk struct {
	chunk strings.Builder
	size  int
}

const firstChunk = 512

func (t *textChunk) add(b []byte) string {
	if len(b) > chunkSize/8 {
		return string(b) // alone, so that it keeps nothing else
	}
	if t.chunk.Cap()-t.chunk.Len() < len(b) {
		t.size = min(max(2*t.size, firstChunk), chunkSize)
		t.chunk.Reset()
		t.chunk.Grow(max(t.size, len(b)))
	}
	all := t.chunk.String()
	if n := len(all) - len(b); n >= 0 && all[n:] == string(b) {
		return all[n:] // an id, behind the address that ends with it
	}
	t.chunk.Write(b)
	all = t.chunk.String()
	return all[len(all)-len(b):]
}

// drop discards the rest of the chunk.
func (t *textChunk) drop() {
	t.chunk.Reset()
	t.size = 0
}

// Texts up to maxWord are names and values of enumerations; up to maxShared they may be ids and
// addresses of clusters, hosts and templates that many objects name.
const (
	maxWord   = 32
	maxShared = 96
)

// internTable remembers short texts that were read lately, one for each of its slots.
type internTable struct {
	slots [256]string
	texts textChunk
}

// get returns b, which isn't empty, as a string: the same one for equal texts that come again soon.
func (t *internTable) get(b []byte) string {
	slot := &t.slots[hash(b)]
	if *slot != string(b) {
		*slot = t.texts.add(b)
	}
	return *slot
}

// hash mixes the length, the first and the last eight bytes: addresses and ids differ at their end.
func hash(b []byte) uint8 {
	n := len(b)
	h := uint64(n)
	if n >= 8 {
		h += binary.LittleEndian.Uint64(b) ^ bits.RotateLeft64(binary.LittleEndian.Uint64(b[n-8:]), 23)
	} else {
		for _, c := range b {
			h = h<<8 | uint64(c)
		}
	}
	return uint8(h * 0x9E3779B97F4A7C15 >> 56)
}

// drop forgets what is remembered, and discards the rest of the chunk.
func (t *internTable) drop() {
	clear(t.slots[:])
	t.texts.drop()
}
