package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// Snapshot creates a snapshot of a VM, which is given by ID or name, unless there is one of that
// description, and waits until it is ok. Several of one description are an error.
//
// It manages Description, DiskAttachments and PersistMemorystate. Snapshots can't be changed: what
// else is wanted than the description counts when one is created, and isn't compared.
func Snapshot(ctx context.Context, engine sdk.Engine, vm *types.Vm, wanted *types.Snapshot, opts ...Option) (Result[types.Snapshot], error) {
	const op = "ensure.Snapshot"
	if wanted != nil {
		if err := checkScope(op, wanted, snapshotScope); err != nil {
			return Result[types.Snapshot]{}, err
		}
	}
	k, err := snapshots(ctx, engine, op, vm, wanted, apply(opts))
	if err != nil {
		return Result[types.Snapshot]{}, wrap(op, err)
	}
	return k.present(ctx, wanted)
}

// SnapshotAbsent removes the snapshot of that description from a VM, which is given by ID or name,
// and waits until it is gone.
func SnapshotAbsent(ctx context.Context, engine sdk.Engine, vm *types.Vm, description string, opts ...Option) (Result[types.Snapshot], error) {
	const op = "ensure.SnapshotAbsent"
	k, err := snapshots(ctx, engine, op, vm, &types.Snapshot{Description: &description}, apply(opts))
	if err != nil {
		return nowhere[types.Snapshot](op, err)
	}
	return k.absent(ctx)
}

func snapshots(ctx context.Context, engine sdk.Engine, op string, vm *types.Vm, wanted *types.Snapshot, o *options) (*kind[types.Snapshot], error) {
	if vm == nil {
		return nil, mistake(op, "the vm isn't said")
	}
	if wanted == nil || sdk.Value(wanted.Description) == "" {
		return nil, mistake(op, "the snapshot has no description")
	}
	vm, err := referVm(ctx, engine, vm, o)
	if err != nil {
		return nil, err
	}
	at := func(engine sdk.Engine) *services.SnapshotsService {
		return engine.SystemService().VmsService().VmService(idOf(vm)).SnapshotsService()
	}
	all := at(engine)
	return &kind[types.Snapshot]{
		engine: engine, op: op, options: o,
		find: func(ctx context.Context, engine sdk.Engine) (*types.Snapshot, error) {
			return one("snapshot", *wanted.Description, where(at(engine).All(ctx, nil, o.call...), func(v *types.Snapshot) (bool, error) {
				return sdk.Value(v.Description) == *wanted.Description && v.SnapshotType != types.SnapshotTypeActive, nil
			}))
		},
		prepare: func(ctx context.Context, old, wanted *types.Snapshot) (*types.Snapshot, error) {
			switch {
			case old != nil:
				return &types.Snapshot{Description: wanted.Description}, nil
			case planned(engine):
				return wanted, nil
			}
			// What else is at work on the disks must end first.
			_, err := wait.VmUnlocked(ctx, engine, idOf(vm), o.wait...)
			return wanted, err
		},
		add: func(ctx context.Context, v *types.Snapshot) (*types.Snapshot, error) {
			return all.Add(ctx, v, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.Snapshot) error {
			return all.SnapshotService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		busy: func(v *types.Snapshot) bool { return v.SnapshotStatus == types.SnapshotStatusLocked },
		settle: func(ctx context.Context, id string) (*types.Snapshot, error) {
			v, err := wait.SnapshotOk(ctx, engine, idOf(vm), id, o.wait...)
			if err != nil {
				return v, err
			}
			_, err = wait.VmUnlocked(ctx, engine, idOf(vm), o.wait...)
			return v, err
		},
		gone: func(ctx context.Context, id string) error {
			return wait.SnapshotGone(ctx, engine, idOf(vm), id, o.wait...)
		},
		scope: snapshotScope,
		rules: rules{once: []string{"DiskAttachments", "PersistMemorystate"}},
	}, nil
}
