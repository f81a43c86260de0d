package ensure

import (
	"context"
	"errors"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

var snapshotFields = fields{
	managed: []string{"Description", "DiskAttachments", "PersistMemorystate"},
	managedElsewhere: map[string]string{
		"Name": "use Description",
		"Vm":   "use the argument vm",
	},
	createdWhole: true,
	createOnly:   []string{"DiskAttachments", "PersistMemorystate"},
}

// Snapshot creates a snapshot of a VM, which is given by ID or name, unless there is one of that
// description, and waits until it is ok. Several of one description are an error.
//
// It manages Description, DiskAttachments and PersistMemorystate. Snapshots can't be changed: what
// else is wanted than the description counts when one is created, and isn't compared.
func Snapshot(
	ctx context.Context, engine sdk.Engine, vm *types.Vm, wanted *types.Snapshot, opts ...Option,
) (Result[types.Snapshot], error) {
	const op = "ensure.Snapshot"
	if wanted != nil {
		if err := checkManaged(op, wanted, &snapshotFields); err != nil {
			return Result[types.Snapshot]{}, err
		}
	}
	k, err := snapshots(ctx, engine, op, vm, wanted, apply(opts))
	if err != nil {
		return Result[types.Snapshot]{}, wrap(op, err)
	}
	return present(ctx, k, wanted)
}

// SnapshotAbsent removes the snapshot of that description from a VM, which is given by ID or name,
// and waits until it is gone.
func SnapshotAbsent(
	ctx context.Context, engine sdk.Engine, vm *types.Vm, description string, opts ...Option,
) (Result[types.Snapshot], error) {
	const op = "ensure.SnapshotAbsent"
	k, err := snapshots(ctx, engine, op, vm, &types.Snapshot{Description: &description}, apply(opts))
	if err != nil {
		return absentWith[types.Snapshot](op, err)
	}
	return absent(ctx, k)
}

// snapshotKind is the kind of snapshots of one VM, which are found by description.
type snapshotKind struct {
	defaults[types.Snapshot]
	description string
	vm          string // vm is the ID of the VM.
}

func snapshots(
	ctx context.Context, engine sdk.Engine, op string, vm *types.Vm, wanted *types.Snapshot,
	o *options,
) (k snapshotKind, err error) {
	if vm == nil {
		return k, mistake(op, "the vm isn't said")
	}
	if wanted == nil || sdk.Value(wanted.Description) == "" {
		return k, mistake(op, "the snapshot has no description")
	}
	vm, err = referVm(ctx, engine, vm, o)
	if err != nil {
		return k, err
	}
	k.base = base{engine, op, o}
	k.description, k.vm = *wanted.Description, idOf(vm)
	return k, nil
}

func (snapshotKind) fields() *fields { return &snapshotFields }

func (k snapshotKind) service(engine sdk.Engine) *services.SnapshotsService {
	return engine.SystemService().VmsService().VmService(k.vm).SnapshotsService()
}

func (k snapshotKind) find(ctx context.Context, engine sdk.Engine) (*types.Snapshot, error) {
	list := k.service(engine).All(ctx, nil, k.call...)
	return one("snapshot", k.description, where(list, func(v *types.Snapshot) (bool, error) {
		return sdk.Value(v.Description) == k.description &&
			v.SnapshotType != types.SnapshotTypeActive, nil
	}))
}

func (k snapshotKind) prepare(
	ctx context.Context, old, wanted *types.Snapshot,
) (*types.Snapshot, error) {
	if old != nil {
		return &types.Snapshot{Description: wanted.Description}, nil
	}
	return wanted, nil
}

func (k snapshotKind) add(ctx context.Context, v *types.Snapshot) (*types.Snapshot, error) {
	if err := k.waitForDisks(ctx); err != nil {
		return nil, err
	}
	return k.service(k.engine).Add(ctx, v, nil, k.call...)
}

// waitForDisks waits until nothing else is at work on the disks. If that was another caller who made
// the same snapshot it returns a conflict.
func (k snapshotKind) waitForDisks(ctx context.Context) error {
	if planned(k.engine) {
		return nil
	}
	vm, err := k.engine.SystemService().VmsService().VmService(k.vm).Get(ctx, nil, k.call...)
	if err != nil || vm.Status != "" && vm.Status != types.VmStatusImageLocked {
		return err
	}
	if _, err = wait.VmUnlocked(ctx, k.engine, k.vm, k.wait...); err != nil {
		return err
	}
	_, err = lookup(ctx, k.engine, k.find)
	if errors.Is(err, sdk.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = &sdk.Error{Op: k.op, Class: sdk.ErrConflict, Err: errors.New("the snapshot exists now")}
	}
	return err
}

func (k snapshotKind) remove(ctx context.Context, old *types.Snapshot) error {
	return k.service(k.engine).SnapshotService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

func (snapshotKind) busy(v *types.Snapshot) bool {
	return v.SnapshotStatus == types.SnapshotStatusLocked
}

func (k snapshotKind) waitIdle(ctx context.Context, id string) (*types.Snapshot, error) {
	v, err := wait.SnapshotOk(ctx, k.engine, k.vm, id, k.wait...)
	if err != nil {
		return v, err
	}
	_, err = wait.VmUnlocked(ctx, k.engine, k.vm, k.wait...)
	return v, err
}

func (k snapshotKind) waitGone(ctx context.Context, id string) error {
	return wait.SnapshotGone(ctx, k.engine, k.vm, id, k.wait...)
}
