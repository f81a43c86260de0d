package world

import (
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// PlantOptional makes an object that the release may lack the collection for.
func (w *World) PlantOptional(path, doc string) *store.Entity {
	e, _ := w.Plant(path, []byte(doc), wire.XML)
	return e
}

// Plant puts an object into a collection as the document describes it, with its id if it has one,
// and without the rules for requests. Members that this release of the model lacks are left out; a
// collection that it lacks returns no entity and no error.
func (w *World) Plant(path string, doc []byte, f wire.Format) (*store.Entity, error) {
	p, err := w.Find(path)
	if err != nil {
		return nil, nil
	}
	o, err := document.Parse(w.Schema, doc, f)
	if err != nil {
		return nil, err
	}
	if err := o.CheckIDs(); err != nil {
		return nil, err
	}
	if o, err = w.References(o); err != nil {
		return nil, err
	}
	if p.Node.Segment == "" || w.Element(p.Node) != o.Type {
		return nil, fmt.Errorf("%s is no collection of <%s>", path, o.Type.Tag)
	}
	c := &Call{World: w, Place: p, Body: o}
	if w.Linked(p.Node) && w.Resolve(o) == nil {
		home := w.Root(w.Element(p.Node))
		o = w.Add(nil, home, w.Normalize(home.Item, o)).Object()
		c.Body = o
	}
	if w.Linked(p.Node) {
		return c.AddReference()
	}
	c.setOwner()
	home, owner := c.Home()
	return w.Add(owner, home, w.Normalize(home.Item, o)), nil
}

// PlantXML puts an object into a collection, for tests and tools.
func (w *World) PlantXML(path, doc string) (*store.Entity, error) {
	e, err := w.Plant(path, []byte(doc), wire.XML)
	if err == nil && e == nil {
		return nil, fmt.Errorf("%s: no such collection", path)
	}
	return e, err
}

// Find returns the place of a path behind the entry point.
func (w *World) Find(path string) (*store.Place, error) {
	match, found := w.Tree.Find(strings.Split(strings.Trim(path, "/"), "/"))
	if !found || match.Action != "" {
		return nil, store.ErrNotFound
	}
	return w.Locate(match.Steps)
}
