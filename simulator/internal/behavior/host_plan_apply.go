package behavior

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// apply makes the host what the plan says, and returns the last attachment that is new.
func (p *netPlan) apply() *store.Entity {
	w, host := p.w, p.host
	p.applyBonds()
	for _, a := range slices.Clone(w.netAttachments(host)) {
		if !slices.ContainsFunc(p.wanted, func(wanted *wantedNet) bool { return wanted.entity == a }) {
			w.drop(a)
		}
	}
	var made *store.Entity
	for _, a := range p.wanted {
		o := a.object.Clone()
		o.Set("host_nic", Ref(w.nicNamed(host, a.nic)))
		o.Set("host", Ref(host))
		if a.entity != nil {
			if a.object != a.entity.Object() {
				o.Set("in_sync", true)
				w.report(o, true)
			}
			w.Put(a.entity, w.Settle(a.entity.Node, o))
			continue
		}
		made = w.attachNetwork(host, o)
	}
	for _, o := range p.sync {
		if a := w.At(host.Path + "/networkattachments/" + o.ID()); a != nil {
			w.synced(a)
		}
	}
	p.applyLabels()
	w.wire(host)
	return made
}

// attachNetwork adds an attachment to a host.
func (w *World) attachNetwork(host *store.Entity, o *store.Object) *store.Entity {
	return w.addChild(host, "networkattachments", func(out *store.Object) {
		out.Merge(o)
		out.Set("id", nil)
		out.Set("host", Ref(host))
		out.Set("in_sync", true)
		if !out.Has("ip_address_assignments") {
			method := w.obj("ip_address_assignment")
			method.Set("assignment_method", "none")
			out.Set("ip_address_assignments", []*store.Object{method})
		}
		w.report(out, true)
	})
}

func (p *netPlan) applyBonds() {
	w, host := p.w, p.host
	for _, nic := range slices.Clone(w.All(host.Path + "/nics")) {
		if nic.Object().Has("bonding") && p.bonds[nic.Object().Name()] == nil {
			w.Remove(nic)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.modes)) {
		slaves := p.bonds[name]
		if slaves == nil {
			continue
		}
		refs := make([]*store.Object, len(slaves))
		for i, slave := range slaves {
			refs[i] = Ref(w.nicNamed(host, slave))
		}
		nic := w.nicNamed(host, name)
		if nic == nil {
			nic = w.addChild(host, "nics", func(o *store.Object) { w.nicDefaults(o, host, name) })
		}
		w.Change(nic, func(o *store.Object) {
			if options := p.modes[name].List("bonding.options"); options != nil {
				o.Set("bonding.options", options)
			} else if !o.Has("bonding.options") {
				mode := w.obj("option")
				mode.Set("name", "mode")
				mode.Set("value", "4")
				o.Set("bonding.options", []*store.Object{mode})
			}
			o.Set("bonding.slaves", refs)
		})
	}
}

// wire shows on the interfaces of a host which networks are on them; each VLAN has an interface of its own.
func (w *World) wire(host *store.Entity) {
	for _, nic := range slices.Clone(w.All(host.Path + "/nics")) {
		switch {
		case nic.Object().Has("base_interface"):
			w.Remove(nic)
		case nic.Object().Has("network"):
			w.set(nic, "network", nil)
		}
	}
	for _, a := range w.netAttachments(host) {
		network, nic := w.of(a, "network"), w.nicOf(host, a.Object().Part("host_nic"))
		if network == nil || nic == nil {
			continue
		}
		if id, ok := network.Object().Get("vlan.id").(int64); ok {
			base := nic.Object().Name()
			nic = w.addChild(host, "nics", func(o *store.Object) {
				w.nicDefaults(o, host, base+"."+strconv.FormatInt(id, 10))
				o.Set("base_interface", base)
				o.Set("vlan.id", id)
				o.Set("mac.address", nic.Object().Text("mac.address"))
				o.Set("id", store.NameUUID(fmt.Sprint(host.ID(), base, id)))
			})
		}
		w.set(nic, "network", Ref(network), "bridged", slices.Contains(usages(network.Object()), "vm"))
	}
}

// usages returns what a network is for.
func usages(network *store.Object) []string {
	list, _ := network.Get("usages").([]string)
	return list
}

func mtuOf(network *store.Object) string {
	if n := network.Int("mtu"); n > 0 {
		return strconv.FormatInt(n, 10)
	}
	return "1500"
}

func vlanOf(network *store.Object) string {
	if id, ok := network.Get("vlan.id").(int64); ok {
		return strconv.FormatInt(id, 10)
	}
	return ""
}

func boolText(b bool) string { return strconv.FormatBool(b) }
