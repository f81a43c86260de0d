// Package qcow2 reads and writes disk images of QEMU's format qcow2, as far as a single image without a backing file goes.
package qcow2

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Magic is what an image begins with.
const Magic = "QFI\xfb"

// ErrFormat is wrapped by all errors that say that bytes aren't an image, or one of a kind that can't be read.
var ErrFormat = errors.New("not a readable qcow2 image")

// Extent is a part of the disk in an image.
type Extent struct {
	Start, Length int64
	Zero          bool // Zero says that all bytes are zero.
	Hole          bool // Hole says that the image has nothing about the part, which is zero then.
}

// Offsets in the header. All numbers of the format are big-endian.
const (
	atVersion       = 4
	atBackingOffset = 8
	atClusterBits   = 20
	atSize          = 24
	atCrypt         = 32
	atL1Size        = 36
	atL1Offset      = 40
	atRefcounts     = 48
	atRefClusters   = 56
	atIncompatible  = 72
	atRefcountOrder = 96
	atHeaderLength  = 100
	atCompression   = 104

	headerV2 = 72
	headerV3 = 104
)

// Bits of the incompatible features. A dirty image may have wrong reference counts, which readers don't use.
const (
	featureDirty       = 1 << 0
	featureCompression = 1 << 3
)

// Bits of entries in the tables.
const (
	copied       = 1 << 63 // used once only
	compressed   = 1 << 62
	zeroCluster  = 1
	offsetMask   = 1<<56 - 1<<9
	sector       = 512
	maxL1        = 32 << 20 / 8
	largestImage = math.MaxInt64 >> 1
)

// header is what a reader needs to know of an image.
type header struct {
	version     uint32
	clusterBits uint32
	size        int64
	l1Size      int64
	l1Offset    int64
}

func readHeader(r io.ReaderAt) (*header, error) {
	var b [atCompression + 1]byte
	n, err := r.ReadAt(b[:], 0)
	if n < headerV2 {
		if err == nil || err == io.EOF {
			err = fmt.Errorf("%d bytes are no header", n)
		}
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if string(b[:4]) != Magic {
		return nil, fmt.Errorf("%w: it begins with %q", ErrFormat, b[:4])
	}
	u32 := func(at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
	u64 := func(at int) uint64 { return binary.BigEndian.Uint64(b[at:]) }
	h := &header{version: u32(atVersion), clusterBits: u32(atClusterBits), l1Size: int64(u32(atL1Size))}
	size, offset := u64(atSize), u64(atL1Offset)
	var features uint64
	switch {
	case h.version == 2:
	case h.version == 3 && n >= headerV3 && u32(atHeaderLength) >= headerV3:
		features = u64(atIncompatible)
	default:
		return nil, fmt.Errorf("%w: version %d", ErrFormat, h.version)
	}
	switch {
	case h.clusterBits < 9 || h.clusterBits > 21:
		err = fmt.Errorf("clusters of 2^%d bytes", h.clusterBits)
	case u64(atBackingOffset) != 0:
		err = errors.New("it has a backing file")
	case u32(atCrypt) != 0:
		err = errors.New("it is encrypted")
	case features&^uint64(featureDirty|featureCompression) != 0:
		err = fmt.Errorf("incompatible features %#x", features)
	case features&featureCompression != 0 && (n <= atCompression || b[atCompression] != 0):
		err = errors.New("it is compressed in another way than deflate")
	case size > largestImage:
		err = fmt.Errorf("size %d", size)
	case offset > largestImage || offset%(1<<h.clusterBits) != 0:
		err = fmt.Errorf("table at %#x", offset)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	h.size, h.l1Offset = int64(size), int64(offset)
	if need := divide(h.size, h.tableSpan()); h.l1Size < need || h.l1Size > maxL1 {
		return nil, fmt.Errorf("%w: %d tables for a size of %d", ErrFormat, h.l1Size, size)
	}
	return h, nil
}

// clusterSize returns the bytes of a cluster.
func (h *header) clusterSize() int64 { return 1 << h.clusterBits }

// tableSpan returns the bytes of the disk that one table of the second level describes.
func (h *header) tableSpan() int64 { return h.clusterSize() / 8 * h.clusterSize() }

// divide rounds up. Neither number may be negative.
func divide(n, by int64) int64 { return n/by + min(n%by, 1) }
