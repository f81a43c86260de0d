package store

import (
	"crypto/md5"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// IDs makes the identifiers of new objects: random UUIDs, or counted ones where tests want to know them.
type IDs struct {
	Deterministic bool
	// Seed other than 0 returns UUIDs that look random and are the same in each run.
	Seed int64

	count uint64
	event int64
}

// UUID returns the next identifier, in lower case.
func (g *IDs) UUID() string {
	if g.Deterministic {
		g.count++
		return fmt.Sprintf("%08x-0000-4000-8000-%012x", g.count, g.count)
	}
	var b [16]byte
	if g.Seed != 0 {
		g.count++
		var in [16]byte
		binary.BigEndian.PutUint64(in[:], uint64(g.Seed))
		binary.BigEndian.PutUint64(in[8:], g.count)
		sum := sha256.Sum256(in[:])
		copy(b[:], sum[:])
	} else {
		rand.Read(b[:])
	}
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return format(b)
}

// Event returns the next number of an event.
func (g *IDs) Event() int64 {
	g.event++
	return g.event
}

// Counts tells how many identifiers and events were counted so far.
func (g *IDs) Counts() (ids uint64, events int64) { return g.count, g.event }

// SetCounts goes on from such counts.
func (g *IDs) SetCounts(ids uint64, events int64) { g.count, g.event = ids, events }

// NameUUID returns the identifier that the engine derives from a name alone, as it does for statistics.
func NameUUID(name string) string {
	b := md5.Sum([]byte(name))
	b[6] = b[6]&0x0f | 0x30
	b[8] = b[8]&0x3f | 0x80
	return format(b)
}

func format(b [16]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}
