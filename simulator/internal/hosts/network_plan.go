package hosts

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// netPlan is what the network configuration of a host is to be. Nothing changes before apply.
type netPlan struct {
	hs     *Hosts
	host   *store.Entity
	wanted []*wantedNet
	bonds  map[string][]string      // names of slaves by name
	modes  map[string]*store.Object // documents of bonds that are new or changed
	labels map[string]string        // names of interfaces by label
	sync   []*store.Object
}

// wantedNet is a network that is to be on an interface.
type wantedNet struct {
	entity *store.Entity // entity is nil for what is new
	object *store.Object
	nic    string
}

func (a *wantedNet) isManagement(hs *Hosts) bool {
	return hs.IsManagement(hs.w.Resolve(a.object.Part(names.Network)))
}

// IsManagement reports whether a network is the one for the engine's own traffic in a cluster.
func (hs *Hosts) IsManagement(network *store.Entity) bool {
	if network == nil {
		return false
	}
	for _, cluster := range hs.w.All("/clusters") {
		own := hs.w.Overlay(cluster.Path+"/networks", network)
		if own != nil && slices.Contains(Usages(own), usageManagement) {
			return true
		}
	}
	return false
}

// ManagesNewClusters reports whether a network becomes the management network of new clusters of its
// data center: it is known by its name.
func ManagesNewClusters(network *store.Entity) bool { return network.Object().Name() == "ovirtmgmt" }

// plan returns the plan that changes nothing.
func (hs *Hosts) plan(host *store.Entity) *netPlan {
	p := &netPlan{
		hs:     hs,
		host:   host,
		bonds:  map[string][]string{},
		modes:  map[string]*store.Object{},
		labels: map[string]string{},
	}
	for _, nic := range hs.w.All(host.Path + "/nics") {
		name := nic.Object().Name()
		for _, slave := range nic.Object().List(names.BondingSlaves) {
			if e := hs.nicOf(host, slave); e != nil {
				p.bonds[name] = append(p.bonds[name], e.Object().Name())
			}
		}
		for _, label := range hs.w.All(nic.Path + "/networklabels") {
			p.labels[label.ID()] = name
		}
	}
	for _, a := range hs.netAttachments(host) {
		if nic := hs.nicOf(host, a.Object().Part(names.HostNic)); nic != nil {
			p.wanted = append(
				p.wanted,
				&wantedNet{entity: a, object: a.Object(), nic: nic.Object().Name()},
			)
		}
	}
	return p
}

// nicOf returns the interface of a host that a reference means by id or by name, or nil.
func (hs *Hosts) nicOf(host *store.Entity, ref *store.Object) *store.Entity {
	if ref == nil {
		return nil
	}
	for _, nic := range hs.w.All(host.Path + "/nics") {
		if ref.ID() != "" && nic.ID() == ref.ID() || ref.ID() == "" &&
			nic.Object().Name() == ref.Name() {
			return nic
		}
	}
	return nil
}

func (hs *Hosts) nicNamed(host *store.Entity, name string) *store.Entity {
	for _, nic := range hs.w.All(host.Path + "/nics") {
		if nic.Object().Name() == name {
			return nic
		}
	}
	return nil
}

// physical returns the interfaces of a host that are neither bonds nor made for a VLAN or a virtual
// function.
func (hs *Hosts) physical(host *store.Entity) []*store.Entity {
	var out []*store.Entity
	for _, nic := range hs.w.All(host.Path + "/nics") {
		if o := nic.Object(); !o.Has(names.Bonding) && !o.Has(names.BaseInterface) &&
			!o.Has(names.PhysicalFunction) {
			out = append(out, nic)
		}
	}
	return out
}

// nameOf returns the name of the interface that a reference means, which may be a bond that is only
// planned.
func (p *netPlan) nameOf(ref *store.Object) string {
	if nic := p.hs.nicOf(p.host, ref); nic != nil {
		return nic.Object().Name()
	}
	if ref != nil && p.bonds[ref.Name()] != nil {
		return ref.Name()
	}
	return ""
}

// find returns the planned attachment that a document means by its id or by its network.
func (p *netPlan) find(o *store.Object) *wantedNet {
	network := p.hs.w.Resolve(o.Part(names.Network))
	for _, a := range p.wanted {
		if a.entity != nil && o.ID() == a.entity.ID() || o.ID() == "" && network != nil &&
			p.hs.w.Resolve(a.object.Part(names.Network)) == network {
			return a
		}
	}
	return nil
}

func (p *netPlan) remove(o *store.Object) error {
	a := p.find(o)
	switch {
	case a == nil:
		return world.Conflict(
			"Cannot setup Networks. Cannot remove following Network Attachments, because they "+
				"do not exist: %s.",
			o.ID(),
		)
	case a.isManagement(p.hs):
		return world.Conflict(
			"The Management Network ('ovirtmgmt') is mandatory and cannot be removed.",
		)
	}
	p.wanted = slices.DeleteFunc(p.wanted, func(other *wantedNet) bool { return other == a })
	return nil
}

func (p *netPlan) modify(o *store.Object) error {
	a := p.find(o)
	if a == nil && o.ID() != "" {
		return world.NotFound(o.Type, o)
	}
	if a == nil || o.ID() == "" {
		network := p.hs.w.Resolve(o.Part(names.Network))
		switch {
		case network == nil:
			return world.Conflict(
				"Cannot setup Networks. There's unset networkId or networkName among given " +
					"network attachments. " +
					"At least one of them must be specified.",
			)
		case a != nil:
			return world.Conflict(
				"Cannot setup Networks. Given network '%s' is already attached to given host '%s'.",
				network.Object().Name(),
				p.host.Object().Name(),
			)
		}
		a = &wantedNet{object: p.hs.w.NewObject(names.NetworkAttachment)}
		p.wanted = append(p.wanted, a)
	}
	o = o.Clone()
	if ref := o.Part(names.HostNic); ref != nil {
		if a.nic = p.nameOf(ref); a.nic == "" {
			return world.Conflict(
				"Cannot setup Networks. The host network interface (name %s) does not exist.",
				ref.Name()+ref.ID(),
			)
		}
		o.Set(names.HostNic, nil)
	}
	a.object = a.object.Clone()
	a.object.Merge(o)
	return nil
}

func (p *netPlan) removeBond(o *store.Object) error {
	name := p.nameOf(o)
	if p.bonds[name] == nil {
		return world.Conflict("Cannot setup Networks. Bond name doesn't exist.")
	}
	delete(p.bonds, name)
	return nil
}

func (p *netPlan) bond(o *store.Object) error {
	name := p.nameOf(o)
	if name == "" {
		name = o.Name()
	}
	if !strings.HasPrefix(name, "bond") {
		return world.Conflict(
			"Cannot setup Networks. Bond name '%s' does not follow naming criteria.",
			name,
		)
	}
	slaves := p.bonds[name]
	if o.Has(names.BondingSlaves) {
		slaves = nil
		for _, ref := range o.List(names.BondingSlaves) {
			slave := p.nameOf(ref)
			if slave == "" {
				return world.Conflict(
					"Cannot setup Networks. The host network interface (name %s) does not exist.",
					ref.Name()+ref.ID(),
				)
			}
			slaves = append(slaves, slave)
		}
	}
	p.setBond(name, slaves, o)
	return nil
}

func (p *netPlan) setBond(name string, slaves []string, doc *store.Object) {
	if p.bonds == nil {
		p.bonds = map[string][]string{}
	}
	if slaves == nil {
		slaves = []string{}
	}
	p.bonds[name], p.modes[name] = slaves, doc
}

// check refuses a plan that a host couldn't carry out.
func (p *netPlan) check() error {
	slaveOf := map[string]string{}
	for name, slaves := range p.bonds {
		if len(slaves) < 2 {
			return world.Conflict(
				"Cannot setup Networks. The following bonds consist of less than two Network "+
					"Interfaces: %s.",
				name,
			)
		}
		for _, slave := range slaves {
			nic := p.hs.nicNamed(p.host, slave)
			switch {
			case nic == nil || nic.Object().Has(names.Bonding) ||
				nic.Object().Has(names.BaseInterface):
				return world.Conflict(
					"Cannot setup Networks. Network Interface '%s' cannot be slave: Neither "+
						"bond nor vlan can be slave.",
					slave,
				)
			case slaveOf[slave] != "":
				return world.Conflict("Network Interface '%s' already belongs to the bond.", slave)
			}
			slaveOf[slave] = name
		}
	}
	untagged := map[string]bool{}
	for _, a := range p.wanted {
		network := p.hs.w.Resolve(a.object.Part(names.Network))
		if network == nil {
			continue
		}
		name := network.Object().Name()
		switch {
		case a.nic == "" || p.hs.nicNamed(p.host, a.nic) == nil && p.bonds[a.nic] == nil:
			return world.Conflict(
				"Cannot setup Networks. The host network interface does not exist.",
			)
		case p.bonds[a.nic] == nil && p.hs.nicNamed(p.host, a.nic).Object().Has(names.Bonding):
			return world.Conflict("Cannot setup Networks. Bond name doesn't exist.")
		case slaveOf[a.nic] != "":
			return world.Conflict(
				"Cannot setup Networks. Network Interface '%s' cannot become slave, there's "+
					"network '%s' attached to it.",
				a.nic,
				name,
			)
		case a.entity == nil && !p.hs.w.InCluster(network, p.host.Object().Text(names.ClusterID)):
			return world.Conflict(
				"Failed setup Networks. The following networks (%s) are not defined in the "+
					"cluster.",
				name,
			)
		case !network.Object().Has(names.Vlan) && untagged[a.nic]:
			return world.Conflict(
				"Cannot setup Networks. At most one VLAN-untagged Logical Network is allowed on "+
					"a NIC (optionally in conjunction "+
					"with several VLAN Logical Networks). The following Network Interfaces "+
					"violate that rule: %s",
				a.nic,
			)
		}
		untagged[a.nic] = untagged[a.nic] || !network.Object().Has(names.Vlan)
	}
	return nil
}
