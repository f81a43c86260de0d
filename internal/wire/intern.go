package wire

import "strings"

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
	t.chunk.Write(b)
	all := t.chunk.String()
	return all[len(all)-len(b):]
}

// internTable remembers short texts that were read lately, one for each of its slots.
type internTable struct {
	slots [256]string
	texts textChunk
}

// maxIntern bounds what is remembered; names and values of enumerations are shorter.
const maxIntern = 32

// get gives b as a string, the same one for equal short texts that come again soon.
func (t *internTable) get(b []byte) string {
	n := len(b)
	if n == 0 {
		return ""
	}
	if n > maxIntern {
		return string(b)
	}
	h := uint32(n)*0x9E3779B1 ^ uint32(b[0])*0x85EBCA6B ^ uint32(b[n-1])*0xC2B2AE35 ^ uint32(b[n/2])*0x27D4EB2F ^ uint32(b[n/4])*0x165667B1
	slot := &t.slots[h>>24]
	if *slot == string(b) {
		return *slot
	}
	*slot = t.texts.add(b)
	return *slot
}
