package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// affinity sets the behaviour of affinity groups and labels.
func (w *World) affinity() {
	w.hook("affinity_groups").Add = func(c *Call) (*store.Entity, error) {
		o := c.Body
		if o.Has("positive") && !o.Has("vms_rule") {
			o.Set("vms_rule.enabled", true)
			o.Set("vms_rule.positive", o.True("positive"))
			o.Set("vms_rule.enforcing", o.True("enforcing"))
		}
		for name, v := range map[string]any{
			"description": "", "vms_rule.enabled": false, "vms_rule.positive": false, "vms_rule.enforcing": false, "hosts_rule.enabled": false,
			"hosts_rule.positive": false, "hosts_rule.enforcing": false, "priority": 1.0, "broken": false,
		} {
			o.Default(name, v)
		}
		o.Set("positive", o.True("vms_rule.positive"))
		o.Set("enforcing", o.True("vms_rule.enforcing"))
		o.Set("cluster", Ref(c.Owner()))
		for _, ref := range o.List("vms") {
			if vm := w.Resolve(ref); vm != nil && vm.Object().Text("cluster.id") != c.Owner().ID() {
				return nil, Conflict("Cannot add Affinity Group. Provided VM resides in another Cluster.")
			}
		}
		return c.Insert(o)
	}
	w.hook("affinity_group").Update = func(c *Call) error {
		if id := c.Body.Text("cluster.id"); id != "" && id != c.Object().Text("cluster.id") {
			return Conflict("Cannot edit Affinity Group. Cannot change Cluster for Affinity Group.")
		}
		body := c.Body
		if body.Has("positive") && !body.Has("vms_rule") {
			body.Set("vms_rule.enabled", true)
			body.Set("vms_rule.positive", body.True("positive"))
		}
		if body.Has("enforcing") && !body.Has("vms_rule.enforcing") {
			body.Set("vms_rule.enforcing", body.True("enforcing"))
		}
		if err := c.Apply(body); err != nil {
			return err
		}
		w.regroup(c, "vms", "hosts", "vm_labels", "host_labels")
		now := c.Object()
		w.set(c.Entity(), "positive", now.True("vms_rule.positive"), "enforcing", now.True("vms_rule.enforcing"))
		return nil
	}
	for service, kind := range map[string]string{"affinity_group_vms": "vm", "affinity_group_hosts": "host"} {
		old := w.hook(service).Add
		w.hook(service).Add = func(c *Call) (*store.Entity, error) {
			e := w.Resolve(c.Body)
			switch {
			case e == nil:
			case e.Object().Text("cluster.id") != c.Owner().Object().Text("cluster.id"):
				return nil, Conflict("Cannot edit Affinity Group. Provided %s resides in another Cluster.", noun(typeOf(e)))
			case slices.Contains(w.Of(c.Owner(), kind+"s"), e):
				return nil, Conflict("Cannot edit Affinity Group. The %s is a member already.", noun(typeOf(e)))
			}
			if old != nil {
				return old(c)
			}
			return c.link()
		}
	}
	w.hook("affinity_label").Update = func(c *Call) error {
		if c.Object().True("read_only") {
			return Conflict("Cannot edit Affinity Label. The label is read only.")
		}
		if err := c.Apply(c.Body); err != nil {
			return err
		}
		w.regroup(c, "vms", "hosts")
		return nil
	}
}

// regroup replaces the members of a group by those that an update lists.
func (w *World) regroup(c *Call, members ...string) {
	for _, name := range members {
		m := c.Body.Type.Member(name)
		if m == nil || !c.Body.Has(name) {
			continue
		}
		segment := Segment(c.Entity().Node, m)
		if segment == "" {
			continue
		}
		path := c.Entity().Path + "/" + segment
		mirror := w.Mirror(c.Entity().Node.Fixed[segment])
		for _, e := range slices.Clone(w.Of(c.Entity(), segment)) {
			w.Unlink(path, e)
			if mirror != "" {
				w.Unlink(e.Path+"/"+mirror, c.Entity())
			}
		}
		for _, ref := range c.Body.List(name) {
			if e := w.Resolve(ref); e != nil {
				w.Link(path, e)
				if mirror != "" {
					w.Link(e.Path+"/"+mirror, c.Entity())
				}
			}
		}
	}
}
