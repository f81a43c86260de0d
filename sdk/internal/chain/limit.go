package chain

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Limit lets a number of requests through per second; others wait their turn. It counts every attempt and every login.
type Limit struct {
	Next http.RoundTripper

	every time.Duration // between two requests
	burst time.Duration // how far behind the clock the schedule may begin

	mu  sync.Mutex // guards due
	due time.Time  // when the next request may go if the burst is used up
}

// NewLimit returns a link that lets perSecond requests through, and burst of them at once after a pause. Both are positive.
func NewLimit(next http.RoundTripper, perSecond float64, burst int) *Limit {
	every := max(time.Duration(float64(time.Second)/perSecond), 1)
	return &Limit{Next: next, every: every, burst: every * time.Duration(burst-1)}
}

// RoundTrip waits for the turn of the request and sends it. If the request's context ends first, nothing is sent.
func (l *Limit) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := l.wait(req.Context()); err != nil {
		closeBody(req)
		return nil, err
	}
	return l.Next.RoundTrip(req)
}

func (l *Limit) wait(ctx context.Context) error {
	pause := l.reserve(time.Now())
	if pause <= 0 {
		return nil
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < pause {
		l.giveBack()
		return fmt.Errorf("rate limit: the turn of the request is %v away: %w", pause.Round(time.Millisecond), context.DeadlineExceeded)
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		l.giveBack()
		return fmt.Errorf("rate limit: %w", ctx.Err())
	}
}

// reserve takes a turn and tells how far away it is.
func (l *Limit) reserve(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if earliest := now.Add(-l.burst); l.due.Before(earliest) {
		l.due = earliest
	}
	pause := l.due.Sub(now)
	l.due = l.due.Add(l.every)
	return pause
}

// giveBack lets those who come later have the turn. Those who wait keep theirs.
func (l *Limit) giveBack() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due = l.due.Add(-l.every)
}
