package simulator

import (
	"math"
	"sync"
	"time"
)

// ScaledClock runs faster or slower than the real one. It is safe for use by many goroutines.
type ScaledClock struct {
	speed float64

	mu    sync.Mutex
	began time.Time // guarded by mu: the real time from which the clock runs
	at    time.Time // guarded by mu: the clock's time then
}

// NewScaledClock returns a clock that shows the present time and goes so many times as fast as the real one: 60 makes a minute of each
// second. A speed of 0 or less is a clock that stands until it is moved.
func NewScaledClock(speed float64) *ScaledClock {
	now := time.Now()
	return &ScaledClock{speed: max(speed, 0), began: now, at: now}
}

// Now returns the clock's time.
func (c *ScaledClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

// now must be called with mu held.
func (c *ScaledClock) now() time.Time {
	ran := float64(time.Since(c.began)) * c.speed
	if !(ran < math.MaxInt64) {
		return endOfTime // A Duration holds no more than 292 years.
	}
	return later(c.at, time.Duration(ran))
}

// Advance moves the clock on, beside what it runs by itself. What becomes due in between happens in its order before the next request
// is answered. The clock stops at the end of the year 9999.
func (c *ScaledClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = later(c.at, d)
}
