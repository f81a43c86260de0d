package sdk_test

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
)

// statuses returns a method that reads a VM with one status after the other, the last one for ever.
func statuses(list ...types.VmStatus) func(context.Context, *services.VmGetParams, ...call.Option) (*types.Vm, error) {
	return func(context.Context, *services.VmGetParams, ...call.Option) (*types.Vm, error) {
		vm := &types.Vm{Status: list[0]}
		if len(list) > 1 {
			list = list[1:]
		}
		return vm, nil
	}
}

func isUp(vm *types.Vm) bool { return vm.Status == types.VmStatusUp }

func TestWaitForGrowsItsPauses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		opts []sdk.WaitOption
		want []time.Duration
	}{
		{"by default", nil, []time.Duration{0, 250e6, 375e6, 562.5e6, 843.75e6, 1265.625e6, 1898.4375e6, 2847.65625e6, 4271.484375e6, 5e9, 5e9}},
		{"as asked", []sdk.WaitOption{sdk.WaitEvery(time.Second, 2*time.Second)}, []time.Duration{0, 1e9, 1.5e9, 2e9, 2e9}},
		{"at one pace", []sdk.WaitOption{sdk.WaitEvery(time.Second, 0)}, []time.Duration{0, 1e9, 1e9}},
		{"never without a pause", []sdk.WaitOption{sdk.WaitEvery(0, 0)}, []time.Duration{0, 1e6, 1e6}},
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
				_, err := sdk.WaitFor(t.Context(), get, func(*types.Vm) bool { return len(pauses) == len(tt.want) }, tt.opts...)
				if err != nil {
					t.Fatal(err)
				}
				for i, want := range tt.want {
					if pauses[i] != want {
						t.Errorf("pause %d is %v, want %v", i, pauses[i], want)
					}
				}
			})
		})
	}
}

func TestWaitForVariesItsPauses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var at []time.Time
		cond := func(*types.Vm) bool { at = append(at, time.Now()); return len(at) > 50 }
		if _, err := sdk.WaitFor(t.Context(), statuses(types.VmStatusDown), cond,
			sdk.WaitEvery(10*time.Second, 10*time.Second), sdk.WaitJitter(0.2)); err != nil {
			t.Fatal(err)
		}
		seen := make(map[time.Duration]bool)
		for i := 1; i < len(at); i++ {
			pause := at[i].Sub(at[i-1])
			seen[pause] = true
			if pause < 8*time.Second || pause > 12*time.Second {
				t.Errorf("pause %d is %v", i, pause)
			}
		}
		if len(seen) < 10 {
			t.Errorf("there are only %d different pauses", len(seen))
		}
	})
}

func TestWaitForGivesTheObjectThatIsAsWanted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		vm, err := sdk.WaitFor(t.Context(), statuses("", types.VmStatusWaitForLaunch, types.VmStatusUp, types.VmStatusDown), isUp)
		if err != nil || vm.Status != types.VmStatusUp {
			t.Errorf("WaitFor gave %v, %v", vm, err)
		}
	})
}

func TestWaitForEndsWithItsContext(t *testing.T) {
	t.Parallel()
	mine := errors.New("mine")
	for _, tt := range []struct {
		name  string
		begin func(context.Context) (context.Context, context.CancelFunc)
		want  string
		is    error
		class error
	}{
		{"deadline", func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 3100*time.Millisecond)
		}, "WaitFor: context deadline exceeded", context.DeadlineExceeded, sdk.ErrTimeout},
		{"cancelled", func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(3100*time.Millisecond, cancel)
			return ctx, cancel
		}, "WaitFor: context canceled", context.Canceled, nil},
		{"cancelled for a reason", func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(ctx)
			time.AfterFunc(3100*time.Millisecond, func() { cancel(mine) })
			return ctx, func() { cancel(nil) }
		}, "WaitFor: context canceled: mine", mine, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := tt.begin(t.Context())
				defer cancel()
				begin := time.Now()
				vm, err := sdk.WaitFor(ctx, statuses(types.VmStatusDown), isUp)
				if waited := time.Since(begin); waited != 3100*time.Millisecond {
					t.Errorf("it took %v", waited)
				}
				if vm == nil || vm.Status != types.VmStatusDown {
					t.Errorf("the last object is %v", vm)
				}
				failure, ok := err.(*sdk.Error)
				if !ok || err.Error() != tt.want || !errors.Is(err, tt.is) || failure.Class != tt.class {
					t.Errorf("error is %v, want %s", err, tt.want)
				}
			})
		})
	}
}

func TestWaitForEndsWithAnError(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(404, ""))
	n := 0
	vm, err := sdk.WaitFor(t.Context(), vmService(e.connect()).Get, func(*types.Vm) bool { n++; return true })
	if vm != nil || !errors.Is(err, sdk.ErrNotFound) || n != 0 {
		t.Errorf("WaitFor gave %v, %v after %d looks", vm, err, n)
	}
}

func TestWaitForHandsOptionsToTheCall(t *testing.T) {
	t.Parallel()
	e := newEngine(t, answer(200, oneVM))
	_, err := sdk.WaitFor(t.Context(), vmService(e.connect()).Get, func(*types.Vm) bool { return true }, sdk.WaitCall(call.Query("a", "b")))
	if calls := e.requests(); err != nil || len(calls) != 1 || calls[0] != "GET /vms/1?a=b" {
		t.Errorf("calls were %q, error is %v", calls, err)
	}
}

func TestWaitForNeedsItsArguments(t *testing.T) {
	t.Parallel()
	_, err := sdk.WaitFor(t.Context(), statuses(""), nil)
	if err == nil || err.Error() != "WaitFor: method or condition is nil" || !errors.Is(err, sdk.ErrInvalid) {
		t.Errorf("error is %v", err)
	}
}
