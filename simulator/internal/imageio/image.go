package imageio

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
)

// chunkSize is the unit in which storage is taken, zeros are known and changes are recorded: that of a cluster of qcow2.
const chunkSize = 64 << 10

var zeros = make([]byte, chunkSize)

// Image is a row of bytes of which only the chunks that aren't zero take room. It is safe for use by many goroutines.
type Image struct {
	mu    sync.RWMutex
	size  int64
	grows bool // grows says that writing behind the end moves the end, as with a file
	store medium
	marks marks
	gone  bool
	used  spans // used are the chunks that were ever written, be it with zeros
}

// medium keeps the chunks of one image. The image guards it.
type medium interface {
	// read fills p from a chunk, beginning at an offset in it, and reports whether the chunk is there; it reads as zeros if not.
	read(p []byte, chunk, offset int64) (bool, error)
	// write changes a part of a chunk, which is made of zeros if it isn't there.
	write(p []byte, chunk, offset int64) error
	// drop makes zeros of the chunks from first to before end.
	drop(first, end int64) error
	// chunks returns the numbers of the chunks that are there, sorted.
	chunks() []int64
	// count returns how many chunks are there.
	count() int
	// clone returns a medium with the same chunks for another image.
	clone(name string) medium
	close() error
}

// Extent is a part of an image.
type Extent struct {
	Start, Length int64
	Zero          bool // Zero says that all bytes are zero.
	Hole          bool // Hole says that nothing was ever written there.
}

// Size returns the number of bytes.
func (m *Image) Size() int64 {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.size
}

// Extend moves the end on; it never moves it back.
func (m *Image) Extend(size int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.size = max(m.size, size)
}

// ReadAt reads as [io.ReaderAt] demands.
func (m *Image) ReadAt(p []byte, offset int64) (int, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.gone {
		return 0, os.ErrClosed
	}
	if offset < 0 {
		return 0, fmt.Errorf("read at %d", offset)
	}
	var err error
	if left := max(m.size-offset, 0); int64(len(p)) > left {
		p, err = p[:left], io.EOF
	}
	for part := range parts(p, offset) {
		if there, err := m.store.read(part.p, part.chunk, part.offset); err != nil {
			return part.done, err
		} else if !there {
			clear(part.p)
		}
	}
	return len(p), err
}

// WriteAt writes as [io.WriterAt] demands. What is zero takes no room.
func (m *Image) WriteAt(p []byte, offset int64) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.reach(offset, int64(len(p))); err != nil {
		return 0, err
	}
	for part := range parts(p, offset) {
		var err error
		if bytes.Equal(part.p, zeros[:len(part.p)]) {
			err = m.zero(part.chunk, part.offset, int64(len(part.p)))
		} else {
			err = m.store.write(part.p, part.chunk, part.offset)
		}
		if err != nil {
			return part.done, err
		}
	}
	return len(p), nil
}

// Zero makes zeros of n bytes.
func (m *Image) Zero(offset, n int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.reach(offset, n); err != nil {
		return err
	}
	end := offset + n
	first, last := (offset+chunkSize-1)/chunkSize, end/chunkSize
	if end == m.size {
		last = (end + chunkSize - 1) / chunkSize // behind the end there is nothing to keep
	}
	if first >= last {
		return m.zeroParts(offset, n)
	}
	if err := m.zeroParts(offset, first*chunkSize-offset); err != nil {
		return err
	}
	if err := m.store.drop(first, last); err != nil {
		return err
	}
	return m.zeroParts(last*chunkSize, max(end-last*chunkSize, 0))
}

// zeroParts makes zeros of a few bytes in one or two chunks.
func (m *Image) zeroParts(offset, n int64) error {
	for n > 0 {
		chunk, at := offset/chunkSize, offset%chunkSize
		step := min(n, chunkSize-at)
		if err := m.zero(chunk, at, step); err != nil {
			return err
		}
		offset, n = offset+step, n-step
	}
	return nil
}

// zero makes zeros of a part of a chunk, and drops the chunk if nothing else is left in it.
func (m *Image) zero(chunk, offset, n int64) error {
	if n == chunkSize {
		return m.store.drop(chunk, chunk+1)
	}
	var buf [chunkSize]byte
	there, err := m.store.read(buf[:], chunk, 0)
	if err != nil || !there {
		return err
	}
	clear(buf[offset : offset+n])
	if bytes.Equal(buf[:], zeros) {
		return m.store.drop(chunk, chunk+1)
	}
	return m.store.write(zeros[:n], chunk, offset)
}

// reach prepares a change of n bytes.
func (m *Image) reach(offset, n int64) error {
	if m.gone {
		return os.ErrClosed
	}
	end := offset + n
	if offset < 0 || n < 0 || end < offset || end > m.size && !m.grows {
		return fmt.Errorf("write %d bytes at %d of %d", n, offset, m.size)
	}
	m.size = max(m.size, end)
	written := span{offset, end}
	m.marks.record(written)
	m.used = m.used.add(written.chunks())
	return nil
}

// Extents returns the parts of the image in their order.
func (m *Image) Extents() []Extent {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var out []Extent
	add := func(start, end int64, zero, hole bool) {
		start, end = min(start, m.size), min(end, m.size)
		switch n := len(out); {
		case start >= end:
		case n > 0 && out[n-1].Zero == zero && out[n-1].Hole == hole:
			out[n-1].Length += end - start
		default:
			out = append(out, Extent{start, end - start, zero, hole})
		}
	}
	chunks, at := m.store.chunks(), int64(0)
	for _, used := range m.used {
		add(at, used.start*chunkSize, true, true)
		at = used.start * chunkSize
		for len(chunks) > 0 && chunks[0] < used.end {
			start := chunks[0] * chunkSize
			chunks = chunks[1:]
			add(at, start, true, false)
			add(start, start+chunkSize, false, false)
			at = start + chunkSize
		}
		add(at, used.end*chunkSize, true, false)
		at = used.end * chunkSize
	}
	add(at, m.size, true, true)
	return out
}

// Room returns how many bytes storage has for what isn't zero.
func (m *Image) Room() int64 {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return int64(m.store.count()) * chunkSize
}

// Mark begins to record what is written under the id of a checkpoint.
func (m *Image) Mark(checkpoint string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.marks = append(m.marks.without(checkpoint), mark{checkpoint: checkpoint})
}

// Unmark drops a checkpoint.
func (m *Image) Unmark(checkpoint string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.marks = m.marks.without(checkpoint)
}

// Since returns the bytes that were written since a checkpoint; ok is false if there is no such checkpoint.
func (m *Image) Since(checkpoint string) (out spans, ok bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.marks.since(checkpoint)
}

// Clone returns an image with the same bytes and marks.
func (m *Image) Clone(name string) *Image {
	m.mu.Lock() // for the chunks belong to both from now on
	defer m.mu.Unlock()
	return &Image{size: m.size, grows: m.grows, store: m.store.clone(name), marks: m.marks.clone(), used: slices.Clone(m.used)}
}

// Close frees the room. What is read or written later fails with [os.ErrClosed].
func (m *Image) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.gone {
		return nil
	}
	m.gone = true
	return m.store.close()
}

// part is what of a buffer lies in one chunk.
type part struct {
	p             []byte
	chunk, offset int64
	done          int // done is how much of the buffer lies before
}

// parts cuts a buffer that lies at an offset into what lies in each chunk.
func parts(p []byte, offset int64) func(yield func(part) bool) {
	return func(yield func(part) bool) {
		for done := 0; done < len(p); {
			at := (offset + int64(done)) % chunkSize
			n := min(len(p)-done, int(chunkSize-at))
			if !yield(part{p[done : done+n], (offset + int64(done)) / chunkSize, at, done}) {
				return
			}
			done += n
		}
	}
}
