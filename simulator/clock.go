package simulator

import (
	"sync"
	"time"
)

// Clock tells the time.
type Clock interface {
	// Now returns the present time. It may be called by many goroutines.
	Now() time.Time
}

type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

// ManualClock stands still until it is moved. It is safe for use by many goroutines.
type ManualClock struct {
	mu  sync.Mutex
	now time.Time // guarded by mu
}

// NewClock returns a clock that stands at the time.
func NewClock(at time.Time) *ManualClock { return &ManualClock{now: at} }

// Now returns the time at which the clock stands.
func (c *ManualClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock on. What becomes due in between happens in its order before the next request is answered. The clock stops at
// the end of the year 9999, behind which no document has dates.
func (c *ManualClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = later(c.now, d)
}

// endOfTime is the last second of which the API can tell.
var endOfTime = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)

// later returns a time plus a duration, but no time behind the end.
func later(t time.Time, d time.Duration) time.Time {
	if t = t.Add(d); t.After(endOfTime) {
		return endOfTime
	}
	return t
}
