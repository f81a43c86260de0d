package ensure

import (
	"context"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

var affinityGroupFields = fields{
	managed: []string{
		"Name", "Description", "Cluster", "HostLabels", "Hosts", "HostsRule", "Priority", "VmLabels",
		"Vms", "VmsRule",
	},
	managedElsewhere: map[string]string{
		"Comment":   "engines keep none of an affinity group",
		"Enforcing": "use VmsRule",
		"Positive":  "use VmsRule",
	},
	appliedApart: []string{"Cluster", "Vms", "Hosts", "VmLabels", "HostLabels"},
}

// AffinityGroup creates or updates an affinity group, which is found by its name and its cluster,
// so that it matches wanted. The cluster is given by ID or name.
//
// It manages Name, Description, Cluster, Priority, VmsRule, HostsRule, Vms, Hosts, VmLabels and
// HostLabels. The VMs, hosts and labels, which are given by IDs or names, are made members; others
// stay, unless [Exclusive] is given.
//
// A rule is sent whole, completed with what the group has. It is enabled if it is wanted positive
// or negative and Enabled isn't said, as engines have it; whether a rule that isn't enabled is
// positive can't be compared. One that is wanted enabled and no more is as positive as it was, and
// negative in a new group.
func AffinityGroup(
	ctx context.Context, engine sdk.Engine, wanted *types.AffinityGroup, opts ...Option,
) (Result[types.AffinityGroup], error) {
	const op = "ensure.AffinityGroup"
	if wanted != nil {
		if err := checkManaged(op, wanted, &affinityGroupFields); err != nil {
			return Result[types.AffinityGroup]{}, err
		}
	}
	o := apply(opts)
	k, err := affinityGroups(ctx, engine, op, wanted, o)
	if err != nil {
		return Result[types.AffinityGroup]{}, wrap(op, err)
	}
	r, err := present(ctx, k, wanted)
	if err != nil {
		return r, err
	}
	group := k.service(engine).GroupService(idOf(r.Object))
	return r, wrap(op, applyMembers(ctx, engine, group, wanted, &r, o))
}

// AffinityGroupAbsent removes the affinity group of that name from the cluster; no more is read of
// which than the name and the cluster.
func AffinityGroupAbsent(
	ctx context.Context, engine sdk.Engine, which *types.AffinityGroup, opts ...Option,
) (Result[types.AffinityGroup], error) {
	const op = "ensure.AffinityGroupAbsent"
	k, err := affinityGroups(ctx, engine, op, which, apply(opts))
	if err != nil {
		return absentWith[types.AffinityGroup](op, err)
	}
	return absent(ctx, k)
}

// affinityGroupKind is the kind of affinity groups of one cluster, which are found by name.
type affinityGroupKind struct {
	defaults[types.AffinityGroup]
	name    string
	cluster string // cluster is the ID of the cluster.
}

func affinityGroups(
	ctx context.Context, engine sdk.Engine, op string, wanted *types.AffinityGroup, o *options,
) (k affinityGroupKind, err error) {
	if wanted == nil || wanted.Cluster == nil {
		return k, mistake(op, "the cluster isn't said")
	}
	cluster, err := referCluster(ctx, engine, wanted.Cluster, o)
	if err != nil {
		return k, err
	}
	k.base = base{engine, op, o}
	k.name, k.cluster = nameOf(wanted), idOf(cluster)
	return k, nil
}

func (affinityGroupKind) fields() *fields { return &affinityGroupFields }

func (k affinityGroupKind) service(engine sdk.Engine) *services.AffinityGroupsService {
	all := engine.SystemService().ClustersService()
	return all.ClusterService(k.cluster).AffinityGroupsService()
}

func (k affinityGroupKind) find(
	ctx context.Context, engine sdk.Engine,
) (*types.AffinityGroup, error) {
	return find.ByName(ctx, k.service(engine).All, k.name, k.call...)
}

func (affinityGroupKind) prepare(
	_ context.Context, old, wanted *types.AffinityGroup,
) (*types.AffinityGroup, error) {
	if old == nil {
		old = new(types.AffinityGroup)
	}
	out := new(*wanted)
	out.VmsRule = asEnginesHave(out.VmsRule, old.VmsRule)
	out.HostsRule = asEnginesHave(out.HostsRule, old.HostsRule)
	return out, nil
}

func (k affinityGroupKind) add(
	ctx context.Context, v *types.AffinityGroup,
) (*types.AffinityGroup, error) {
	return k.service(k.engine).Add(ctx, v, nil, k.call...)
}

func (k affinityGroupKind) update(
	ctx context.Context, id string, change, _ *types.AffinityGroup,
) (*types.AffinityGroup, error) {
	return k.service(k.engine).GroupService(id).Update(ctx, change, nil, k.call...)
}

func (k affinityGroupKind) remove(ctx context.Context, old *types.AffinityGroup) error {
	return k.service(k.engine).GroupService(sdk.Value(old.ID)).Remove(ctx, nil, k.call...)
}

// asEnginesHave returns an affinity rule as an engine takes and shows it: its polarity turns it on,
// and without one it can't be turned on.
func asEnginesHave(rule, old *types.AffinityRule) *types.AffinityRule {
	if rule == nil || rule.Positive == nil && rule.Enabled == nil {
		return rule
	}
	out := new(*rule)
	switch {
	case rule.Enabled == nil:
		out.Enabled = new(true)
	case !*rule.Enabled:
		out.Positive = nil
	case rule.Positive == nil:
		out.Positive = new(old != nil && sdk.Value(old.Positive))
	}
	return out
}
