package inventory

import (
	"fmt"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/content"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// seedCenters makes what data centers and clusters refer to: the pool of MAC addresses, the cluster
// levels, and the scheduling policies with their units.
func (inv *Inventory) seedCenters() error {
	if _, err := inv.w.Plant("/macpools", []byte(content.First("mac_pool")), wire.XML); err != nil {
		return fmt.Errorf("seed the MAC pool: %w", err)
	}
	inv.seedLevels()
	inv.seedUnits()
	inv.seedPolicies()
	return nil
}

// first returns the first object of an element that an engine has.
func (inv *Inventory) first(element string) *store.Object {
	o, err := document.Parse(inv.w.Schema, []byte(content.First(element)), wire.XML)
	if err != nil {
		panic(err) // A test reads all of them.
	}
	if full, err := inv.w.References(o); err == nil {
		return full
	}
	return o
}

func (inv *Inventory) seedLevels() {
	root := inv.w.Tree.Root.Fixed["clusterlevels"]
	if root == nil {
		return
	}
	var permits []*store.Object
	for _, id := range content.LevelPermits() {
		if p := inv.access.PermitObject(id); p != nil {
			permits = append(permits, p)
		}
	}
	for _, level := range rules.Levels() {
		o := inv.w.NewObject(names.ClusterLevel)
		o.Set(names.ID, level.String())
		var cpus []*store.Object
		for _, c := range rules.CPUs(level) {
			cpu := inv.w.NewObject(names.ProcessorType)
			cpu.Set(names.Name, c.Name)
			cpu.Set(names.Level, c.Level)
			cpu.Set(names.Architecture, c.Architecture)
			cpus = append(cpus, cpu)
		}
		o.Set(names.CpuTypes, cpus)
		o.Set(names.Permits, permits)
		inv.w.Add(nil, root, o)
	}
}

func (inv *Inventory) seedUnits() {
	root := inv.w.Tree.Root.Fixed["schedulingpolicyunits"]
	if root == nil {
		return
	}
	for _, u := range content.Units() {
		o := inv.w.NewObject(names.SchedulingPolicyUnit)
		o.Set(names.ID, u.ID)
		o.Set(names.Name, u.Name)
		o.Set(names.Description, u.Description)
		o.Set(names.Enabled, true)
		o.Set(names.Internal, true)
		o.Set(names.Type, u.Kind)
		o.Set(names.Properties, inv.properties(u.Properties))
		inv.w.Add(nil, root, o)
	}
}

func (inv *Inventory) seedPolicies() {
	root := inv.w.Tree.Root.Fixed["schedulingpolicies"]
	if root == nil {
		return
	}
	for _, p := range content.Policies() {
		o := inv.w.NewObject(names.SchedulingPolicy)
		o.Set(names.ID, p.ID)
		o.Set(names.Name, p.Name)
		o.Set(names.DefaultPolicy, p.Default)
		o.Set(names.Locked, true)
		o.Set(names.Properties, inv.properties(p.Properties))
		policy := inv.w.Add(nil, root, o)
		inv.seedPolicyUnits(policy, "filters", names.Position, p.Filters)
		inv.seedPolicyUnits(policy, "weights", names.Factor, p.Weights)
		inv.seedPolicyUnits(policy, "balances", "", p.Balances)
	}
}

func (inv *Inventory) seedPolicyUnits(policy *store.Entity, segment, number string, units []content.PolicyUnit) {
	for _, u := range units {
		inv.w.AddChild(policy, segment, func(o *store.Object) {
			o.Set(names.ID, u.Unit)
			if number != "" {
				o.Set(number, u.Number)
			}
			o.Set(names.SchedulingPolicyUnit, world.Ref(inv.w.At("/schedulingpolicyunits/"+u.Unit)))
		})
	}
}

// properties returns properties as objects, or nil if there are none.
func (inv *Inventory) properties(list []content.Property) any {
	if len(list) == 0 {
		return nil
	}
	var out []*store.Object
	for _, p := range list {
		o := inv.w.NewObject(names.Property)
		o.Set(names.Name, p.Name)
		o.Set(names.Value, p.Value)
		out = append(out, o)
	}
	return out
}
