package behavior

import (
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// poolLimit bounds the VMs of one pool, as the engine does.
const poolLimit = 1000

// pools sets the behaviour of VM pools, whose VMs are called after them: mypool-1, mypool-2 and so on.
func (w *World) pools() {
	w.hook("vm_pools").Add = func(c *Call) (*store.Entity, error) {
		c.Body.Default("size", 1)
		c.Body.Default("prestarted_vms", 0)
		c.Body.Default("max_user_vms", 1)
		c.Body.Default("stateful", false)
		c.Body.Default("type", "automatic")
		if n := c.Body.Int("size"); n < 0 || n > poolLimit {
			return nil, Bad("Cannot add VM-Pool. The number of VMs must be between 0 and %d.", poolLimit)
		}
		pool, err := c.Insert(c.Body)
		if err != nil {
			return nil, err
		}
		return pool, w.growPool(c, pool)
	}
	h := w.hook("vm_pool")
	h.Update = func(c *Call) error {
		if c.Body.Has("size") && c.Body.Int("size") < c.Object().Int("size") || c.Body.Int("size") > poolLimit {
			return Bad("Cannot edit VM-Pool. The number of VMs can only grow, up to %d.", poolLimit)
		}
		if err := c.Apply(c.Body); err != nil {
			return err
		}
		return w.growPool(c, c.Entity())
	}
	h.Remove = func(c *Call) error {
		vms := slices.Clone(w.Referring("vm", "vm_pool", c.Entity().ID()))
		for _, vm := range vms {
			if isRunning(vm.Object().Text("status")) {
				return Conflict("Cannot remove VM-Pool. VM %s is running.", vm.Object().Name())
			}
		}
		for _, vm := range vms {
			w.drop(vm)
		}
		w.drop(c.Entity())
		return nil
	}
	h.Actions["allocatevm"] = func(c *Call) error {
		for _, vm := range w.Referring("vm", "vm_pool", c.Entity().ID()) {
			if vm.Object().Text("status") == down {
				sub := *c
				sub.Place = &store.Place{Node: vm.Node, Path: vm.Path, Entity: vm}
				return w.start(&sub)
			}
		}
		return Conflict("Cannot allocate and run VM from VM-Pool. There are no available VMs in the VM-Pool.")
	}
	w.hook("vm").Actions["detach"] = func(c *Call) error {
		if !c.Object().Has("vm_pool") {
			return Conflict("Cannot detach VM from VM-Pool. VM is not attached to a pool.")
		}
		w.set(c.Entity(), "vm_pool", nil)
		return nil
	}
}

// growPool makes the VMs that the size of a pool asks for.
func (w *World) growPool(c *Call, pool *store.Entity) error {
	o := pool.Object()
	for n := len(w.Referring("vm", "vm_pool", pool.ID())); n < int(o.Int("size")); n++ {
		sub := *c
		sub.Place = &store.Place{Node: w.Tree.Root.Fixed["vms"], Path: "/vms"}
		sub.Body = w.obj("vm")
		sub.Body.Set("name", fmt.Sprintf("%s-%d", o.Name(), n+1))
		sub.Body.Set("template", o.Part("template"))
		sub.Body.Set("cluster", o.Part("cluster"))
		sub.Body.Set("vm_pool", Ref(pool))
		if _, err := w.addVM(&sub); err != nil {
			return err
		}
	}
	return nil
}
