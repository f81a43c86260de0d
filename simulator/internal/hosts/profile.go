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

// registerProfiles sets the behavior of vNIC profiles.
func (hs *Hosts) registerProfiles() {
	hs.w.Hook("vnic_profiles").Add = hs.insertProfile
	hs.w.Hook("assigned_vnic_profiles").Add = hs.insertProfile
	for _, service := range [...]string{"vnic_profile", "assigned_vnic_profile"} {
		h := hs.w.Hook(service)
		h.Update = hs.updateProfile
		h.Remove = hs.removeProfile
		h.Show = showProfile
	}
}

// showProfile shows whether NICs can migrate, which engines show of passed-through ones alone.
func showProfile(_ *store.Place, v *document.View, _ world.Query) {
	if !passedThrough(v.Object) {
		world.Hide(v, names.Migratable)
	}
}

func passedThrough(profile *store.Object) bool {
	return profile.Text(names.PassThroughMode) == "enabled"
}

// insertProfile creates a vNIC profile.
func (hs *Hosts) insertProfile(c *world.Call) (*store.Entity, error) {
	o := c.Body
	if o.Text(names.NetworkID) == "" && c.Owner() != nil {
		o.Set(names.Network, world.Ref(c.Owner()))
	}
	o.Default(names.PassThroughMode, "disabled")
	o.Default(names.PortMirroring, false)
	if !passedThrough(o) {
		o.Set(names.Migratable, nil)
	}
	o.Default(names.Migratable, false)
	asked := o.Has(names.NetworkFilter)
	o.Set(names.Comment, nil)
	if err := hs.profileRefused(o, nil, "add"); err != nil {
		return nil, err
	}
	if filter := hs.defaultFilter(); filter != nil && !passedThrough(o) && !asked {
		o.Set(names.NetworkFilter, filter)
	}
	return c.Insert(o)
}

// updateProfile changes a vNIC profile.
func (hs *Hosts) updateProfile(c *world.Call) error {
	change := c.Body
	change.Set(names.Comment, nil)
	wanted := c.Object().Clone()
	if mode := change.Text(names.PassThroughMode); mode == "disabled" || mode == "" && !passedThrough(wanted) {
		change.Set(names.Migratable, nil)
	}
	wanted.Merge(change)
	if err := hs.profileRefused(wanted, c.Entity(), "edit"); err != nil {
		return err
	}
	return c.Apply(change)
}

// profileRefused returns why a network can't have such a vNIC profile. Self is the profile that is to
// be like that, or nil for a new one.
func (hs *Hosts) profileRefused(wanted *store.Object, self *store.Entity, verb string) error {
	const what = "VM network interface profile"
	network := hs.w.Resolve(wanted.Part(names.Network))
	switch {
	case self == nil && network == nil:
		return world.Bad("Logical Network (id '%s') doesn't exist.", wanted.Text(names.NetworkID))
	case self == nil && wanted.Has(names.QosID) && hs.w.Resolve(wanted.Part(names.Qos)) == nil:
		return world.Bad("The specified Network QoS doesn't exist.")
	case self == nil && !slices.Contains(Usages(network.Object()), usageVM):
		return world.Bad("Cannot %s %s. VM network interface profiles cannot be added to a non-VM network. "+
			"Please make sure the network is a VM network.", verb, what)
	}
	for _, p := range hs.w.Referring(names.VnicProfile, names.Network, wanted.Text(names.NetworkID)) {
		if p != self && p.Object().Name() == wanted.Name() {
			return world.Conflict("Cannot %s %s. The VM network interface profile's name is already used by an "+
				"existing profile for the same network.\n-Please choose a different name.", verb, what)
		}
	}
	var users []*store.Entity
	old := wanted
	if self != nil {
		old = self.Object()
		if wanted.Text(names.NetworkID) != old.Text(names.NetworkID) {
			return world.Bad("Cannot %s %s. VM network interface profile's network cannot be changed.", verb, what)
		}
		if wanted.Has(names.QosID) && hs.w.Resolve(wanted.Part(names.Qos)) == nil {
			return world.Bad("The specified Network QoS doesn't exist.")
		}
		users = hs.profileUsers(self, "/vms")
	}
	if wanted.True(names.PortMirroring) != old.True(names.PortMirroring) {
		if err := profileUsed(verb, "virtual machine", "virtual machines", users); err != nil {
			return err
		}
	}
	if wanted.True(names.PortMirroring) && network.Object().Has(names.ExternalProvider) {
		return world.Bad("Cannot %s %s. External network cannot be used when port mirroring is set.", verb, what)
	}
	if err := interfaceProperties(wanted, verb, what); err != nil {
		return err
	}
	if passedThrough(wanted) != passedThrough(old) {
		if err := profileUsed(verb, "virtual machine", "virtual machines", users); err != nil {
			return err
		}
	}
	switch {
	case passedThrough(wanted) &&
		(wanted.True(names.PortMirroring) || wanted.Has(names.QosID) || wanted.Has(names.NetworkFilterID)):
		return world.Bad("Cannot %s %s. 'Port Mirroring,'Qos' and 'Network Filter' are not supported on "+
			"passthrough profiles.", verb, what)
	case passedThrough(wanted) && network.Object().True(names.PortIsolation):
		return world.Bad("Cannot %s %s. Networks with Port Isolation enabled are not supported on passthrough "+
			"profiles.", verb, what)
	case wanted.Has(names.NetworkFilterID) && hs.w.Resolve(wanted.Part(names.NetworkFilter)) == nil:
		return world.Bad("Cannot %s %s. vNIC profile '%s' has an invalid network filter id '%s'.", verb, what,
			wanted.Name(), wanted.Text(names.NetworkFilterID))
	}
	return hs.failoverRefused(wanted, self, verb, what)
}

// failoverRefused returns why a profile can't take over from another, or can't be changed because it
// does.
func (hs *Hosts) failoverRefused(wanted *store.Object, self *store.Entity, verb, what string) error {
	if id := wanted.Text(names.FailoverID); id != "" {
		failover := hs.w.Resolve(wanted.Part(names.Failover))
		switch {
		case self != nil && id == self.ID():
			return world.Bad("Cannot %s %s. Failover vNIC profile cannot point to itself.", verb, what)
		case failover == nil || passedThrough(failover.Object()):
			return world.Bad("Cannot %s %s. Failover must be valid non-passthrough vNIC profile.", verb, what)
		case !passedThrough(wanted) || !wanted.True(names.Migratable):
			return world.Bad("Cannot %s %s. Failover vNIC profile is supported only for migratable passthrough vNIC "+
				"profiles.", verb, what)
		}
	}
	if self == nil {
		return nil
	}
	if users := hs.w.Referring(names.VnicProfile, names.Failover, self.ID()); len(users) > 0 {
		return world.Bad("Cannot %s %s. Profile is selected as failover for: %s.", verb, what, world.Names(users))
	}
	return nil
}

// securityGroups is the only custom property of interfaces: IDs of security groups of an external
// network.
var securityGroups = regexp.MustCompile(`^(?:(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}, *)*` +
	`[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|)$`)

// interfaceProperties refuses custom properties of interfaces that the engine isn't configured for.
func interfaceProperties(profile *store.Object, verb, what string) error {
	var unknown, illegal []string
	for _, p := range profile.List(names.CustomProperties) {
		switch {
		case p.Name() != "SecurityGroups":
			unknown = append(unknown, p.Name())
		case !securityGroups.MatchString(p.Text(names.Value)):
			illegal = append(illegal, p.Name())
		}
	}
	switch {
	case unknown != nil:
		return world.Bad("Cannot %s %s if some of the specified custom properties are not configured by the system. "+
			"The keys are: %s", verb, what, strings.Join(unknown, ", "))
	case illegal != nil:
		return world.Bad("Cannot %s %s if some of the specified custom properties have illegal values. The keys are: %s",
			verb, what, strings.Join(illegal, ", "))
	}
	return nil
}

// removeProfile removes a vNIC profile that nobody uses.
func (hs *Hosts) removeProfile(c *world.Call) error {
	p := c.Entity()
	if err := profileUsed("remove", "virtual machine", "virtual machines", hs.profileUsers(p, "/vms")); err != nil {
		return err
	}
	if err := profileUsed("remove", "template", "templates", hs.profileUsers(p, "/templates")); err != nil {
		return err
	}
	hs.w.Drop(p)
	return nil
}

// profileUsed refuses what can't be done to a vNIC profile while something uses it.
func profileUsed(verb, one, many string, users []*store.Entity) error {
	switch len(users) {
	case 0:
		return nil
	case 1:
		return world.Conflict("Cannot %s VM network interface profile. This VM network interface profile is used by "+
			"%s:  %s.\n - Please remove it from this %s and try again.", verb, one, world.Names(users), one)
	}
	return world.Conflict("Cannot %s VM network interface profile. This VM network interface profile is used by %s "+
		"(%d): %s\n - Please detach %s using this profile and try again.", verb, many, len(users), world.Names(users), many)
}

// profileUsers returns the VMs or templates that have an interface with a vNIC profile.
func (hs *Hosts) profileUsers(profile *store.Entity, path string) []*store.Entity {
	var out []*store.Entity
	for _, e := range hs.w.All(path) {
		if slices.ContainsFunc(hs.w.All(e.Path+"/nics"), func(nic *store.Entity) bool {
			return nic.Object().Text(names.VnicProfileID) == profile.ID()
		}) {
			out = append(out, e)
		}
	}
	return out
}
