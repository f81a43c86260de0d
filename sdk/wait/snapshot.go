package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// Snapshot is the goal that a snapshot has one of the states.
func Snapshot(states ...types.SnapshotStatus) StatusGoal[types.Snapshot, types.SnapshotStatus] {
	return Status(func(s *types.Snapshot) types.SnapshotStatus { return s.SnapshotStatus }, states...)
}

// SnapshotOk waits until a snapshot of a VM is complete and idle. It fails if the snapshot comes to rest in a preview; one whose
// making failed vanishes. It costs a GET per look; the events that explain a failure are those of the VM.
func SnapshotOk(ctx context.Context, conn Conn, vmID, snapshotID string, opts ...Option) (*types.Snapshot, error) {
	w := ofSnapshot("SnapshotOk", conn, vmID, snapshotID, Snapshot(types.SnapshotStatusOk).Rest(types.SnapshotStatusInPreview), opts)
	return single(ctx, w, conn.SystemService().VmsService().VmService(vmID).SnapshotsService().SnapshotService(snapshotID).Get)
}

// SnapshotGone waits until a snapshot of a VM is removed. Requests are those of [SnapshotOk].
func SnapshotGone(ctx context.Context, conn Conn, vmID, snapshotID string, opts ...Option) error {
	w := ofSnapshot("SnapshotGone", conn, vmID, snapshotID, absent[types.Snapshot]{}, opts)
	_, err := single(ctx, w, conn.SystemService().VmsService().VmService(vmID).SnapshotsService().SnapshotService(snapshotID).Get)
	return err
}

func ofSnapshot(op string, conn Conn, vmID, id string, goal Goal[types.Snapshot], opts []Option) *watch[types.Snapshot] {
	_, o := settings(conn, opts)
	o.subject = object{kind: "snapshot", id: id}
	w := newWatch(op, goal, o)
	w.about = object{kind: "vm", id: vmID}
	return w
}
