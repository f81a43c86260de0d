package ensure

import (
	"context"
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

// HostAbsent removes the host of that name. One that works is brought into maintenance first, as by
// [HostState].
func HostAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.Host], error) {
	k := hosts(engine, "ensure.HostAbsent", name, apply(opts))
	k.removing = true
	return absent(ctx, k)
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
