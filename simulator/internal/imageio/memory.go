package imageio

import (
	"maps"
	"slices"
)

// memory keeps chunks in the memory of the process. A chunk is shared by clones until one of them writes to it.
type memory struct {
	own   *byte // own tells our chunks from shared ones; each clone has another
	table map[int64]chunk
}

type chunk struct {
	owner *byte
	data  *[chunkSize]byte
}

func newMemory(string) medium { return &memory{own: new(byte), table: map[int64]chunk{}} }

func (m *memory) read(p []byte, number, offset int64) (bool, error) {
	c, there := m.table[number]
	if there {
		copy(p, c.data[offset:])
	}
	return there, nil
}

func (m *memory) write(p []byte, number, offset int64) error {
	c := m.table[number]
	if c.owner != m.own {
		made := chunk{m.own, new([chunkSize]byte)}
		if c.data != nil {
			*made.data = *c.data
		}
		c = made
		m.table[number] = c
	}
	copy(c.data[offset:], p)
	return nil
}

func (m *memory) drop(first, end int64) error {
	if end-first > int64(len(m.table)) {
		maps.DeleteFunc(m.table, func(number int64, _ chunk) bool { return first <= number && number < end })
		return nil
	}
	for number := first; number < end; number++ {
		delete(m.table, number)
	}
	return nil
}

func (m *memory) chunks() []int64 { return slices.Sorted(maps.Keys(m.table)) }

func (m *memory) count() int { return len(m.table) }

func (m *memory) clone(string) medium {
	m.own = new(byte) // ours are shared from now on
	return &memory{own: new(byte), table: maps.Clone(m.table)}
}

func (m *memory) close() error {
	m.table = nil
	return nil
}
