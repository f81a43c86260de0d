package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// HostIn is the goal that a host has one of the states.
func HostIn(states ...types.HostStatus) StatusGoal[types.Host, types.HostStatus] {
	return StatusIn(func(h *types.Host) types.HostStatus { return h.Status }, states...)
}

// ForHost waits until a host is as wanted. It costs a GET per look, or a share of a search with a
// [Poller].
func ForHost(
	ctx context.Context, engine sdk.Engine, id string, goal Goal[types.Host], opts ...Option,
) (*types.Host, error) {
	return forHost(ctx, "ForHost", engine, id, goal, opts)
}

// HostUp waits until a host is up, after an add, an activation or an upgrade. It fails if the
// installation failed, if the host is non-operational, in error or waits for approval, and if it
// comes to rest in maintenance or down. A host that doesn't respond may be restarting; that is
// waited for. Requests are those of [ForHost].
func HostUp(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.Host, error) {
	goal := HostIn(types.HostStatusUp).
		Fail(
			types.HostStatusInstallFailed,
			types.HostStatusNonOperational,
			types.HostStatusError,
			pendingApproval,
		).
		Rest(types.HostStatusMaintenance, types.HostStatusDown)
	goal.passing = []types.HostStatus{
		types.HostStatusPreparingForMaintenance, types.HostStatusUnassigned,
	}
	return forHost(ctx, "HostUp", engine, id, goal, opts)
}

// HostMaintenance waits until a host is in maintenance. It fails if an installation failed, and if
// the host comes to rest as up, non-operational or down: VMs that can't be moved may keep it.
// Requests are those of [ForHost].
func HostMaintenance(
	ctx context.Context, engine sdk.Engine, id string, opts ...Option,
) (*types.Host, error) {
	goal := HostIn(types.HostStatusMaintenance).
		Fail(types.HostStatusInstallFailed).
		Rest(
			types.HostStatusUp,
			types.HostStatusNonOperational,
			types.HostStatusError,
			types.HostStatusDown,
		)
	return forHost(ctx, "HostMaintenance", engine, id, goal, opts)
}

//lint:ignore SA1019 Engines still have it.
const pendingApproval = types.HostStatusPendingApproval

func forHost(
	ctx context.Context, op string, engine sdk.Engine, id string, goal Goal[types.Host],
	opts []Option,
) (*types.Host, error) {
	p, o := settings(engine, opts)
	o.subject = object{kind: "host", id: id}
	w := newWatch(op, goal, o)
	if p != nil {
		return p.hosts.wait(ctx, w)
	}
	return single(ctx, w, root.Of(engine).HostsService().HostService(id).Get)
}
