package simulator

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// ErrNotFound says that a path leads to no object of the inventory.
var ErrNotFound = errors.New("not in the inventory")

// Seed puts an object into the collection at a path such as /vms or /vms/ID/nics, as an XML document describes it, and returns its id.
// The rules for requests don't apply: every member counts, status and id too, and nothing is made along with it.
// References need the id or the name of an object that is there.
func (e *Engine) Seed(path, document string) (id string, err error) {
	e.world.Advance()
	e.world.Update(func() {
		var made *store.Entity
		if made, err = e.world.PlantXML(path, document); err == nil {
			id = made.ID()
		}
	})
	if err != nil {
		return "", fmt.Errorf("seed %s: %w", path, err)
	}
	return id, nil
}

// Put changes the object at a path such as /vms/ID: the members that are present in the XML document replace those of the
// object, whatever the rules for requests say. So a test puts a VM into any status.
func (e *Engine) Put(path, doc string) error {
	e.world.Advance()
	var err error
	e.world.Update(func() {
		var entity *store.Entity
		if entity, err = e.entity(path); err != nil {
			return
		}
		var change *store.Object
		if change, err = document.Decode([]byte(doc), wire.XML, entity.Object().Type, true); err != nil {
			return
		}
		if err = change.CheckIDs(); err != nil {
			return
		}
		if change, err = e.world.References(change); err != nil {
			return
		}
		e.world.Change(entity, func(o *store.Object) { o.Merge(change) })
	})
	if err != nil {
		return fmt.Errorf("put %s: %w", path, err)
	}
	return nil
}

// Document returns the object at a path such as /vms/ID as an XML document, without links and actions. The error wraps
// [ErrNotFound] if it isn't there.
func (e *Engine) Document(path string) (string, error) {
	e.world.Advance()
	var o *store.Object
	var err error
	e.world.Read(func() {
		var entity *store.Entity
		if entity, err = e.entity(path); err == nil {
			o = entity.Object()
		}
	})
	if err != nil {
		return "", fmt.Errorf("document %s: %w", path, err)
	}
	w := wire.NewWriter(wire.XML)
	defer w.Release()
	w.Indent = true
	enc := document.Encoder{W: w, Prefix: e.options.Base + "/api", Zone: e.options.Zone}
	w.Begin(o.Type.Tag)
	enc.View(&document.View{Object: o, Path: o.Path})
	w.End(o.Type.Tag)
	return string(w.Bytes()), w.Err()
}

// IDs returns the ids of the objects in the collection at a path, in the order of their making; nil if there is no such collection.
func (e *Engine) IDs(path string) []string {
	e.world.Advance()
	var ids []string
	e.world.Read(func() {
		p, err := e.world.Find(path)
		if err != nil || p.Entity != nil {
			return
		}
		ids = []string{}
		for _, entity := range e.world.Entities(p) {
			ids = append(ids, entity.ID())
		}
	})
	return ids
}

// Drop takes the object at a path out of the inventory, with what it owns, whatever the rules for requests say.
func (e *Engine) Drop(path string) error {
	e.world.Advance()
	var err error
	e.world.Update(func() {
		var entity *store.Entity
		if entity, err = e.entity(path); err == nil {
			e.world.Remove(entity)
		}
	})
	if err != nil {
		return fmt.Errorf("drop %s: %w", path, err)
	}
	return nil
}

// Log adds an event to the engine's log. The severity is normal, warning, error or alert.
func (e *Engine) Log(code int64, severity, text string) {
	e.world.Advance()
	e.world.Update(func() { e.world.AddEvent(code, severity, text, nil) })
}

// entity finds the object at a path. It must be called within Read or Update.
func (e *Engine) entity(path string) (*store.Entity, error) {
	p, err := e.world.Find(strings.TrimPrefix(path, e.options.Base+"/api"))
	if err != nil || p.Entity == nil {
		return nil, ErrNotFound
	}
	return p.Entity, nil
}
