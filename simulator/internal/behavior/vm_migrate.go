package behavior

import (
	"fmt"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// migrate moves a VM to the host that was asked for, or to any other of its cluster.
func (w *World) migrate(c *Call) error {
	vm := c.Entity()
	if err := allow(vm, actMigrate); err != nil {
		return err
	}
	if err := c.noBackup(actMigrate); err != nil {
		return err
	}
	if c.Object().Text("placement_policy.affinity") == "pinned" {
		return Conflict("Cannot migrate VM. VM is pinned to Host.")
	}
	if c.Object().Text("placement_policy.affinity") == "user_migratable" && !c.Body.True("force") {
		return Conflict("Cannot migrate VM. VM is non migratable and user did not specify the force-migration flag")
	}
	from := w.of(vm, "host")
	to, err := c.destination(from)
	if err != nil {
		return err
	}
	name, user, correlation, status := c.Object().Name(), c.User, c.Correlation, c.Object().Text("status")
	w.set(vm, "status", migrating)
	w.coming[vm] = to
	c.Log(62, fmt.Sprintf("Migration started (VM: %s, Source: %s, Destination: %s, User: %s).", name, called(from),
		called(to), c.userName()), vm, from)
	w.move(vm, migrating, func() {
		delete(w.coming, vm)
		if w.At(to.Path) != to || to.Object().Text("status") != up {
			w.set(vm, "status", status)
			w.Log(Event{Code: 65, Severity: "error", Text: "Migration failed (VM: " + name + ", Source: " + called(from) + ").",
				Refs: []*store.Entity{vm, from}}, user, correlation)
			return
		}
		w.set(vm, "status", status, "cluster", Ref(w.of(to, "cluster")))
		w.onHost(vm, to)
		w.Log(Event{Code: 63, Severity: "normal", Text: fmt.Sprintf("Migration completed (VM: %s, Source: %s, Destination: %s).", name,
			called(from), called(to)), Refs: []*store.Entity{vm, to}}, user, correlation)
	})
	return nil
}

// destination returns the host to which the VM of the call goes.
func (c *Call) destination(from *store.Entity) (*store.Entity, error) {
	w, ref := c.World, c.Body.Part("host")
	s := c.scheduling(c.Entity())
	s.not = from
	if other := w.Resolve(c.Body.Part("cluster")); other != nil {
		s.cluster = other.ID()
	}
	if ref == nil {
		return s.choose("migrate VM")
	}
	to := w.Resolve(ref)
	switch {
	case to == nil:
		return nil, missing(ref.Type, ref)
	case to == from:
		return nil, Conflict("Cannot migrate VM. source and destination is the same.")
	case to.Object().Text("status") == up && to.Object().Text("cluster.id") != c.Object().Text("cluster.id") && !c.Body.Has("cluster"):
		return nil, Conflict("Cannot migrate VM. If target Cluster is not specified VM can be migrated only between Hosts in the same Cluster.\n" +
			"-Please select target Host in the same Cluster to run the VM on.")
	}
	s.only = to
	return s.choose("migrate VM")
}

// cancelMigration leaves a VM where it is.
func (w *World) cancelMigration(c *Call) error {
	vm := c.Entity()
	if err := allow(vm, actCancel); err != nil {
		return err
	}
	w.set(vm, "status", up)
	delete(w.coming, vm)
	c.Log(161, fmt.Sprintf("Migration cancelled (VM: %s, Source: %s, User: %s).", c.Object().Name(), called(w.of(vm, "host")),
		c.userName()), vm)
	return nil
}
