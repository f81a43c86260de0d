package store

import (
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// Object is a value of a struct of the model: an entity, a reference to one, or a part of one. Absent members have no field; empty
// ones have an empty value. Objects that are in the store or that were given out never change: who wants another state makes a
// Clone first. So they may be read without a lock.
type Object struct {
	Type   *schema.Type
	Path   string // Path is what href is made of, such as /vms/ID; empty for objects without one.
	fields []field
}

// field is a member that is present. The value is a string, bool, int64, float64, time.Time, *Object, []string or []*Object.
type field struct {
	member *schema.Member
	value  any
}

// New returns an object without members.
func New(t *schema.Type) *Object { return &Object{Type: t} }

// NewRef returns a reference.
func NewRef(t *schema.Type, path, id string) *Object {
	o := &Object{Type: t, Path: path}
	o.Set("id", id)
	return o
}

// ID returns the id, or "".
func (o *Object) ID() string { return o.Text("id") }

// Name returns the name, or "".
func (o *Object) Name() string { return o.Text("name") }

// Clone returns a copy that may be changed; the parts are still shared.
func (o *Object) Clone() *Object {
	return &Object{Type: o.Type, Path: o.Path, fields: slices.Clone(o.fields)}
}

// Empty reports whether no member is present.
func (o *Object) Empty() bool { return len(o.fields) == 0 }

// Each calls f for each present member in the order of the wire.
func (o *Object) Each(f func(m *schema.Member, v any)) {
	for _, field := range o.fields {
		f(field.member, field.value)
	}
}

// Get returns the value of a member, or nil. Names with dots lead into parts.
func (o *Object) Get(name string) any {
	for o != nil {
		head, rest, more := strings.Cut(name, ".")
		m := o.Type.Member(head)
		if m == nil {
			return nil
		}
		v := o.value(m)
		if !more {
			return v
		}
		o, _ = v.(*Object)
		name = rest
	}
	return nil
}

// Has reports whether the member is present.
func (o *Object) Has(name string) bool { return o.Get(name) != nil }

// Text returns the value of a text or enum, or "".
func (o *Object) Text(name string) string {
	s, _ := o.Get(name).(string)
	return s
}

// Int returns the value of an integer, or 0.
func (o *Object) Int(name string) int64 {
	n, _ := o.Get(name).(int64)
	return n
}

// True reports whether a boolean is present and true.
func (o *Object) True(name string) bool {
	b, _ := o.Get(name).(bool)
	return b
}

// Part returns a nested object or reference, or nil.
func (o *Object) Part(name string) *Object {
	p, _ := o.Get(name).(*Object)
	return p
}

// List returns a list of objects, or nil.
func (o *Object) List(name string) []*Object {
	l, _ := o.Get(name).([]*Object)
	return l
}

// Set sets a member, or removes it if v is nil. Names with dots lead into parts, which are copied or made. A member that this
// release of the model doesn't have, or that is of another kind, is left out, so that all releases can be simulated alike; so
// does nothing on nil, which stands for an object of a type that the release doesn't have.
func (o *Object) Set(name string, v any) {
	if o == nil {
		return
	}
	head, rest, more := strings.Cut(name, ".")
	m := o.Type.Member(head)
	if m == nil {
		return
	}
	if more {
		o.setPart(m, rest, v)
		return
	}
	switch x := v.(type) {
	case int:
		v = int64(x)
	case *Object:
		if x == nil {
			v = nil
		}
	}
	if v == nil || accepts(m, v) {
		o.Put(m, v)
	}
}

func (o *Object) setPart(m *schema.Member, rest string, v any) {
	if m.Kind != schema.Struct || m.List {
		return
	}
	part, _ := o.value(m).(*Object)
	switch {
	case part != nil:
		part = part.Clone()
	case v == nil:
		return
	default:
		part = New(m.Type)
	}
	part.Set(rest, v)
	o.Put(m, part)
}

// Put sets a member of the object's own type to a value that fits it; nil removes it.
func (o *Object) Put(m *schema.Member, v any) {
	i, found := o.find(m.Slot)
	switch {
	case found && v == nil:
		o.fields = slices.Delete(o.fields, i, i+1)
	case found:
		o.fields[i].value = v
	case v != nil:
		o.fields = slices.Insert(o.fields, i, field{m, v})
	}
}

// Value returns the value of a member of the object's own type, or nil.
func (o *Object) Value(m *schema.Member) any { return o.value(m) }

func (o *Object) value(m *schema.Member) any {
	if i, found := o.find(m.Slot); found {
		return o.fields[i].value
	}
	return nil
}

// find returns the place of the field of a slot.
func (o *Object) find(slot int) (int, bool) {
	low, high := 0, len(o.fields)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if o.fields[mid].member.Slot < slot {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low, low < len(o.fields) && o.fields[low].member.Slot == slot
}

// Default sets a member that is absent.
func (o *Object) Default(name string, v any) {
	if !o.Has(name) {
		o.Set(name, v)
	}
}

// Merge lays the members that are present in change over the object, as the engine does with a
// request: parts are merged, save those that it takes whole, references and lists are replaced, and
// an empty object means the same as none, or removes what there is.
func (o *Object) Merge(change *Object) {
	for _, f := range change.fields {
		m := f.member
		if m.Owner != o.Type {
			if m = o.Type.Member(m.Name); m == nil {
				continue
			}
		}
		part, ok := f.value.(*Object)
		if !ok {
			if list, _ := f.value.([]string); len(list) > 0 || m.Name != "devices" || o.Type.Name != "boot" {
				o.Put(m, f.value) // No devices to boot from mean those from before.
			}
			continue
		}
		o.mergePart(m, part)
	}
}

func (o *Object) mergePart(m *schema.Member, part *Object) {
	old, _ := o.value(m).(*Object)
	merge := whole(m.Type.Name)
	switch {
	case part.Empty() && (!clearing[m.Type.Name] || keeping[o.Type.Name+"."+m.Name]):
	case merge != nil:
		if out := merge(o.Type.Name, old, part); out != nil {
			o.Put(m, out)
		} else {
			o.Put(m, nil)
		}
	case part.Empty():
		o.Put(m, nil)
	case m.Link || m.Type.Identified:
		o.Put(m, part)
	default:
		if out := over(old, part); !out.Empty() {
			o.Put(m, out)
		}
	}
}

// accepts reports whether the value is of the member's kind.
func accepts(m *schema.Member, v any) bool {
	switch v := v.(type) {
	case string:
		return !m.List && (m.Kind == schema.String || m.Kind == schema.Enum && valid(m, v))
	case bool:
		return !m.List && m.Kind == schema.Bool
	case int64:
		return !m.List && m.Kind == schema.Int
	case float64:
		return !m.List && m.Kind == schema.Decimal
	case time.Time:
		return !m.List && m.Kind == schema.Date
	case *Object:
		return !m.List && m.Kind == schema.Struct && v.Type == m.Type
	case []string:
		return m.List && (m.Kind == schema.String ||
			m.Kind == schema.Enum && !slices.ContainsFunc(v, func(one string) bool { return !valid(m, one) }))
	case []*Object:
		return m.List && m.Kind == schema.Struct
	}
	return false
}

// valid reports whether the enum has the value in this release.
func valid(m *schema.Member, v string) bool {
	for _, value := range m.Enum.Values {
		if value.Name == v {
			return true
		}
	}
	return false
}

// Equal reports whether both objects have the same members with the same values.
func (o *Object) Equal(other *Object) bool {
	return slices.EqualFunc(o.fields, other.fields, func(a, b field) bool {
		if a.member != b.member {
			return false
		}
		switch v := a.value.(type) {
		case *Object:
			return v.Equal(b.value.(*Object))
		case []*Object:
			return slices.EqualFunc(v, b.value.([]*Object), (*Object).Equal)
		case []string:
			return slices.Equal(v, b.value.([]string))
		case time.Time:
			return v.Equal(b.value.(time.Time))
		}
		return a.value == b.value
	})
}
