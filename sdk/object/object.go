// Package object works on values of package types: it references, merges and compares them, computes
// the smallest update, and walks over all fields that are set. It sends no requests.
//
//	nic := &types.Nic{Name: new("eth0"), VnicProfile: object.Ref(profile)}
//	change, fixed := object.Diff(vm, wanted) // change is what Update needs, nil for nothing
//
// Objects must be trees, as all objects are that are read from an engine. No function changes its
// arguments, except [Merge] its target. Results may share parts with the arguments.
package object

import (
	"iter"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk/info"
)

// Ref returns an object that only refers to another one, by its id, or by its name if it has no id: what a request needs to say which
// cluster or which network it means. Of nil, and of an object without id and name, it returns nil.
func Ref[T any](v *T) *T { return pick(v, "ID") }

// Link returns an object that refers to another one by its id and its address, which sdk.Follow reads. It is like [Ref] otherwise.
func Link[T any](v *T) *T { return pick(v, "ID", "Href") }

// pick returns an object with these members alone, or with the name if it has no id.
func pick[T any](v *T, names ...string) *T {
	if v == nil {
		return nil
	}
	from, ref := reflect.ValueOf(v).Elem(), new(T)
	if from.Kind() != reflect.Struct {
		return nil
	}
	if id := from.FieldByName("ID"); !id.IsValid() || id.IsNil() {
		names = []string{"Name"}
	}
	to := reflect.ValueOf(ref).Elem()
	for _, name := range names {
		if f := from.FieldByName(name); f.IsValid() {
			to.FieldByName(name).Set(f)
		}
	}
	if to.IsZero() {
		return nil
	}
	return ref
}

// Merge sets what is set in change on an object: scalars, lists and references take the place of the old ones, and what is inside a
// part that isn't a reference, such as the topology of a processor, is merged alike. A nil change changes nothing.
func Merge[T any](into, change *T) {
	if into == nil || change == nil {
		return
	}
	merge(reflect.ValueOf(into).Elem(), reflect.ValueOf(change).Elem())
}

func merge(into, change reflect.Value) {
	if into.Kind() != reflect.Struct {
		return
	}
	for i := range change.NumField() {
		to, from := into.Field(i), change.Field(i)
		switch {
		case from.IsZero():
		case isPart(from.Type()) && !to.IsNil():
			part := reflect.New(to.Type().Elem()) // The old part may be shared.
			part.Elem().Set(to.Elem())
			merge(part.Elem(), from.Elem())
			to.Set(part)
		default:
			to.Set(from)
		}
	}
}

var timeType = reflect.TypeFor[time.Time]()

// isObject reports whether values of the type are pointers to objects.
func isObject(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && t.Elem() != timeType
}

// isPart reports whether values of the type are objects that only live within others.
func isPart(t reflect.Type) bool {
	if !isObject(t) {
		return false
	}
	_, identified := t.Elem().FieldByName("ID")
	return !identified
}

// Equal reports whether two objects are the same: each member unset in both, or set to the same value. Times are the same if they
// are the same moment, and a list that is unset differs from an empty one. Links and Actions count for nothing: they tell what the
// engine offers at the moment.
func Equal[T any](a, b *T) bool {
	return equal(reflect.ValueOf(a), reflect.ValueOf(b))
}

func equal(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() && b.IsNil()
		}
		return equal(a.Elem(), b.Elem())
	case reflect.Slice:
		if a.IsNil() != b.IsNil() || a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !equal(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		if a.Type() == timeType {
			return a.Interface().(time.Time).Equal(b.Interface().(time.Time))
		}
		for i := range a.NumField() {
			if !offered(a.Type().Field(i).Name) && !equal(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

// offered are the fields that tell what the engine offers.
func offered(name string) bool { return name == "Links" || name == "Actions" }

// Walk returns everything that is set in an object: the path in the words of the API, such as cpu.topology.cores or
// disks[0].name, and the value, which is a string, bool, int64, float64, time.Time, or of an enumeration. Empty lists and parts are
// given too, as nil values.
func Walk[T any](v *T) iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		if v != nil {
			walk(reflect.ValueOf(v).Elem(), "", yield)
		}
	}
}

func walk(v reflect.Value, path string, yield func(string, any) bool) bool {
	switch {
	case v.Kind() == reflect.Pointer:
		return v.IsNil() || walk(v.Elem(), path, yield)
	case v.Kind() == reflect.Slice:
		if v.Len() == 0 {
			return yield(path, nil)
		}
		for i := range v.Len() {
			if !walk(v.Index(i), path+"["+strconv.Itoa(i)+"]", yield) {
				return false
			}
		}
		return true
	case v.Kind() != reflect.Struct || v.Type() == timeType:
		return yield(path, v.Interface())
	case v.IsZero() && path != "":
		return yield(path, nil)
	}
	t, _ := info.TypeOf(v.Addr().Interface())
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			continue
		}
		name := wordOf(t, v.Type().Field(i).Name)
		if path != "" {
			name = path + "." + name
		}
		if !walk(v.Field(i), name, yield) {
			return false
		}
	}
	return true
}

// wordOf returns the name of a field in the API.
func wordOf(t info.Type, field string) string {
	if m, ok := t.Member(field); ok {
		return m.Name
	}
	return strings.ToLower(field) // Href, Links, Actions and what is in links
}
