package store

import (
	"maps"
	"slices"
)

// Shelf is what one collection holds by itself, as it is saved.
type Shelf struct {
	Path  string
	Items []Item // Items live in the collection.
	Links []Item // Links live elsewhere and were put into it; their Object is what the collection adds, or nil.
}

// Item is one object of a shelf.
type Item struct {
	Path   string
	Entity *Entity
	Object *Object
	Notes  map[string]string
}

// Shelves returns all collections that hold something, sorted by path, so that those above come before those below. What it returns may be
// kept when the lock is given back.
func (s *Store) Shelves() []Shelf {
	paths := make([]string, 0, len(s.lists)+len(s.links))
	for path, l := range s.lists {
		if len(l.entities) > 0 {
			paths = append(paths, path)
		}
	}
	for path, entities := range s.links {
		if l := s.lists[path]; len(entities) > 0 && (l == nil || len(l.entities) == 0) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	out := make([]Shelf, len(paths))
	for i, path := range paths {
		shelf := Shelf{Path: path}
		for _, e := range s.All(path) {
			shelf.Items = append(shelf.Items, Item{Path: e.Path, Entity: e, Object: e.object, Notes: maps.Clone(e.Notes)})
		}
		for _, e := range s.links[path] {
			shelf.Links = append(shelf.Links, Item{Path: e.Path, Entity: e, Object: s.Overlay(path, e)})
		}
		out[i] = shelf
	}
	return out
}

// EachEntity calls f for every entity, in no order.
func (s *Store) EachEntity(f func(*Entity)) {
	for _, e := range s.paths {
		f(e)
	}
}

// Share makes references to the same object one, and counts them, for objects that were put in before those that they refer to.
func (s *Store) Share() {
	for _, e := range s.paths {
		s.share(e.object)
		e.refs = 0
	}
	for _, e := range s.paths {
		s.count(e.object, 1)
	}
}
