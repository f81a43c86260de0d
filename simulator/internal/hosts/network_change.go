package hosts

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// updateNetwork changes a network. Hosts that have it are out of sync until the change has come to
// them.
func (hs *Hosts) updateNetwork(c *world.Call) error {
	network, old := c.Entity(), c.Object()
	if hs.IsManagement(network) && c.Body.Has(names.Name) && c.Body.Name() != old.Name() {
		return world.Conflict("Cannot edit Network. The management network can't be renamed.")
	}
	if id := c.Body.Text(names.DataCenterID); id != "" && id != old.Text(names.DataCenterID) {
		return world.ImmutableField("dataCenter")
	}
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	now := network.Object()
	if mtuOf(now) == mtuOf(old) && vlanOf(now) == vlanOf(old) &&
		slices.Contains(Usages(now), "vm") == slices.Contains(Usages(old), "vm") {
		return nil
	}
	for _, host := range hs.w.All("/hosts") {
		for _, a := range hs.netAttachments(host) {
			if hs.w.Target(a, names.Network) != network {
				continue
			}
			hs.w.Change(a, func(o *store.Object) {
				o.Set(names.InSync, false)
				hs.setReported(o, false)
			})
			hs.w.On(a, hs.w.Step(), func() {
				hs.markSynced(a)
				hs.showNetworks(host)
			})
		}
	}
	return nil
}

// removeNetwork removes a network that nobody uses, with its profiles.
func (hs *Hosts) removeNetwork(c *world.Call) error {
	network := c.Entity()
	if hs.IsManagement(network) {
		return world.Conflict(
			"Cannot remove Network. The Management Network ('%s') is mandatory and cannot be "+
				"removed.",
			c.Object().Name(),
		)
	}
	for _, p := range hs.w.Referring(names.VnicProfile, names.Network, network.ID()) {
		if users := hs.profileUsers(p); len(users) > 0 {
			what := "VM"
			if world.TypeOf(users[0]).Name == names.Template {
				what = "Template"
			}
			if len(users) == 1 {
				return world.Conflict(
					"Cannot remove Network. This logical network is used by %s: %s\n - Please "+
						"remove it from this %s and try again.",
					what,
					world.Names(users),
					what,
				)
			}
			return world.Conflict(
				"Cannot remove Network. This logical network is used by %ss: (%d): %s",
				what,
				len(users),
				world.Names(users),
			)
		}
	}
	hs.DropNetwork(network)
	return nil
}

// DropNetwork removes a network with its profiles, and from all hosts.
func (hs *Hosts) DropNetwork(network *store.Entity) {
	for _, p := range slices.Clone(hs.w.Referring(names.VnicProfile, names.Network, network.ID())) {
		hs.w.Drop(p)
	}
	for _, host := range hs.w.All("/hosts") {
		for _, a := range slices.Clone(hs.netAttachments(host)) {
			if a.Object().Text(names.NetworkID) == network.ID() {
				hs.w.Drop(a)
			}
		}
	}
	hs.w.Drop(network)
	for _, host := range hs.w.All("/hosts") {
		hs.showNetworks(host)
	}
}

// registerProfiles sets the behavior of vNIC profiles.
func (hs *Hosts) registerProfiles() {
	add := func(c *world.Call) (*store.Entity, error) {
		network := hs.w.Resolve(c.Body.Part(names.Network))
		if network != nil && network.Object().Has(names.Usages) &&
			!slices.Contains(Usages(network.Object()), "vm") {
			return nil, world.Conflict(
				"Cannot add VM network interface profile. VM network interface profiles cannot " +
					"be added to a non-VM network. " +
					"Please make sure the network is a VM network.",
			)
		}
		c.Body.Default(names.PassThroughMode, "disabled")
		c.Body.Default(names.PortMirroring, false)
		passed := c.Body.Text(names.PassThroughMode) == "enabled"
		if filter := hs.defaultFilter(); filter != nil && !passed && !c.Body.Has(names.NetworkFilter) {
			c.Body.Set(names.NetworkFilter, filter)
		}
		return c.Insert(c.Body)
	}
	hs.w.Hook("vnic_profiles").Add = add
	hs.w.Hook("assigned_vnic_profiles").Add = add
	h := hs.w.Hook("vnic_profile")
	h.Update = func(c *world.Call) error {
		if id := c.Body.Text(names.NetworkID); id != "" && id != c.Object().Text(names.NetworkID) {
			return world.Conflict(
				"Cannot edit VM network interface profile. VM network interface profile's " +
					"network cannot be changed.",
			)
		}
		return c.Apply(c.Body)
	}
	remove := func(c *world.Call) error {
		if users := hs.profileUsers(c.Entity()); len(users) > 0 {
			return world.Conflict(
				"Cannot remove VM network interface profile. This VM network interface profile "+
					"is used by VMs: %s.",
				world.Names(users),
			)
		}
		hs.w.Drop(c.Entity())
		return nil
	}
	h.Remove = remove
	hs.w.Hook("assigned_vnic_profile").Remove = remove
}

// profileUsers returns the VMs and templates that have an interface with a vNIC profile.
func (hs *Hosts) profileUsers(profile *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, path := range [...]string{"/vms", "/templates"} {
		for _, e := range hs.w.All(path) {
			if slices.ContainsFunc(hs.w.All(e.Path+"/nics"), func(nic *store.Entity) bool {
				return nic.Object().Text(names.VnicProfileID) == profile.ID()
			}) {
				out = append(out, e)
			}
		}
	}
	return out
}
