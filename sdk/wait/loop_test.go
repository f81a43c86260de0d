package wait_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// statuses returns a method that reads a VM with one status after the other, the last one forever.
func statuses(
	list ...types.VmStatus,
) func(context.Context, *services.VmGetParams, ...call.Option) (*types.Vm, error) {
	return func(context.Context, *services.VmGetParams, ...call.Option) (*types.Vm, error) {
		vm := &types.Vm{Status: list[0]}
		if len(list) > 1 {
			list = list[1:]
		}
		return vm, nil
	}
}

func TestPausesGrow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		opts []wait.Option
		want []time.Duration // 15 % more or less; none is below a millisecond
	}{
		{"by default", nil, []time.Duration{
			0, 250e6, 375e6, 562.5e6, 843.75e6, 1265.625e6, 1898.4375e6, 2847.65625e6, 4271.484375e6, 5e9, 5e9,
		}},
		{
			"as asked", []wait.Option{wait.Every(time.Second, 2*time.Second)},
			[]time.Duration{0, 1e9, 1.5e9, 2e9, 2e9},
		},
		{"at one pace", []wait.Option{wait.Every(time.Second, 0)}, []time.Duration{0, 1e9, 1e9}},
		{"never without a pause", []wait.Option{wait.Every(0, 0)}, []time.Duration{0, 1e6, 1e6}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				last := time.Now()
				var pauses []time.Duration
				get := func(context.Context, *services.VmGetParams, ...call.Option) (*types.Vm, error) {
					pauses = append(pauses, time.Since(last))
					last = time.Now()
					return &types.Vm{}, nil // without a status
				}
				goal := wait.Cond(func(*types.Vm) bool { return len(pauses) == len(tt.want) })
				if _, err := wait.For(t.Context(), get, goal, tt.opts...); err != nil {
					t.Fatal(err)
				}
				for i, want := range tt.want {
					least := want * 85 / 100
					if want > 0 {
						least = max(least, time.Millisecond)
					}
					if pauses[i] < least || pauses[i] > want*115/100 {
						t.Errorf("pause %d is %v, want about %v", i, pauses[i], want)
					}
				}
			})
		})
	}
}

func TestForReturnsTheObjectThatIsAsWanted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		get := statuses("", types.VmStatusWaitForLaunch, types.VmStatusUp, types.VmStatusDown)
		vm, err := wait.For(t.Context(), get, wait.VmIn(types.VmStatusUp))
		if err != nil || vm.Status != types.VmStatusUp {
			t.Errorf("For returned %v, %v", vm, err)
		}
	})
}

func TestForEndsWithItsContext(t *testing.T) {
	t.Parallel()
	mine := errors.New("mine")
	const after = 3100 * time.Millisecond
	for _, tt := range []struct {
		name  string
		begin func(context.Context) (context.Context, context.CancelFunc)
		want  string
		is    error
		class error
	}{
		{"deadline", func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, after)
		}, "context deadline exceeded", context.DeadlineExceeded, sdk.ErrTimeout},
		{"cancelled", func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(after, cancel)
			return ctx, cancel
		}, "context canceled", context.Canceled, nil},
		{"cancelled for a reason", func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(ctx)
			time.AfterFunc(after, func() { cancel(mine) })
			return ctx, func() { cancel(nil) }
		}, "context canceled: mine", mine, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := tt.begin(t.Context())
				defer cancel()
				begin := time.Now()
				vm, err := wait.For(ctx, statuses(types.VmStatusDown), wait.VmIn(types.VmStatusUp))
				if waited := time.Since(begin); waited != after {
					t.Errorf("it took %v", waited)
				}
				if vm == nil || vm.Status != types.VmStatusDown {
					t.Errorf("the last object is %v", vm)
				}
				want := "wait.For: vm is down, not up, after 3.1s: " + tt.want
				failure, ok := errors.AsType[*sdk.Error](err)
				if !ok || err.Error() != want || !errors.Is(err, tt.is) || failure.Class != tt.class {
					t.Errorf("error is %v, want %s", err, want)
				}
			})
		})
	}
}

func TestForEndsWithAnError(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		judged := 0
		s := b.conn.SystemService().VmsService().VmService("00000000-0000-0000-0000-000000000123")
		goal := wait.Cond(func(*types.Vm) bool { judged++; return true })
		vm, err := wait.For(b.t.Context(), s.Get, goal)
		if vm != nil || !errors.Is(err, sdk.ErrNotFound) || judged != 0 {
			b.t.Errorf("For returned %v, %v after %d looks", vm, err, judged)
		}
	})
}
