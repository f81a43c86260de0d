package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) networks() {
	w.hook("networks").Add = w.addNetwork
	h := w.hook("network")
	h.Update = w.updateNetwork
	h.Remove = w.removeNetwork
	h.Show = func(_ *store.Place, v *document.View, _ Query) { hide(v, "status", "required", "display", "cluster") }

	w.hook("cluster_networks").Add = func(c *Call) (*store.Entity, error) {
		if n := w.Resolve(c.Body); n != nil && slices.Contains(w.Of(c.Owner(), "networks"), n) {
			return nil, Conflict("Logical Network is already attached to Cluster.")
		}
		network, err := c.link()
		if err != nil {
			return nil, err
		}
		own := w.obj("network")
		own.Set("required", true)
		own.Set("status", "operational")
		own.Set("usages", []string{"vm"})
		for _, name := range perCluster {
			if v := c.Body.Get(name); v != nil {
				own.Set(name, v)
			}
		}
		own.Set("cluster", Ref(c.Owner()))
		w.SetOverlay(c.Place.Collection(), network, own)
		return network, nil
	}
	item := w.hook("cluster_network")
	item.Update = func(c *Call) error {
		path := c.Place.Above.Collection()
		if w.isManagement(c.Entity()) && c.Body.Has("required") && !c.Body.True("required") {
			return Conflict("Cannot edit Network. The management network '%s' must be required, please change the network to be required "+
				"and try again.", c.Object().Name())
		}
		own := w.obj("network")
		if old := w.Overlay(path, c.Entity()); old != nil {
			own.Merge(old)
		}
		for _, name := range perCluster {
			if v := c.Body.Get(name); v != nil {
				own.Set(name, v)
			}
		}
		w.SetOverlay(path, c.Entity(), own)
		return nil
	}
	item.Show = func(p *store.Place, v *document.View, _ Query) {
		if own := w.Overlay(p.Above.Collection(), p.Entity); own != nil {
			v.Object = v.Object.Clone()
			v.Object.Merge(own)
		}
	}
	item.Remove = func(c *Call) error {
		if w.isManagement(c.Entity()) {
			return Conflict("The Management Network ('%s') is mandatory and cannot be removed.", c.Object().Name())
		}
		c.unlink()
		return nil
	}
	w.profiles()
}

// addNetwork makes a network of a data center, with a vNIC profile of the same name.
func (w *World) addNetwork(c *Call) (*store.Entity, error) {
	if w.Linked(c.Place.Node) {
		return c.link() // the clusters of old releases have no service of their own for networks
	}
	o := c.Body
	if o.Name() == "" {
		return nil, Incomplete("Network [name] required for add")
	}
	if !o.Has("data_center") {
		return nil, Incomplete("Network [dataCenter.id|name] required for add")
	}
	o.Default("mtu", 0)
	o.Default("stp", false)
	o.Default("description", "")
	o.Default("comment", "")
	o.Default("usages", []string{"vm"})
	network, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	if !c.Body.Has("profile_required") || c.Body.True("profile_required") {
		w.addProfile(network)
	}
	return network, nil
}

// addProfile provides a network with a vNIC profile of its own name.
func (w *World) addProfile(network *store.Entity) *store.Entity {
	root := w.Tree.Root.Fixed["vnicprofiles"]
	if root == nil {
		return nil
	}
	p := w.obj("vnic_profile")
	p.Set("name", network.Object().Name())
	p.Set("network", Ref(network))
	p.Set("pass_through.mode", "disabled")
	p.Set("port_mirroring", false)
	return w.Add(nil, root, p)
}
