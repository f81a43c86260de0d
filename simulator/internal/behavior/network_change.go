package behavior

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// updateNetwork changes a network. Hosts that have it are out of sync until the change has come to them.
func (w *World) updateNetwork(c *Call) error {
	network, old := c.Entity(), c.Object()
	if w.isManagement(network) && c.Body.Has("name") && c.Body.Name() != old.Name() {
		return Conflict("Cannot edit Network. The management network can't be renamed.")
	}
	if id := c.Body.Text("data_center.id"); id != "" && id != old.Text("data_center.id") {
		return immutableField("dataCenter")
	}
	if err := c.Apply(c.Body); err != nil {
		return err
	}
	now := network.Object()
	if mtuOf(now) == mtuOf(old) && vlanOf(now) == vlanOf(old) && slices.Contains(usages(now), "vm") == slices.Contains(usages(old), "vm") {
		return nil
	}
	for _, host := range w.All("/hosts") {
		for _, a := range w.netAttachments(host) {
			if w.of(a, "network") != network {
				continue
			}
			w.Change(a, func(o *store.Object) {
				o.Set("in_sync", false)
				w.report(o, false)
			})
			w.On(a, w.Step(), func() {
				w.synced(a)
				w.wire(host)
			})
		}
	}
	return nil
}

// removeNetwork removes a network that nobody uses, with its profiles.
func (w *World) removeNetwork(c *Call) error {
	network := c.Entity()
	if w.isManagement(network) {
		return Conflict("Cannot remove Network. The Management Network ('%s') is mandatory and cannot be removed.", c.Object().Name())
	}
	for _, p := range w.Referring("vnic_profile", "network", network.ID()) {
		if users := w.profileUsers(p); len(users) > 0 {
			what := "VM"
			if typeOf(users[0]).Name == "template" {
				what = "Template"
			}
			if len(users) == 1 {
				return Conflict("Cannot remove Network. This logical network is used by %s: %s\n - Please remove it from this %s and try again.",
					what, names(users), what)
			}
			return Conflict("Cannot remove Network. This logical network is used by %ss: (%d): %s", what, len(users), names(users))
		}
	}
	w.dropNetwork(network)
	return nil
}

// dropNetwork removes a network with its profiles, and from all hosts.
func (w *World) dropNetwork(network *store.Entity) {
	for _, p := range slices.Clone(w.Referring("vnic_profile", "network", network.ID())) {
		w.drop(p)
	}
	for _, host := range w.All("/hosts") {
		for _, a := range slices.Clone(w.netAttachments(host)) {
			if a.Object().Text("network.id") == network.ID() {
				w.drop(a)
			}
		}
	}
	w.drop(network)
	for _, host := range w.All("/hosts") {
		w.wire(host)
	}
}

// profiles sets the behaviour of vNIC profiles.
func (w *World) profiles() {
	add := func(c *Call) (*store.Entity, error) {
		network := w.Resolve(c.Body.Part("network"))
		if network != nil && network.Object().Has("usages") && !slices.Contains(usages(network.Object()), "vm") {
			return nil, Conflict("Cannot add VM network interface profile. VM network interface profiles cannot be added to a non-VM network. " +
				"Please make sure the network is a VM network.")
		}
		c.Body.Default("pass_through.mode", "disabled")
		c.Body.Default("port_mirroring", false)
		return c.Insert(c.Body)
	}
	w.hook("vnic_profiles").Add = add
	w.hook("assigned_vnic_profiles").Add = add
	h := w.hook("vnic_profile")
	h.Update = func(c *Call) error {
		if id := c.Body.Text("network.id"); id != "" && id != c.Object().Text("network.id") {
			return Conflict("Cannot edit VM network interface profile. VM network interface profile's network cannot be changed.")
		}
		return c.Apply(c.Body)
	}
	remove := func(c *Call) error {
		if users := w.profileUsers(c.Entity()); len(users) > 0 {
			return Conflict("Cannot remove VM network interface profile. This VM network interface profile is used by VMs: %s.", names(users))
		}
		w.drop(c.Entity())
		return nil
	}
	h.Remove = remove
	w.hook("assigned_vnic_profile").Remove = remove
}

// profileUsers returns the VMs and templates that have an interface with a vNIC profile.
func (w *World) profileUsers(profile *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, path := range [...]string{"/vms", "/templates"} {
		for _, e := range w.All(path) {
			if slices.ContainsFunc(w.All(e.Path+"/nics"), func(nic *store.Entity) bool {
				return nic.Object().Text("vnic_profile.id") == profile.ID()
			}) {
				out = append(out, e)
			}
		}
	}
	return out
}
