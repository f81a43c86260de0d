package hosts

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// networkDiffers reports whether a change of a network touches what engines look at. They take any
// change of its texts, servers of names and QoS.
func networkDiffers(old, wanted *store.Object) bool {
	for _, name := range [...]string{
		names.Name, names.DataCenterID, names.Mtu, names.Stp, names.VlanID, names.PortIsolation,
	} {
		if old.Get(name) != wanted.Get(name) {
			return true
		}
	}
	return slices.Contains(Usages(old), usageVM) != slices.Contains(Usages(wanted), usageVM)
}

// networkRefused returns why a data center can't have such a network. Self is the network that is to
// be like that, or nil for a new one.
func (hs *Hosts) networkRefused(wanted *store.Object, self *store.Entity, verb string) error {
	forVMs := slices.Contains(Usages(wanted), usageVM)
	isolated := wanted.True(names.PortIsolation)
	switch {
	case wanted.True(names.Stp) && !forVMs:
		return world.Conflict("Cannot %s Network. STP can only be enabled on VM Networks.", verb)
	case self == nil && isolated && !forVMs:
		return world.Conflict("Cannot %s Network. Port isolation can only be enabled on VM Networks.", verb)
	case self == nil && isolated && wanted.Has(names.ExternalProvider):
		return world.Conflict("Cannot %s Network. Port isolation cannot be enabled on External Networks.", verb)
	case strings.HasPrefix(strings.ToLower(wanted.Name()), "bond"):
		return world.Bad("Bad network name, network cannot start with 'bond'")
	case self != nil && wanted.Text(names.DataCenterID) != self.Object().Text(names.DataCenterID):
		return world.Bad("Cannot %s Network. Change of Data Center ID is not allowed.", verb)
	}
	if err := hs.networkNameTaken(wanted, self, verb); err != nil || self == nil {
		return err
	}
	old := self.Object()
	if slices.Contains(Usages(old), usageVM) && !forVMs {
		if err := hs.networkUsed(self, verb, "Network"); err != nil {
			return err
		}
	}
	switch {
	case isolated && !forVMs:
		return world.Conflict("Cannot %s Network. Port isolation can only be enabled on VM Networks.", verb)
	case isolated != old.True(names.PortIsolation):
		return world.Bad(" Cannot %s Network. Port isolation option cannot be updated after Network is defined.", verb)
	case wanted.Name() != old.Name():
		if err := usedBy(verb, "Network", "host", "hosts", hs.networkHosts(self)); err != nil {
			return err
		}
		return usedBy(verb, "Network", "template", "templates", hs.networkUsers(self, "/templates"))
	}
	return nil
}

// networkNameTaken refuses the name of another network of the data center, and what another one is
// called on hosts.
func (hs *Hosts) networkNameTaken(wanted *store.Object, self *store.Entity, verb string) error {
	networks := hs.w.Referring(names.Network, names.DataCenter, wanted.Text(names.DataCenterID))
	for _, n := range networks {
		if n != self && n.Object().Name() == wanted.Name() {
			return world.Conflict("Cannot %s Network. The name of the logical network '%s' is already used by an "+
				"existing logical network in the same data-center.\n-Please choose a different name.", verb, wanted.Name())
		}
	}
	for _, n := range networks {
		if n != self && n.Object().Text(names.VdsmName) == wanted.Name() {
			return world.Bad("Bad network name (%s). The name is already used as an on-host identifier of the network: %s",
				wanted.Name(), n.Object().Name())
		}
	}
	return nil
}

// networkUsed returns that VMs or templates use a network, if any does.
func (hs *Hosts) networkUsed(network *store.Entity, verb, what string) error {
	if err := usedBy(verb, what, "virtual machine", "virtual machines", hs.networkUsers(network, "/vms")); err != nil {
		return err
	}
	return usedBy(verb, what, "template", "templates", hs.networkUsers(network, "/templates"))
}

// usedBy refuses what can't be done to a network while something uses it.
func usedBy(verb, what, one, many string, users []*store.Entity) error {
	switch len(users) {
	case 0:
		return nil
	case 1:
		return world.Conflict("Cannot %s %s. This logical network is used by %s: %s\n - Please remove it from this "+
			"%s and try again.", verb, what, one, world.Names(users), one)
	}
	return world.Conflict("Cannot %s %s. This logical network is used by %s: (%d): %s\n - Please detach %s using "+
		"this logical network and try again.", verb, what, many, len(users), world.Names(users), many)
}

// networkUsers returns the VMs or templates that have an interface with a vNIC profile of a network.
func (hs *Hosts) networkUsers(network *store.Entity, path string) []*store.Entity {
	var out []*store.Entity
	for _, p := range hs.w.Referring(names.VnicProfile, names.Network, network.ID()) {
		for _, e := range hs.profileUsers(p, path) {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// networkHosts returns the hosts to which a network is attached.
func (hs *Hosts) networkHosts(network *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, host := range hs.w.All("/hosts") {
		if slices.ContainsFunc(hs.netAttachments(host), func(a *store.Entity) bool {
			return a.Object().Text(names.NetworkID) == network.ID()
		}) {
			out = append(out, host)
		}
	}
	return out
}
