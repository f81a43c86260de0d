package hosts

import (
	"regexp"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

func (hs *Hosts) registerNetworks() {
	hs.w.Hook("networks").Add = hs.addNetwork
	h := hs.w.Hook("network")
	h.Update = hs.updateNetwork
	h.Remove = hs.removeNetwork
	h.Show = func(_ *store.Place, v *document.View, _ world.Query) {
		world.Hide(v, names.Status, names.Required, names.Display, names.Cluster)
	}

	hs.w.Hook("cluster_networks").Add = func(c *world.Call) (*store.Entity, error) {
		if n := hs.w.Resolve(c.Body); n != nil &&
			slices.Contains(hs.w.Of(c.Owner(), "networks"), n) {
			return nil, world.Conflict("Logical Network is already attached to Cluster.")
		}
		network, err := c.AddReference()
		if err != nil {
			return nil, err
		}
		own := hs.w.NewObject(names.Network)
		own.Set(names.Required, true)
		own.Set(names.Status, world.Operational)
		own.Set(names.Usages, []string{"vm"})
		for _, name := range world.ClusterNetworkSettings {
			if v := c.Body.Get(name); v != nil {
				own.Set(name, v)
			}
		}
		own.Set(names.Cluster, world.Ref(c.Owner()))
		hs.w.SetOverlay(c.Place.Collection(), network, own)
		return network, nil
	}
	item := hs.w.Hook("cluster_network")
	item.Update = func(c *world.Call) error {
		path := c.Place.Above.Collection()
		if hs.IsManagement(c.Entity()) && c.Body.Has(names.Required) &&
			!c.Body.True(names.Required) {
			return world.Conflict(
				"Cannot edit Network. The management network '%s' must be required, please "+
					"change the network to be required "+
					"and try again.",
				c.Object().Name(),
			)
		}
		own := hs.w.NewObject(names.Network)
		if old := hs.w.Overlay(path, c.Entity()); old != nil {
			own.Merge(old)
		}
		for _, name := range world.ClusterNetworkSettings {
			if v := c.Body.Get(name); v != nil {
				own.Set(name, v)
			}
		}
		hs.w.SetOverlay(path, c.Entity(), own)
		return nil
	}
	item.Show = func(p *store.Place, v *document.View, _ world.Query) {
		if own := hs.w.Overlay(p.Above.Collection(), p.Entity); own != nil {
			v.Object = v.Object.Clone()
			v.Object.Merge(own)
		}
	}
	item.Remove = func(c *world.Call) error {
		if hs.IsManagement(c.Entity()) {
			return world.Conflict(
				"The Management Network ('%s') is mandatory and cannot be removed.",
				c.Object().Name(),
			)
		}
		c.RemoveReference()
		return nil
	}
	hs.registerProfiles()
}

// addNetwork makes a network of a data center, with a vNIC profile of the same name.
func (hs *Hosts) addNetwork(c *world.Call) (*store.Entity, error) {
	if hs.w.Linked(c.Place.Node) {
		// the clusters of old releases have no service of their own for networks
		return c.AddReference()
	}
	o := c.Body
	if o.Name() == "" {
		return nil, world.Incomplete("Network [name] required for add")
	}
	if !o.Has(names.DataCenter) {
		return nil, world.Incomplete("Network [dataCenter.id|name] required for add")
	}
	o.Default(names.Mtu, 0)
	o.Default(names.Stp, false)
	o.Default(names.Description, "")
	o.Default(names.Comment, "")
	o.Default(names.Usages, []string{"vm"})
	o.Default(names.PortIsolation, false)
	network, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	hs.NameOnHosts(network)
	if !c.Body.Has(names.ProfileRequired) || c.Body.True(names.ProfileRequired) {
		hs.AddProfile(network)
	}
	return network, nil
}

// NameOnHosts sets the name that a network has on hosts: its own, or one made of its ID where that is
// too long or has characters that hosts don't take.
func (hs *Hosts) NameOnHosts(network *store.Entity) {
	name := network.Object().Name()
	if len(name) > maxHostName || !hostName.MatchString(name) {
		name = "on" + strings.ReplaceAll(network.ID(), "-", "")[:maxHostName-2]
	}
	hs.w.Set(network, names.VdsmName, name)
}

// maxHostName is the length of a network's name on hosts: that of an interface in Linux.
const maxHostName = 15

var hostName = regexp.MustCompile(`^[0-9A-Za-z_-]+$`)

// defaultFilter returns the filter of vNIC profiles that name none, or nil if the release has none.
func (hs *Hosts) defaultFilter() *store.Object {
	if f := hs.w.ByName("/networkfilters", "vdsm-no-mac-spoofing"); f != nil {
		return world.Ref(f)
	}
	return nil
}

// AddProfile adds a vNIC profile with the name of the network to a network.
func (hs *Hosts) AddProfile(network *store.Entity) *store.Entity {
	root := hs.w.Tree.Root.Fixed["vnicprofiles"]
	if root == nil {
		return nil
	}
	p := hs.w.NewObject(names.VnicProfile)
	p.Set(names.Name, network.Object().Name())
	p.Set(names.Network, world.Ref(network))
	p.Set(names.PassThroughMode, "disabled")
	p.Set(names.PortMirroring, false)
	if filter := hs.defaultFilter(); filter != nil {
		p.Set(names.NetworkFilter, filter)
	}
	return hs.w.Add(nil, root, p)
}
