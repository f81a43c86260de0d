package store

import (
	"fmt"
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// historic are the types whose references tell of the past, so that the objects may have gone.
var historic = []string{"event", "job", "step"}

// Check looks for contradictions within the inventory and returns one text for each: objects that can't be found by id or by reference, that are listed
// after they have gone, or that refer to what isn't there.
func (s *Store) Check() []string {
	c := &check{Store: s}
	for path, e := range s.paths {
		c.entity(path, e)
	}
	for path, l := range s.lists {
		c.list(path, l)
	}
	for path, entities := range s.links {
		for _, e := range entities {
			if s.paths[e.Path] != e {
				c.add("%s: holds %s, which has gone", path, e.Path)
			}
			if !slices.Contains(e.listed, path) {
				c.add("%s: %s doesn't know that it is there", path, e.Path)
			}
		}
	}
	for t, byID := range s.types {
		for id, e := range byID {
			if s.paths[e.Path] != e || e.ID() != id || e.object.Type != t {
				c.add("%s %s: is %s", t.Name, id, e.Path)
			}
		}
	}
	for m, byRef := range s.index {
		for id, entities := range byRef {
			c.byReference(m, id, entities)
		}
	}
	slices.Sort(c.found)
	return c.found
}

type check struct {
	*Store
	found []string
}

func (c *check) add(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

// entity looks at one object and its place.
func (c *check) entity(path string, e *Entity) {
	if e.Path != path || e.object.Path != path {
		c.add("%s: is kept at %s, and says %s", e.Path, path, e.object.Path)
	}
	if e.Owner != nil && c.paths[e.Owner.Path] != e.Owner {
		c.add("%s: its owner %s has gone", path, e.Owner.Path)
	}
	home := path[:len(path)-len(e.ID())-1]
	if l := c.lists[home]; l == nil || l.find(e.ID()) != e || !slices.Contains(l.entities, e) {
		c.add("%s: isn't in its collection", path)
	}
	if c.types[e.object.Type][e.ID()] == nil {
		c.add("%s: can't be found by its id", path)
	}
	for _, m := range c.Store.indexed[e.object.Type] {
		if id := refID(e.object, m); id != "" && !slices.Contains(c.index[m][id], e) {
			c.add("%s: can't be found by %s %s", path, m.Name, id)
		}
	}
	for _, at := range e.listed {
		if !slices.Contains(c.links[at], e) {
			c.add("%s: isn't in %s", path, at)
		}
	}
	if !slices.Contains(historic, e.object.Type.Name) {
		c.references(path, e.object)
	}
}

// references looks at all that an object refers to.
func (c *check) references(path string, o *Object) {
	o.Each(func(m *schema.Member, v any) {
		switch v := v.(type) {
		case *Object:
			c.reference(path+" "+m.Name, v)
		case []*Object:
			for _, item := range v {
				c.reference(path+" "+m.Name, item)
			}
		}
	})
}

func (c *check) reference(at string, o *Object) {
	if o.Path == "" {
		c.references(at, o)
		return
	}
	if e := c.paths[o.Path]; e == nil && c.types[o.Type][o.ID()] == nil {
		c.add("%s: refers to %s, which isn't there", at, o.Path)
	}
}

func (c *check) list(path string, l *list) {
	for i, e := range l.entities {
		if c.paths[e.Path] != e {
			c.add("%s: holds %s, which has gone", path, e.Path)
		}
		if i > 0 && l.entities[i-1].number >= e.number {
			c.add("%s: %s isn't in the order of making", path, e.Path)
		}
	}
	if l.byID != nil && len(l.byID) != len(l.entities) {
		c.add("%s: %d ids for %d objects", path, len(l.byID), len(l.entities))
	}
}

func (c *check) byReference(m *schema.Member, id string, entities []*Entity) {
	for i, e := range entities {
		if c.paths[e.Path] != e || refID(e.object, m) != id {
			c.add("%s.%s %s: is said of %s", m.Owner.Name, m.Name, id, e.Path)
		}
		if i > 0 && entities[i-1].number >= e.number {
			c.add("%s.%s %s: %s isn't in the order of making", m.Owner.Name, m.Name, id, e.Path)
		}
	}
}
