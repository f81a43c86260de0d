package ensure

import (
	"context"
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// HostState brings a host of the name into a state, up or maintenance, and waits until it is.
// Running VMs are migrated before maintenance. A host that is being installed is waited for; one
// whose installation failed can't be brought up.
func HostState(
	ctx context.Context, engine sdk.Engine, name string, status types.HostStatus, opts ...Option,
) (Result[types.Host], error) {
	const op = "ensure.HostState"
	o := apply(opts)
	host, err := existing(ctx, hosts(engine, op, name, o))
	if err != nil {
		return Result[types.Host]{}, wrap(op, err)
	}
	r, err := hostState(ctx, engine, host, status, o)
	return r, wrap(op, err)
}

// pendingApproval is a state that the API marks as obsolete, and that hosts which register
// themselves still have.
const pendingApproval types.HostStatus = "pending_approval"

// removable are the states of hosts that can be removed as they are.
var removable = []types.HostStatus{
	types.HostStatusMaintenance, types.HostStatusDown, types.HostStatusNonResponsive,
	types.HostStatusNonOperational, types.HostStatusInstallFailed, pendingApproval,
	types.HostStatusInstallingOs,
}

// installing are the states of hosts on which the engine is at work.
var installing = []types.HostStatus{
	types.HostStatusInstalling, types.HostStatusReboot, types.HostStatusInitializing,
	types.HostStatusUnassigned, types.HostStatusConnecting, types.HostStatusInstallingOs,
	types.HostStatusKdumping,
}

func hostState(
	ctx context.Context, engine sdk.Engine, host *types.Host, want types.HostStatus, o *options,
) (Result[types.Host], error) {
	if want != types.HostStatusUp && want != types.HostStatusMaintenance {
		return Result[types.Host]{Object: host}, fmt.Errorf(
			"status %q can't be wanted; want up or maintenance: %w", want, sdk.ErrInvalid)
	}
	if planned(engine) && host.Status == "" {
		host = new(*host)
		host.Status = types.HostStatusUp // What is added comes up by itself.
	}
	s := hostStates{engine, o, idOf(host), nameOf(host), want}
	return bringTo(ctx, engine, host, want, s)
}

// hostStates are the states of a host on the way to one.
type hostStates struct {
	engine sdk.Engine
	*options
	id   string
	name string
	want types.HostStatus
}

type hostStep = step[types.Host, types.HostStatus]

func (s hostStates) service() *services.HostService {
	return s.engine.SystemService().HostsService().HostService(s.id)
}

func (hostStates) status(v *types.Host) types.HostStatus { return v.Status }

func (s hostStates) read(ctx context.Context) (*types.Host, error) {
	return s.service().Get(ctx, nil, s.call...)
}

func (s hostStates) next(now types.HostStatus) (hostStep, error) {
	const up, maintenance = types.HostStatusUp, types.HostStatusMaintenance
	switch {
	case slices.Contains(installing, now):
		return hostStep{then: up, wait: s.waitInstalled}, nil
	case now == types.HostStatusPreparingForMaintenance:
		return hostStep{then: maintenance, wait: s.waitMaintenance}, nil
	case now == pendingApproval, now == types.HostStatusInstallFailed && s.want == up:
		return hostStep{}, fmt.Errorf("host %s is %s, which no activation ends: %w",
			s.name, now, sdk.ErrAction)
	case s.want == up:
		return hostStep{s.activate, up, s.waitUp}, nil
	}
	return hostStep{s.deactivate, maintenance, s.waitMaintenance}, nil
}

func (s hostStates) activate(ctx context.Context) error {
	return s.service().Activate(ctx, nil, s.call...)
}

func (s hostStates) deactivate(ctx context.Context) error {
	return s.service().Deactivate(ctx, nil, s.call...)
}

func (s hostStates) waitUp(ctx context.Context) (*types.Host, error) {
	return wait.HostUp(ctx, s.engine, s.id, s.wait...)
}

func (s hostStates) waitMaintenance(ctx context.Context) (*types.Host, error) {
	return wait.HostMaintenance(ctx, s.engine, s.id, s.wait...)
}

func (s hostStates) waitInstalled(ctx context.Context) (*types.Host, error) {
	return waitInstalled(ctx, s.engine, s.id, s.options)
}

// waitInstalled waits until a host is up or in maintenance.
func waitInstalled(
	ctx context.Context, engine sdk.Engine, id string, o *options,
) (*types.Host, error) {
	goal := wait.HostIn(types.HostStatusUp, types.HostStatusMaintenance).
		Fail(types.HostStatusInstallFailed, types.HostStatusNonOperational,
			types.HostStatusError, pendingApproval).
		Rest(types.HostStatusDown)
	return wait.ForHost(ctx, engine, id, goal, o.wait...)
}
