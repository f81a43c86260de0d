package events_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/events"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/simulator"
)

func TestWatchGivesThePastAndThePresent(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		for n := range int64(5) {
			b.write(1000 + n)
		}
		all, some, none := b.watch(0), b.watch(1002), b.watch(events.Now)
		time.Sleep(5 * time.Second)
		b.write(1005)
		all.want(5*time.Second, series(1000, 1005)...)
		some.want(0, series(1003, 1005)...)
		none.want(0, 1005)
	})
}

func TestFullPagesLoseNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ events, page int64 }{{99, 100}, {100, 100}, {101, 100}, {200, 100}, {5000, 100}, {3000, 1000}, {7, 1}} {
		t.Run(fmt.Sprintf("%d in pages of %d", tt.events, tt.page), func(t *testing.T) {
			t.Parallel()
			inXML(t, func(t *testing.T, b *bed) {
				for n := range tt.events {
					b.write(1 + n)
				}
				b.watch(0, events.PageSize(int(tt.page))).want(5*time.Second, series(1, tt.events)...)
			})
		})
	}
}

func TestQuietEngineIsAskedOncePerPause(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		b.write(1)
		s := b.watch(0, events.Every(10*time.Second))
		s.after(time.Minute)
		b.gets.Store(0)
		s.after(10 * time.Minute)
		if n := b.gets.Load(); n < 50 || n > 70 {
			b.t.Errorf("%d requests in 60 pauses", n)
		}
	})
}

func TestNumbersThatComeLateArePutInOrder(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		b.write(1)
		s := b.watch(0)
		s.want(10*time.Second, 1)
		b.write(3) // 2 is still in its transaction.
		b.write(4)
		s.want(time.Second, 1)
		b.write(2)
		s.want(5*time.Second, 1, 2, 3, 4)
	})
}

func TestNumbersThatNeverComeAreWaitedForAWhile(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		b.write(1)
		s := b.watch(0, events.Settle(30*time.Second), events.Every(time.Second))
		s.want(time.Minute, 1)
		b.write(3)
		begin := time.Now()
		s.want(29*time.Second, 1)
		s.want(6*time.Second, 1, 3)
		s.stop()
		if took := s.last.Sub(begin); took < 30*time.Second {
			b.t.Errorf("the event behind the gap came after %v", took)
		}
	})
}

func TestOldGapsAreNotWaitedFor(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		var want []int64
		for n := range int64(100) {
			if n%3 != 0 {
				b.writeAt(500+n, time.Now().Add(time.Duration(n-100)*time.Hour))
				want = append(want, 500+n)
			}
		}
		b.write(600)
		s := b.watch(0, events.Settle(time.Minute))
		s.want(time.Second, want...)
	})
}

func TestFilters(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		for n := range int64(60) {
			b.write(n + 1)
		}
		for _, tt := range []struct {
			name string
			opts []events.Option
			take func(int64) bool
		}{
			{"codes", []events.Option{events.Codes(3, 7)}, func(n int64) bool { return n%10 == 3 || n%10 == 7 }},
			{"severities", []events.Option{events.Severities(types.LogSeverityError, types.LogSeverityAlert)}, func(n int64) bool { return n%4 >= 2 }},
			{"correlation id", []events.Option{events.CorrelationID("c1")}, func(n int64) bool { return n%3 == 1 }},
			{"function", []events.Option{events.Where(func(e *types.Event) bool { return *e.Index > 50 })}, func(n int64) bool { return n > 50 }},
			{"all at once", []events.Option{events.Codes(2), events.CorrelationID("c2"), events.Where(nil), nil},
				func(n int64) bool { return n%10 == 2 && n%3 == 2 }},
		} {
			want := slices.DeleteFunc(series(1, 60), func(n int64) bool { return !tt.take(n) })
			s := b.watch(0, tt.opts...)
			if got := s.after(5 * time.Second); !slices.Equal(got, want) || len(want) == 0 {
				b.t.Errorf("%s gave %v, want %v", tt.name, got, want)
			}
		}
	})
}

func TestRangingTwiceBeginsTwice(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		b.write(1)
		b.write(2)
		all := events.Watch(b.t.Context(), b.conn, 0)
		for range 2 {
			var got []int64
			for e, err := range all {
				if err != nil {
					b.t.Fatal(err)
				}
				if got = append(got, *e.Index); len(got) == 2 {
					break
				}
			}
			if !slices.Equal(got, []int64{1, 2}) {
				b.t.Errorf("got %v", got)
			}
		}
	})
}

func TestResumedWatchesTogetherGiveEachEventOnce(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		const last = 2000
		go func() {
			for n := range int64(last) {
				b.write(n + 1)
				time.Sleep(10 * time.Millisecond)
			}
		}()
		var got []int64
		from := int64(0)
		for from < last {
			stop := 1 + rand.IntN(300)
			for e, err := range events.Watch(b.t.Context(), b.conn, from, events.PageSize(50)) {
				if err != nil {
					b.t.Fatal(err)
				}
				got, from = append(got, *e.Index), *e.Index
				if stop--; stop == 0 || from == last {
					break
				}
			}
		}
		if !slices.Equal(got, series(1, last)) {
			b.t.Errorf("got %s", short(got))
		}
	})
}

// TestNothingIsLostAndNothingDoubled writes two thousand events, numbers out of order and some missing, while the engine fails in
// every way it may.
func TestNothingIsLostAndNothingDoubled(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		const last = 2000
		random := rand.New(rand.NewPCG(1, 2))
		var want []int64
		s := b.watch(0, events.PageSize(40), events.Every(500*time.Millisecond))
		for n := int64(1); n <= last; n += 4 {
			batch := []int64{n, n + 1, n + 2, n + 3}
			if random.IntN(10) == 0 {
				batch = slices.Delete(batch, 2, 3) // Its transaction failed.
			}
			want = append(want, batch...)
			random.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
			for _, n := range batch {
				b.write(n)
				time.Sleep(time.Duration(random.IntN(100)) * time.Millisecond)
			}
			fail := func(rule simulator.Rule) {
				time.AfterFunc(time.Duration(random.IntN(5000))*time.Millisecond, b.Fail(rule).Remove)
			}
			switch random.IntN(40) {
			case 0:
				b.ExpireTokens()
			case 1:
				fail(simulator.Rule{Path: "*/api/events", Drop: true})
			case 2:
				fail(simulator.Rule{Path: "*", Status: 503, Body: "<html><body>Service Unavailable</body></html>"})
			case 3:
				fail(simulator.Rule{Path: "*/api/events", Truncate: 1 + random.IntN(5000)})
			case 4:
				fail(simulator.Rule{Path: "*/api/events", Status: 404, Body: "<html><body>loading</body></html>"})
			case 5:
				fail(simulator.Rule{Path: "*/api/events", Status: 200, ContentType: "application/xml", Body: `<events><event id="1">`})
			case 6:
				fail(simulator.Rule{Path: "*/api/events", Drop: true, After: true})
			}
		}
		if got := s.after(10 * time.Minute); !slices.Equal(got, want) {
			b.t.Errorf("got %s, want %s; error is %v", short(got), short(want), s.err())
		}
	})
}

func TestRestartIsBorneForAWhile(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		b.write(1)
		short, long := b.watch(0, events.Tolerate(time.Minute)), b.watch(0, events.Tolerate(time.Hour))
		none := b.watch(0, events.Tolerate(0))
		short.want(10*time.Second, 1)
		outage := b.Fail(simulator.Rule{Path: "*", Status: 503, Body: "<html><body>Service Unavailable</body></html>"})
		b.gets.Store(0)
		b.ExpireTokens()
		none.want(10*time.Second, 1)
		if none.err() == nil || short.err() != nil {
			b.t.Errorf("errors are %v and %v", none.err(), short.err())
		}
		short.after(5 * time.Minute)
		if failure, ok := errors.AsType[*sdk.Error](short.err()); !ok || failure.Status != 503 {
			b.t.Errorf("error is %v", short.err())
		}
		long.after(25 * time.Minute)
		outage.Remove()
		b.write(2)
		long.want(time.Minute, 1, 2)
		if n := b.gets.Load(); n > 150 {
			b.t.Errorf("%d requests in half an hour of an engine that isn't there", n)
		}
	})
}

func TestErrorsThatStayEndTheWatch(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		b.Fail(simulator.Rule{Path: "*/api/events", Status: 403})
		s := b.watch(0)
		s.want(time.Second)
		if !errors.Is(s.err(), sdk.ErrAuth) {
			b.t.Errorf("error is %v, want ErrAuth", s.err())
		}
	})
}

func TestWatchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
		defer cancel()
		var err error
		for _, err = range events.Watch(ctx, b.conn, 0) {
		}
		if !errors.Is(err, sdk.ErrTimeout) || err.Error() != "events.Watch: context deadline exceeded" {
			b.t.Errorf("error is %v", err)
		}
		s := b.watch(0)
		s.after(time.Second)
		s.stop()
		if !errors.Is(s.err(), context.Canceled) || errors.Is(s.err(), sdk.ErrTimeout) {
			b.t.Errorf("error is %v", s.err())
		}
		var none context.Context
		for _, err = range events.Watch(none, b.conn, 0) {
		}
		if !errors.Is(err, sdk.ErrInvalid) {
			b.t.Errorf("error is %v", err)
		}
		for _, err = range events.Watch(b.t.Context(), nil, 0) {
		}
		if !errors.Is(err, sdk.ErrInvalid) || err.Error() != "events.Watch: the engine is nil" {
			b.t.Errorf("without an engine the error is %v", err)
		}
	})
}

func TestOptionsOfCallsAreHandedOn(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		var answer call.Response
		b.watch(0, events.Call(call.Result(&answer), call.CorrelationID("mine"))).after(time.Second)
		if answer.CorrelationID != "mine" {
			b.t.Errorf("answer is %+v", answer)
		}
	})
}

func TestLastIsTheNewest(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		if n, err := events.Last(b.t.Context(), b.conn); n != 0 || err != nil {
			b.t.Errorf("Last gave %d, %v without events", n, err)
		}
		b.write(7)
		b.write(5)
		if n, err := events.Last(b.t.Context(), b.conn); n != 7 || err != nil {
			b.t.Errorf("Last gave %d, %v", n, err)
		}
	})
}

func TestWatchSurvivesARestart(t *testing.T) {
	t.Parallel()
	for _, how := range []simulator.Outage{simulator.Refused, simulator.Unavailable} {
		t.Run(string(how), func(t *testing.T) {
			t.Parallel()
			inBed(t, func(b *bed) {
				s := b.watch(events.Now, events.Codes(119))
				s.want(10 * time.Second)
				b.Log(119, "error", "before")
				if err := b.Stop(how); err != nil {
					b.t.Fatal(err)
				}
				s.want(5 * time.Minute)
				if err := b.Restart(); err != nil {
					b.t.Fatal(err)
				}
				b.Log(119, "error", "after")
				if got := s.after(2 * time.Minute); len(got) != 2 || got[0] >= got[1] {
					b.t.Errorf("got %v, error is %v", got, s.err())
				}
			})
		})
	}
}
