package qcow2

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
)

// What images that we write are made of.
const (
	viewBits     = 16
	cluster      = 1 << viewBits
	perTable     = cluster / 8
	perRefBlock  = cluster / 2 // reference counts of 16 bits
	refcountBits = 4           // as a power of two
)

// View returns the bytes of an image of version 3 that holds a disk. Nothing is copied: tables are made and the disk is read while the
// view is. The disk must not change meanwhile. A view is safe for use by many goroutines if the disk is.
type View struct {
	disk io.ReaderAt
	size int64

	refTable, refBlocks, l1 int64 // how many clusters each takes
	tables                  []int64
	data                    []int64 // which clusters of the disk have data
	zeros                   []Extent
}

// NewView returns an image of a disk of the size. The extents say what of it has data, what is zero, and what the image needs to say
// nothing about; they are in their order and may leave out holes.
func NewView(disk io.ReaderAt, size int64, extents []Extent) (*View, error) {
	if size > maxL1*perTable*cluster {
		return nil, fmt.Errorf("%w: a disk of %d bytes is too large for one", ErrFormat, size)
	}
	v := &View{disk: disk, size: size}
	for _, e := range extents {
		first, end := e.Start/cluster, divide(e.Start+e.Length, cluster)
		if e.Start < 0 || e.Length < 0 || e.Start+e.Length > size {
			return nil, fmt.Errorf("extent of %d bytes at %d of %d", e.Length, e.Start, size)
		}
		if e.Hole || e.Length == 0 {
			continue
		}
		for table := first / perTable; table <= (end-1)/perTable; table++ {
			if n := len(v.tables); n == 0 || v.tables[n-1] < table {
				v.tables = append(v.tables, table)
			}
		}
		if e.Zero {
			// A cluster that has data too is data.
			v.zeros = append(v.zeros, Extent{Start: first, Length: end - first})
			continue
		}
		for c := first; c < end; c++ {
			if n := len(v.data); n == 0 || v.data[n-1] < c {
				v.data = append(v.data, c)
			}
		}
	}
	v.l1 = max(divide(divide(size, cluster*perTable)*8, cluster), 1)
	rest := 1 + v.l1 + int64(len(v.tables)) + int64(len(v.data))
	// The counts count themselves.
	for {
		blocks := divide(rest+v.refTable+v.refBlocks, perRefBlock)
		table := divide(blocks*8, cluster)
		if blocks == v.refBlocks && table == v.refTable {
			return v, nil
		}
		v.refBlocks, v.refTable = blocks, table
	}
}

// clusters returns the length of the image.
func (v *View) clusters() int64 {
	return 1 + v.refTable + v.refBlocks + v.l1 + int64(len(v.tables)) + int64(len(v.data))
}

// Size returns the bytes of the image.
func (v *View) Size() int64 { return v.clusters() * cluster }

// ReadAt reads bytes of the image as [io.ReaderAt] demands.
func (v *View) ReadAt(p []byte, offset int64) (int, error) {
	if offset < 0 {
		return 0, fmt.Errorf("read at %d", offset)
	}
	var end error
	if left := max(v.Size()-offset, 0); int64(len(p)) > left {
		p, end = p[:left], io.EOF
	}
	for done := 0; done < len(p); {
		at := offset + int64(done)
		part := p[done:min(len(p), done+int(cluster-at%cluster))]
		if err := v.readPart(part, at/cluster, at%cluster); err != nil {
			return done, err
		}
		done += len(part)
	}
	return len(p), end
}

// readPart reads what lies within one cluster of the image.
func (v *View) readPart(p []byte, number, within int64) error {
	first := v.clusters() - int64(len(v.data))
	if number >= first {
		n, err := v.disk.ReadAt(p, v.data[number-first]*cluster+within)
		if err == io.EOF {
			clear(p[n:]) // the disk ends within its last cluster
			err = nil
		}
		return err
	}
	var b [cluster]byte
	v.describe(b[:], number)
	copy(p, b[within:])
	return nil
}

// describe fills a cluster that holds no data but tables.
func (v *View) describe(b []byte, number int64) {
	refBlocks := 1 + v.refTable
	l1 := refBlocks + v.refBlocks
	tables := l1 + v.l1
	data := tables + int64(len(v.tables))
	put := func(i int, value int64, flags uint64) {
		binary.BigEndian.PutUint64(b[i*8:], uint64(value)*cluster|flags)
	}
	switch {
	case number == 0:
		v.header(b, l1)
	case number < refBlocks:
		first := (number - 1) * perTable
		for i := range min(v.refBlocks-first, perTable) {
			put(int(i), refBlocks+first+i, 0)
		}
	case number < l1:
		first := (number - refBlocks) * perRefBlock
		for i := range min(v.clusters()-first, perRefBlock) {
			binary.BigEndian.PutUint16(b[i*2:], 1)
		}
	case number < tables:
		first := (number - l1) * perTable
		from, _ := slices.BinarySearch(v.tables, first)
		for i, table := range v.tables[from:] {
			if table >= first+perTable {
				break
			}
			put(int(table-first), tables+int64(from+i), copied)
		}
	default:
		first := v.tables[number-tables] * perTable
		zeros, _ := slices.BinarySearchFunc(v.zeros, first, func(z Extent, at int64) int { return cmp.Compare(z.Start+z.Length, at) })
		for _, z := range v.zeros[zeros:] {
			if z.Start >= first+perTable {
				break
			}
			for c := max(z.Start, first); c < min(z.Start+z.Length, first+perTable); c++ {
				put(int(c-first), 0, zeroCluster)
			}
		}
		from, _ := slices.BinarySearch(v.data, first)
		for i, c := range v.data[from:] {
			if c >= first+perTable {
				break
			}
			put(int(c-first), data+int64(from+i), copied)
		}
	}
}

func (v *View) header(b []byte, l1 int64) {
	copy(b, Magic)
	binary.BigEndian.PutUint32(b[atVersion:], 3)
	binary.BigEndian.PutUint32(b[atClusterBits:], viewBits)
	binary.BigEndian.PutUint64(b[atSize:], uint64(v.size))
	binary.BigEndian.PutUint32(b[atL1Size:], uint32(divide(v.size, cluster*perTable)))
	binary.BigEndian.PutUint64(b[atL1Offset:], uint64(l1*cluster))
	binary.BigEndian.PutUint64(b[atRefcounts:], cluster)
	binary.BigEndian.PutUint32(b[atRefClusters:], uint32(v.refTable))
	binary.BigEndian.PutUint32(b[atRefcountOrder:], refcountBits)
	binary.BigEndian.PutUint32(b[atHeaderLength:], headerV3)
}
