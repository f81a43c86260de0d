package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// applyMembers makes the wanted VMs, hosts and labels members of a group.
func applyMembers(
	ctx context.Context, engine sdk.Engine, group *services.AffinityGroupService,
	wanted *types.AffinityGroup, r *Result[types.AffinityGroup], o *options,
) error {
	vms, hosts := group.VmsService(), group.HostsService()
	vmLabels, hostLabels := group.VmLabelsService(), group.HostLabelsService()
	removeVm := func(ctx context.Context, id string) error {
		return vms.VmService(id).Remove(ctx, nil, o.call...)
	}
	removeHost := func(ctx context.Context, id string) error {
		return hosts.HostService(id).Remove(ctx, nil, o.call...)
	}
	removeVmLabel := func(ctx context.Context, id string) error {
		return vmLabels.LabelService(id).Remove(ctx, nil, o.call...)
	}
	removeHostLabel := func(ctx context.Context, id string) error {
		return hostLabels.LabelService(id).Remove(ctx, nil, o.call...)
	}

	members := vmsIn(engine, vms, o, removeVm)
	if err := applyReferences(ctx, "vms", wanted.Vms, members, r, o); err != nil {
		return err
	}
	hostMembers := hostsIn(engine, hosts, o, removeHost)
	if err := applyReferences(ctx, "hosts", wanted.Hosts, hostMembers, r, o); err != nil {
		return err
	}
	labels := membersIn(vmLabels, o, referLabel(engine, o), removeVmLabel)
	if err := applyReferences(ctx, "vm_labels", wanted.VmLabels, labels, r, o); err != nil {
		return err
	}
	labels = membersIn(hostLabels, o, referLabel(engine, o), removeHostLabel)
	return applyReferences(ctx, "host_labels", wanted.HostLabels, labels, r, o)
}

func referLabel(
	engine sdk.Engine, o *options,
) func(context.Context, *types.AffinityLabel) (*types.AffinityLabel, error) {
	return func(ctx context.Context, v *types.AffinityLabel) (*types.AffinityLabel, error) {
		return refer(ctx, engine, v, (*system).AffinityLabelsService,
			(*services.AffinityLabelsService).All, o.call)
	}
}
