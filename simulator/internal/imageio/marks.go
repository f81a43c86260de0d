package imageio

import "slices"

// mark is a checkpoint, and which chunks were written since and before the next one.
type mark struct {
	checkpoint string
	written    spans // in chunks
}

// marks are in the order of their making.
type marks []mark

// record notes that the bytes of the span were written. Without a checkpoint there is nothing to note.
func (m marks) record(bytes span) {
	if len(m) == 0 || bytes.start >= bytes.end {
		return
	}
	last := &m[len(m)-1]
	last.written = last.written.add(bytes.chunks())
}

// chunks returns the chunks in which the bytes lie.
func (s span) chunks() span { return span{s.start / chunkSize, (s.end + chunkSize - 1) / chunkSize} }

// since returns the bytes that were written since a checkpoint; ok is false if there is no such checkpoint.
func (m marks) since(checkpoint string) (out spans, ok bool) {
	i := m.index(checkpoint)
	if i < 0 {
		return nil, false
	}
	for _, mark := range m[i:] {
		for _, s := range mark.written {
			out = out.add(span{s.start * chunkSize, s.end * chunkSize})
		}
	}
	return out, true
}

// without returns the marks without a checkpoint. What was written since it counts for the one before.
func (m marks) without(checkpoint string) marks {
	i := m.index(checkpoint)
	if i < 0 {
		return m
	}
	if i > 0 {
		for _, s := range m[i].written {
			m[i-1].written = m[i-1].written.add(s)
		}
	}
	return slices.Delete(m, i, i+1)
}

func (m marks) index(checkpoint string) int {
	return slices.IndexFunc(m, func(mark mark) bool { return mark.checkpoint == checkpoint })
}

func (m marks) clone() marks {
	out := slices.Clone(m)
	for i := range out {
		out[i].written = slices.Clone(out[i].written)
	}
	return out
}
