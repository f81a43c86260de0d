package ensure

import (
	"reflect"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/object"
)

// fields says which fields of a kind a function manages, and how. Fields have their names in
// package types, those of parts a path: Cpu.Type.
type fields struct {
	// managed are the fields that may be wanted. Where a field of a part is listed, such as
	// Cpu.Type, the others of that part are not managed.
	managed []string

	// managedElsewhere says what to use for a field that isn't managed.
	managedElsewhere map[string]string

	// appliedApart are fields that the function applies by requests of their own, such as the NICs
	// and the status of a VM. They are no part of what is compared and sent.
	appliedApart []string

	// createOnly are fields that count when an object is created, and can't be compared later:
	// engines don't show them, or as something else.
	createOnly []string

	// unchangeable are fields that no update changes, beside those that object.Diff knows.
	unchangeable []string

	// createdWhole says that objects of the kind can't be changed at all.
	createdWhole bool

	// comparedInside are references whose fields are compared, for they refer to no object of their
	// own.
	comparedInside []string

	// equal report whether a field is as wanted though it isn't equal, for what engines round or
	// spell in their own way.
	equal map[string]func(old, wanted any) bool
}

// engineSets is what to use for fields that have no function of their own.
const engineSets = "the engine sets it, or ignores it"

// identified is what to use for an ID.
const identified = "the object is found by its name; use Current for one that is known"

// checkManaged returns an error that names what is wanted and isn't managed, with what to use
// instead.
func checkManaged[T any](op string, wanted *T, f *fields) error {
	if wanted == nil {
		return mistake(op, "what is wanted is nil")
	}
	list := f.unmanaged(reflect.ValueOf(wanted).Elem(), "", "")
	if len(list) == 0 {
		return nil
	}
	return mistake(op, "%s", strings.Join(list, "; "))
}

// unmanaged describes the fields that are set and not managed, by their paths in the API.
func (f *fields) unmanaged(v reflect.Value, field, path string) []string {
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
		case slices.Contains(f.managed, at):
		case f.divides(at):
			list = append(list, f.unmanaged(v.Field(i).Elem(), at+".", word+".")...)
		default:
			list = append(list, word+" isn't managed: "+f.advice(at))
		}
	}
	return list
}

// unmanagedIn describes what is set in an object and not managed, by paths that begin with path; it
// is empty if there is nothing.
func (f *fields) unmanagedIn(v any, path string) string {
	return strings.Join(f.unmanaged(reflect.ValueOf(v).Elem(), "", path), "; ")
}

// divides reports whether some fields of a part are managed, not all.
func (f *fields) divides(part string) bool {
	return slices.ContainsFunc(f.managed, func(name string) bool {
		return strings.HasPrefix(name, part+".")
	})
}

// advice says what to use for a field.
func (f *fields) advice(field string) string {
	switch text := f.managedElsewhere[field]; {
	case text != "":
		return text
	case field == "ID":
		return identified
	}
	return engineSets
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
