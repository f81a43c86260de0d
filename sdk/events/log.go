package events

import (
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// log puts events into their order.
type log struct {
	mark  int64 // all up to it were given, or won't come
	begun bool  // mark is known
	held  map[int64]entry
}

// entry is an event that wasn't given yet.
type entry struct {
	event *types.Event // nil if no filter takes it
	at    time.Time    // when the engine wrote it; zero if it doesn't say
	seen  time.Time    // when it came here first
}

// add takes an event up, unless it was before.
func (l *log) add(n int64, e *types.Event, taken bool, now time.Time) {
	if n <= l.mark {
		return
	}
	if _, known := l.held[n]; known {
		return
	}
	if l.held == nil {
		l.held = make(map[int64]entry)
	}
	entry := entry{seen: now}
	if e.Time != nil {
		entry.at = *e.Time
	}
	if taken {
		entry.event = e
	}
	l.held[n] = entry
}

// ripe returns the events whose turn it is, after a look that began at a time and was complete. An
// event behind a gap waits until the gap can't be filled any more: because it was seen long enough
// before the look, or was written long enough before another one.
func (l *log) ripe(look time.Time, settle time.Duration) iter.Seq[*types.Event] {
	return func(yield func(*types.Event) bool) {
		var newest time.Time
		for _, e := range l.held {
			if e.at.After(newest) {
				newest = e.at
			}
		}
		for _, n := range slices.Sorted(maps.Keys(l.held)) {
			e := l.held[n]
			settled := look.Sub(e.seen) >= settle || !e.at.IsZero() && newest.Sub(e.at) >= settle
			if n != l.mark+1 && !settled {
				return
			}
			l.mark = n
			delete(l.held, n)
			if e.event != nil && !yield(e.event) {
				return
			}
		}
	}
}
