package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// DiskIn is the goal that a disk has one of the states.
func DiskIn(states ...types.DiskStatus) StatusGoal[types.Disk, types.DiskStatus] {
	return StatusIn(func(d *types.Disk) types.DiskStatus { return d.Status }, states...)
}

// ForDisk waits until a disk is as wanted. It costs a GET per look, or a share of a search with a
// [Poller].
func ForDisk(
	ctx context.Context, engine sdk.Engine, id string, goal Goal[types.Disk], opts ...Option,
) (*types.Disk, error) {
	return forDisk(ctx, "ForDisk", engine, id, goal, opts)
}

// DiskOk waits until a disk is ready for use. It fails if the disk is illegal. Requests are those
// of [ForDisk].
func DiskOk(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.Disk, error) {
	return forDisk(
		ctx, "DiskOk", engine, id, DiskIn(types.DiskStatusOk).Fail(types.DiskStatusIllegal), opts,
	)
}

// DiskGone waits until a disk is no more. Requests are those of [ForDisk].
func DiskGone(ctx context.Context, engine sdk.Engine, id string, opts ...Option) error {
	_, err := forDisk(ctx, "DiskGone", engine, id, Goal[types.Disk](absent[types.Disk]{}), opts)
	return err
}

func forDisk(
	ctx context.Context, op string, engine sdk.Engine, id string, goal Goal[types.Disk],
	opts []Option,
) (*types.Disk, error) {
	p, o := settings(engine, opts)
	o.subject = object{kind: "disk", id: id}
	w := newWatch(op, goal, o)
	if p != nil {
		return p.disks.wait(ctx, w)
	}
	return single(ctx, w, root.Of(engine).DisksService().DiskService(id).Get)
}
