package ensure

import (
	"reflect"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/object"
)

// scope says which fields of a type a function manages, and what to use for the others.
type scope struct {
	// fields are those that are managed, by their names in package types. Where a field of a part is
	// listed, such as Cpu.Type, the others of that part are not managed.
	fields []string
	// instead says what to use for a field that isn't managed.
	instead map[string]string
}

// elsewhere is what to use for fields that have no function of their own.
const elsewhere = "the engine sets it, or ignores it"

// identified is what to use for an ID.
const identified = "the object is found by its name; use Current for one that is known"

// checkScope returns an error that names what is wanted and isn't managed, with what to use instead.
func checkScope[T any](op string, wanted *T, s scope) error {
	if wanted == nil {
		return mistake(op, "what is wanted is nil")
	}
	list := s.others(reflect.ValueOf(wanted).Elem(), "", "")
	if len(list) == 0 {
		return nil
	}
	return mistake(op, "%s", strings.Join(list, "; "))
}

// others describes the fields that are set and not managed, by their paths in the API.
func (s scope) others(v reflect.Value, field, path string) []string {
	var list []string
	t, _ := info.TypeOf(v.Addr().Interface())
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if v.Field(i).IsZero() || name == "Href" || name == "Links" || name == "Actions" {
			continue
		}
		m, _ := t.Member(name)
		at, word := field+name, path+m.Name
		switch {
		case slices.Contains(s.fields, at):
		case s.divides(at):
			list = append(list, s.others(v.Field(i).Elem(), at+".", word+".")...)
		default:
			list = append(list, word+" isn't managed: "+s.advice(at))
		}
	}
	return list
}

// divides reports whether some fields of a part are managed, not all.
func (s scope) divides(part string) bool {
	return slices.ContainsFunc(s.fields, func(f string) bool { return strings.HasPrefix(f, part+".") })
}

// advice says what to use for a field.
func (s scope) advice(field string) string {
	switch text := s.instead[field]; {
	case text != "":
		return text
	case field == "ID":
		return identified
	}
	return elsewhere
}

// over returns a part as it will be when a change was laid over it; nil if there is no change.
func over[T any](old, change *T) *T {
	if change == nil {
		return nil
	}
	out := new(T)
	if old != nil {
		*out = *old
	}
	object.Merge(out, change)
	return out
}

// part returns a part of an object that may be nil.
func part[T, P any](v *T, of func(*T) *P) *P {
	if v == nil {
		return nil
	}
	return of(v)
}
