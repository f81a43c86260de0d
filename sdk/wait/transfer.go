package wait

import (
	"context"
	"errors"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// TransferIn is the goal that an image transfer is in one of the phases.
func TransferIn(
	phases ...types.ImageTransferPhase,
) StatusGoal[types.ImageTransfer, types.ImageTransferPhase] {
	return StatusIn(
		func(t *types.ImageTransfer) types.ImageTransferPhase { return t.Phase }, phases...,
	)
}

// ends are the phases from which no data is transferred any more, but for success.
var ends = []types.ImageTransferPhase{
	cancelled, types.ImageTransferPhaseCancelledSystem, types.ImageTransferPhaseCancelledUser,
	types.ImageTransferPhaseFinalizingFailure, types.ImageTransferPhaseFinalizingCleanup,
	types.ImageTransferPhaseFinishedFailure, types.ImageTransferPhaseFinishedCleanup,
}

//lint:ignore SA1019 Older engines have no other.
const cancelled = types.ImageTransferPhaseCancelled

// TransferReady waits until an image transfer has the addresses that take or give data. It fails if
// the transfer is cancelled, fails, ends, or comes to rest as paused. It costs a GET per look.
func TransferReady(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.ImageTransfer, error) {
	goal := TransferIn(types.ImageTransferPhaseTransferring).Fail(ends...).
		Fail(types.ImageTransferPhaseFinalizingSuccess, types.ImageTransferPhaseFinishedSuccess).
		Rest(types.ImageTransferPhasePausedSystem, types.ImageTransferPhasePausedUser)
	_, o := settings(engine, opts)
	o.subject = object{kind: "image transfer", id: id}
	return single(
		ctx,
		newWatch("TransferReady", goal, o),
		root.Of(engine).ImageTransfersService().ImageTransferService(id).Get,
	)
}

// TransferFinished waits until an image transfer has ended well, after it was finalized. It fails
// if the transfer is cancelled or fails, or comes to rest as paused. It costs a GET per look.
// Engines that forget a transfer as soon as it is finalized leave that to its disk: it must then be
// ok, as by [DiskOk].
func TransferFinished(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.ImageTransfer, error) {
	const op = "TransferFinished"
	goal := TransferIn(types.ImageTransferPhaseFinishedSuccess).Fail(ends...).
		Rest(types.ImageTransferPhasePausedSystem, types.ImageTransferPhasePausedUser)
	_, o := settings(engine, opts)
	o.subject = object{kind: "image transfer", id: id}
	ctx, cancel := o.boundOnce(ctx)
	defer cancel()
	t, err := single(
		ctx,
		newWatch(op, goal, o),
		root.Of(engine).ImageTransfersService().ImageTransferService(id).Get,
	)
	if !errors.Is(err, sdk.ErrNotFound) ||
		t == nil || t.Phase != types.ImageTransferPhaseFinalizingSuccess {
		return t, err
	}
	//lint:ignore SA1019 Engines tell the id of the disk only there.
	image := t.Image
	if image == nil {
		return t, err
	}
	goalOfDisk := DiskIn(types.DiskStatusOk).Fail(types.DiskStatusIllegal)
	if _, err := forDisk(ctx, op, engine, sdk.Value(image.ID), goalOfDisk, opts); err != nil {
		return t, err
	}
	return t, nil
}
