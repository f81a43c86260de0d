package rest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/search"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
	"github.com/ovirt-go/ovirt/simulator/internal/world"
)

// catalog tells the search what objects have. Kinds without a table are searched by the plain members of their type.
type catalog struct {
	w     *world.World
	facts *facts
}

// kindAt returns the kind of the objects of a collection. Instance types are searched as templates are. Users and groups of a directory have fields of their own.
func kindAt(n *route.Node) string {
	name := n.Element()
	if name == "instance_type" {
		return "template"
	}
	if n.Parent != nil && n.Parent.Service.Name == "domain" {
		return "directory_" + name
	}
	return name
}

// Field describes a field.
func (c catalog) Field(kind, name string) (search.Field, bool) {
	if table := fields[kind]; table != nil {
		f, ok := table[name]
		f.Limit = c.facts.field(kind, name)
		return f.Field, ok
	}
	t := c.w.Schema.Type(kind)
	if t == nil {
		return search.Field{}, false
	}
	m := t.Member(name)
	if m == nil || m.Kind == schema.Struct || m.List {
		return search.Field{}, false
	}
	return search.Field{Type: plainTypes[m.Kind]}, true
}

var plainTypes = map[schema.Kind]search.Type{
	schema.String: search.String, schema.Bool: search.Bool, schema.Int: search.Decimal, schema.Decimal: search.Decimal, schema.Date: search.Time,
	schema.Enum: search.Enum,
}

// Cross returns the kind that a relation leads to. The name may be a plural.
func (c catalog) Cross(kind, name string) (string, bool) {
	crossing, ok := cross(kind, name)
	return crossing.kind, ok
}

// CrossLimit is what engines can't do with a relation.
func (c catalog) CrossLimit(kind, name string) string {
	return c.facts.cross(kind, strings.ReplaceAll(strings.TrimSuffix(name, "s"), "-", "_"))
}

func cross(kind, name string) (crossing, bool) {
	name = strings.ReplaceAll(strings.TrimSuffix(name, "s"), "-", "_")
	c, ok := crossings[kind][name]
	return c, ok
}

// matching returns the objects of a collection that fit a query, in the order that it asks for.
func (q *request) matching(query *search.Query, kind string, entities []*store.Entity) ([]*store.Entity, error) {
	if err := query.Check(kind, catalog{q.world, q.facts}); err != nil {
		return nil, err
	}
	opt := search.Options{CaseSensitive: q.query.Bool("case_sensitive", false), Now: q.world.Time()}
	out := make([]*store.Entity, 0, len(entities))
	for _, e := range entities {
		if err := q.r.Context().Err(); err != nil {
			return nil, err // nobody waits for what may take long with many objects and conditions
		}
		if query.Match(searched{w: q.world, e: e, kind: kind}, opt) {
			out = append(out, e)
		}
	}
	if query.SortBy != "" {
		q.orderBy(query, kind, out)
	}
	return out, nil
}

// orderBy sorts by a field; equal ones stay in the default order.
func (q *request) orderBy(query *search.Query, kind string, entities []*store.Entity) {
	type keyed struct {
		key any
		e   *store.Entity
	}
	list := make([]keyed, len(entities))
	for i, e := range entities {
		list[i].e = e
		if values := (searched{w: q.world, e: e, kind: kind}).Field(query.SortBy); len(values) > 0 {
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
			return strings.Compare(strings.ToLower(a), strings.ToLower(b))
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

// searched is an entity as the search sees it.
type searched struct {
	w    *world.World
	e    *store.Entity
	kind string
	from *store.Entity // from is the object whose relation led here, or nil
}

// Texts returns the values of the fields that a free text is looked for in.
func (s searched) Texts() []string {
	var out []string
	table := fields[s.kind]
	if table == nil {
		s.e.Object().Each(func(m *schema.Member, v any) {
			if text, ok := v.(string); ok && m.Kind == schema.String {
				out = append(out, text)
			}
		})
		return out
	}
	for _, f := range table {
		if f.Type != search.String || f.Hidden {
			continue
		}
		for _, v := range f.get(s) {
			if text, ok := v.(string); ok {
				out = append(out, text)
			}
		}
	}
	return out
}

// Field returns the values of a field that the catalog has.
func (s searched) Field(name string) search.Values {
	if table := fields[s.kind]; table != nil {
		return table[name].get(s)
	}
	v := s.e.Object().Get(name)
	if v == nil {
		return nil
	}
	return search.Values{v}
}

// Cross returns the related objects of a relation that the catalog has.
func (s searched) Cross(name string) []search.Object {
	c, _ := cross(s.kind, name)
	var out []search.Object
	for _, e := range c.find(s.w, s.e) {
		if e != nil {
			out = append(out, searched{w: s.w, e: e, kind: c.kind, from: s.e})
		}
	}
	return out
}
