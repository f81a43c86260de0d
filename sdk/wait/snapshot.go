package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// SnapshotIn is the goal that a snapshot has one of the states.
func SnapshotIn(states ...types.SnapshotStatus) StatusGoal[types.Snapshot, types.SnapshotStatus] {
	return StatusIn(
		func(s *types.Snapshot) types.SnapshotStatus { return s.SnapshotStatus }, states...,
	)
}

// SnapshotOk waits until a snapshot of a VM is complete and idle. It fails if the snapshot comes to
// rest in a preview; one whose making failed vanishes. It costs a GET per look; the events that
// explain a failure are those of the VM.
func SnapshotOk(
	ctx context.Context, engine sdk.Engine, vmID, snapshotID string, opts ...Option,
) (*types.Snapshot, error) {
	goal := SnapshotIn(types.SnapshotStatusOk).Rest(types.SnapshotStatusInPreview)
	return forSnapshot(ctx, "SnapshotOk", engine, vmID, snapshotID, goal, opts)
}

// SnapshotGone waits until a snapshot of a VM is removed. Requests are those of [SnapshotOk].
func SnapshotGone(
	ctx context.Context, engine sdk.Engine, vmID, snapshotID string, opts ...Option,
) error {
	goal := absent[types.Snapshot]{}
	_, err := forSnapshot(ctx, "SnapshotGone", engine, vmID, snapshotID, goal, opts)
	return err
}

func forSnapshot(
	ctx context.Context,
	op string,
	engine sdk.Engine,
	vmID, id string,
	goal Goal[types.Snapshot],
	opts []Option,
) (*types.Snapshot, error) {
	_, o := settings(engine, opts)
	o.subject = object{kind: "snapshot", id: id}
	w := newWatch(op, goal, o)
	w.about = object{kind: "vm", id: vmID}
	snapshots := root.Of(engine).VmsService().VmService(vmID).SnapshotsService()
	return single(ctx, w, snapshots.SnapshotService(id).Get)
}
