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
	change := c.Body
	change.Set(names.ProfileRequired, nil)
	wanted := old.Clone()
	wanted.Merge(change)
	if networkDiffers(old, wanted) {
		if err := hs.networkRefused(wanted, network, "edit"); err != nil {
			return err
		}
	}
	if err := c.Apply(change); err != nil {
		return err
	}
	hs.followNetwork(network, old)
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

// followNetwork changes what depends on a network: its name on hosts, and its vNIC profiles, of which
// the one of the same name is renamed with it, and all go with its usage by VMs.
func (hs *Hosts) followNetwork(network *store.Entity, old *store.Object) {
	now := network.Object()
	renamed := now.Name() != old.Name()
	if renamed {
		hs.NameOnHosts(network)
	}
	gone := slices.Contains(Usages(old), usageVM) && !slices.Contains(Usages(now), usageVM)
	for _, p := range slices.Clone(hs.w.Referring(names.VnicProfile, names.Network, network.ID())) {
		switch {
		case gone:
			hs.w.Drop(p)
		case renamed && p.Object().Name() == old.Name():
			hs.w.Set(p, names.Name, now.Name())
		}
	}
}

// removeNetwork removes a network that nobody uses, with its profiles.
func (hs *Hosts) removeNetwork(c *world.Call) error {
	network := c.Entity()
	if hs.IsManagement(network) {
		return world.Bad("The Management Network ('%s') is mandatory and cannot be removed.", c.Object().Name())
	}
	if err := hs.networkUsed(network, "remove", "Network"); err != nil {
		return err
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
