package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// VmIn is the goal that a VM has one of the states.
func VmIn(states ...types.VmStatus) StatusGoal[types.Vm, types.VmStatus] {
	g := StatusIn(func(vm *types.Vm) types.VmStatus { return vm.Status }, states...)
	g.passing = []types.VmStatus{
		types.VmStatusImageLocked,
		types.VmStatusUnassigned,
		types.VmStatusUnknown,
		types.VmStatusNotResponding,
	}
	g.detail = func(vm *types.Vm) string {
		if vm.Status == types.VmStatusPaused {
			return sdk.Value(vm.StatusDetail)
		}
		return sdk.Value(vm.StopReason)
	}
	return g
}

// ForVm waits until a VM is as wanted. It costs a GET per look, or a share of a search with a
// [Poller].
func ForVm(
	ctx context.Context, engine sdk.Engine, id string, goal Goal[types.Vm], opts ...Option,
) (*types.Vm, error) {
	return forVm(ctx, "ForVm", engine, id, goal, opts)
}

// VmUp waits until a VM is up, after a start, a resume or a reboot. It fails if the VM comes to
// rest as down, suspended or paused, as by a full storage domain, and if it has no status, which
// means that an image is illegal. Requests are those of [ForVm].
func VmUp(ctx context.Context, engine sdk.Engine, id string, opts ...Option) (*types.Vm, error) {
	goal := VmIn(types.VmStatusUp).Fail("").Rest(
		types.VmStatusDown, types.VmStatusSuspended, types.VmStatusPaused,
	)
	return forVm(ctx, "VmUp", engine, id, goal, opts)
}

// VmDown waits until a VM is down, after an add, a shutdown or a stop, or until its guest shuts
// down by itself. It fails if the VM comes to rest as suspended, if it has no status, and if it is
// up again after it was powering down: the guest didn't heed the shutdown. Requests are those of
// [ForVm].
func VmDown(ctx context.Context, engine sdk.Engine, id string, opts ...Option) (*types.Vm, error) {
	goal := VmIn(types.VmStatusDown).Fail("").Rest(types.VmStatusSuspended)
	goal.turn = func(from, to types.VmStatus) string {
		if from == types.VmStatusPoweringDown && to == types.VmStatusUp {
			return "the guest didn't shut down"
		}
		return ""
	}
	return forVm(ctx, "VmDown", engine, id, goal, opts)
}

// VmSuspended waits until a VM is suspended. It fails if the VM comes to rest as down or paused,
// and if it is up again after its memory was being saved. Requests are those of [ForVm].
func VmSuspended(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.Vm, error) {
	goal := VmIn(types.VmStatusSuspended).Fail("").Rest(types.VmStatusDown, types.VmStatusPaused)
	goal.turn = func(from, to types.VmStatus) string {
		if from == types.VmStatusSavingState && to == types.VmStatusUp {
			return "the memory was not saved"
		}
		return ""
	}
	return forVm(ctx, "VmSuspended", engine, id, goal, opts)
}

// VmUnlocked waits until no work on its disks locks a VM, whatever its state is then: after a
// snapshot, a clone, or an add that copies disks. It fails if the VM has no status, which means
// that an image is illegal. Requests are those of [ForVm].
func VmUnlocked(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.Vm, error) {
	return forVm(ctx, "VmUnlocked", engine, id, unlocked, opts)
}

var unlocked = Custom[types.Vm]{
	Want:  "unlocked",
	State: func(vm *types.Vm) string { return string(vm.Status) },
	Judge: func(vm *types.Vm) (done bool, lost string) {
		if vm.Status == "" {
			return false, hopeless
		}
		return vm.Status != types.VmStatusImageLocked, ""
	},
}

// VmGone waits until a VM is no more. Requests are those of [ForVm].
func VmGone(ctx context.Context, engine sdk.Engine, id string, opts ...Option) error {
	_, err := forVm(ctx, "VmGone", engine, id, Goal[types.Vm](absent[types.Vm]{}), opts)
	return err
}

func forVm(
	ctx context.Context, op string, engine sdk.Engine, id string, goal Goal[types.Vm],
	opts []Option,
) (*types.Vm, error) {
	p, o := settings(engine, opts)
	o.subject = object{kind: "vm", id: id}
	w := newWatch(op, goal, o)
	if p != nil {
		return p.vms.wait(ctx, w)
	}
	return single(ctx, w, root.Of(engine).VmsService().VmService(id).Get)
}
