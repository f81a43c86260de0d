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

	hs.registerClusterNetworks()
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
	if o.Text(names.DataCenterID) == "" {
		return nil, world.Incomplete("Network [dataCenter.name|id] required for add")
	}
	o.Default(names.Mtu, 0)
	o.Default(names.Stp, false)
	o.Default(names.Description, "")
	o.Default(names.Comment, "")
	o.Default(names.Usages, []string{"vm"})
	o.Default(names.PortIsolation, false)
	if err := hs.networkRefused(o, nil, "add"); err != nil {
		return nil, err
	}
	profile := !o.Has(names.ProfileRequired) || o.True(names.ProfileRequired)
	o.Set(names.ProfileRequired, nil)
	network, err := c.Insert(o)
	if err != nil {
		return nil, err
	}
	hs.NameOnHosts(network)
	if profile && slices.Contains(Usages(o), usageVM) {
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
