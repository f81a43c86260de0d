package chain

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// paced returns a limit and the times, since now, at which requests come through.
func paced(perSecond float64, burst int) (*Limit, func() []time.Duration) {
	var mu sync.Mutex // guards at
	var at []time.Duration
	start := time.Now()
	limit := NewLimit(next(func(*http.Request) (*http.Response, error) {
		mu.Lock()
		defer mu.Unlock()
		at = append(at, time.Since(start))
		return response(200, ""), nil
	}), perSecond, burst)
	return limit, func() []time.Duration { return at }
}

func TestLimitPacesRequests(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	for _, tt := range []struct {
		name      string
		perSecond float64
		burst     int
		want      []time.Duration
	}{
		{"one by one", 10, 1, []time.Duration{0, 100 * ms, 200 * ms, 300 * ms, 400 * ms}},
		{"burst", 10, 3, []time.Duration{0, 0, 0, 100 * ms, 200 * ms}},
		{"less than one per second", 0.5, 1, []time.Duration{0, 2000 * ms, 4000 * ms, 6000 * ms, 8000 * ms}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				limit, times := paced(tt.perSecond, tt.burst)
				var all sync.WaitGroup
				for range tt.want {
					all.Go(func() {
						if _, err := limit.RoundTrip(request(t, "")); err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				got := times()
				for i, want := range tt.want {
					if got[i] != want {
						t.Fatalf("requests went at %v, want %v", got, tt.want)
					}
				}
			})
		})
	}
}

func TestLimitSavesNoMoreThanItsBurst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limit, times := paced(1, 2)
		time.Sleep(time.Hour)
		for range 4 {
			_, _ = limit.RoundTrip(request(t, ""))
		}
		got := times()
		if last := got[3] - got[0]; last != 2*time.Second {
			t.Errorf("requests went at %v, want the last two seconds after the first", got)
		}
	})
}

func TestLimitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		ctx  func(context.Context) (context.Context, context.CancelFunc)
		want error
		text string
		took time.Duration
	}{
		{"deadline before the turn", func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		}, context.DeadlineExceeded, "rate limit: the turn of the request is 10s away: context deadline exceeded", 0},
		{"cancelled meanwhile", func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(3*time.Second, cancel)
			return ctx, cancel
		}, context.Canceled, "rate limit: context canceled", 3 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				limit, times := paced(0.1, 1)
				_, _ = limit.RoundTrip(request(t, ""))
				start := time.Now()
				ctx, cancel := tt.ctx(t.Context())
				defer cancel()
				body := &closing{Reader: strings.NewReader("x")}
				req := request(t, "").WithContext(ctx)
				req.Body = body
				_, err := limit.RoundTrip(req)
				if !errors.Is(err, tt.want) || err.Error() != tt.text || !body.closed {
					t.Errorf("error is %v, closed is %v", err, body.closed)
				}
				if took := time.Since(start); took != tt.took {
					t.Errorf("it took %v, want %v", took, tt.took)
				}
				// The turn that wasn't used goes to the next one.
				if _, err := limit.RoundTrip(request(t, "")); err != nil {
					t.Error(err)
				}
				if got := times(); len(got) != 2 || got[1] != 10*time.Second {
					t.Errorf("requests went at %v, want the second at 10s", got)
				}
			})
		})
	}
}
