package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// SnapshotIn is the goal that a snapshot has one of the states.
func SnapshotIn(states ...types.SnapshotStatus) StatusGoal[types.Snapshot, types.SnapshotStatus] {
	return StatusIn(func(s *types.Snapshot) types.SnapshotStatus { return s.SnapshotStatus }, states...)
}

// SnapshotOk waits until a snapshot of a VM is complete and idle. It fails if the snapshot comes to
// rest in a preview; one whose making failed vanishes. It costs a GET per look; the events that
// explain a failure are those of the VM.
func SnapshotOk(
	ctx context.Context, engine sdk.Engine, vmID, snapshotID string, opts ...Option,
) (*types.Snapshot, error) {
	w := ofSnapshot("SnapshotOk", engine, vmID, snapshotID, SnapshotIn(types.SnapshotStatusOk).Rest(types.SnapshotStatusInPreview), opts)
	return single(ctx, w, engine.SystemService().VmsService().VmService(vmID).SnapshotsService().SnapshotService(snapshotID).Get)
}

// SnapshotGone waits until a snapshot of a VM is removed. Requests are those of [SnapshotOk].
func SnapshotGone(
	ctx context.Context, engine sdk.Engine, vmID, snapshotID string, opts ...Option,
) error {
	w := ofSnapshot("SnapshotGone", engine, vmID, snapshotID, absent[types.Snapshot]{}, opts)
	_, err := single(ctx, w, engine.SystemService().VmsService().VmService(vmID).SnapshotsService().SnapshotService(snapshotID).Get)
	return err
}

func ofSnapshot(
	op string, engine sdk.Engine, vmID, id string, goal Goal[types.Snapshot], opts []Option,
) *watch[types.Snapshot] {
	_, o := settings(engine, opts)
	o.subject = object{kind: "snapshot", id: id}
	w := newWatch(op, goal, o)
	w.about = object{kind: "vm", id: vmID}
	return w
}
