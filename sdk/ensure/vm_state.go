package ensure

import (
	"context"
	"fmt"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
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
	switch want {
	case types.VmStatusUp, types.VmStatusDown, types.VmStatusSuspended:
	default:
		return Result[types.Vm]{Object: vm}, fmt.Errorf(
			"status %q can't be wanted; want up, down or suspended: %w", want, sdk.ErrInvalid)
	}
	if planned(engine) && vm.Status == "" {
		vm = new(*vm)
		vm.Status = types.VmStatusDown // as what is added is
	}
	return bringTo(ctx, engine, vm, want, vmStates{engine, o, idOf(vm), want})
}

// vmStates are the states of a VM on the way to one.
type vmStates struct {
	engine sdk.Engine
	*options
	id   string
	want types.VmStatus
}

type vmStep = step[types.Vm, types.VmStatus]

func (s vmStates) service() *services.VmService {
	return s.engine.SystemService().VmsService().VmService(s.id)
}

func (vmStates) status(v *types.Vm) types.VmStatus { return v.Status }

func (s vmStates) read(ctx context.Context) (*types.Vm, error) {
	return s.service().Get(ctx, nil, s.call...)
}

func (s vmStates) next(now types.VmStatus) (vmStep, error) {
	const up, down, suspended = types.VmStatusUp, types.VmStatusDown, types.VmStatusSuspended
	switch now {
	case down:
		return s.start(), nil
	case suspended, types.VmStatusPaused:
		if s.want == down {
			return s.stop(), nil
		}
		return s.start(), nil
	case up:
		if s.want == down {
			return s.shutdown(), nil
		}
		return s.suspend(), nil
	case types.VmStatusWaitForLaunch, types.VmStatusPoweringUp, types.VmStatusRebootInProgress,
		types.VmStatusMigrating:
		if s.want == down {
			return s.shutdown(), nil
		}
		return vmStep{then: up, wait: s.waitUp}, nil
	case types.VmStatusNotResponding:
		if s.want == down {
			return s.stop(), nil
		}
		return vmStep{then: up, wait: s.waitUp}, nil
	case types.VmStatusRestoringState:
		return vmStep{then: up, wait: s.waitUp}, nil
	case types.VmStatusSavingState:
		return vmStep{then: suspended, wait: s.waitSuspended}, nil
	case types.VmStatusPoweringDown:
		switch {
		case s.want != down:
			return vmStep{then: down, wait: s.waitDownOrUp}, nil
		case s.force:
			return s.stop(), nil
		}
		return vmStep{then: down, wait: s.waitDown}, nil
	}
	// An image is locked, or the engine doesn't know.
	return vmStep{then: down, wait: s.waitUnlocked}, nil
}

func (s vmStates) start() vmStep {
	start := func(ctx context.Context) error { return s.service().Start(ctx, nil, s.call...) }
	return vmStep{start, types.VmStatusUp, s.waitUp}
}

func (s vmStates) stop() vmStep {
	stop := func(ctx context.Context) error { return s.service().Stop(ctx, nil, s.call...) }
	return vmStep{stop, types.VmStatusDown, s.waitDown}
}

// shutdown asks the guest to shut down, or stops the VM with Force.
func (s vmStates) shutdown() vmStep {
	if s.force {
		return s.stop()
	}
	shutdown := func(ctx context.Context) error { return s.service().Shutdown(ctx, nil, s.call...) }
	return vmStep{shutdown, types.VmStatusDown, s.waitDown}
}

func (s vmStates) suspend() vmStep {
	suspend := func(ctx context.Context) error { return s.service().Suspend(ctx, nil, s.call...) }
	return vmStep{suspend, types.VmStatusSuspended, s.waitSuspended}
}

func (s vmStates) waitUp(ctx context.Context) (*types.Vm, error) {
	return wait.VmUp(ctx, s.engine, s.id, s.wait...)
}

func (s vmStates) waitDown(ctx context.Context) (*types.Vm, error) {
	return wait.VmDown(ctx, s.engine, s.id, s.wait...)
}

func (s vmStates) waitDownOrUp(ctx context.Context) (*types.Vm, error) {
	goal := wait.VmIn(types.VmStatusDown, types.VmStatusUp)
	return wait.ForVm(ctx, s.engine, s.id, goal, s.wait...)
}

func (s vmStates) waitSuspended(ctx context.Context) (*types.Vm, error) {
	return wait.VmSuspended(ctx, s.engine, s.id, s.wait...)
}

func (s vmStates) waitUnlocked(ctx context.Context) (*types.Vm, error) {
	return wait.VmUnlocked(ctx, s.engine, s.id, s.wait...)
}
