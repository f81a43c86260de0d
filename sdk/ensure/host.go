package ensure

import (
	"context"
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// Host creates or updates a host, which is found by its name, so that it matches wanted, and waits
// until its installation is done and it is up or in maintenance; the errors name the states in
// which installations end otherwise. With a Status it is brought into that as by [HostState]; a new
// one that is wanted in maintenance isn't up before.
//
// It manages Name, Comment, Address, Cluster, Display, ExternalHostProvider, Os, OverrideIptables,
// Port, PowerManagement, RootPassword, Spm, Ssh, Status and VgpuPlacement. Of Display this is the
// Address, of Os the CustomKernelCmdline, of Spm the Priority. The address can't be changed.
// Passwords and how SSH logs in count when a host is added, and can't be compared. An update
// repeats the port of the host, which engines would reset.
func Host(ctx context.Context, engine sdk.Engine, wanted *types.Host, opts ...Option) (Result[types.Host], error) {
	const op = "ensure.Host"
	o := apply(opts)
	k := hosts(engine, op, nameOf(wanted), o)
	if wanted != nil && wanted.Status == types.HostStatusMaintenance {
		k.add = func(ctx context.Context, v *types.Host) (*types.Host, error) {
			host, err := engine.SystemService().HostsService().Add(ctx, v, &services.HostsAddParams{Activate: new(false)}, o.call...)
			if err == nil && planned(engine) {
				host.Status = types.HostStatusMaintenance
			}
			return host, err
		}
	}
	r, err := k.present(ctx, wanted)
	if err != nil || wanted.Status == "" {
		return r, err
	}
	s, err := hostState(ctx, engine, r.Object, wanted.Status, o)
	r.Object = s.Object
	r.note("", s.Changes...)
	r.Changed = r.Changed || s.Changed
	return r, wrap(op, err)
}

// HostState brings a host of the name into a state, up or maintenance, and waits until it is. Running VMs are migrated before
// maintenance. A host that is being installed is waited for; one whose installation failed can't be brought up.
func HostState(ctx context.Context, engine sdk.Engine, name string, status types.HostStatus, opts ...Option) (Result[types.Host], error) {
	const op = "ensure.HostState"
	o := apply(opts)
	host, err := hosts(engine, op, name, o).existing(ctx)
	if err != nil {
		return Result[types.Host]{}, wrap(op, err)
	}
	r, err := hostState(ctx, engine, host, status, o)
	return r, wrap(op, err)
}

// HostAbsent removes the host of that name. One that works is brought into maintenance first, as by
// [HostState].
func HostAbsent(ctx context.Context, engine sdk.Engine, name string, opts ...Option) (Result[types.Host], error) {
	return hosts(engine, "ensure.HostAbsent", name, apply(opts)).absent(ctx)
}

// pendingApproval is a state that the API marks as obsolete, and that hosts which register themselves still have.
const pendingApproval types.HostStatus = "pending_approval"

// idle are the states of hosts that can be removed as they are.
var idle = []types.HostStatus{
	types.HostStatusMaintenance, types.HostStatusDown, types.HostStatusNonResponsive, types.HostStatusNonOperational,
	types.HostStatusInstallFailed, pendingApproval, types.HostStatusInstallingOs,
}

// installing are the states of hosts on which the engine is at work.
var installing = []types.HostStatus{
	types.HostStatusInstalling, types.HostStatusReboot, types.HostStatusInitializing, types.HostStatusUnassigned,
	types.HostStatusConnecting, types.HostStatusInstallingOs, types.HostStatusKdumping,
}

func hosts(engine sdk.Engine, op, name string, o *options) *kind[types.Host] {
	all := engine.SystemService().HostsService()
	return &kind[types.Host]{
		engine: engine, op: op, options: o,
		find: func(ctx context.Context, engine sdk.Engine) (*types.Host, error) {
			return find.ByName(ctx, engine.SystemService().HostsService().All, name, o.call...)
		},
		add: func(ctx context.Context, v *types.Host) (*types.Host, error) { return all.Add(ctx, v, nil, o.call...) },
		update: func(ctx context.Context, id string, change, _ *types.Host) (*types.Host, error) {
			return all.HostService(id).Update(ctx, change, nil, o.call...)
		},
		remove: func(ctx context.Context, old *types.Host) error {
			if !slices.Contains(idle, old.Status) {
				if _, err := hostState(ctx, engine, old, types.HostStatusMaintenance, o); err != nil {
					return err
				}
			}
			return all.HostService(sdk.Value(old.ID)).Remove(ctx, nil, o.call...)
		},
		busy: func(v *types.Host) bool {
			return slices.Contains(installing, v.Status) || v.Status == types.HostStatusPreparingForMaintenance || v.Status == types.HostStatusInstallFailed
		},
		settle: func(ctx context.Context, id string) (*types.Host, error) {
			if op == "ensure.HostAbsent" {
				return wait.ForHost(ctx, engine, id, wait.HostIn(append(idle, types.HostStatusUp, types.HostStatusError)...), o.wait...)
			}
			return hostSettled(ctx, engine, id, o)
		},
		gone: func(ctx context.Context, id string) error {
			return wait.Gone(ctx, engine.SystemService().HostsService().HostService(id).Get, o.wait...)
		},
		full: func(ctx context.Context, old *types.Host) (*types.Host, error) {
			return all.HostService(idOf(old)).Get(ctx, nil, withAllContent(o.call)...)
		},
		apart: []string{"Status"},
		scope: hostScope,
		rules: rules{
			once:  []string{"Ssh.AuthenticationMethod", "Ssh.User", "OverrideIptables", "ExternalHostProvider"},
			fixed: []string{"Address"}, inner: []string{"Ssh"},
		},
	}
}

// hostSettled waits until a host is up or in maintenance.
func hostSettled(ctx context.Context, engine sdk.Engine, id string, o *options) (*types.Host, error) {
	goal := wait.HostIn(types.HostStatusUp, types.HostStatusMaintenance).
		Fail(types.HostStatusInstallFailed, types.HostStatusNonOperational, types.HostStatusError, pendingApproval).
		Rest(types.HostStatusDown)
	return wait.ForHost(ctx, engine, id, goal, o.wait...)
}

func hostState(ctx context.Context, engine sdk.Engine, host *types.Host, want types.HostStatus, o *options) (Result[types.Host], error) {
	const up, maintenance = types.HostStatusUp, types.HostStatusMaintenance
	if want != up && want != maintenance {
		return Result[types.Host]{Object: host}, fmt.Errorf("status %q can't be wanted; want up or maintenance: %w", want, sdk.ErrInvalid)
	}
	id := idOf(host)
	s := engine.SystemService().HostsService().HostService(id)
	type step = move[types.Host, types.HostStatus]
	toMaintenance := func(ctx context.Context) (*types.Host, error) {
		return wait.HostMaintenance(ctx, engine, id, o.wait...)
	}
	status := func(v *types.Host) types.HostStatus { return v.Status }
	if planned(engine) && host.Status == "" {
		host = new(*host)
		host.Status = up // What is added comes up by itself.
	}
	look := func(ctx context.Context) (*types.Host, error) { return s.Get(ctx, nil, o.call...) }
	next := func(now types.HostStatus) (step, error) {
		switch {
		case slices.Contains(installing, now):
			return step{then: up, wait: func(ctx context.Context) (*types.Host, error) { return hostSettled(ctx, engine, id, o) }}, nil
		case now == types.HostStatusPreparingForMaintenance:
			return step{then: maintenance, wait: toMaintenance}, nil
		case now == pendingApproval, now == types.HostStatusInstallFailed && want == up:
			return step{}, fmt.Errorf("host %s is %s, which no activation ends: %w", nameOf(host), now, sdk.ErrAction)
		case want == up:
			return step{
				do:   func(ctx context.Context) error { return s.Activate(ctx, nil, o.call...) },
				then: up, wait: func(ctx context.Context) (*types.Host, error) { return wait.HostUp(ctx, engine, id, o.wait...) },
			}, nil
		}
		return step{
			do:   func(ctx context.Context) error { return s.Deactivate(ctx, nil, o.call...) },
			then: maintenance, wait: toMaintenance,
		}, nil
	}
	return drive(ctx, engine, host, want, states[types.Host, types.HostStatus]{status, look, next})
}
