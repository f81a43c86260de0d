package machines

import (
	"net/http"
	"slices"
	"strings"

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
	for service, kind := range groupKinds {
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
		ms.w.Hook(strings.TrimSuffix(service, "s")).Remove = func(c *world.Call) error {
			collection := c.Place.Above
			if kind == "LABEL" || !slices.Contains(ms.w.Of(collection.Owner(), collection.Node.Segment), c.Entity()) {
				// Engines look for labels among the VMs, so that none is ever removed.
				return world.Bad("Cannot edit Affinity Group. Provided %s is invalid (does not exist).", kind)
			}
			c.RemoveReference()
			return nil
		}
	}
	ms.registerAffinityLabels()
}

// groupKinds are what messages call the members of groups, by the service of their collection.
var groupKinds = map[string]string{
	"affinity_group_vms": "VM", "affinity_group_hosts": "VDS",
	"affinity_group_vm_labels": "LABEL", "affinity_group_host_labels": "LABEL",
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
	home, owner := c.Home()
	if err := c.CheckName(home, owner, o, nil); err != nil {
		return nil, err
	}
	if err := ms.checkGroup(o, "add"); err != nil {
		return nil, err
	}
	return c.Insert(o)
}

func (ms *Machines) updateAffinityGroup(c *world.Call) error {
	if id := c.Body.Text(names.ClusterID); id != "" && id != c.Object().Text(names.ClusterID) {
		return world.Bad("Cannot edit Affinity Group. Cannot change Cluster for Affinity Group.")
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
	body.Set(names.Cluster, c.Object().Part(names.Cluster))
	if err := ms.checkGroup(body, "edit"); err != nil {
		return err
	}
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

// checkGroup refuses members of a group that there aren't, that are in another cluster, or that are
// named twice.
func (ms *Machines) checkGroup(group *store.Object, verb string) error {
	for _, list := range [...]struct{ member, kind string }{
		{names.Vms, "VM"}, {names.Hosts, "VDS"}, {names.VmLabels, "label"}, {names.HostLabels, "label"},
	} {
		seen := map[*store.Entity]bool{}
		for _, ref := range group.List(list.member) {
			e := ms.w.Resolve(ref)
			switch {
			case e == nil:
				return world.Bad("Cannot %s Affinity Group. Provided %s is invalid (does not exist).", verb, list.kind)
			case list.kind != "label" && e.Object().Text(names.ClusterID) != group.Text(names.ClusterID):
				return world.Bad("Cannot %s Affinity Group. Provided %s resides in another Cluster.", verb, list.kind)
			case seen[e]:
				return world.Bad("Cannot %s Affinity Group. Duplicate %s.", verb, list.kind)
			}
			seen[e] = true
		}
	}
	return nil
}

// mayJoinGroup refuses a VM, a host or a label for a group. VMs and labels are looked for by ID alone.
// Whether a label is in already engines look up among those for VMs.
func (ms *Machines) mayJoinGroup(c *world.Call, kind string) error {
	segment := c.Place.Node.Segment
	if kind != "VDS" && c.Body.ID() == "" {
		if kind == "LABEL" && c.Body.Name() == "" {
			return world.Mandatory("label.id", "label.name")
		}
		return world.ErrCrash
	}
	e := ms.w.Resolve(c.Body)
	if kind == "LABEL" {
		segment = "vmlabels"
	}
	switch {
	case e == nil && kind == "VM":
		return world.Bad("The selected VM does not exist.")
	case e == nil && kind == "LABEL":
		return world.Bad("Affinity label does not exist.")
	case e == nil && c.Body.ID() != "":
		return world.Bad("Cannot edit Affinity Group. Host does not exist.")
	case e == nil && c.Body.Name() != "":
		return &world.Fault{Status: http.StatusNotFound, Reason: world.ReasonFailed, Detail: "Entity not found: " + c.Body.Name()}
	case e == nil:
		return world.Mandatory("host.id", "host.name")
	case slices.Contains(ms.w.Of(c.Owner(), segment), e):
		return world.Bad("Cannot edit Affinity Group. Duplicate %s.", kind)
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
			return world.Conflict("Cannot change read-only affinity label.")
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
			return world.Conflict("Cannot delete affinity label, remove it from all entities first.")
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
