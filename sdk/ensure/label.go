package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var affinityLabelFields = fields{
	managed: []string{"Name", "HasImplicitAffinityGroup", "Vms", "Hosts"},
	managedElsewhere: map[string]string{
		"ReadOnly": "use AffinityLabelService.Update at the end: it can't be undone",
	},
	appliedApart: []string{"Vms", "Hosts"},
	unchangeable: []string{"HasImplicitAffinityGroup"},
}

// AffinityLabel creates or updates an affinity label, which is found by its name, so that it
// matches wanted, and attaches it to the wanted VMs and hosts, which are given by IDs or names.
// Other VMs and hosts keep it, unless [Exclusive] is given.
//
// It manages Name, Vms and Hosts. HasImplicitAffinityGroup counts when a label is created, and
// can't be changed. Engines keep no description and no comment of a label.
func AffinityLabel(
	ctx context.Context, engine sdk.Engine, wanted *types.AffinityLabel, opts ...Option,
) (Result[types.AffinityLabel], error) {
	const op = "ensure.AffinityLabel"
	if err := checkManaged(op, wanted, &affinityLabelFields); err != nil {
		return Result[types.AffinityLabel]{}, err
	}
	o := apply(opts)
	r, err := present(ctx, affinityLabels(engine, op, nameOf(wanted), o), wanted)
	if err != nil {
		return r, err
	}
	id := idOf(r.Object)
	vms, hosts := labeledVms(engine, id, o), labeledHosts(engine, id, o)
	if err := applyReferences(ctx, "vms", wanted.Vms, vms, &r, o); err != nil {
		return r, wrap(op, err)
	}
	return r, wrap(op, applyReferences(ctx, "hosts", wanted.Hosts, hosts, &r, o))
}

// AffinityLabelAbsent removes the affinity label of that name, after it detached it from its VMs
// and hosts: engines don't remove a label that is in use.
func AffinityLabelAbsent(
	ctx context.Context, engine sdk.Engine, name string, opts ...Option,
) (Result[types.AffinityLabel], error) {
	return absent(ctx, affinityLabels(engine, "ensure.AffinityLabelAbsent", name, apply(opts)))
}

// affinityLabelKind is the kind of affinity labels, which are found by name.
type affinityLabelKind struct {
	defaults[types.AffinityLabel]
	name string
}

func affinityLabels(engine sdk.Engine, op, name string, o *options) affinityLabelKind {
	on := base{engine, op, o}
	return affinityLabelKind{defaults: defaults[types.AffinityLabel]{on}, name: name}
}

func (affinityLabelKind) fields() *fields { return &affinityLabelFields }

func (k affinityLabelKind) service() *services.AffinityLabelsService {
	return k.engine.SystemService().AffinityLabelsService()
}

func (k affinityLabelKind) find(
	ctx context.Context, engine sdk.Engine,
) (*types.AffinityLabel, error) {
	return find.ByName(ctx, engine.SystemService().AffinityLabelsService().All, k.name, k.call...)
}

func (k affinityLabelKind) add(
	ctx context.Context, v *types.AffinityLabel,
) (*types.AffinityLabel, error) {
	return k.service().Add(ctx, v, nil, k.call...)
}

func (k affinityLabelKind) update(
	ctx context.Context, id string, change, _ *types.AffinityLabel,
) (*types.AffinityLabel, error) {
	return k.service().LabelService(id).Update(ctx, change, nil, k.call...)
}

func (k affinityLabelKind) remove(ctx context.Context, old *types.AffinityLabel) error {
	id := idOf(old)
	if err := detachAll(ctx, labeledVms(k.engine, id, k.options)); err != nil {
		return err
	}
	if err := detachAll(ctx, labeledHosts(k.engine, id, k.options)); err != nil {
		return err
	}
	return k.service().LabelService(id).Remove(ctx, nil, k.call...)
}

func labeledVms(engine sdk.Engine, label string, o *options) membership[types.Vm] {
	all := engine.SystemService().AffinityLabelsService().LabelService(label).VmsService()
	return vmsIn(engine, all, o, func(ctx context.Context, id string) error {
		return all.VmService(id).Remove(ctx, nil, o.call...)
	})
}

func labeledHosts(engine sdk.Engine, label string, o *options) membership[types.Host] {
	all := engine.SystemService().AffinityLabelsService().LabelService(label).HostsService()
	return hostsIn(engine, all, o, func(ctx context.Context, id string) error {
		return all.HostService(id).Remove(ctx, nil, o.call...)
	})
}
