package hosts

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// The usages of networks. Only one network of a cluster has each of the roles below.
const (
	usageVM           = "vm"
	usageDisplay      = "display"
	usageMigration    = "migration"
	usageManagement   = "management"
	usageDefaultRoute = "default_route"
	usageGluster      = "gluster"
)

// roles are the usages that a network has in a cluster, in the order in which engines list them. The
// usage by VMs comes before and is the network's own.
var roles = [...]string{usageDisplay, usageMigration, usageManagement, usageDefaultRoute, usageGluster}

// registerClusterNetworks sets the behavior of the networks of clusters, which have roles there.
func (hs *Hosts) registerClusterNetworks() {
	hs.w.Hook("cluster_networks").Add = hs.attachToCluster
	item := hs.w.Hook("cluster_network")
	item.Update = hs.updateClusterNetwork
	item.Show = func(p *store.Place, v *document.View, _ world.Query) {
		own := hs.w.Overlay(p.Above.Collection(), p.Entity)
		if own == nil {
			return
		}
		v.Object = v.Object.Clone()
		v.Object.Merge(own)
		usages := rolesOf(own)
		if slices.Contains(Usages(p.Entity.Object()), usageVM) {
			usages = append([]string{usageVM}, usages...)
		}
		v.Object.Set(names.Usages, usages)
		v.Object.Set(names.Display, slices.Contains(usages, usageDisplay))
	}
	item.Remove = func(c *world.Call) error {
		own := hs.w.Overlay(c.Place.Above.Collection(), c.Entity())
		if own != nil && slices.Contains(Usages(own), usageManagement) {
			return world.Bad("The Management Network ('%s') is mandatory and cannot be removed.", c.Object().Name())
		}
		c.RemoveReference()
		return nil
	}
}

// rolesOf returns the roles of a network in a cluster, in the order in which engines list them.
func rolesOf(own *store.Object) []string {
	usages := Usages(own)
	out := []string{}
	for _, role := range roles {
		if slices.Contains(usages, role) {
			out = append(out, role)
		}
	}
	return out
}

// attachToCluster attaches a network of the data center to a cluster.
func (hs *Hosts) attachToCluster(c *world.Call) (*store.Entity, error) {
	network := hs.w.Resolve(c.Body)
	switch {
	case c.Body.ID() == "" && c.Body.Name() == "":
		return nil, world.Incomplete("Network [id|name] required for add")
	case network == nil,
		network.Object().Text(names.DataCenterID) != c.Owner().Object().Text(names.DataCenterID):
		return nil, store.ErrNotFound
	case slices.Contains(hs.w.Of(c.Owner(), "networks"), network):
		return nil, world.Conflict("Logical Network is already attached to Cluster.")
	}
	own := hs.w.NewObject(names.Network)
	own.Set(names.Required, true)
	own.Set(names.Usages, []string{})
	applyRoles(own, c.Body)
	if err := hs.roleRefused(c.Owner(), network, own, nil); err != nil {
		return nil, err
	}
	if _, err := c.AddReference(); err != nil {
		return nil, err
	}
	own.Set(names.Status, world.Operational)
	own.Set(names.Cluster, world.Ref(c.Owner()))
	hs.setRoles(c.Owner(), network, own, nil)
	return network, nil
}

// updateClusterNetwork changes the roles of a network in a cluster. What else a document says counts
// for nothing.
func (hs *Hosts) updateClusterNetwork(c *world.Call) error {
	cluster := c.Place.Above.Owner()
	old := hs.w.Overlay(c.Place.Above.Collection(), c.Entity())
	if old == nil {
		old = hs.w.NewObject(names.Network)
	}
	own := old.Clone()
	applyRoles(own, c.Body)
	if slices.Contains(Usages(old), usageManagement) && !slices.Contains(Usages(own), usageManagement) {
		return world.Bad("Cannot edit Network. Unsetting management network property is not allowed. " +
			"It is done automatically when moving the role to another network.")
	}
	if err := hs.roleRefused(cluster, c.Entity(), own, old); err != nil {
		return err
	}
	hs.setRoles(cluster, c.Entity(), own, old)
	return nil
}

// applyRoles applies to the roles of a network what a document says about them. The usages that it
// lists replace all, and win over the older member display.
func applyRoles(own, change *store.Object) {
	usages := rolesOf(own)
	if change.Has(names.Display) {
		usages = without(usages, usageDisplay)
		if change.True(names.Display) {
			usages = append(usages, usageDisplay)
		}
	}
	if change.Has(names.Usages) {
		usages = Usages(change)
	}
	own.Set(names.Usages, usages)
	if change.Has(names.Required) {
		own.Set(names.Required, change.True(names.Required))
	}
}

func without(list []string, one string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == one })
}

// roleRefused returns why a network can't have roles in a cluster. The roles from before are nil for
// one that is new there.
func (hs *Hosts) roleRefused(cluster, network *store.Entity, own, old *store.Object) error {
	verb := "edit"
	if old == nil {
		verb = "attach"
	}
	manages := slices.Contains(Usages(own), usageManagement)
	managed := old != nil && slices.Contains(Usages(old), usageManagement)
	external := network.Object().Has(names.ExternalProvider)
	switch {
	case manages && !own.True(names.Required):
		return world.Bad("Cannot %s Network. The management network '%s' must be required, please change "+
			"the network to be required and try again.", verb, network.Object().Name())
	case manages && external:
		return world.Bad("Cannot %s Network. Management network has to be not external one.", verb)
	case external && slices.Contains(Usages(own), usageDefaultRoute):
		return world.Bad("Cannot %s Network. Default route network cannot be external one.", verb)
	case manages && !managed && len(hs.w.Referring(names.Host, names.Cluster, cluster.ID())) > 0:
		return world.Bad("Cannot %s Network. Changing management network in a non-empty cluster is not "+
			"allowed.", verb)
	case external && slices.Contains(Usages(own), usageDisplay):
		return world.Bad("Cannot %s Network. External network cannot be used as a display network.", verb)
	case external && own.True(names.Required):
		return world.Bad("Cannot %s Network. External network cannot be set as required in the cluster.", verb)
	}
	return nil
}

// setRoles keeps the roles of a network in a cluster. A role that it takes another network loses; one
// that it loses goes to the management network.
func (hs *Hosts) setRoles(cluster, network *store.Entity, own, old *store.Object) {
	path := cluster.Path + "/networks"
	for _, role := range roles {
		has := slices.Contains(Usages(own), role)
		had := old != nil && slices.Contains(Usages(old), role)
		if has == had {
			continue
		}
		for _, other := range hs.w.Of(cluster, "networks") {
			state := hs.w.Overlay(path, other)
			if other == network || state == nil {
				continue
			}
			usages := without(Usages(state), role)
			if !has && role != usageGluster && slices.Contains(usages, usageManagement) {
				usages = append(usages, role)
			}
			state = state.Clone()
			state.Set(names.Usages, usages)
			hs.w.SetOverlay(path, other, state)
		}
	}
	hs.w.SetOverlay(path, network, own)
}
