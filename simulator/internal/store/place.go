package store

import (
	"errors"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// ErrNotFound says that an address names an object that isn't there.
var ErrNotFound = errors.New("object not found")

// ErrMalformedID says that an address has something else where a UUID is due.
var ErrMalformedID = errors.New("malformed id")

// Place is a collection or an object by the address that a request used for it.
type Place struct {
	Node   *route.Node
	Path   string  // Path is the address behind the entry point under which it is shown.
	Entity *Entity // Entity is the object; nil for collections.
	Above  *Place  // Above is the place that the path leads through before; nil below the entry point.

	owner *Entity // collections: the object above
	home  string  // collections: the path under which the objects are kept
}

// Owner returns the object above a collection, or nil.
func (p *Place) Owner() *Entity { return p.owner }

// Collection returns the path under which the objects of a collection are kept.
func (p *Place) Collection() string { return p.home }

// Locate follows the steps of a path.
func (s *Store) Locate(steps []route.Step) (*Place, error) {
	p := &Place{Node: s.Tree.Root}
	for _, step := range steps {
		next := &Place{Node: step.Node, Above: p}
		if step.Node.Segment != "" {
			next.owner = p.Entity
			next.Path = p.Path + "/" + step.Text
			next.home = next.Path
			if p.Entity != nil {
				next.home = p.Entity.Path + "/" + step.Text
			}
			p = next
			continue
		}
		e, err := s.find(p, step.Text)
		if err != nil {
			return nil, err
		}
		next.Entity = e
		next.Path = s.PathIn(p, e)
		p = next
	}
	return p, nil
}

// find returns the object of a collection that a part of a path names.
func (s *Store) find(p *Place, id string) (*Entity, error) {
	if e := s.member(p, id); e != nil {
		return e, nil
	}
	if s.computed[p.Node.Service.Name] != nil {
		for _, e := range s.Entities(p) {
			if e.ID() == id {
				return e, nil
			}
		}
	}
	if p.Node.Item != nil && strings.HasSuffix(paramOf(p.Node), "name") {
		for _, e := range s.Entities(p) {
			if e.object.Name() == id {
				return e, nil
			}
		}
	}
	if t := s.Element(p.Node); t != nil && !IsUUID(id) && !freeID[t.Name] {
		return nil, ErrMalformedID
	}
	return nil, ErrNotFound
}

// paramOf returns the name of the parameter that leads to the objects of a collection.
func paramOf(n *route.Node) string {
	for _, l := range n.Service.Locators {
		if l.Param != "" {
			return l.Param
		}
	}
	return ""
}

// member returns the object of a kept collection with the id, or nil.
func (s *Store) member(p *Place, id string) *Entity {
	r := s.rules[p.Node]
	switch r.mode {
	case owned:
		if l := s.lists[p.home]; l != nil {
			return l.find(id)
		}
		return nil
	case linked:
		for _, e := range s.links[p.home] {
			if e.ID() == id {
				return e
			}
		}
		return nil
	case all:
		return s.types[r.element][id]
	}
	e := s.types[r.element][id]
	if e == nil || p.owner == nil || !refers(e.object, r.member, p.owner.ID()) {
		return nil
	}
	return e
}

// refers reports whether a member refers to the id, or a list holds a reference to it.
func refers(o *Object, m *schema.Member, id string) bool {
	switch v := o.value(m).(type) {
	case *Object:
		return v.ID() == id
	case []*Object:
		return slices.ContainsFunc(v, func(ref *Object) bool { return ref.ID() == id })
	}
	return false
}

// Entities returns the objects of a collection, in the order of their making. The slice must not be changed.
func (s *Store) Entities(p *Place) []*Entity {
	if compute := s.computed[p.Node.Service.Name]; compute != nil {
		return compute(p)
	}
	return s.Kept(p)
}

// Kept returns the objects of a collection without regard to a function that computes them.
func (s *Store) Kept(p *Place) []*Entity {
	r := s.rules[p.Node]
	switch r.mode {
	case owned:
		return s.All(p.home)
	case linked:
		return s.links[p.home]
	case all:
		return s.All(s.roots[r.element].Pattern)
	}
	if p.owner == nil {
		return nil
	}
	if r.mode == filtered {
		return s.index[r.member][p.owner.ID()]
	}
	var out []*Entity
	for _, e := range s.All(s.roots[r.element].Pattern) {
		if refers(e.object, r.member, p.owner.ID()) {
			out = append(out, e)
		}
	}
	return out
}

// PathIn returns the address under which a collection shows an object: its own where the objects have a view of their own there, else
// the one of the object's home.
func (s *Store) PathIn(collection *Place, e *Entity) string {
	r := s.rules[collection.Node]
	own := r.nested || r.mode == owned && collection.Path != collection.home
	if own {
		return collection.Path + "/" + e.ID()
	}
	return e.Path
}

// Child returns the place of an object in a collection.
func (s *Store) Child(collection *Place, e *Entity) *Place {
	node := collection.Node.Item
	path := s.PathIn(collection, e)
	if path == e.Path || node == nil {
		node = e.Node
	}
	return &Place{Node: node, Path: path, Entity: e, Above: collection}
}

// Below returns the place of a collection below an object, or nil.
func (s *Store) Below(p *Place, segment string) *Place {
	node := p.Node.Fixed[segment]
	if node == nil {
		return nil
	}
	return &Place{Node: node, Path: p.Path + "/" + segment, Above: p, owner: p.Entity, home: p.Entity.Path + "/" + segment}
}

// Transient returns an entity that isn't kept, for computed collections.
func Transient(p *Place, o *Object) *Entity {
	e := &Entity{Node: p.Node.Item, Path: p.home + "/" + o.ID(), Owner: p.owner, object: o}
	if e.Node == nil {
		e.Node = p.Node
	}
	o.Path = e.Path
	return e
}
