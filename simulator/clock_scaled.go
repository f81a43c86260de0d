package simulator

import (
	"sync"
	"time"
)

// ScaledClock runs faster or slower than the real one. It is safe for use by many goroutines.
type ScaledClock struct {
	speed float64
	began time.Time

	mu     sync.Mutex
	offset time.Duration // guarded by mu
}

// NewScaledClock gives a clock that shows the present time and goes so many times as fast as the real one: 60 makes a minute of each
// second. A speed of 0 or less is a clock that stands until it is moved.
func NewScaledClock(speed float64) *ScaledClock {
	return &ScaledClock{speed: max(speed, 0), began: time.Now()}
}

// Now gives the clock's time.
func (c *ScaledClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.began.Add(time.Duration(float64(time.Since(c.began))*c.speed) + c.offset)
}

// Advance moves the clock on, beside what it runs by itself. What becomes due in between happens in its order before the next request
// is answered.
func (c *ScaledClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}
