package store

import (
	"crypto/md5"
	"crypto/rand"
	"fmt"
)

// IDs makes the identifiers of new objects: random UUIDs, or counted ones where tests want to know them.
type IDs struct {
	Deterministic bool

	count uint64
	event int64
}

// UUID gives the next identifier, in lower case.
func (g *IDs) UUID() string {
	if g.Deterministic {
		g.count++
		return fmt.Sprintf("%08x-0000-4000-8000-%012x", g.count, g.count)
	}
	var b [16]byte
	rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return format(b)
}

// Event gives the next number of an event.
func (g *IDs) Event() int64 {
	g.event++
	return g.event
}

// NameUUID gives the identifier that the engine derives from a name alone, as it does for statistics.
func NameUUID(name string) string {
	b := md5.Sum([]byte(name))
	b[6] = b[6]&0x0f | 0x30
	b[8] = b[8]&0x3f | 0x80
	return format(b)
}

func format(b [16]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// IsUUID reports whether the text has the form of a UUID, in any case.
func IsUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (s[i] == '-') || !dash && (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
