package qcow2

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
)

// Reader returns the disk in an image. It is safe for use by many goroutines if what it reads from is.
type Reader struct {
	*header
	file io.ReaderAt
	l1   []uint64

	mu     sync.Mutex // guards the last table and the last cluster that was compressed
	table  []uint64
	of     int64 // of is the number of the table, or -1
	plain  []byte
	origin uint64 // origin is the entry of the compressed cluster
}

// Open reads the header and the first table of an image. The error wraps [ErrFormat] if it isn't one that can be read.
func Open(file io.ReaderAt) (*Reader, error) {
	h, err := readHeader(file)
	if err != nil {
		return nil, err
	}
	r := &Reader{header: h, file: file, of: -1}
	if r.l1, err = r.readTable(h.l1Offset, divide(h.size, h.tableSpan())); err != nil {
		return nil, err
	}
	if offset, ok := shared(r.l1); ok {
		return nil, fmt.Errorf("%w: the table at %#x is used twice", ErrFormat, offset)
	}
	return r, nil
}

// shared returns a table of the second level to which two entries lead. No image needs that, and a small one could claim to be huge with it.
func shared(l1 []uint64) (offset int64, ok bool) {
	var offsets []int64
	for _, entry := range l1 {
		if at := int64(entry & offsetMask); at != 0 {
			offsets = append(offsets, at)
		}
	}
	slices.Sort(offsets)
	for i := 1; i < len(offsets); i++ {
		if offsets[i] == offsets[i-1] {
			return offsets[i], true
		}
	}
	return 0, false
}

// Check reports whether the bytes are an image that can be read. It looks at the header only; the error wraps [ErrFormat].
func Check(file io.ReaderAt) error {
	_, err := readHeader(file)
	return err
}

// Size returns the size of the disk.
func (r *Reader) Size() int64 { return r.size }

// ReadAt reads bytes of the disk as [io.ReaderAt] demands.
func (r *Reader) ReadAt(p []byte, offset int64) (int, error) {
	if offset < 0 {
		return 0, fmt.Errorf("read at %d", offset)
	}
	var end error
	if left := max(r.size-offset, 0); int64(len(p)) > left {
		p, end = p[:left], io.EOF
	}
	for done := 0; done < len(p); {
		within := (offset + int64(done)) & (r.clusterSize() - 1)
		part := p[done:min(int64(len(p)), int64(done)+r.clusterSize()-within)]
		if err := r.readPart(part, (offset+int64(done))>>r.clusterBits, within); err != nil {
			return done, err
		}
		done += len(part)
	}
	return len(p), end
}

// readPart reads what lies within one cluster of the disk.
func (r *Reader) readPart(p []byte, cluster, within int64) error {
	entry, err := r.entry(cluster)
	if err != nil {
		return err
	}
	switch {
	case entry&compressed != 0:
		return r.inflate(p, entry, within)
	case r.version > 2 && entry&zeroCluster != 0 || entry&offsetMask == 0:
		clear(p)
		return nil
	}
	n, err := r.file.ReadAt(p, int64(entry&offsetMask)+within)
	if err == io.EOF {
		clear(p[n:]) // the last cluster of a file may be shorter
		err = nil
	}
	return err
}

// entry returns what the tables say about a cluster of the disk.
func (r *Reader) entry(cluster int64) (uint64, error) {
	perTable := r.clusterSize() / 8
	table := cluster / perTable
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(table); err != nil || r.table == nil {
		return 0, err
	}
	return r.table[cluster%perTable], nil
}

// load makes a table of the second level the present one; it is nil if the image has none for this part of the disk.
func (r *Reader) load(table int64) error {
	if r.of == table {
		return nil
	}
	r.of, r.table = -1, nil
	offset := int64(r.l1[table] & offsetMask)
	if offset == 0 {
		r.of = table
		return nil
	}
	if offset%r.clusterSize() != 0 {
		return fmt.Errorf("%w: table at %#x", ErrFormat, offset)
	}
	read, err := r.readTable(offset, r.clusterSize()/8)
	if err != nil {
		return err
	}
	r.of, r.table = table, read
	return nil
}

func (r *Reader) readTable(offset, entries int64) ([]uint64, error) {
	// The table is read in pieces, so that a size that lies doesn't take memory for what isn't there.
	const piece = 8192
	var out []uint64
	buf := make([]byte, min(entries, piece)*8)
	for entries > 0 {
		b := buf[:min(entries, piece)*8]
		if n, err := r.file.ReadAt(b, offset); n < len(b) {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, fmt.Errorf("%w: table at %#x: %w", ErrFormat, offset, err)
		}
		for ; len(b) > 0; b = b[8:] {
			out = append(out, binary.BigEndian.Uint64(b))
			entries--
			offset += 8
		}
	}
	return out, nil
}

// inflate reads a part of a compressed cluster.
func (r *Reader) inflate(p []byte, entry uint64, within int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.plain == nil || r.origin != entry {
		bits := 62 - (r.clusterBits - 8)
		offset := entry & (1<<bits - 1)
		sectors := entry &^ (copied | compressed) >> bits
		packed := make([]byte, (sectors+1)*sector-offset%sector)
		n, err := r.file.ReadAt(packed, int64(offset))
		if err != nil && err != io.EOF {
			return err
		}
		plain := make([]byte, r.clusterSize())
		if _, err := io.ReadFull(flate.NewReader(bytes.NewReader(packed[:n])), plain); err != nil {
			return fmt.Errorf("%w: compressed cluster at %#x: %w", ErrFormat, offset, err)
		}
		r.plain, r.origin = plain, entry
	}
	copy(p, r.plain[within:])
	return nil
}

// most is how many times its length deflate can make of what is compressed.
const most = 1032

// room returns how many bytes of data the image can have if it uses none twice.
func (r *Reader) room() int64 {
	file, ok := r.file.(interface{ Size() int64 })
	if !ok || file.Size() > math.MaxInt64/most-r.clusterSize() {
		return math.MaxInt64 / most
	}
	return file.Size() + r.clusterSize() // the last cluster of a file may be shorter
}

// Extents returns the parts of the disk in their order, until f returns an error, which is given back. An image whose data is larger than
// its file can be is an error that wraps [ErrFormat].
func (r *Reader) Extents(f func(Extent) error) error {
	var last Extent
	add := func(e Extent) error {
		if e.Zero == last.Zero && e.Hole == last.Hole {
			last.Length += e.Length
			return nil
		}
		before := last
		last = e
		if before.Length == 0 {
			return nil
		}
		return f(before)
	}
	perTable := r.clusterSize() / 8
	plain, packed := r.room(), r.room()*most
	for table := range int64(len(r.l1)) {
		start := table * r.tableSpan()
		if r.l1[table]&offsetMask == 0 {
			if err := add(Extent{start, min(r.tableSpan(), r.size-start), true, true}); err != nil {
				return err
			}
			continue
		}
		for i := int64(0); i < perTable && start < r.size; i++ {
			entry, err := r.entry(table*perTable + i)
			if err != nil {
				return err
			}
			switch {
			case entry&compressed != 0:
				packed -= r.clusterSize()
			case entry&offsetMask != 0:
				plain -= r.clusterSize()
			}
			if min(plain, packed) < 0 {
				return fmt.Errorf("%w: clusters of the file are used more than once", ErrFormat)
			}
			hole := entry&compressed == 0 && entry&offsetMask == 0
			zero := hole || r.version > 2 && entry&(compressed|zeroCluster) == zeroCluster
			hole = hole && !(r.version > 2 && entry&zeroCluster != 0)
			if err := add(Extent{start, min(r.clusterSize(), r.size-start), zero, hole}); err != nil {
				return err
			}
			start += r.clusterSize()
		}
	}
	if last.Length == 0 {
		return nil
	}
	return f(last)
}
