package behavior

import (
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) snapshots() {
	w.hook("snapshots").Add = w.addSnapshot
	h := w.hook("snapshot")
	h.Remove = func(c *Call) error {
		snapshot := c.Entity()
		switch {
		case c.Object().Text("snapshot_type") == "active":
			return Conflict("Cannot remove Snapshot. The active Snapshot can't be removed.")
		case c.Object().Text("snapshot_status") != ok:
			return Conflict("Cannot remove Snapshot. Related operation is currently in progress. Please try again later.")
		}
		if err := allow(snapshot.Owner, actSnapshot); err != nil {
			return err
		}
		w.set(snapshot, "snapshot_status", "locked")
		c.Pending(snapshot, func() { w.drop(snapshot) })
		return nil
	}
	h.Actions["restore"] = func(c *Call) error {
		vm := c.Entity().Owner
		if isRunning(vm.Object().Text("status")) {
			return Conflict("Cannot revert to Snapshot. VM is running.")
		}
		if err := allow(vm, actRestore); err != nil {
			return err
		}
		w.set(vm, "status", imageLocked)
		c.Pending(vm, func() { w.set(vm, "status", down) })
		return nil
	}
	h.Show = func(_ *store.Place, v *document.View, _ Query) {
		if v.Object.Text("snapshot_type") == "active" {
			v.Rels, v.Actions = nil, nil
		}
	}
}

// activeSnapshot gives a VM the snapshot that stands for its present state.
func (w *World) activeSnapshot(vm *store.Entity) {
	w.addChild(vm, "snapshots", func(o *store.Object) {
		o.Set("description", "Active VM")
		o.Set("date", vm.Object().Get("creation_time"))
		o.Set("persist_memorystate", false)
		o.Set("snapshot_status", ok)
		o.Set("snapshot_type", "active")
	})
}

func (w *World) addSnapshot(c *Call) (*store.Entity, error) {
	vm := c.Owner()
	if err := allow(vm, actSnapshot); err != nil {
		return nil, err
	}
	o := w.obj("snapshot")
	vm.Object().Each(func(m *schema.Member, v any) {
		// The configuration of the VM is embedded; what belongs to its life isn't.
		if m.Name == "id" || m.Name == "status" || m.Name == "host" || m.Link {
			return
		}
		if target := o.Type.Member(m.Name); target != nil {
			o.Put(target, v)
		}
	})
	o.Set("description", c.Body.Text("description"))
	o.Set("comment", nil)
	o.Set("date", w.Time())
	memory := isRunning(vm.Object().Text("status")) && (c.Body.True("persist_memorystate") || !c.Body.Has("persist_memorystate"))
	o.Set("persist_memorystate", memory)
	o.Set("snapshot_type", "regular")
	o.Set("snapshot_status", "locked")
	o.Set("vm", Ref(vm))
	snapshot := w.Add(vm, vm.Node.Fixed["snapshots"], o)
	w.snapshotDisks(vm, snapshot)
	locked := vm.Object().Text("status") == down
	if locked {
		w.set(vm, "status", imageLocked)
	}
	c.Pending(snapshot, func() {
		w.set(snapshot, "snapshot_status", ok)
		if locked {
			w.set(vm, "status", down)
		}
	})
	return snapshot, nil
}

// snapshotDisks lists the disks of a VM in a new snapshot of it.
func (w *World) snapshotDisks(vm, snapshot *store.Entity) {
	for _, a := range w.Of(vm, "diskattachments") {
		if disk := w.of(a, "disk"); disk != nil {
			w.Link(snapshot.Path+"/disks", disk)
		}
	}
}

// previewSnapshot shows a VM as it was in a snapshot.
func (w *World) previewSnapshot(c *Call) error {
	vm := c.Entity()
	if isRunning(vm.Object().Text("status")) {
		return Conflict("Cannot preview Snapshot. VM is running.")
	}
	if err := allow(vm, actRestore); err != nil {
		return err
	}
	for _, s := range w.Of(vm, "snapshots") {
		if s.ID() == c.Body.Text("snapshot.id") {
			w.set(s, "snapshot_status", "in_preview")
			return c.lockVM()
		}
	}
	return missing(w.Schema.Type("snapshot"), c.Body.Part("snapshot"))
}

// endPreview keeps what is previewed, or goes back to what was before.
func (c *Call) endPreview(commit bool) error {
	vm := c.Entity()
	for _, s := range c.Of(vm, "snapshots") {
		if s.Object().Text("snapshot_status") == "in_preview" {
			c.set(s, "snapshot_status", ok)
			return c.lockVM()
		}
	}
	verb := "undo previewing"
	if commit {
		verb = "commit"
	}
	return Conflict("Cannot %s Snapshot. VM is not in preview.", verb)
}
