package world

import "github.com/ovirt-go/ovirt/simulator/internal/store"

// changed is what follows from a change of an object; before or after may be nil.
type changed func(e *store.Entity, before, after *store.Object)

// OnChange calls f with each object of a type that is added, changed or removed, once [World.Watch]
// was called. The object before is nil for a new one, the object after for a removed one.
func (w *World) OnChange(typeName string, f func(e *store.Entity, before, after *store.Object)) {
	w.changes[typeName] = f
}

// OnDrop calls f with each object that is dropped.
func (w *World) OnDrop(f func(*store.Entity)) { w.dropped = append(w.dropped, f) }

// Watch lets the inventory follow from itself from now on. What was put into the inventory before
// counts as finished.
func (w *World) Watch() {
	w.Store.Watch(func(e *store.Entity, before, after *store.Object) {
		if f := w.changes[TypeOf(e).Name]; f != nil {
			f(e, before, after)
		}
	})
}
