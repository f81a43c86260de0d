package hosts

import (
	"maps"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerNetworkLabels sets the behavior of labels: all networks of a cluster that have a label
// are on the interfaces that have it too.
func (hs *Hosts) registerNetworkLabels() {
	hs.w.Hook("network_labels").Add = func(c *world.Call) (*store.Entity, error) {
		owner, id := c.Owner(), c.Body.ID()
		if id == "" {
			return nil, world.Incomplete("NetworkLabel [id] required for add")
		}
		switch {
		case world.TypeOf(owner).Name == names.Network:
			if len(hs.w.Of(owner, "networklabels")) > 0 {
				return nil, world.Bad("Cannot add Label. The specified network is already labeled.")
			}
			label, err := c.Insert(c.Body)
			if err == nil {
				hs.attachByLabel(owner, id)
			}
			return label, err
		case c.Place.Node.Segment != "networklabels":
			return c.Insert(c.Body)
		}
		_, err := hs.setOne(owner.Owner, func(p *netPlan) error {
			return p.label(id, world.Ref(owner))
		})
		return hs.w.At(owner.Path + "/networklabels/" + id), err
	}
	hs.w.Hook("network_label").Remove = func(c *world.Call) error {
		owner := c.Entity().Owner
		if world.TypeOf(owner).Name != names.HostNic ||
			c.Place.Above.Node.Segment != "networklabels" {
			hs.w.Drop(c.Entity())
			return nil
		}
		_, err := hs.setOne(owner.Owner, func(p *netPlan) error {
			p.unlabel(c.Entity().ID())
			return nil
		})
		return err
	}
}

// label plans a label for an interface, with the networks that it brings.
func (p *netPlan) label(id string, ref *store.Object) error {
	nic := p.nameOf(ref)
	switch other := p.labels[id]; {
	case nic == "":
		return world.Conflict("Cannot setup Networks. The host network interface does not exist.")
	case other == nic:
		return world.Conflict(
			"Cannot setup Networks. The network interface '%s' is already labeled with the "+
				"specified label '%s'.",
			nic,
			id,
		)
	case other != "":
		return world.Conflict(
			"Cannot setup Networks. The label '%s' is already defined on other interface %s on "+
				"the host.",
			id,
			other,
		)
	case !p.labelable(nic):
		return world.Bad(
			"Cannot setup Networks. Network interface '%s' cannot be labeled. Label can be "+
				"provided only to interfaces or to bonds "+
				"(not to slaves nor vlans).",
			nic,
		)
	}
	p.labels[id] = nic
	for _, network := range p.labeled(id) {
		o := p.hs.w.NewObject(names.NetworkAttachment)
		o.Set(names.Network, world.Ref(network))
		if p.find(o) == nil {
			p.wanted = append(p.wanted, &wantedNet{object: o, nic: nic})
		}
	}
	return nil
}

// labelable reports whether an interface is neither a slave of a bond nor made for a VLAN.
func (p *netPlan) labelable(nic string) bool {
	for _, slaves := range p.bonds {
		if slices.Contains(slaves, nic) {
			return false
		}
	}
	e := p.hs.nicNamed(p.host, nic)
	return e == nil || !e.Object().Has(names.BaseInterface)
}

// unlabel plans to take a label away, with the networks that it brought.
func (p *netPlan) unlabel(id string) {
	nic := p.labels[id]
	delete(p.labels, id)
	networks := p.labeled(id)
	p.wanted = slices.DeleteFunc(p.wanted, func(a *wantedNet) bool {
		return a.nic == nic &&
			slices.Contains(networks, p.hs.w.Resolve(a.object.Part(names.Network)))
	})
}

// labeled returns the networks of the host's cluster that have the label.
func (p *netPlan) labeled(id string) []*store.Entity {
	cluster := p.hs.w.Target(p.host, names.Cluster)
	if cluster == nil {
		return nil
	}
	var out []*store.Entity
	for _, n := range p.hs.w.Of(cluster, "networks") {
		if p.hs.w.At(n.Path+"/networklabels/"+id) != nil {
			out = append(out, n)
		}
	}
	return out
}

// applyLabels attaches the planned labels to the interfaces.
func (p *netPlan) applyLabels() {
	hs := p.hs
	for _, nic := range hs.w.All(p.host.Path + "/nics") {
		for _, label := range slices.Clone(hs.w.All(nic.Path + "/networklabels")) {
			if p.labels[label.ID()] != nic.Object().Name() {
				hs.w.Remove(label)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.labels)) {
		nic := hs.nicNamed(p.host, p.labels[id])
		if nic == nil || hs.w.At(nic.Path+"/networklabels/"+id) != nil {
			continue
		}
		hs.w.AddChild(nic, "networklabels", func(o *store.Object) {
			o.Set(names.ID, id)
			o.Set(names.HostNic, world.Ref(nic))
		})
	}
}

// attachByLabel puts a network that got a label onto the interfaces that have it.
func (hs *Hosts) attachByLabel(network *store.Entity, id string) {
	for _, host := range hs.w.All("/hosts") {
		p := hs.plan(host)
		nic := p.labels[id]
		o := hs.w.NewObject(names.NetworkAttachment)
		o.Set(names.Network, world.Ref(network))
		if nic == "" || p.find(o) != nil ||
			!hs.w.InCluster(network, host.Object().Text(names.ClusterID)) {
			continue
		}
		p.wanted = append(p.wanted, &wantedNet{object: o, nic: nic})
		if p.check() == nil {
			p.apply()
		}
	}
}
