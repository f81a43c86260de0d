// Package store keeps the inventory of an engine: objects of the model in the collections in which the paths of the API find them.
package store

import (
	"slices"
	"sync"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// Compute returns the entities of a collection that isn't kept but made when it is asked for.
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
	types    map[*schema.Type]map[string]*Entity     // by id; of several with one id the first, those of the entry point before others
	twins    map[twin][]*Entity                      // the other ones
	links    map[string][]*Entity                    // collections that only refer to objects, by path
	overlays map[string]*Object                      // what a collection adds to an object that it refers to, by path of the item
	index    map[*schema.Member]map[string][]*Entity // by the id of a reference; in the order of making
	indexed  map[*schema.Type][]*schema.Member       // members that have an index
	rules    map[*route.Node]*rule                   // by collection
	roots    map[*schema.Type]*route.Node            // collection of the entry point by type
	computed map[string]Compute                      // by service
	watch    func(e *Entity, before, after *Object)  // nil if nobody watches
}

// list keeps objects in the order of their making.
type list struct {
	entities []*Entity
	byID     map[string]*Entity // nil while there are few
}

// few is how many objects are found as fast by looking at each. Most collections hold one or two, for which a map is large.
const few = 8

func (l *list) find(id string) *Entity {
	if l.byID != nil {
		return l.byID[id]
	}
	for _, e := range l.entities {
		if e.ID() == id {
			return e
		}
	}
	return nil
}

func (l *list) add(e *Entity, id string) {
	l.entities = append(l.entities, e)
	if l.byID == nil && len(l.entities) > few {
		l.byID = make(map[string]*Entity, 2*few)
		for _, other := range l.entities[:len(l.entities)-1] {
			l.byID[other.ID()] = other
		}
	}
	if l.byID != nil {
		l.byID[id] = e
	}
}

func (l *list) drop(e *Entity) {
	l.entities = without(l.entities, e)
	if l.byID != nil {
		delete(l.byID, e.ID())
	}
}

// NewStore returns an empty inventory.
func NewStore(s *schema.Schema, tree *route.Tree) *Store {
	st := &Store{
		Schema: s, Tree: tree,
		paths: map[string]*Entity{}, lists: map[string]*list{}, types: map[*schema.Type]map[string]*Entity{}, twins: map[twin][]*Entity{},
		links: map[string][]*Entity{}, overlays: map[string]*Object{},
		index: map[*schema.Member]map[string][]*Entity{}, indexed: map[*schema.Type][]*schema.Member{}, rules: map[*route.Node]*rule{},
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

// Watch calls f after each change of an object from then on; before is nil for new ones, and after is nil for those that have gone. f may change
// other objects.
func (s *Store) Watch(f func(e *Entity, before, after *Object)) { s.watch = f }

// At returns the entity whose home is at the path, or nil.
func (s *Store) At(path string) *Entity { return s.paths[path] }

// ByID returns the entity of a type with the id, or nil.
func (s *Store) ByID(t *schema.Type, id string) *Entity { return s.types[t][id] }

// Root returns the collection of the entry point that holds objects of the type, or nil.
func (s *Store) Root(t *schema.Type) *route.Node { return s.roots[t] }

// Resolve returns the entity that a reference means, by its id or else by its name; nil if there is none.
func (s *Store) Resolve(ref *Object) *Entity {
	if ref == nil {
		return nil
	}
	if id := ref.ID(); id != "" {
		if e := s.paths[ref.Path]; e != nil && e.object.Type == ref.Type && e.ID() == id {
			return e
		}
		return s.types[ref.Type][id]
	}
	name := ref.Name()
	root := s.roots[ref.Type]
	if name == "" || root == nil {
		return nil
	}
	var found *Entity
	for _, e := range s.All(root.Pattern) {
		if e.object.Name() != name {
			continue
		}
		if ref.Type.Name != "template" {
			return e
		}
		// The versions of a template have one name, which means the last of them.
		if found == nil || e.object.Int(templateVersion) > found.object.Int(templateVersion) {
			found = e
		}
	}
	return found
}

// templateVersion is the number of a template among those of its name.
const templateVersion = "version.version_number"

// All returns the objects of a collection that owns them, in the order of their making. The slice must not be changed.
func (s *Store) All(path string) []*Entity {
	if l := s.lists[path]; l != nil {
		return l.entities
	}
	return nil
}

// Of returns the objects of a collection below an entity.
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
		s.keepIndex(t.Member(member))
	}
}

func (s *Store) keepIndex(m *schema.Member) {
	if s.index[m] == nil {
		s.index[m] = map[string][]*Entity{}
		s.indexed[m.Owner] = append(s.indexed[m.Owner], m)
	}
}

// Referring returns the entities whose member refers to the id, in the order of their making. The member must be one by which a
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
		l = &list{}
		s.lists[path] = l
	}
	l.add(e, o.ID())
	s.Put(e, o)
	return e
}

// Put sets the state of an entity, which belongs to the store from then on.
func (s *Store) Put(e *Entity, o *Object) {
	old := e.object
	if s.watch != nil {
		defer s.watch(e, old, o)
	}
	o.Path = e.Path
	s.share(o)
	if cap(o.fields)-len(o.fields) > 2 { // objects grow field by field, and what is kept should hold no spare room
		o.fields = append(make([]field, 0, len(o.fields)), o.fields...)
	}
	e.object = o
	s.count(old, -1)
	s.count(o, 1)
	if old == nil || old.Type != o.Type || old.ID() != o.ID() {
		s.forget(e, old)
		s.register(e)
		old = nil
	}
	for _, m := range s.indexed[o.Type] {
		before, after := refID(old, m), refID(o, m)
		if before == after {
			continue
		}
		byRef := s.index[m]
		if before != "" {
			dropRef(byRef, before, e)
		}
		if after != "" {
			byRef[after] = placed(byRef[after], e)
		}
	}
}

// twin is an id that several objects of a type have: each VM has a CD-ROM with the same id.
type twin struct {
	t  *schema.Type
	id string
}

// register lets an entity be found by its id.
func (s *Store) register(e *Entity) {
	key := twin{e.object.Type, e.ID()}
	byID := s.types[key.t]
	if byID == nil {
		byID = map[string]*Entity{}
		s.types[key.t] = byID
	}
	other := byID[key.id]
	switch {
	case other == nil:
		byID[key.id] = e
	case other.Owner != nil && e.Owner == nil:
		// An object below another one, such as a VM in an export domain, doesn't hide the one of the same id at the entry point.
		byID[key.id] = e
		s.twins[key] = append(s.twins[key], other)
	default:
		s.twins[key] = append(s.twins[key], e)
	}
}

// unregister undoes register, for the state that the entity had then.
func (s *Store) unregister(e *Entity, o *Object) {
	key := twin{o.Type, o.ID()}
	others := s.twins[key]
	switch byID := s.types[key.t]; {
	case byID[key.id] != e:
		if i := slices.Index(others, e); i >= 0 {
			others = slices.Delete(others, i, i+1)
		}
	case len(others) > 0:
		i := max(0, slices.IndexFunc(others, func(other *Entity) bool { return other.Owner == nil }))
		byID[key.id] = others[i]
		others = slices.Delete(others, i, i+1)
	default:
		delete(byID, key.id)
	}
	if len(others) > 0 {
		s.twins[key] = others
	} else {
		delete(s.twins, key)
	}
}

// share lets references to the same object be one, which saves much room: a thousand VMs name the same cluster.
func (s *Store) share(o *Object) {
	for i, f := range o.fields {
		ref, ok := f.value.(*Object)
		if !ok || ref.Path == "" || len(ref.fields) != 1 {
			continue
		}
		if target := s.paths[ref.Path]; target != nil && target.object != nil && target.object.Type == ref.Type {
			if shared := target.reference(); shared.ID() == ref.ID() {
				o.fields[i].value = shared
			}
		}
	}
}

// refID returns the id of what a member refers to, or "".
func refID(o *Object, m *schema.Member) string {
	if o == nil {
		return ""
	}
	ref, _ := o.value(m).(*Object)
	if ref == nil {
		return ""
	}
	return ref.ID()
}

// placed puts an entity into a list that is in the order of making. The old list stays as it is.
func placed(list []*Entity, e *Entity) []*Entity {
	if n := len(list); n == 0 || list[n-1].number < e.number {
		return append(list, e)
	}
	i, _ := slices.BinarySearchFunc(list, e.number, func(other *Entity, number int) int { return other.number - number })
	return slices.Concat(list[:i], []*Entity{e}, list[i:])
}

func dropRef(byRef map[string][]*Entity, id string, e *Entity) {
	if left := without(byRef[id], e); len(left) > 0 {
		byRef[id] = left
	} else {
		delete(byRef, id)
	}
}

// Change sets the state of an entity to what f makes from a copy of the old one.
func (s *Store) Change(e *Entity, f func(*Object)) {
	o := e.object.Clone()
	f(o)
	s.Put(e, o)
}

// forget takes a state of an entity out of what finds it by id and by reference.
func (s *Store) forget(e *Entity, o *Object) {
	if o == nil {
		return
	}
	s.unregister(e, o)
	for _, m := range s.indexed[o.Type] {
		if id := refID(o, m); id != "" {
			dropRef(s.index[m], id, e)
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
			delete(s.overlays, path+"/"+other.ID())
		}
		delete(s.links, path)
	}
	for _, path := range slices.Clone(e.listed) {
		s.Unlink(path, e)
	}
	s.count(e.object, -1)
	s.forget(e, e.object)
	delete(s.paths, e.Path)
	path := e.Path[:len(e.Path)-len(e.ID())-1]
	if l := s.lists[path]; l != nil {
		l.drop(e)
	}
	if e.refs > 0 {
		s.release(e)
	}
	if s.watch != nil {
		s.watch(e, e.object, nil)
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

// Overlay returns what the collection at the path adds to an object that it refers to, or nil.
func (s *Store) Overlay(path string, e *Entity) *Object { return s.overlays[path+"/"+e.ID()] }

// SetOverlay sets what the collection at the path adds to an object that it refers to.
func (s *Store) SetOverlay(path string, e *Entity, o *Object) { s.overlays[path+"/"+e.ID()] = o }

// without returns a slice that lacks the entity. The old slice stays as it is, for readers may hold it.
func without(list []*Entity, e *Entity) []*Entity {
	i := slices.Index(list, e)
	if i < 0 {
		return list
	}
	out := make([]*Entity, 0, len(list)-1)
	return append(append(out, list[:i]...), list[i+1:]...)
}
