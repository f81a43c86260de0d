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

// instanceType is the kind of instance types, which engines keep and search as templates. Their view
// in the database has no tags, so that a text can't be looked for.
const instanceType = "instance_type"

// base returns the kind whose fields and relations a kind has.
func base(kind string) string {
	if kind == instanceType {
		return "template"
	}
	return kind
}

// Texts returns the values of the fields that a free text is looked for in.
func (s object) Texts() []string {
	var out []string
	table := fields[base(s.kind)]
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
	if table := fields[base(s.kind)]; table != nil {
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
	if table := fields[base(kind)]; table != nil {
		f, ok := table[name]
		f.Limit = s.limits.field(base(kind), name)
		if f.named != nil {
			f.Names = f.named(s.in)
		}
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

// plurals are the relations that engines know in the plural too.
var plurals = map[string]bool{
	"vm": true, "host": true, "event": true, "template": true, "user": true, "cluster": true,
	"storage": true, "disk": true, "volume": true, "quota": true, "network": true, "provider": true,
}

// CrossLimit is what engines can't do with a relation.
func (s *Searcher) CrossLimit(kind, name string) string {
	return s.limits.cross(base(kind), strings.ReplaceAll(strings.TrimSuffix(name, "s"), "-", "_"))
}

func cross(kind, name string) (crossing, bool) {
	single := strings.TrimSuffix(name, "s")
	if single != name && !plurals[single] {
		return crossing{}, false
	}
	c, ok := crossings[base(kind)][single]
	return c, ok
}
