package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Inventory is what is searched.
type Inventory interface {
	// All returns the objects of the collection at a path.
	All(path string) []*store.Entity
	// Of returns the objects of a collection below an object.
	Of(e *store.Entity, segment string) []*store.Entity
	// Resolve returns the object that a reference means, or nil.
	Resolve(ref *store.Object) *store.Entity
	// Referring returns the objects of a type that refer to the ID by a member.
	Referring(typeName, member, id string) []*store.Entity
	// Attachments returns the attachments of a disk.
	Attachments(disk *store.Entity) []*store.Entity
	// Time returns the time of the engine.
	Time() time.Time
}

// Searcher searches the objects of an inventory. It is the catalog of what they have: kinds without
// a table are searched by the plain members of their type.
type Searcher struct {
	in     Inventory
	schema *schema.Schema
	limits *limits
}

// New returns a Searcher. It fails if the facts that this module is made of can't be read.
func New(in Inventory, s *schema.Schema) (*Searcher, error) {
	l, err := loadLimits()
	if err != nil {
		return nil, err
	}
	return &Searcher{in: in, schema: s, limits: l}, nil
}

// KindAt returns the kind of the objects of a collection. Users and groups of a directory have fields
// of their own.
func KindAt(n *route.Node) string {
	name := n.Element()
	if n.Parent != nil && n.Parent.Service.Name == "domain" {
		return "directory_" + name
	}
	return name
}

// Find returns those of some objects that match a query, in the order that it asks for. It fails if
// objects of the kind can't be searched so, and when ctx ends.
func (s *Searcher) Find(
	ctx context.Context, query *Query, kind string, entities []*store.Entity, caseSensitive bool,
) ([]*store.Entity, error) {
	if err := query.Check(kind, s); err != nil {
		return nil, err
	}
	opt := Options{CaseSensitive: caseSensitive, Now: s.in.Time()}
	out := make([]*store.Entity, 0, len(entities))
	for _, e := range entities {
		if err := ctx.Err(); err != nil {
			return nil, err // Many objects and conditions take long, and nobody waits for them.
		}
		if query.Match(object{in: s.in, e: e, kind: kind}, opt) {
			out = append(out, e)
		}
	}
	if query.SortBy != "" {
		s.order(query, kind, out)
	}
	return out, nil
}

// order sorts by a field; equal ones stay in the default order.
func (s *Searcher) order(query *Query, kind string, entities []*store.Entity) {
	type keyed struct {
		key any
		e   *store.Entity
	}
	list := make([]keyed, len(entities))
	for i, e := range entities {
		list[i].e = e
		values := object{in: s.in, e: e, kind: kind}.Field(query.SortBy)
		if len(values) > 0 {
			list[i].key = values[0]
		}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		order := compare(a.key, b.key)
		if query.Descending {
			return -order
		}
		return order
	})
	for i, k := range list {
		entities[i] = k.e
	}
}

// compare orders values of one field; absent ones come first.
func compare(a, b any) int {
	if a == nil || b == nil {
		return cmp.Compare(presence(a), presence(b))
	}
	switch a := a.(type) {
	case string:
		if b, ok := b.(string); ok {
			return strings.Compare(a, b) // capitals come first
		}
	case int64:
		if b, ok := b.(int64); ok {
			return cmp.Compare(a, b)
		}
	case float64:
		if b, ok := b.(float64); ok {
			return cmp.Compare(a, b)
		}
	case bool:
		if b, ok := b.(bool); ok && a != b {
			if a {
				return 1
			}
			return -1
		}
	case time.Time:
		if b, ok := b.(time.Time); ok {
			return a.Compare(b)
		}
	}
	return 0
}

func presence(v any) int {
	if v == nil {
		return 0
	}
	return 1
}
