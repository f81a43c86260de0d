package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// groupMembers makes the wanted VMs, hosts and labels members of a group.
func groupMembers(
	ctx context.Context, engine sdk.Engine, group *services.AffinityGroupService,
	wanted *types.AffinityGroup, r *Result[types.AffinityGroup], o *options,
) error {
	vms, hosts := vmMembers(engine, group.VmsService(), o), hostMembers(engine, group.HostsService(), o)
	if err := members(ctx, "vms", wanted.Vms, vms, r, o); err != nil {
		return err
	}
	if err := members(ctx, "hosts", wanted.Hosts, hosts, r, o); err != nil {
		return err
	}
	ofVms := vmLabelMembers(engine, group.VmLabelsService(), o)
	if err := members(ctx, "vm_labels", wanted.VmLabels, ofVms, r, o); err != nil {
		return err
	}
	ofHosts := hostLabelMembers(engine, group.HostLabelsService(), o)
	return members(ctx, "host_labels", wanted.HostLabels, ofHosts, r, o)
}

func vmLabelMembers(
	engine sdk.Engine, all *services.AffinityGroupVmLabelsService, o *options,
) membership[types.AffinityLabel] {
	return membership[types.AffinityLabel]{
		list: func(ctx context.Context) ([]*types.AffinityLabel, error) {
			return all.List(ctx, nil, o.call...)
		},
		refer: referLabel(engine, o),
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
	engine sdk.Engine, all *services.AffinityGroupHostLabelsService, o *options,
) membership[types.AffinityLabel] {
	return membership[types.AffinityLabel]{
		list: func(ctx context.Context) ([]*types.AffinityLabel, error) {
			return all.List(ctx, nil, o.call...)
		},
		refer: referLabel(engine, o),
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
	engine sdk.Engine, o *options,
) func(context.Context, *types.AffinityLabel) (*types.AffinityLabel, error) {
	return func(ctx context.Context, v *types.AffinityLabel) (*types.AffinityLabel, error) {
		return refer(ctx, engine, v, (*services.SystemService).AffinityLabelsService,
			(*services.AffinityLabelsService).All, o.call)
	}
}
