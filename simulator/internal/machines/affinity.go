package machines

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerAffinity sets the behavior of affinity groups and labels, as AffinityGroupMapper,
// AffinityLabelMapper and the resources of both have it.
func (ms *Machines) registerAffinity() {
	ms.w.Hook("affinity_groups").Add = ms.addAffinityGroup
	ms.w.Hook("affinity_groups").Show = ms.showAffinityGroup
	ms.w.Hook("affinity_group").Show = ms.showAffinityGroup
	ms.w.Hook("affinity_group").Update = ms.updateAffinityGroup
	for service, kind := range map[string]string{
		"affinity_group_vms": "vm", "affinity_group_hosts": "host",
		"affinity_group_vm_labels": "", "affinity_group_host_labels": "",
	} {
		link := ms.w.Hook(service).Add
		ms.w.Hook(service).Add = func(c *world.Call) (*store.Entity, error) {
			if err := ms.mayJoinGroup(c, kind); err != nil {
				return nil, err
			}
			if link != nil {
				return link(c)
			}
			return c.AddReference()
		}
	}
	ms.registerAffinityLabels()
}

func (ms *Machines) addAffinityGroup(c *world.Call) (*store.Entity, error) {
	o := c.Body
	for name, v := range map[string]any{names.Priority: 1.0, names.Broken: false} {
		o.Default(name, v)
	}
	o.Set(names.Broken, false)
	o.Set(names.Comment, nil) // Groups keep none.
	o.Set(names.Cluster, world.Ref(c.Owner()))
	ms.applyRules(o, o)
	for _, ref := range o.List(names.Vms) {
		if vm := ms.w.Resolve(ref); vm != nil &&
			vm.Object().Text(names.ClusterID) != c.Owner().ID() {
			return nil, world.Conflict(
				"Cannot add Affinity Group. Provided VM resides in another Cluster.",
			)
		}
	}
	return c.Insert(o)
}

func (ms *Machines) updateAffinityGroup(c *world.Call) error {
	if id := c.Body.Text(names.ClusterID); id != "" && id != c.Object().Text(names.ClusterID) {
		return world.Conflict(
			"Cannot edit Affinity Group. Cannot change Cluster for Affinity Group.",
		)
	}
	body, now := c.Body.Clone(), c.Object().Clone()
	ms.applyRules(now, body)
	for _, name := range [...]string{
		names.VmsRule, names.HostsRule, names.Positive, names.Enforcing,
	} {
		body.Set(name, now.Get(name))
	}
	body.Set(names.Broken, nil)
	body.Set(names.Comment, nil)
	if err := c.Apply(body); err != nil {
		return err
	}
	ms.replaceMembers(c, "vms", "hosts", "vm_labels", "host_labels")
	return nil
}

// applyRules sets the rules of a group as a document says: whether a rule is positive enables it,
// and that it is enabled alone does nothing. A disabled rule isn't positive.
func (ms *Machines) applyRules(group, body *store.Object) {
	if body.Has(names.Positive) && !body.Has(names.VmsRule) {
		body.Set(names.VmsRulePositive, body.True(names.Positive))
	}
	if body.Has(names.Enforcing) && !body.Has(names.VmsRuleEnforcing) &&
		!body.Has(names.VmsRuleEnabled) {
		body.Set(names.VmsRuleEnforcing, body.True(names.Enforcing))
	}
	change := body.Clone()
	for _, rule := range [...]string{"vms_rule", "hosts_rule"} {
		off := change.Has(rule+".enabled") && !change.True(rule+".enabled")
		enabled, positive := group != body && group.True(rule+".enabled"), group != body &&
			group.True(rule+".positive")
		enforcing := group != body && group.True(rule+".enforcing")
		switch {
		case off:
			enabled, positive = false, false
		case change.Has(rule + ".positive"):
			enabled, positive = true, change.True(rule+".positive")
		}
		if change.Has(rule + ".enforcing") {
			enforcing = change.True(rule + ".enforcing")
		}
		group.Set(rule+".enabled", enabled)
		group.Set(rule+".positive", positive)
		group.Set(rule+".enforcing", enforcing)
	}
	group.Set(names.Positive, group.True(names.VmsRulePositive))
	group.Set(names.Enforcing, group.True(names.VmsRuleEnforcing))
}

// groupLists are the collections of a group that are shown within it.
var groupLists = map[string]string{
	names.Vms: "vms", names.Hosts: "hosts", names.VmLabels: "vmlabels",
	names.HostLabels: "hostlabels",
}

// showAffinityGroup shows who is in a group, and no polarity of a rule that is off.
func (ms *Machines) showAffinityGroup(p *store.Place, v *document.View, _ world.Query) {
	v.Object = v.Object.Clone()
	if !v.Object.True(names.VmsRuleEnabled) {
		v.Object.Set(names.Positive, nil)
	}
	for member, segment := range groupLists {
		refs := []*store.Object{}
		for _, e := range ms.w.Of(p.Entity, segment) {
			refs = append(refs, world.Ref(e))
		}
		v.Object.Set(member, refs)
	}
}

// mayJoinGroup refuses a VM, a host or a label for a group. Labels have no kind.
func (ms *Machines) mayJoinGroup(c *world.Call, kind string) error {
	e := ms.w.Resolve(c.Body)
	switch {
	case e == nil:
	case kind != "" && e.Object().Text(names.ClusterID) != c.Owner().Object().Text(names.ClusterID):
		return world.Conflict(
			"Cannot edit Affinity Group. Provided %s resides in another Cluster.",
			world.Noun(world.TypeOf(e)),
		)
	case slices.Contains(ms.w.Of(c.Owner(), c.Place.Node.Segment), e):
		return world.Conflict(
			"Cannot edit Affinity Group. The %s is a member already.",
			world.Noun(world.TypeOf(e)),
		)
	}
	return nil
}

// registerAffinityLabels sets the behavior of labels, which keep neither a description nor a
// comment.
func (ms *Machines) registerAffinityLabels() {
	ms.w.Hook("affinity_labels").Add = func(c *world.Call) (*store.Entity, error) {
		c.Body.Default(names.HasImplicitAffinityGroup, false)
		c.Body.Default(names.ReadOnly, false)
		c.Body.Set(names.Description, nil)
		c.Body.Set(names.Comment, nil)
		return c.Insert(c.Body)
	}
	h := ms.w.Hook("affinity_label")
	h.Update = func(c *world.Call) error {
		if c.Object().True(names.ReadOnly) {
			return world.Conflict("Cannot edit Affinity Label. The label is read only.")
		}
		body := c.Body.Clone()
		for _, name := range [...]string{
			names.Description, names.Comment, names.HasImplicitAffinityGroup,
		} {
			body.Set(name, nil)
		}
		return c.Apply(body) // VMs and hosts come and go by their own collections alone.
	}
	h.Remove = func(c *world.Call) error {
		if len(ms.w.Of(c.Entity(), "vms"))+len(ms.w.Of(c.Entity(), "hosts")) > 0 {
			return world.Conflict(
				"Cannot remove Affinity Label. The label is used by VMs or Hosts.",
			)
		}
		ms.w.Drop(c.Entity())
		return nil
	}
}

// replaceMembers replaces the members of a group by those that an update lists.
func (ms *Machines) replaceMembers(c *world.Call, members ...string) {
	for _, name := range members {
		m := c.Body.Type.Member(name)
		if m == nil || !c.Body.Has(name) {
			continue
		}
		segment := world.Segment(c.Entity().Node, m)
		if segment == "" {
			continue
		}
		path := c.Entity().Path + "/" + segment
		mirror := ms.w.Mirror(c.Entity().Node.Fixed[segment])
		for _, e := range slices.Clone(ms.w.Of(c.Entity(), segment)) {
			ms.w.Unlink(path, e)
			if mirror != "" {
				ms.w.Unlink(e.Path+"/"+mirror, c.Entity())
			}
		}
		for _, ref := range c.Body.List(name) {
			if e := ms.w.Resolve(ref); e != nil {
				ms.w.Link(path, e)
				if mirror != "" {
					ms.w.Link(e.Path+"/"+mirror, c.Entity())
				}
			}
		}
	}
}
