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

var hostFields = fields{
	managed: []string{
		"Name", "Comment", "Address", "Cluster", "Display.Address", "ExternalHostProvider",
		"Os.CustomKernelCmdline", "OverrideIptables", "Port", "PowerManagement.AutomaticPmEnabled",
		"PowerManagement.Enabled", "PowerManagement.KdumpDetection", "PowerManagement.PmProxies",
		"RootPassword", "Spm.Priority", "Ssh.AuthenticationMethod", "Ssh.Fingerprint", "Ssh.Port",
		"Ssh.PublicKey", "Ssh.User", "Status", "VgpuPlacement",
	},
	managedElsewhere: map[string]string{
		"AffinityLabels":                        "use AffinityLabel",
		"Agents":                                "use the HostService's FenceAgentsService",
		"Description":                           "engines keep none of a host; use Comment",
		"HostedEngine":                          "use HostService.Install with DeployHostedEngine",
		"NetworkAttachments":                    "use HostService.SetupNetworks",
		"Nics":                                  "use HostService.SetupNetworks",
		"Permissions":                           "use Permission",
		"PowerManagement.Address":               "use the HostService's FenceAgentsService",
		"PowerManagement.Agents":                "use the HostService's FenceAgentsService",
		"PowerManagement.Options":               "use the HostService's FenceAgentsService",
		"PowerManagement.Password":              "use the HostService's FenceAgentsService",
		"PowerManagement.Type":                  "use the HostService's FenceAgentsService",
		"PowerManagement.Username":              "use the HostService's FenceAgentsService",
		"Spm.Status":                            "use HostService.ForceSelectSpm",
		"StorageConnectionExtensions":           "use the HostService's StorageConnectionExtensionsService",
		"Tags":                                  "use the HostService's TagsService",
		"ExternalNetworkProviderConfigurations": "use HostService.Install",
	},
	appliedApart: []string{"Status"},
	createOnly: []string{
		"Ssh.AuthenticationMethod", "Ssh.User", "OverrideIptables", "ExternalHostProvider",
	},
	unchangeable: []string{"Address"}, comparedInside: []string{"Ssh"},
}

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
func Host(
	ctx context.Context, engine sdk.Engine, wanted *types.Host, opts ...Option,
) (Result[types.Host], error) {
	const op = "ensure.Host"
	o := apply(opts)
	k := hosts(engine, op, nameOf(wanted), o)
	k.inMaintenance = wanted != nil && wanted.Status == types.HostStatusMaintenance
	r, err := present(ctx, k, wanted)
	if err != nil || wanted.Status == "" {
		return r, err
	}
	s, err := hostState(ctx, engine, r.Object, wanted.Status, o)
	r.Object = s.Object
	r.note("", s.Changes...)
	r.Changed = r.Changed || s.Changed
	return r, wrap(op, err)
}

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

// HostAbsent removes the host of that name. One that works is brought into maintenance first, as by
// [HostState].
func HostAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.Host], error) {
	k := hosts(engine, "ensure.HostAbsent", name, apply(opts))
	k.removing = true
	return absent(ctx, k)
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

// hostKind is the kind of hosts, which are found by name.
type hostKind struct {
	defaults[types.Host]
	name          string
	inMaintenance bool // inMaintenance leaves a new host in maintenance.
	removing      bool // removing is set for a host that is to be removed, in whatever state it is.
}

func hosts(engine sdk.Engine, op, name string, o *options) hostKind {
	on := base{engine, op, o}
	return hostKind{defaults: defaults[types.Host]{on}, name: name}
}

func (hostKind) fields() *fields { return &hostFields }

func (k hostKind) service() *services.HostsService {
	return k.engine.SystemService().HostsService()
}

func (k hostKind) find(ctx context.Context, engine sdk.Engine) (*types.Host, error) {
	return find.ByName(ctx, engine.SystemService().HostsService().All, k.name, k.call...)
}

func (k hostKind) forComparison(
	ctx context.Context, now *types.Host, allContent bool,
) (*types.Host, error) {
	if !allContent {
		return now, nil
	}
	return k.service().HostService(idOf(now)).Get(ctx, nil, withAllContent(k.call)...)
}

func (k hostKind) add(ctx context.Context, v *types.Host) (*types.Host, error) {
	if !k.inMaintenance {
		return k.service().Add(ctx, v, nil, k.call...)
	}
	host, err := k.service().Add(ctx, v, &services.HostsAddParams{Activate: new(false)}, k.call...)
	if err == nil && planned(k.engine) {
		host.Status = types.HostStatusMaintenance
	}
	return host, err
}

func (k hostKind) update(
	ctx context.Context, id string, change, _ *types.Host,
) (*types.Host, error) {
	return k.service().HostService(id).Update(ctx, change, nil, k.call...)
}

func (k hostKind) remove(ctx context.Context, old *types.Host) error {
	if !slices.Contains(removable, old.Status) {
		const idle = types.HostStatusMaintenance
		if _, err := hostState(ctx, k.engine, old, idle, k.options); err != nil {
			return err
		}
	}
	return k.service().HostService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

func (hostKind) busy(v *types.Host) bool {
	return slices.Contains(installing, v.Status) ||
		v.Status == types.HostStatusPreparingForMaintenance ||
		v.Status == types.HostStatusInstallFailed
}

func (k hostKind) waitIdle(ctx context.Context, id string) (*types.Host, error) {
	if !k.removing {
		return waitInstalled(ctx, k.engine, id, k.options)
	}
	goal := wait.HostIn(append(removable, types.HostStatusUp, types.HostStatusError)...)
	return wait.ForHost(ctx, k.engine, id, goal, k.wait...)
}

func (k hostKind) waitGone(ctx context.Context, id string) error {
	return wait.Gone(ctx, k.service().HostService(id).Get, k.wait...)
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

func hostState(
	ctx context.Context, engine sdk.Engine, host *types.Host, want types.HostStatus, o *options,
) (Result[types.Host], error) {
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
			return step{then: up, wait: func(ctx context.Context) (*types.Host, error) { return waitInstalled(ctx, engine, id, o) }}, nil
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
