package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// groupMembers makes the wanted VMs, hosts and labels members of a group.
func groupMembers(
	ctx context.Context, on Engine, group *services.AffinityGroupService,
	wanted *types.AffinityGroup, r *Result[types.AffinityGroup], o *options,
) error {
	vms, hosts := vmMembers(on, group.VmsService(), o), hostMembers(on, group.HostsService(), o)
	if err := members(ctx, "vms", wanted.Vms, vms, r, o); err != nil {
		return err
	}
	if err := members(ctx, "hosts", wanted.Hosts, hosts, r, o); err != nil {
		return err
	}
	ofVms := vmLabelMembers(on, group.VmLabelsService(), o)
	if err := members(ctx, "vm_labels", wanted.VmLabels, ofVms, r, o); err != nil {
		return err
	}
	ofHosts := hostLabelMembers(on, group.HostLabelsService(), o)
	return members(ctx, "host_labels", wanted.HostLabels, ofHosts, r, o)
}

func vmLabelMembers(
	on Engine, all *services.AffinityGroupVmLabelsService, o *options,
) membership[types.AffinityLabel] {
	return membership[types.AffinityLabel]{
		list: func(ctx context.Context) ([]*types.AffinityLabel, error) {
			return all.List(ctx, nil, o.call...)
		},
		refer: referLabel(on, o),
		add: func(ctx context.Context, v *types.AffinityLabel) error {
			_, err := all.Add(ctx, &types.AffinityLabel{ID: v.ID}, nil, o.call...)
			return err
		},
		remove: func(ctx context.Context, id string) error {
			return all.LabelService(id).Remove(ctx, nil, o.call...)
		},
	}
}

func hostLabelMembers(
	on Engine, all *services.AffinityGroupHostLabelsService, o *options,
) membership[types.AffinityLabel] {
	return membership[types.AffinityLabel]{
		list: func(ctx context.Context) ([]*types.AffinityLabel, error) {
			return all.List(ctx, nil, o.call...)
		},
		refer: referLabel(on, o),
		add: func(ctx context.Context, v *types.AffinityLabel) error {
			_, err := all.Add(ctx, &types.AffinityLabel{ID: v.ID}, nil, o.call...)
			return err
		},
		remove: func(ctx context.Context, id string) error {
			return all.LabelService(id).Remove(ctx, nil, o.call...)
		},
	}
}

func referLabel(
	on Engine, o *options,
) func(context.Context, *types.AffinityLabel) (*types.AffinityLabel, error) {
	return func(ctx context.Context, v *types.AffinityLabel) (*types.AffinityLabel, error) {
		return refer(ctx, on, v, (*services.SystemService).AffinityLabelsService,
			(*services.AffinityLabelsService).All, o.call)
	}
}
