package behavior

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// settings of a network that each of its clusters has for itself
var perCluster = []string{"display", "required", "status", "usages"}

func (w *World) networks() {
	w.hook("networks").Add = w.addNetwork
	h := w.hook("network")
	h.Remove = func(c *Call) error {
		if c.Object().Name() == "ovirtmgmt" {
			return Conflict("Cannot remove Network. The Management Network cannot be removed.")
		}
		for _, p := range w.Referring("vnic_profile", "network", c.Entity().ID()) {
			w.drop(p)
		}
		w.drop(c.Entity())
		return nil
	}
	h.Show = func(_ *store.Place, v *document.View, _ Query) { hide(v, "status", "required", "display", "cluster") }

	w.hook("cluster_networks").Add = func(c *Call) (*store.Entity, error) {
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
	w.hook("vnic_profiles").Add = func(c *Call) (*store.Entity, error) {
		c.Body.Default("pass_through.mode", "disabled")
		c.Body.Default("port_mirroring", false)
		return c.Insert(c.Body)
	}
}

// hide takes members out of what is shown.
func hide(v *document.View, names ...string) {
	v.Object = v.Object.Clone()
	for _, name := range names {
		v.Object.Set(name, nil)
	}
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

// addProfile gives a network a vNIC profile of its own name.
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

func (w *World) centers() {
	w.hook("data_centers").Add = func(c *Call) (*store.Entity, error) {
		o := c.Body
		o.Set("status", "uninitialized")
		o.Default("local", false)
		o.Default("quota_mode", "disabled")
		o.Default("description", "")
		o.Default("comment", "")
		w.versions(o)
		if pools := w.All("/macpools"); len(pools) > 0 {
			o.Default("mac_pool", Ref(pools[0]))
		}
		dc, err := c.Insert(o)
		if err != nil {
			return nil, err
		}
		w.managementNetwork(dc)
		return dc, nil
	}
	w.hook("data_center").Remove = func(c *Call) error {
		dc := c.Entity()
		for _, sd := range w.Referring("storage_domain", "data_center", dc.ID()) {
			if !c.Query.Bool("force", false) {
				return Conflict("Cannot remove Data Center. There is at least one storage domain attached to it: %s.", sd.Object().Name())
			}
			w.set(sd, "data_center", nil, "data_centers", nil, "status", unattached)
		}
		for _, n := range w.Referring("network", "data_center", dc.ID()) {
			for _, p := range w.Referring("vnic_profile", "network", n.ID()) {
				w.drop(p)
			}
			w.drop(n)
		}
		w.drop(dc)
		return nil
	}
	w.hook("clusters").Add = func(c *Call) (*store.Entity, error) {
		o := w.clusterDefaults()
		o.Merge(c.Body)
		cluster, err := c.Insert(o)
		if err != nil {
			return nil, err
		}
		w.furnishCluster(cluster)
		return cluster, nil
	}
	w.hook("cluster").Remove = func(c *Call) error {
		for _, kind := range [...]string{"host", "vm"} {
			if len(w.Referring(kind, "cluster", c.Entity().ID())) > 0 {
				return Conflict("Cannot remove Cluster. One or more %ss are still in it.", map[string]string{"host": "Host", "vm": "VM"}[kind])
			}
		}
		for _, p := range w.Referring("cpu_profile", "cluster", c.Entity().ID()) {
			w.drop(p)
		}
		w.drop(c.Entity())
		return nil
	}
}

// managementNetwork gives a data center its network for the engine's own traffic.
func (w *World) managementNetwork(dc *store.Entity) {
	n := w.obj("network")
	n.Set("name", "ovirtmgmt")
	n.Set("description", "Management Network")
	n.Set("comment", "")
	n.Set("mtu", 0)
	n.Set("stp", false)
	n.Set("usages", []string{"vm"})
	n.Set("data_center", Ref(dc))
	w.addProfile(w.Add(nil, w.Tree.Root.Fixed["networks"], n))
}

// furnishCluster gives a cluster its CPU profile and the management network.
func (w *World) furnishCluster(cluster *store.Entity) {
	if root := w.Tree.Root.Fixed["cpuprofiles"]; root != nil {
		p := w.obj("cpu_profile")
		p.Set("name", cluster.Object().Name())
		p.Set("cluster", Ref(cluster))
		w.Add(nil, root, p)
	}
	for _, n := range w.Referring("network", "data_center", cluster.Object().Text("data_center.id")) {
		if n.Object().Name() == "ovirtmgmt" {
			w.joinManagement(cluster, n)
		}
	}
}

func (w *World) joinManagement(cluster, network *store.Entity) {
	path := cluster.Path + "/networks"
	w.Link(path, network)
	own := w.obj("network")
	own.Set("display", true)
	own.Set("required", true)
	own.Set("status", "operational")
	own.Set("usages", []string{"default_route", "display", "management", "migration", "vm"})
	own.Set("cluster", Ref(cluster))
	w.SetOverlay(path, network, own)
}
