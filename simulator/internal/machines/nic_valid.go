package machines

import (
	"regexp"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// nicFits refuses a NIC of a VM whose name another NIC of it has, or whose network isn't one of the
// VM's cluster. A new network is in no cluster until somebody attaches it. Self is the NIC that is
// changed, or nil for a new one.
func (ms *Machines) nicFits(vm, self *store.Entity, o *store.Object) error {
	for _, nic := range ms.w.Of(vm, "nics") {
		if nic != self && o.Name() != "" && nic.Object().Name() == o.Name() {
			return world.Conflict("Network interface name is already in use")
		}
	}
	profile := ms.w.Resolve(o.Part(names.VnicProfile))
	if err := ms.passesThrough(self, o); err != nil {
		return err
	}
	cluster := vm.Object().Text(names.ClusterID)
	if profile == nil || cluster == "" {
		return nil
	}
	if network := ms.w.Target(profile, names.Network); network != nil &&
		!ms.w.InCluster(network, cluster) {
		return world.Conflict("The specified Logical Network doesn't exist in the current Cluster.")
	}
	return nil
}

// passesThrough refuses a NIC of the type PCI Passthrough without a profile for it, and the other
// way round.
func (ms *Machines) passesThrough(self *store.Entity, o *store.Object) error {
	if self != nil {
		if !o.Has(names.Interface) && !o.Has(names.VnicProfile) {
			return nil
		}
		after := self.Object().Clone()
		after.Merge(o)
		o = after
	}
	kind, profile := o.Text(names.Interface), ms.w.Resolve(o.Part(names.VnicProfile))
	through := profile != nil && profile.Object().Text("pass_through.mode") == "enabled"
	if (kind == "pci_passthrough") != through {
		verb := "add"
		if self != nil {
			verb = "edit"
		}
		return world.Conflict(
			"Cannot %s Interface. The network interface type doesn't match the profile. Virtual machine "+
				"interface of type 'PCI Passthrough' should have 'Passthrough' profile and vice versa.",
			verb,
		)
	}
	return nil
}

// nicDocument leaves in the document of a NIC what engines read of it: NicMapper. A network means
// nothing, and a profile has an ID or is none.
func nicDocument(c *world.Call) {
	o := c.Body
	if profile := c.Sent.Part(names.VnicProfile); profile != nil && profile.ID() == "" {
		o.Set(names.VnicProfile, store.New(profile.Type))
	}
	for _, name := range [...]string{"boot_protocol", names.Network, "on_boot"} {
		o.Set(name, nil)
	}
	if mac := o.Text(names.MacAddress); mac != "" {
		o.Set(names.MacAddress, strings.ToLower(mac))
	}
}

// macAddress is how addresses of NICs look.
var macAddress = regexp.MustCompile("^([0-9a-f]{2}:){5}[0-9a-f]{2}$")

// beanOfNIC refuses what is no address of a NIC: VmNic.macAddress.
func beanOfNIC(o *store.Object) error {
	switch mac := o.Text(names.MacAddress); {
	case mac == "":
		return nil
	case !macAddress.MatchString(mac), mac == "00:00:00:00:00:00":
		return world.Bad(
			"MAC address must be in format \"HH:HH:HH:HH:HH:HH\" where H is a hexadecimal character " +
				"(either a digit or A-F, case is insignificant)., Attribute: nic.macAddress",
		)
	case strings.Contains("13579bdf", mac[1:2]):
		return world.Bad("Multi-cast MAC address is not allowed., Attribute: nic.macAddress")
	}
	return nil
}
