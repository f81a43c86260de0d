package hosts

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// apply makes the host what the plan says, and returns the last attachment that is new.
func (p *netPlan) apply() *store.Entity {
	hs, host := p.hs, p.host
	p.applyBonds()
	for _, a := range slices.Clone(hs.netAttachments(host)) {
		if !slices.ContainsFunc(p.wanted, func(wanted *wantedNet) bool {
			return wanted.entity == a
		}) {
			hs.w.Drop(a)
		}
	}
	var made *store.Entity
	for _, a := range p.wanted {
		o := a.object.Clone()
		o.Set(names.HostNic, world.Ref(hs.nicNamed(host, a.nic)))
		o.Set(names.Host, world.Ref(host))
		if a.entity != nil {
			if a.object != a.entity.Object() {
				o.Set(names.InSync, true)
				hs.setReported(o, true)
			}
			hs.w.Put(a.entity, hs.w.Normalize(a.entity.Node, o))
			continue
		}
		made = hs.attachNetwork(host, o)
	}
	for _, o := range p.sync {
		if a := hs.w.At(host.Path + "/networkattachments/" + o.ID()); a != nil {
			hs.markSynced(a)
		}
	}
	p.applyLabels()
	hs.showNetworks(host)
	return made
}

// attachNetwork adds an attachment to a host.
func (hs *Hosts) attachNetwork(host *store.Entity, o *store.Object) *store.Entity {
	return hs.w.AddChild(host, "networkattachments", func(out *store.Object) {
		out.Merge(o)
		out.Set(names.ID, nil)
		out.Set(names.Host, world.Ref(host))
		out.Set(names.InSync, true)
		if !out.Has(names.IpAddressAssignments) {
			method := hs.w.NewObject(names.IpAddressAssignment)
			method.Set(names.AssignmentMethod, "none")
			out.Set(names.IpAddressAssignments, []*store.Object{method})
		}
		hs.setReported(out, true)
	})
}

func (p *netPlan) applyBonds() {
	hs, host := p.hs, p.host
	for _, nic := range slices.Clone(hs.w.All(host.Path + "/nics")) {
		if nic.Object().Has(names.Bonding) && p.bonds[nic.Object().Name()] == nil {
			hs.w.Remove(nic)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.modes)) {
		slaves := p.bonds[name]
		if slaves == nil {
			continue
		}
		refs := make([]*store.Object, len(slaves))
		for i, slave := range slaves {
			refs[i] = world.Ref(hs.nicNamed(host, slave))
		}
		nic := hs.nicNamed(host, name)
		if nic == nil {
			nic = hs.w.AddChild(host, "nics", func(o *store.Object) {
				hs.nicDefaults(o, host, name)
			})
		}
		hs.w.Change(nic, func(o *store.Object) {
			if options := p.modes[name].List(names.BondingOptions); options != nil {
				o.Set(names.BondingOptions, options)
			} else if !o.Has(names.BondingOptions) {
				mode := hs.w.NewObject(names.Option)
				mode.Set(names.Name, "mode")
				mode.Set(names.Value, "4")
				o.Set(names.BondingOptions, []*store.Object{mode})
			}
			o.Set(names.BondingSlaves, refs)
		})
	}
}

// showNetworks shows on the interfaces of a host which networks are on them; each VLAN has an
// interface of its own.
func (hs *Hosts) showNetworks(host *store.Entity) {
	for _, nic := range slices.Clone(hs.w.All(host.Path + "/nics")) {
		switch {
		case nic.Object().Has(names.BaseInterface):
			hs.w.Remove(nic)
		case nic.Object().Has(names.Network):
			hs.w.Set(nic, names.Network, nil)
		}
	}
	for _, a := range hs.netAttachments(host) {
		network := hs.w.Target(a, names.Network)
		nic := hs.nicOf(host, a.Object().Part(names.HostNic))
		if network == nil || nic == nil {
			continue
		}
		if id, ok := network.Object().Get(names.VlanID).(int64); ok {
			base := nic.Object().Name()
			nic = hs.w.AddChild(host, "nics", func(o *store.Object) {
				hs.nicDefaults(o, host, base+"."+strconv.FormatInt(id, 10))
				o.Set(names.BaseInterface, base)
				o.Set(names.VlanID, id)
				o.Set(names.MacAddress, nic.Object().Text(names.MacAddress))
				o.Set(names.ID, store.NameUUID(fmt.Sprint(host.ID(), base, id)))
			})
		}
		hs.w.Set(
			nic,
			names.Network, world.Ref(network),
			names.Bridged, slices.Contains(Usages(network.Object()), "vm"),
		)
	}
}

// Usages returns what a network is for.
func Usages(network *store.Object) []string {
	list, _ := network.Get(names.Usages).([]string)
	return list
}

func mtuOf(network *store.Object) string {
	if n := network.Int(names.Mtu); n > 0 {
		return strconv.FormatInt(n, 10)
	}
	return "1500"
}

func vlanOf(network *store.Object) string {
	if id, ok := network.Get(names.VlanID).(int64); ok {
		return strconv.FormatInt(id, 10)
	}
	return ""
}

func boolText(b bool) string { return strconv.FormatBool(b) }
