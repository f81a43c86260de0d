package hosts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerHostNetworks sets what can be done to the network configuration of hosts. All ways lead through a plan.
func (hs *Hosts) registerHostNetworks() {
	h := hs.w.Hook("host")
	h.Actions["setupnetworks"] = hs.setupNetworks
	h.Actions["commitnetconfig"] = func(c *world.Call) error { return allowNetworks(c.Entity()) }
	h.Actions["syncallnetworks"] = func(c *world.Call) error {
		hs.SyncNetworks(c.Entity())
		return nil
	}
	h.Actions["copyhostnetworks"] = hs.copyNetworks

	list := hs.w.Hook("network_attachments")
	hs.w.SetComputed("network_attachments", func(p *store.Place) []*store.Entity {
		owner := p.Owner()
		if owner == nil || world.TypeOf(owner).Name != "host_nic" {
			return hs.w.Kept(p)
		}
		var out []*store.Entity
		for _, a := range hs.netAttachments(owner.Owner) {
			if a.Object().Text("host_nic.id") == owner.ID() {
				out = append(out, a)
			}
		}
		return out
	})
	list.Add = func(c *world.Call) (*store.Entity, error) {
		host := c.Owner()
		if world.TypeOf(host).Name == "host_nic" {
			c.Body.Set("host_nic", world.Ref(host))
			host = host.Owner
		}
		return hs.setOne(host, func(p *netPlan) error { return p.modify(c.Body) })
	}
	item := hs.w.Hook("network_attachment")
	item.Update = func(c *world.Call) error {
		c.Body.Set("id", c.Entity().ID())
		_, err := hs.setOne(c.Entity().Owner, func(p *netPlan) error { return p.modify(c.Body) })
		return err
	}
	item.Remove = func(c *world.Call) error {
		_, err := hs.setOne(c.Entity().Owner, func(p *netPlan) error { return p.remove(c.Object()) })
		return err
	}
	hs.w.Hook("host_nic").Actions["updatevirtualfunctionsconfiguration"] = hs.setVirtualFunctions
	hs.registerNetworkLabels()
}

// allowNetworks refuses changes of the network configuration of a host in a wrong status.
func allowNetworks(host *store.Entity) error {
	switch host.Object().Text("status") {
	case world.Up, world.Maintenance, "non_operational":
		return nil
	}
	return world.Conflict("Cannot setup Networks. Operation can be performed only when Host status is Up, Maintenance or Non operational.")
}

// netAttachments returns the network attachments of a host.
func (hs *Hosts) netAttachments(host *store.Entity) []*store.Entity {
	return hs.w.All(host.Path + "/networkattachments")
}

// setOne changes the network configuration of a host in one point and returns the attachment that was made, if any.
func (hs *Hosts) setOne(host *store.Entity, change func(*netPlan) error) (*store.Entity, error) {
	if err := allowNetworks(host); err != nil {
		return nil, err
	}
	p := hs.plan(host)
	if err := change(p); err != nil {
		return nil, err
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	return p.apply(), nil
}

// setupNetworks does a whole list of changes, or none if one of them is refused.
func (hs *Hosts) setupNetworks(c *world.Call) error {
	_, err := hs.setOne(c.Entity(), func(p *netPlan) error {
		for _, a := range c.Body.List("removed_network_attachments") {
			if err := p.remove(a); err != nil {
				return err
			}
		}
		for _, b := range c.Body.List("removed_bonds") {
			if err := p.removeBond(b); err != nil {
				return err
			}
		}
		for _, b := range c.Body.List("modified_bonds") {
			if err := p.bond(b); err != nil {
				return err
			}
		}
		for _, a := range c.Body.List("modified_network_attachments") {
			if err := p.modify(a); err != nil {
				return err
			}
		}
		for _, l := range c.Body.List("removed_labels") {
			p.unlabel(l.ID())
		}
		for _, l := range c.Body.List("modified_labels") {
			if err := p.label(l.ID(), l.Part("host_nic")); err != nil {
				return err
			}
		}
		p.sync = c.Body.List("synchronized_network_attachments")
		return nil
	})
	if f, ok := err.(*world.Fault); ok {
		f.Bare = true
	}
	return err
}

// SyncNetworks makes the host's networks equal to what the engine wants them to be.
func (hs *Hosts) SyncNetworks(host *store.Entity) {
	for _, a := range hs.netAttachments(host) {
		hs.markSynced(a)
	}
}

// markSynced makes an attachment equal to its network.
func (hs *Hosts) markSynced(a *store.Entity) {
	hs.w.Change(a, func(o *store.Object) {
		o.Set("in_sync", true)
		hs.setReported(o, true)
	})
}

// setReported tells in an attachment what is configured on the host, which is what is wanted if it is in sync.
func (hs *Hosts) setReported(o *store.Object, inSync bool) {
	network := hs.w.Resolve(o.Part("network"))
	if network == nil {
		return
	}
	n := network.Object()
	old := map[string]*store.Object{}
	for _, r := range o.List("reported_configurations") {
		old[r.Name()] = r
	}
	protocol := "NONE"
	for _, a := range o.List("ip_address_assignments") {
		protocol = strings.ToUpper(a.Text("assignment_method"))
	}
	var list []*store.Object
	for _, pair := range [...][2]string{
		{"mtu", mtuOf(n)}, {"bridged", boolText(slices.Contains(Usages(n), "vm"))}, {"vlan", vlanOf(n)}, {"ipv4_boot_protocol", protocol},
	} {
		r := hs.w.NewObject("reported_configuration")
		r.Set("name", pair[0])
		r.Set("expected_value", pair[1])
		r.Set("actual_value", pair[1])
		if before := old[pair[0]]; !inSync && before != nil {
			r.Set("actual_value", before.Text("actual_value"))
		}
		r.Set("in_sync", r.Text("expected_value") == r.Text("actual_value"))
		if pair[1] != "" || r.Text("actual_value") != "" {
			list = append(list, r)
		}
	}
	o.Set("reported_configurations", list)
}

// copyNetworks provides a host with the networks, bonds and labels of another one, interface by interface.
func (hs *Hosts) copyNetworks(c *world.Call) error {
	host, source := c.Entity(), hs.w.Resolve(c.Body.Part("source_host"))
	if source == nil {
		return world.NotFound(world.TypeOf(host), c.Body.Part("source_host"))
	}
	if hs.w.Target(host, "cluster") != hs.w.Target(source, "cluster") {
		return world.Conflict("Cannot copy networks to Host. Source and destination hosts must be in the same cluster.")
	}
	from, to := hs.physical(source), hs.physical(host)
	if len(from) > len(to) {
		return world.Conflict("Cannot copy networks to Host. The source host has more interfaces than the destination host.")
	}
	twin := map[string]string{}
	for i, nic := range from {
		twin[nic.Object().Name()] = to[i].Object().Name()
	}
	_, err := hs.setOne(host, func(p *netPlan) error {
		p.bonds = nil
		p.wanted = slices.DeleteFunc(p.wanted, func(a *wantedNet) bool { return !a.isManagement(hs) })
		for name, slaves := range hs.plan(source).bonds {
			var mine []string
			for _, slave := range slaves {
				mine = append(mine, twin[slave])
			}
			p.setBond(name, mine, hs.nicNamed(source, name).Object())
			twin[name] = name
		}
		for _, a := range hs.plan(source).wanted {
			if a.isManagement(hs) {
				continue
			}
			o := a.object.Clone()
			o.Set("id", nil)
			p.wanted = append(p.wanted, &wantedNet{object: o, nic: twin[a.nic]})
		}
		return nil
	})
	return err
}

// setVirtualFunctions sets how many interfaces an interface pretends to be.
func (hs *Hosts) setVirtualFunctions(c *world.Call) error {
	nic := c.Entity()
	host, name := nic.Owner, c.Object().Name()
	if !c.Object().Has("virtual_functions_configuration") {
		return world.Conflict("Cannot edit host NIC VFs configuration. The selected network interface %s is not SR-IOV enabled.", name)
	}
	wanted := c.Body.Part("virtual_functions_configuration")
	if wanted == nil {
		return nil
	}
	o := c.Object().Clone()
	if n, ok := wanted.Get("number_of_virtual_functions").(int64); ok {
		most := o.Int("virtual_functions_configuration.max_number_of_virtual_functions")
		if n < 0 || n > most {
			return world.Conflict("Cannot edit host NIC VFs configuration. The specified number of VFs on network interface %s is %d, "+
				"the valid range is 0 - %d.", name, n, most)
		}
		hs.makeFunctions(host, nic, n)
		o.Set("virtual_functions_configuration.number_of_virtual_functions", n)
	}
	if v, ok := wanted.Get("all_networks_allowed").(bool); ok {
		o.Set("virtual_functions_configuration.all_networks_allowed", v)
	}
	hs.w.Put(nic, o)
	return nil
}

// makeFunctions replaces the virtual functions of an interface by so many.
func (hs *Hosts) makeFunctions(host, nic *store.Entity, n int64) {
	for _, other := range slices.Clone(hs.w.All(host.Path + "/nics")) {
		if other.Object().Text("physical_function.id") == nic.ID() {
			hs.w.Remove(other)
		}
	}
	for i := range n {
		hs.w.AddChild(host, "nics", func(o *store.Object) {
			hs.nicDefaults(o, host, nic.Object().Name()+"v"+strconv.FormatInt(i, 10))
			o.Set("physical_function", world.Ref(nic))
		})
	}
}
