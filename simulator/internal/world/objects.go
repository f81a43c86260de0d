package world

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// NewObject returns an empty object of a type, or nil if the release lacks the type.
func (w *World) NewObject(typeName string) *store.Object {
	t := w.Schema.Type(typeName)
	if t == nil {
		return nil
	}
	return store.New(t)
}

// Ref returns a reference to an entity.
func Ref(e *store.Entity) *store.Object {
	if e == nil {
		return nil
	}
	return store.NewRef(e.Object().Type, e.Path, e.ID())
}

// TypeOf returns the type of an entity's object.
func TypeOf(e *store.Entity) *schema.Type { return e.Object().Type }

// Set changes members of an entity: names and values in turn; a value of nil removes.
func (w *World) Set(e *store.Entity, pairs ...any) {
	w.Change(e, func(o *store.Object) {
		for i := 0; i+1 < len(pairs); i += 2 {
			o.Set(pairs[i].(string), pairs[i+1])
		}
	})
}

// Target returns the entity that a member of an entity refers to, or nil.
func (w *World) Target(e *store.Entity, member string) *store.Entity {
	return w.Resolve(e.Object().Part(member))
}

// AddChild makes an object in a collection below another, if the release has it.
func (w *World) AddChild(
	owner *store.Entity,
	segment string,
	fill func(*store.Object),
) *store.Entity {
	collection := owner.Node.Fixed[segment]
	if collection == nil || w.Element(collection) == nil {
		return nil
	}
	o := store.New(w.Element(collection))
	fill(o)
	return w.Add(owner, collection, o)
}

// Drop removes an entity with the permissions on it.
func (w *World) Drop(e *store.Entity) {
	for _, p := range slices.Clone(w.Referring(names.Permission, TypeOf(e).Name, e.ID())) {
		w.Remove(p)
	}
	w.Remove(e)
	for _, f := range w.dropped {
		f(e)
	}
}
