package rest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/behavior"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/search"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// matching gives the objects that fit a query, in the order that it asks for.
func (q *request) matching(query *search.Query, entities []*store.Entity) ([]*store.Entity, error) {
	opt := search.Options{CaseSensitive: q.query.Bool("case_sensitive", false), Now: q.world.Time()}
	out := make([]*store.Entity, 0, len(entities))
	for _, e := range entities {
		ok, err := query.Match(searched{q.world, e}, opt)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, e)
		}
	}
	if query.SortBy == "" {
		return out, nil
	}
	return q.orderBy(query, out)
}

// orderBy sorts by a field, which may be one of a related object; equal ones stay in the default order.
func (q *request) orderBy(query *search.Query, entities []*store.Entity) ([]*store.Entity, error) {
	type keyed struct {
		key any
		e   *store.Entity
	}
	list := make([]keyed, len(entities))
	for i, e := range entities {
		values, ok := sortField(searched{q.world, e}, query.SortBy)
		if !ok {
			return nil, search.ErrInvalid
		}
		list[i].e = e
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
	return entities, nil
}

func sortField(o search.Object, name string) (search.Values, bool) {
	cross, field, ok := strings.Cut(name, ".")
	if !ok {
		return o.Field(name)
	}
	related, ok := o.Cross(cross)
	if !ok {
		return nil, false
	}
	for _, r := range related {
		return r.Field(field)
	}
	return nil, true
}

// compare orders values of one field; absent ones come first.
func compare(a, b any) int {
	switch a := a.(type) {
	case nil:
		if b == nil {
			return 0
		}
		return -1
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
		return 0
	case time.Time:
		if b, ok := b.(time.Time); ok {
			return a.Compare(b)
		}
	}
	return 1
}

// searched is an entity as the search sees it.
type searched struct {
	w *behavior.World
	e *store.Entity
}

// Texts gives the texts of the object itself.
func (s searched) Texts() []string {
	var out []string
	s.e.Object().Each(func(m *schema.Member, v any) {
		if text, ok := v.(string); ok && m.Kind == schema.String {
			out = append(out, text)
		}
	})
	return out
}

// Field gives the values of a search field: by the table of the type, or else the member of that name.
func (s searched) Field(name string) (search.Values, bool) {
	o := s.e.Object()
	if f := fieldTable[o.Type.Name][name]; f != nil {
		return f(s), true
	}
	m := o.Type.Member(name)
	if m == nil || m.Kind == schema.Struct || m.List {
		return nil, false
	}
	return asValues(m, o.Value(m)), true
}

// asValues gives a value as the search compares it: enums in lower case without underscores.
func asValues(m *schema.Member, v any) search.Values {
	if v == nil {
		return nil
	}
	if text, ok := v.(string); ok && m.Kind == schema.Enum {
		return search.Values{engineName(text)}
	}
	return search.Values{v}
}

// engineName spells a value of an enum as the engine's own names do in searches.
func engineName(text string) string { return strings.ReplaceAll(text, "_", "") }

// Cross gives the related objects of a kind.
func (s searched) Cross(kind string) ([]search.Object, bool) {
	t := s.e.Object().Type.Name
	target, ok := kinds[strings.TrimSuffix(kind, "s")]
	if !ok {
		return nil, false
	}
	relation := relations[t][target]
	if relation == nil {
		return nil, false
	}
	var out []search.Object
	for _, e := range relation(s.w, s.e) {
		if e != nil {
			out = append(out, searched{s.w, e})
		}
	}
	return out, true
}

// kinds are the names of related objects in searches, without a final s.
var kinds = map[string]string{
	"vm": "vm", "host": "host", "template": "template", "cluster": "cluster", "datacenter": "data_center", "storage": "storage_domain",
	"user": "user", "event": "event", "disk": "disk", "network": "network", "nic": "nic", "vnic": "nic", "pool": "vm_pool",
	"cluster-network": "network", "clusternetwork": "network", "cluster_network": "network",
}
