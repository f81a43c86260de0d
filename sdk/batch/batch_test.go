package batch_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/batch"
)

var errOdd = errors.New("odd")

// numbers produces the numbers below n.
func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestResultsAreInTheOrderOfTheItems(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		got, err := batch.Map(t.Context(), numbers(100), func(_ context.Context, n int) (string, error) {
			time.Sleep(time.Duration(n*7%13) * time.Second)
			return strconv.Itoa(n), nil
		})
		for i, text := range got {
			if text != strconv.Itoa(i) {
				t.Errorf("result %d is %s", i, text)
			}
		}
		if err != nil || len(got) != 100 {
			t.Errorf("%d results, error is %v", len(got), err)
		}
	})
}

func TestLimitBoundsCallsAtTheSameTime(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		opts []batch.Option
		want int32
	}{
		{"by default", nil, 8},
		{"as asked", []batch.Option{batch.Limit(3), nil}, 3},
		{"one at least", []batch.Option{batch.Limit(0)}, 1},
		{"more than items", []batch.Option{batch.Limit(1000)}, 50},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var now, most atomic.Int32
				begin := time.Now()
				err := batch.Do(t.Context(), numbers(50), func(context.Context, int) error {
					if n := now.Add(1); n > most.Load() {
						most.Store(n)
					}
					time.Sleep(time.Second)
					now.Add(-1)
					return nil
				}, tt.opts...)
				if err != nil || most.Load() != tt.want {
					t.Errorf("%d calls at the same time, want %d; error is %v", most.Load(), tt.want, err)
				}
				if took, want := time.Since(begin), time.Duration((50+tt.want-1)/tt.want)*time.Second; took != want {
					t.Errorf("it took %v, want %v", took, want)
				}
			})
		})
	}
}

func TestErrorsAreJoinedInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		odd := func(_ context.Context, n int) (int, error) {
			time.Sleep(time.Duration(10-n) * time.Second)
			if n%2 == 1 {
				return -n, errOdd
			}
			return n, nil
		}
		got, err := batch.Map(t.Context(), numbers(6), odd)
		if want := "item 1: odd\nitem 3: odd\nitem 5: odd"; err == nil || err.Error() != want || !errors.Is(err, errOdd) {
			t.Errorf("error is %v, want %s", err, want)
		}
		if !slices.Equal(got, []int{0, -1, 2, -3, 4, -5}) {
			t.Errorf("results are %v", got)
		}
		if errs := maps.Collect(batch.Errors(err)); len(errs) != 3 || errs[3] != errOdd {
			t.Errorf("errors are %v", errs)
		}
		_, err = batch.Map(t.Context(), numbers(2), odd, batch.Name(func(i int) string { return fmt.Sprint("vm", i) }))
		if err == nil || err.Error() != "vm1: odd" {
			t.Errorf("error is %v", err)
		}
		err = batch.Do(t.Context(), []string{"web", "db"}, func(context.Context, string) error { return errOdd })
		if err == nil || err.Error() != "web: odd\ndb: odd" {
			t.Errorf("error is %v", err)
		}
		if failure, ok := errors.AsType[*batch.Error](err); !ok || failure.Index != 0 || failure.Name != "web" {
			t.Errorf("the first error is %+v", failure)
		}
	})
}

func TestErrorsAreRangedInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		inner := batch.Do(t.Context(), numbers(2), func(context.Context, int) error { return errOdd })
		err := batch.Do(t.Context(), numbers(100), func(_ context.Context, n int) error {
			time.Sleep(time.Duration(n*7%13) * time.Second)
			if n == 50 {
				return inner // Its items are not those of this batch.
			}
			return fmt.Errorf("number %d", n)
		}, batch.Limit(30))
		for _, err := range []error{err, fmt.Errorf("stop all: %w", err), errors.Join(errOdd, err)} {
			next := 0
			for i, item := range batch.Errors(err) {
				want := fmt.Sprintf("number %d", i)
				if i == 50 {
					want = inner.Error()
				}
				if i != next || item.Error() != want {
					t.Fatalf("item %d has the error %v, after %d items", i, item, next)
				}
				next++
			}
			if next != 100 {
				t.Errorf("there are %d errors", next)
			}
			for i := range batch.Errors(err) {
				if i == 3 {
					break
				}
			}
		}
	})
}

func TestStopOnErrorBeginsNoMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		err := batch.Do(t.Context(), numbers(100), func(ctx context.Context, n int) error {
			calls.Add(1)
			if n == 5 {
				time.Sleep(time.Second)
				return errOdd
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Hour):
				return nil
			}
		}, batch.StopOnError(), batch.Limit(6))
		if calls.Load() != 6 || !errors.Is(err, errOdd) {
			t.Errorf("%d calls, error is %v", calls.Load(), err)
		}
		left, ok := errors.AsType[*batch.Unbegun](err)
		if !ok || len(left.Items) != 94 || left.Items[0] != 6 || left.Error() != "94 items not begun: stopped by the first error" {
			t.Errorf("left are %v", left)
		}
		if errs := maps.Collect(batch.Errors(err)); len(errs) != 6 || errs[5] != errOdd || errs[0] != context.Canceled {
			t.Errorf("errors are %v", errs)
		}
	})
}

func TestBatchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	mine := errors.New("mine")
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(1500*time.Millisecond, func() { cancel(mine) })
		got, err := batch.Map(ctx, numbers(10), func(context.Context, int) (int, error) {
			time.Sleep(time.Second)
			return 1, nil
		}, batch.Limit(2))
		if want := "6 items not begun: context canceled: mine"; err == nil || err.Error() != want || !errors.Is(err, mine) {
			t.Errorf("error is %v, want %s", err, want)
		}
		if !slices.Equal(got, []int{1, 1, 1, 1, 0, 0, 0, 0, 0, 0}) {
			t.Errorf("results are %v", got)
		}
		if _, err := batch.Map(ctx, numbers(3), func(context.Context, int) (int, error) { return 0, errOdd }); errors.Is(err, errOdd) {
			t.Errorf("a call was begun after the end: %v", err)
		}
	})
}

func TestEmptyBatch(t *testing.T) {
	t.Parallel()
	got, err := batch.Map(t.Context(), nil, func(context.Context, int) (int, error) { return 0, errOdd })
	if err != nil || got == nil || len(got) != 0 {
		t.Errorf("Map gave %v, %v", got, err)
	}
}

func TestMistakesAreErrors(t *testing.T) {
	t.Parallel()
	var none context.Context
	_, noContext := batch.Map(none, numbers(1), func(context.Context, int) (int, error) { return 0, nil })
	_, noFunction := batch.Map[int, int](t.Context(), numbers(1), nil)
	for i, err := range []error{noContext, noFunction, batch.Do[int](t.Context(), nil, nil)} {
		if !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("%d: error is %v", i, err)
		}
	}
	for _, err := range []error{nil, errOdd, noContext, fmt.Errorf("all: %w", errOdd)} {
		for i, item := range batch.Errors(err) {
			t.Errorf("%v has an error of item %d: %v", err, i, item)
		}
	}
}
