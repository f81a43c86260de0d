package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// VmState brings a VM of the name into a state, and waits until it is: up, down or suspended, from
// whatever state it is in. A state on the way to another one, such as powering up, is waited for
// where the engine refuses what is wanted meanwhile. Down asks the guest to shut down, and takes as
// long as the guest does; with [Force] the VM is stopped. A suspended VM that is wanted down loses
// its memory, and one that is down is started before it is suspended.
func VmState(
	ctx context.Context, engine sdk.Engine, name string, status types.VmStatus, opts ...Option,
) (Result[types.Vm], error) {
	const op = "ensure.VmState"
	o := apply(opts)
	vm, err := existing(ctx, vms(engine, op, name, o))
	if err != nil {
		return Result[types.Vm]{}, wrap(op, err)
	}
	r, err := vmState(ctx, engine, vm, status, o)
	return r, wrap(op, err)
}

func vmState(
	ctx context.Context, engine sdk.Engine, vm *types.Vm, want types.VmStatus, o *options,
) (Result[types.Vm], error) {
	const (
		up        = types.VmStatusUp
		down      = types.VmStatusDown
		suspended = types.VmStatusSuspended
	)
	if want != up && want != down && want != suspended {
		return Result[types.Vm]{Object: vm}, fmt.Errorf("status %q can't be wanted; want up, down or suspended: %w", want, sdk.ErrInvalid)
	}
	id := idOf(vm)
	s := engine.SystemService().VmsService().VmService(id)
	type step = move[types.Vm, types.VmStatus]
	toUp := func(ctx context.Context) (*types.Vm, error) { return wait.VmUp(ctx, engine, id, o.wait...) }
	toDown := func(ctx context.Context) (*types.Vm, error) { return wait.VmDown(ctx, engine, id, o.wait...) }
	toSuspended := func(ctx context.Context) (*types.Vm, error) { return wait.VmSuspended(ctx, engine, id, o.wait...) }

	start := step{func(ctx context.Context) error { return s.Start(ctx, nil, o.call...) }, up, toUp}
	stop := step{func(ctx context.Context) error { return s.Stop(ctx, nil, o.call...) }, down, toDown}
	shutdown := step{func(ctx context.Context) error { return s.Shutdown(ctx, nil, o.call...) }, down, toDown}
	suspend := step{func(ctx context.Context) error { return s.Suspend(ctx, nil, o.call...) }, suspended, toSuspended}
	if o.force {
		shutdown = stop
	}

	status := func(v *types.Vm) types.VmStatus { return v.Status }
	if planned(engine) && vm.Status == "" {
		vm = new(*vm)
		vm.Status = down // as what is added is
	}
	look := func(ctx context.Context) (*types.Vm, error) { return s.Get(ctx, nil, o.call...) }
	next := func(now types.VmStatus) (step, error) {
		switch now {
		case down:
			return start, nil
		case suspended, types.VmStatusPaused:
			if want == down {
				return stop, nil
			}
			return start, nil
		case up:
			if want == down {
				return shutdown, nil
			}
			return suspend, nil
		case types.VmStatusWaitForLaunch, types.VmStatusPoweringUp, types.VmStatusRebootInProgress, types.VmStatusMigrating:
			if want == down {
				return shutdown, nil
			}
			return step{nil, up, toUp}, nil
		case types.VmStatusNotResponding:
			if want == down {
				return stop, nil
			}
			return step{nil, up, toUp}, nil
		case types.VmStatusRestoringState:
			return step{nil, up, toUp}, nil
		case types.VmStatusSavingState:
			return step{nil, suspended, toSuspended}, nil
		case types.VmStatusPoweringDown:
			if want == down {
				if o.force {
					return stop, nil
				}
				return step{nil, down, toDown}, nil
			}
			return step{nil, down, func(ctx context.Context) (*types.Vm, error) {
				return wait.ForVm(ctx, engine, id, wait.VmIn(down, up), o.wait...)
			}}, nil
		}
		// An image is locked, or the engine doesn't know.
		return step{nil, down, func(ctx context.Context) (*types.Vm, error) { return wait.VmUnlocked(ctx, engine, id, o.wait...) }}, nil
	}
	return drive(ctx, engine, vm, want, states[types.Vm, types.VmStatus]{status, look, next})
}
