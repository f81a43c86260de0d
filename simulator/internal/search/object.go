package search

import (
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// object is an entity as the search sees it.
type object struct {
	in   Inventory
	e    *store.Entity
	kind string
	from *store.Entity // from is the object whose relation led here, or nil
}

// Texts returns the values of the fields that a free text is looked for in.
func (s object) Texts() []string {
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
		if f.Type != String || f.Hidden {
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
func (s object) Field(name string) Values {
	if table := fields[s.kind]; table != nil {
		return table[name].get(s)
	}
	v := s.e.Object().Get(name)
	if v == nil {
		return nil
	}
	return Values{v}
}

// Cross returns the related objects of a relation that the catalog has.
func (s object) Cross(name string) []Object {
	c, _ := cross(s.kind, name)
	var out []Object
	for _, e := range c.find(s.in, s.e) {
		if e != nil {
			out = append(out, object{in: s.in, e: e, kind: c.kind, from: s.e})
		}
	}
	return out
}

// Field describes a field.
func (s *Searcher) Field(kind, name string) (Field, bool) {
	if table := fields[kind]; table != nil {
		f, ok := table[name]
		f.Limit = s.limits.field(kind, name)
		return f.Field, ok
	}
	t := s.schema.Type(kind)
	if t == nil {
		return Field{}, false
	}
	m := t.Member(name)
	if m == nil || m.Kind == schema.Struct || m.List {
		return Field{}, false
	}
	return Field{Type: plainTypes[m.Kind]}, true
}

var plainTypes = map[schema.Kind]Type{
	schema.String:  String,
	schema.Bool:    Bool,
	schema.Int:     Decimal,
	schema.Decimal: Decimal,
	schema.Date:    Time,
	schema.Enum:    Enum,
}

// Cross returns the kind that a relation leads to. The name may be a plural.
func (s *Searcher) Cross(kind, name string) (string, bool) {
	crossing, ok := cross(kind, name)
	return crossing.kind, ok
}

// CrossLimit is what engines can't do with a relation.
func (s *Searcher) CrossLimit(kind, name string) string {
	return s.limits.cross(kind, strings.ReplaceAll(strings.TrimSuffix(name, "s"), "-", "_"))
}

func cross(kind, name string) (crossing, bool) {
	name = strings.ReplaceAll(strings.TrimSuffix(name, "s"), "-", "_")
	c, ok := crossings[kind][name]
	return c, ok
}
