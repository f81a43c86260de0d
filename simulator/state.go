package simulator

import (
	"fmt"
	"io"

	"github.com/ovirt-go/ovirt/simulator/internal/inventory"
	"github.com/ovirt-go/ovirt/simulator/internal/state"
)

// Save writes the whole inventory as a text, which [Options.State] takes; see the documentation of the simulator for its form. What is not in it:
// passwords, sessions, the bytes of disks, and fault rules. What is under way, such as a VM that starts, goes on with its last step when the text is loaded.
// Others may use the engine meanwhile.
func (e *Engine) Save(w io.Writer) error {
	e.world.Advance()
	return state.Save(w, e.rooms.state(), e.rest.InstanceID)
}

// begin sets up the first inventory of an engine and the ID of the engine.
func begin(r *rooms, o *Options) (instance string, err error) {
	w := r.world
	defer w.Watch()
	if o.State == nil {
		if err := o.Inventory.check(); err != nil {
			return "", err
		}
		if w.Update(func() { err = r.inventory.Seed() }); err != nil {
			return "", err
		}
		in := o.Inventory.complete()
		w.Update(func() {
			r.inventory.Fill(inventory.Sizes{
				DataCenters: in.DataCenters, Clusters: in.Clusters, Hosts: in.Hosts,
				StorageDomains: in.StorageDomains, Networks: in.Networks, Templates: in.Templates,
				VMs: in.VMs, DisksPerVM: in.DisksPerVM, NICsPerVM: in.NICsPerVM, Users: in.Users,
			})
			instance = w.IDs.UUID()
		})
		return instance, nil
	}
	w.Update(func() {
		var h state.Header
		if h, err = state.Load(o.State, r.state()); err != nil {
			return
		}
		w.Resume()
		r.access.Admit()
		if instance = h.Instance; instance == "" {
			instance = w.IDs.UUID()
		}
	})
	if err != nil {
		return "", fmt.Errorf("load inventory: %w", err)
	}
	return instance, nil
}
