package hosts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// registerHostNetworks sets what can be done to the network configuration of hosts. All ways lead
// through a plan.
func (hs *Hosts) registerHostNetworks() {
	h := hs.w.Hook("host")
	h.Actions["setupnetworks"] = hs.setupNetworks
	h.Actions["commitnetconfig"] = func(c *world.Call) error {
		if c.Object().Text(names.Status) == world.NonResponsive {
			return world.Bad("Network error during communication with the Host.")
		}
		return allowNetworks(c.Entity())
	}
	h.Actions["syncallnetworks"] = func(c *world.Call) error {
		if err := allowNetworks(c.Entity()); err != nil {
			return err
		}
		hs.SyncNetworks(c.Entity())
		return nil
	}
	h.Actions["copyhostnetworks"] = hs.copyNetworks

	list := hs.w.Hook("network_attachments")
	hs.w.SetComputed("network_attachments", func(p *store.Place) []*store.Entity {
		owner := p.Owner()
		if owner == nil || world.TypeOf(owner).Name != names.HostNic {
			return hs.w.Kept(p)
		}
		var out []*store.Entity
		for _, a := range hs.netAttachments(owner.Owner) {
			if a.Object().Text(names.HostNicID) == owner.ID() {
				out = append(out, a)
			}
		}
		return out
	})
	list.Add = func(c *world.Call) (*store.Entity, error) {
		host := c.Owner()
		if world.TypeOf(host).Name == names.HostNic {
			c.Body.Set(names.HostNic, world.Ref(host))
			host = host.Owner
		}
		return hs.setOne(host, func(p *netPlan) error { return p.modify(c.Body) })
	}
	item := hs.w.Hook("network_attachment")
	item.Update = func(c *world.Call) error {
		c.Body.Set(names.ID, c.Entity().ID())
		_, err := hs.setOne(c.Entity().Owner, func(p *netPlan) error { return p.modify(c.Body) })
		return err
	}
	item.Remove = func(c *world.Call) error {
		_, err := hs.setOne(c.Entity().Owner, func(p *netPlan) error {
			return p.remove(c.Object())
		})
		return err
	}
	hs.w.Hook("host_nic").Actions["updatevirtualfunctionsconfiguration"] = hs.setVirtualFunctions
	hs.registerNetworkLabels()
}

// allowNetworks refuses changes of the network configuration of a host in a wrong status.
func allowNetworks(host *store.Entity) error {
	switch host.Object().Text(names.Status) {
	case world.Up, world.Maintenance, world.NonOperational:
		return nil
	}
	return world.Conflict(
		"Cannot setup Networks. Operation can be performed only when Host status is  Maintenance, Up, NonOperational.",
	)
}

// netAttachments returns the network attachments of a host.
func (hs *Hosts) netAttachments(host *store.Entity) []*store.Entity {
	return hs.w.All(host.Path + "/networkattachments")
}

// setOne changes the network configuration of a host in one point and returns the attachment that
// was made, if any.
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
		for _, a := range c.Body.List(names.RemovedNetworkAttachments) {
			if err := p.remove(a); err != nil {
				return err
			}
		}
		for _, b := range c.Body.List(names.RemovedBonds) {
			if err := p.removeBond(b); err != nil {
				return err
			}
		}
		for _, b := range c.Body.List(names.ModifiedBonds) {
			if err := p.bond(b); err != nil {
				return err
			}
		}
		for _, a := range c.Body.List(names.ModifiedNetworkAttachments) {
			if err := p.modify(a); err != nil {
				return err
			}
		}
		for _, l := range c.Body.List(names.RemovedLabels) {
			p.unlabel(l.ID())
		}
		for _, l := range c.Body.List(names.ModifiedLabels) {
			if err := p.label(l.ID(), l.Part(names.HostNic)); err != nil {
				return err
			}
		}
		p.sync = c.Body.List(names.SynchronizedNetworkAttachments)
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
		o.Set(names.InSync, true)
		hs.setReported(o, true)
	})
}

// setReported tells in an attachment what is configured on the host, which is what is wanted if it
// is in sync.
func (hs *Hosts) setReported(o *store.Object, inSync bool) {
	network := hs.w.Resolve(o.Part(names.Network))
	if network == nil {
		return
	}
	n := network.Object()
	old := map[string]*store.Object{}
	for _, r := range o.List(names.ReportedConfigurations) {
		old[r.Name()] = r
	}
	protocol := "NONE"
	for _, a := range o.List(names.IpAddressAssignments) {
		protocol = strings.ToUpper(a.Text(names.AssignmentMethod))
	}
	var list []*store.Object
	for _, pair := range [...][2]string{
		{"mtu", mtuOf(n)}, {"bridged", boolText(slices.Contains(Usages(n), "vm"))},
		{"vlan", vlanOf(n)}, {"ipv4_boot_protocol", protocol},
	} {
		r := hs.w.NewObject(names.ReportedConfiguration)
		r.Set(names.Name, pair[0])
		r.Set(names.ExpectedValue, pair[1])
		r.Set(names.ActualValue, pair[1])
		if before := old[pair[0]]; !inSync && before != nil {
			r.Set(names.ActualValue, before.Text(names.ActualValue))
		}
		r.Set(names.InSync, r.Text(names.ExpectedValue) == r.Text(names.ActualValue))
		if pair[1] != "" || r.Text(names.ActualValue) != "" {
			list = append(list, r)
		}
	}
	o.Set(names.ReportedConfigurations, list)
}

// copyNetworks copies the networks, bonds and labels of another host to a host, interface by
// interface.
func (hs *Hosts) copyNetworks(c *world.Call) error {
	host, source := c.Entity(), hs.w.Resolve(c.Body.Part(names.SourceHost))
	if source == nil {
		return world.NotFound(world.TypeOf(host), c.Body.Part(names.SourceHost))
	}
	if hs.w.Target(host, names.Cluster) != hs.w.Target(source, names.Cluster) {
		return world.Conflict(
			"Cannot copy networks to Host. Source and destination hosts must be in the same " +
				"cluster.",
		)
	}
	from, to := hs.physical(source), hs.physical(host)
	if len(from) > len(to) {
		return world.Conflict(
			"Cannot copy networks to Host. The source host has more interfaces than the " +
				"destination host.",
		)
	}
	twin := map[string]string{}
	for i, nic := range from {
		twin[nic.Object().Name()] = to[i].Object().Name()
	}
	_, err := hs.setOne(host, func(p *netPlan) error {
		p.bonds = nil
		p.wanted = slices.DeleteFunc(p.wanted, func(a *wantedNet) bool {
			return !a.isManagement(hs)
		})
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
			o.Set(names.ID, nil)
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
	if !c.Object().Has(names.VirtualFunctionsConfiguration) {
		return world.Conflict(
			"Cannot edit host NIC VFs configuration. The selected network interface %s is not "+
				"SR-IOV enabled.",
			name,
		)
	}
	wanted := c.Body.Part(names.VirtualFunctionsConfiguration)
	if wanted == nil {
		return nil
	}
	o := c.Object().Clone()
	if n, ok := wanted.Get(names.NumberOfVirtualFunctions).(int64); ok {
		most := o.Int(names.VirtualFunctionsConfigurationMaxNumberOfVirtualFunctions)
		if n < 0 || n > most {
			return world.Conflict(
				"Cannot edit host NIC VFs configuration. The specified number of VFs on network "+
					"interface %s is %d, "+
					"the valid range is 0 - %d.",
				name,
				n,
				most,
			)
		}
		hs.makeFunctions(host, nic, n)
		o.Set(names.VirtualFunctionsConfigurationNumberOfVirtualFunctions, n)
	}
	if v, ok := wanted.Get(names.AllNetworksAllowed).(bool); ok {
		o.Set(names.VirtualFunctionsConfigurationAllNetworksAllowed, v)
	}
	hs.w.Put(nic, o)
	return nil
}

// makeFunctions replaces the virtual functions of an interface by so many.
func (hs *Hosts) makeFunctions(host, nic *store.Entity, n int64) {
	for _, other := range slices.Clone(hs.w.All(host.Path + "/nics")) {
		if other.Object().Text(names.PhysicalFunctionID) == nic.ID() {
			hs.w.Remove(other)
		}
	}
	for i := range n {
		hs.w.AddChild(host, "nics", func(o *store.Object) {
			hs.nicDefaults(o, host, nic.Object().Name()+"v"+strconv.FormatInt(i, 10))
			o.Set(names.PhysicalFunction, world.Ref(nic))
		})
	}
}
