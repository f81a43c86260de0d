// Package store keeps the inventory of an engine: objects of the model in the collections in which the paths of the API find them.
package store

import (
	"slices"
	"sync"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// Compute gives the entities of a collection that isn't kept but made when it is asked for.
type Compute func(*Place) []*Entity

// Store is the inventory. All methods must be called within Read or Update, those that change something within Update.
type Store struct {
	Schema *schema.Schema
	Tree   *route.Tree
	IDs    IDs

	mu       sync.RWMutex
	number   int
	paths    map[string]*Entity                      // by home
	lists    map[string]*list                        // collections that own their objects, by path
	types    map[*schema.Type]map[string]*Entity     // by id
	links    map[string][]*Entity                    // collections that only refer to objects, by path
	overlays map[string]*Object                      // what a collection adds to an object that it refers to, by path of the item
	index    map[*schema.Member]map[string][]*Entity // by the id of a reference
	rules    map[*route.Node]*rule                   // by collection
	roots    map[*schema.Type]*route.Node            // collection of the entry point by type
	computed map[string]Compute                      // by service
}

// list keeps objects in the order of their making.
type list struct {
	entities []*Entity
	byID     map[string]*Entity
}

// NewStore gives an empty inventory.
func NewStore(s *schema.Schema, tree *route.Tree) *Store {
	st := &Store{
		Schema: s, Tree: tree,
		paths: map[string]*Entity{}, lists: map[string]*list{}, types: map[*schema.Type]map[string]*Entity{},
		links: map[string][]*Entity{}, overlays: map[string]*Object{},
		index: map[*schema.Member]map[string][]*Entity{}, rules: map[*route.Node]*rule{},
		roots: map[*schema.Type]*route.Node{}, computed: map[string]Compute{},
	}
	st.compile()
	return st
}

// Read runs f with the inventory as it is now.
func (s *Store) Read(f func()) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	f()
}

// Update runs f, which may change the inventory.
func (s *Store) Update(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// SetComputed makes the collections of a service computed ones. It belongs to the preparation, before the first request.
func (s *Store) SetComputed(service string, f Compute) { s.computed[service] = f }

// At gives the entity whose home is at the path, or nil.
func (s *Store) At(path string) *Entity { return s.paths[path] }

// ByID gives the entity of a type with the id, or nil.
func (s *Store) ByID(t *schema.Type, id string) *Entity { return s.types[t][id] }

// Root gives the collection of the entry point that holds objects of the type, or nil.
func (s *Store) Root(t *schema.Type) *route.Node { return s.roots[t] }

// Resolve gives the entity that a reference means, by its id or else by its name; nil if there is none.
func (s *Store) Resolve(ref *Object) *Entity {
	if ref == nil {
		return nil
	}
	if id := ref.ID(); id != "" {
		return s.types[ref.Type][id]
	}
	name := ref.Name()
	root := s.roots[ref.Type]
	if name == "" || root == nil {
		return nil
	}
	for _, e := range s.All(root.Pattern) {
		if e.object.Name() == name {
			return e
		}
	}
	return nil
}

// All gives the objects of a collection that owns them, in the order of their making. The slice must not be changed.
func (s *Store) All(path string) []*Entity {
	if l := s.lists[path]; l != nil {
		return l.entities
	}
	return nil
}

// Of gives the objects of a collection below an entity.
func (s *Store) Of(e *Entity, segment string) []*Entity {
	node := e.Node.Fixed[segment]
	if node == nil {
		return nil
	}
	return s.Entities(&Place{Node: node, Path: e.Path + "/" + segment, owner: e, home: e.Path + "/" + segment})
}

// Index prepares Referring for a member by which no collection is chosen. It belongs to the preparation, before the first object.
func (s *Store) Index(typeName, member string) {
	if t := s.Schema.Type(typeName); t != nil && t.Member(member) != nil {
		s.index[t.Member(member)] = map[string][]*Entity{}
	}
}

// Referring gives the entities whose member refers to the id, in the order of their making. The member must be one by which a
// collection of the model is chosen, such as vnic_profile.network, or that was given to Index.
func (s *Store) Referring(typeName, member, id string) []*Entity {
	t := s.Schema.Type(typeName)
	if t == nil {
		return nil
	}
	return s.index[t.Member(member)][id]
}

// Add puts a new object into a collection that owns it: that of the entry point for an owner of nil. An object without an id gets one.
func (s *Store) Add(owner *Entity, collection *route.Node, o *Object) *Entity {
	path := collection.Pattern
	if owner != nil {
		path = owner.Path + "/" + collection.Segment
	}
	if o.ID() == "" {
		o.Set("id", s.IDs.UUID())
	}
	e := &Entity{Node: collection.Item, Path: path + "/" + o.ID(), Owner: owner}
	if e.Node == nil {
		e.Node = collection
	}
	if old := s.paths[e.Path]; old != nil {
		s.Remove(old)
	}
	s.number++
	e.number = s.number
	o.Path = e.Path
	s.paths[e.Path] = e
	l := s.lists[path]
	if l == nil {
		l = &list{byID: map[string]*Entity{}}
		s.lists[path] = l
	}
	l.entities = append(l.entities, e)
	l.byID[o.ID()] = e
	s.Put(e, o)
	return e
}

// Put gives an entity a new state.
func (s *Store) Put(e *Entity, o *Object) {
	if e.object != nil {
		s.unindex(e)
	}
	o.Path = e.Path
	e.object = o
	byID := s.types[o.Type]
	if byID == nil {
		byID = map[string]*Entity{}
		s.types[o.Type] = byID
	}
	byID[o.ID()] = e
	for _, m := range o.Type.Members {
		byRef := s.index[m]
		if byRef == nil {
			continue
		}
		if ref, _ := o.value(m).(*Object); ref != nil && ref.ID() != "" {
			byRef[ref.ID()] = append(byRef[ref.ID()], e)
		}
	}
}

// Change gives an entity a new state that f makes from a copy of the old one.
func (s *Store) Change(e *Entity, f func(*Object)) {
	o := e.object.Clone()
	f(o)
	s.Put(e, o)
}

func (s *Store) unindex(e *Entity) {
	o := e.object
	if s.types[o.Type][o.ID()] == e {
		delete(s.types[o.Type], o.ID())
	}
	for _, m := range o.Type.Members {
		byRef := s.index[m]
		if byRef == nil {
			continue
		}
		if ref, _ := o.value(m).(*Object); ref != nil {
			byRef[ref.ID()] = without(byRef[ref.ID()], e)
		}
	}
}

// Remove takes an entity out of the inventory, with all that it owns and from all collections that refer to it.
func (s *Store) Remove(e *Entity) {
	if s.paths[e.Path] != e {
		return
	}
	for segment := range e.Node.Fixed {
		path := e.Path + "/" + segment
		for _, child := range slices.Clone(s.All(path)) {
			s.Remove(child)
		}
		delete(s.lists, path)
		for _, other := range s.links[path] {
			other.listed = slices.DeleteFunc(other.listed, func(p string) bool { return p == path })
		}
		delete(s.links, path)
	}
	for _, path := range slices.Clone(e.listed) {
		s.Unlink(path, e)
	}
	s.unindex(e)
	delete(s.paths, e.Path)
	path := e.Path[:len(e.Path)-len(e.ID())-1]
	if l := s.lists[path]; l != nil {
		l.entities = without(l.entities, e)
		delete(l.byID, e.ID())
	}
}

// Link puts an entity into a collection that refers to it.
func (s *Store) Link(path string, e *Entity) {
	if slices.Contains(s.links[path], e) {
		return
	}
	s.links[path] = append(s.links[path], e)
	e.listed = append(e.listed, path)
}

// Unlink takes an entity out of a collection that refers to it.
func (s *Store) Unlink(path string, e *Entity) {
	s.links[path] = without(s.links[path], e)
	e.listed = slices.DeleteFunc(e.listed, func(p string) bool { return p == path })
	delete(s.overlays, path+"/"+e.ID())
}

// Overlay gives what the collection at the path adds to an object that it refers to, or nil.
func (s *Store) Overlay(path string, e *Entity) *Object { return s.overlays[path+"/"+e.ID()] }

// SetOverlay sets what the collection at the path adds to an object that it refers to.
func (s *Store) SetOverlay(path string, e *Entity, o *Object) { s.overlays[path+"/"+e.ID()] = o }

// without gives a slice that lacks the entity. The old slice stays as it is, for readers may hold it.
func without(list []*Entity, e *Entity) []*Entity {
	i := slices.Index(list, e)
	if i < 0 {
		return list
	}
	out := make([]*Entity, 0, len(list)-1)
	return append(append(out, list[:i]...), list[i+1:]...)
}
