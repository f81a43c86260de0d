package ensure

import (
	"context"
	"errors"
	"fmt"
	"slices"

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

// AffinityGroup creates or updates an affinity group, which is found by its name and its cluster, so
// that it matches wanted. The cluster is given by ID or name.
//
// It manages Name, Description, Cluster, Priority, VmsRule, HostsRule, Vms, Hosts, VmLabels and
// HostLabels. The VMs, hosts and labels, which are given by IDs or names, are made members; others stay,
// unless [Exclusive] is given.
//
// A rule is sent whole, completed with what the group has. It is enabled if it is wanted positive or
// negative and Enabled isn't said, as engines have it; whether a rule that isn't enabled is positive
// can't be compared. One that is wanted enabled and no more is as positive as it was, and negative in a
// new group.
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
	return r, wrap(op, groupMembers(ctx, engine, group, wanted, &r, o))
}

// AffinityGroupAbsent removes the affinity group of that name from the cluster; no more is read of which
// than the name and the cluster.
func AffinityGroupAbsent(ctx context.Context, engine sdk.Engine, which *types.AffinityGroup, opts ...Option) (Result[types.AffinityGroup], error) {
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
	return engine.SystemService().ClustersService().ClusterService(k.cluster).AffinityGroupsService()
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

// asEnginesHave returns an affinity rule as an engine takes and shows it: its polarity turns it on, and
// without one it can't be turned on.
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

// membership is a collection of references to objects that live elsewhere.
type membership[T any] struct {
	list   func(context.Context) ([]*T, error)
	refer  func(context.Context, *T) (*T, error)
	add    func(context.Context, *T) error
	remove func(context.Context, string) error
}

func vmMembers(engine sdk.Engine, all *services.AffinityGroupVmsService, o *options) membership[types.Vm] {
	return membership[types.Vm]{
		list:  func(ctx context.Context) ([]*types.Vm, error) { return all.List(ctx, nil, o.call...) },
		refer: func(ctx context.Context, v *types.Vm) (*types.Vm, error) { return referVm(ctx, engine, v, o) },
		add: func(ctx context.Context, v *types.Vm) error {
			_, err := all.Add(ctx, &types.Vm{ID: v.ID}, nil, o.call...)
			return err
		},
		remove: func(ctx context.Context, id string) error { return all.VmService(id).Remove(ctx, nil, o.call...) },
	}
}

func hostMembers(engine sdk.Engine, all *services.AffinityGroupHostsService, o *options) membership[types.Host] {
	return membership[types.Host]{
		list:  func(ctx context.Context) ([]*types.Host, error) { return all.List(ctx, nil, o.call...) },
		refer: func(ctx context.Context, v *types.Host) (*types.Host, error) { return referHost(ctx, engine, v, o) },
		add: func(ctx context.Context, v *types.Host) error {
			_, err := all.Add(ctx, &types.Host{ID: v.ID}, nil, o.call...)
			return err
		},
		remove: func(ctx context.Context, id string) error { return all.HostService(id).Remove(ctx, nil, o.call...) },
	}
}

// isMember reports whether an object is in a collection by now.
func isMember[T any](ctx context.Context, m membership[T], id string) bool {
	list, err := m.list(ctx)
	return err == nil && slices.ContainsFunc(list, func(v *T) bool { return idOf(v) == id })
}

// members makes the wanted objects be in a collection, and with Exclusive no others.
func members[T, R any](ctx context.Context, path string, wanted []*T, m membership[T], r *Result[R], o *options) error {
	if wanted == nil {
		return nil
	}
	present, err := m.list(ctx)
	if err != nil {
		return err
	}
	var ids []string
	for i, w := range wanted {
		if w == nil {
			return fmt.Errorf("%s[%d] is nil: %w", path, i, sdk.ErrInvalid)
		}
		v, err := m.refer(ctx, w)
		if err != nil {
			return err
		}
		id := idOf(v)
		if slices.Contains(ids, id) {
			continue
		}
		ids = append(ids, id)
		if slices.ContainsFunc(present, func(p *T) bool { return idOf(p) == id }) {
			continue
		}
		if err := m.add(ctx, v); err != nil {
			if !taken(err) || !isMember(ctx, m, id) {
				return err
			}
			continue // Another caller was faster.
		}
		r.note(path+"["+id+"]", Change{Path: "id", New: id})
	}
	for _, p := range present {
		id := idOf(p)
		if !o.exclusive || slices.Contains(ids, id) {
			continue
		}
		if err := m.remove(ctx, id); err != nil && !errors.Is(err, sdk.ErrNotFound) {
			return err
		}
		r.note(path+"["+id+"]", Change{Path: "id", Old: id})
	}
	return nil
}
