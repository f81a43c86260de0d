package wait

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// Host is the goal that a host has one of the states.
func Host(states ...types.HostStatus) StatusGoal[types.Host, types.HostStatus] {
	return Status(func(h *types.Host) types.HostStatus { return h.Status }, states...)
}

// ForHost waits until a host is as wanted. It costs a GET per look, or a share of a search with a [Poller].
func ForHost(ctx context.Context, conn Conn, id string, goal Goal[types.Host], opts ...Option) (*types.Host, error) {
	return forHost(ctx, "ForHost", conn, id, goal, opts)
}

// HostUp waits until a host is up, after an add, an activation or an upgrade. It fails if the installation failed, if the host is
// non-operational, in error or waits for approval, and if it comes to rest in maintenance or down. A host that doesn't respond may
// be restarting; that is waited for. Requests are those of [ForHost].
func HostUp(ctx context.Context, conn Conn, id string, opts ...Option) (*types.Host, error) {
	goal := Host(types.HostStatusUp).
		Fail(types.HostStatusInstallFailed, types.HostStatusNonOperational, types.HostStatusError, pendingApproval).
		Rest(types.HostStatusMaintenance, types.HostStatusDown)
	goal.passing = []types.HostStatus{types.HostStatusPreparingForMaintenance, types.HostStatusUnassigned}
	return forHost(ctx, "HostUp", conn, id, goal, opts)
}

// HostMaintenance waits until a host is in maintenance. It fails if an installation failed, and if the host comes to rest as up,
// non-operational or down: VMs that can't be moved may keep it. Requests are those of [ForHost].
func HostMaintenance(ctx context.Context, conn Conn, id string, opts ...Option) (*types.Host, error) {
	goal := Host(types.HostStatusMaintenance).
		Fail(types.HostStatusInstallFailed).
		Rest(types.HostStatusUp, types.HostStatusNonOperational, types.HostStatusError, types.HostStatusDown)
	return forHost(ctx, "HostMaintenance", conn, id, goal, opts)
}

//lint:ignore SA1019 Engines still have it.
const pendingApproval = types.HostStatusPendingApproval

func forHost(ctx context.Context, op string, conn Conn, id string, goal Goal[types.Host], opts []Option) (*types.Host, error) {
	p, o := settings(conn, opts)
	o.subject = object{kind: "host", id: id}
	w := newWatch(op, goal, o)
	if p != nil {
		return p.hosts.wait(ctx, w)
	}
	return single(ctx, w, conn.SystemService().HostsService().HostService(id).Get)
}
