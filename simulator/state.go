package simulator

import (
	"fmt"
	"io"

	"github.com/ovirt-go/ovirt/simulator/internal/behavior"
	"github.com/ovirt-go/ovirt/simulator/internal/state"
)

// Save writes the whole inventory as a text, which [Options.State] takes; see the documentation of the simulator for its form. What is not in it:
// passwords, sessions, the bytes of disks, and fault rules. What is under way, such as a VM that starts, goes on with its last step when the text is loaded.
// Others may use the engine meanwhile.
func (e *Engine) Save(w io.Writer) error {
	e.world.Advance()
	return state.Save(w, e.world, e.rest.InstanceID)
}

// begin sets up the first inventory of a world and the ID of its engine.
func begin(world *behavior.World, o *Options) (instance string, err error) {
	defer world.Watch()
	if o.State == nil {
		if err := o.Inventory.check(); err != nil {
			return "", err
		}
		in := o.Inventory.complete()
		world.Update(func() {
			world.Fill(behavior.Sizes{
				DataCenters: in.DataCenters, Clusters: in.Clusters, Hosts: in.Hosts, StorageDomains: in.StorageDomains,
				Networks: in.Networks, Templates: in.Templates, VMs: in.VMs, DisksPerVM: in.DisksPerVM, NICsPerVM: in.NICsPerVM, Users: in.Users,
			})
			instance = world.IDs.UUID()
		})
		return instance, nil
	}
	world.Update(func() {
		var h state.Header
		if h, err = state.Load(o.State, world); err != nil {
			return
		}
		world.Resume()
		world.Admit()
		if instance = h.Instance; instance == "" {
			instance = world.IDs.UUID()
		}
	})
	if err != nil {
		return "", fmt.Errorf("load inventory: %w", err)
	}
	return instance, nil
}
