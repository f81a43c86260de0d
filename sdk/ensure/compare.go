package ensure

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/sdk/info"
	"github.com/ovirt-go/ovirt/sdk/object"
)

// unshown are members that engines take and never show, in the words of the API. Of a root password
// they show ****** if there is one.
var unshown = []string{"password", "root_password", "driver_sensitive_options"}

// smallestUpdate returns the smallest update to what is wanted; nil for none.
func smallestUpdate[T any](ctx context.Context, b base, f *fields, old, wanted *T) (*T, error) {
	left := new(*wanted)
	c := comparison{b, f}
	err := c.dropEqual(ctx, reflect.ValueOf(old).Elem(), reflect.ValueOf(left).Elem(), "")
	if err != nil {
		return nil, err
	}
	change, refused := object.Diff(old, left)
	if change != nil {
		if f.createdWhole {
			return nil, b.mistake("%s can't be changed", paths(change))
		}
		for _, name := range f.unchangeable {
			if isSet(change, name) {
				refused = append(refused, name)
			}
		}
	}
	if len(refused) > 0 {
		return nil, b.mistake("%s can't be changed", strings.Join(refused, ", "))
	}
	return change, nil
}

// comparison compares what is wanted with an object. References by name are compared with the names
// of the present ones, which costs a request for each that the engine shows by its ID alone.
type comparison struct {
	base
	fields *fields
}

// dropEqual unsets the fields of wanted that are so already, or can't be compared.
func (c comparison) dropEqual(ctx context.Context, old, wanted reflect.Value, path string) error {
	t, _ := info.TypeOf(wanted.Addr().Interface())
	for i := range wanted.NumField() {
		name := wanted.Type().Field(i).Name
		from, to := old.Field(i), wanted.Field(i)
		if to.IsZero() {
			continue
		}
		name = path + name
		same := c.fields.equal[name]
		m, _ := t.Member(wanted.Type().Field(i).Name)
		switch {
		case slices.Contains(c.fields.createOnly, name),
			same != nil && !from.IsZero() && same(from.Interface(), to.Interface()),
			from.IsZero() && isEmpty(to),
			slices.Contains(unshown, m.Name) && isHidden(from),
			isListOfParts(to.Type()) && coversAll(from, to):
			to.SetZero()
		case to.Kind() == reflect.Pointer && to.Elem().IsZero() && isObject(to.Type()):
			// An empty object counts as it is; object.Diff knows where it takes something away.
		case isPart(to.Type()),
			isObject(to.Type()) && slices.Contains(c.fields.comparedInside, name):
			if from.IsNil() {
				from = reflect.New(from.Type().Elem())
			}
			part := reflect.New(to.Type().Elem())
			part.Elem().Set(to.Elem())
			if err := c.dropEqual(ctx, from.Elem(), part.Elem(), name+"."); err != nil {
				return err
			}
			if part.Elem().IsZero() {
				to.SetZero()
			} else {
				to.Set(part)
			}
		case isObject(to.Type()) && !from.IsNil():
			same, err := c.sameByName(ctx, from, to)
			if err != nil {
				return err
			}
			if same {
				to.SetZero()
			}
		case path != "" && m.Link && m.List && !from.IsZero():
			list, err := c.namedByID(ctx, from, to)
			if err != nil {
				return err
			}
			to.Set(list)
		}
	}
	return nil
}

// namedByID returns a list of references in which those that are wanted by a name, and that the
// present list has, have their IDs.
func (c comparison) namedByID(
	ctx context.Context, old, wanted reflect.Value,
) (reflect.Value, error) {
	out := reflect.MakeSlice(wanted.Type(), 0, wanted.Len())
	for i := range wanted.Len() {
		ref := wanted.Index(i)
		for j := range old.Len() {
			same, err := c.sameByName(ctx, old.Index(j), ref)
			if err != nil {
				return out, err
			}
			if same {
				ref = old.Index(j)
				break
			}
		}
		out = reflect.Append(out, ref)
	}
	return out, nil
}

// isHidden reports whether a secret isn't shown, or only that there is one.
func isHidden(v reflect.Value) bool {
	text, ok := reflect.TypeAssert[*string](v)
	return ok && (text == nil || strings.Trim(*text, "*") == "")
}

// isListOfParts reports whether values of the type are lists of objects that only live within
// others.
func isListOfParts(t reflect.Type) bool { return t.Kind() == reflect.Slice && isPart(t.Elem()) }

// coversAll reports whether the items of a list are as wanted in all that is said of them. Engines
// show more of each, such as empty addresses.
func coversAll(old, wanted reflect.Value) bool {
	if old.IsNil() || old.Len() != wanted.Len() {
		return false
	}
	for i := range wanted.Len() {
		if !covers(old.Index(i), wanted.Index(i)) {
			return false
		}
	}
	return true
}

// covers reports whether a value is as wanted in all that is said.
func covers(old, wanted reflect.Value) bool {
	switch {
	case wanted.IsZero():
		return true
	case isListOfParts(wanted.Type()):
		return coversAll(old, wanted) || old.IsNil() && wanted.Len() == 0
	case !isPart(wanted.Type()):
		return isEmpty(wanted) && old.IsZero() ||
			!old.IsZero() && reflect.DeepEqual(old.Interface(), wanted.Interface())
	case old.IsNil():
		return wanted.Elem().IsZero()
	}
	for i := range wanted.Elem().NumField() {
		if !covers(old.Elem().Field(i), wanted.Elem().Field(i)) {
			return false
		}
	}
	return true
}

// sameByName reports whether a reference that is wanted by its name alone is the present one, of
// which only the id is known.
func (c comparison) sameByName(ctx context.Context, old, wanted reflect.Value) (bool, error) {
	id, name := idOf(old.Interface()), nameOf(wanted.Interface())
	if idOf(wanted.Interface()) != "" || name == "" || id == "" || nameOf(old.Interface()) != "" {
		return false, nil
	}
	now, err := nameByID(ctx, c.engine, old.Interface(), id, c.call)
	return now == name, err
}

// isEmpty reports whether a value is an empty text or list, which engines don't show.
func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		return v.Len() == 0
	}
	return v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.String && v.Elem().Len() == 0
}

// isObject reports whether values of the type are pointers to objects.
func isObject(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct &&
		t.Elem() != reflect.TypeFor[time.Time]()
}

// isPart reports whether values of the type are objects that only live within others.
func isPart(t reflect.Type) bool {
	if !isObject(t) {
		return false
	}
	_, identified := t.Elem().FieldByName("ID")
	return !identified
}

// without returns a copy with some fields unset.
func without[T any](v *T, fields []string) *T {
	out := new(*v)
	for _, name := range fields {
		reflect.ValueOf(out).Elem().FieldByName(name).SetZero()
	}
	return out
}

// isSet reports whether a field is set.
func isSet[T any](v *T, field string) bool {
	return !reflect.ValueOf(v).Elem().FieldByName(field).IsZero()
}

// idOf returns the id of an object, or "".
func idOf(v any) string { return textOf(v, "ID") }

// nameOf returns the name of an object, or "".
func nameOf(v any) string { return textOf(v, "Name") }

func textOf(v any, field string) string {
	s := reflect.ValueOf(v)
	if !s.IsValid() || s.Kind() != reflect.Pointer || s.IsNil() {
		return ""
	}
	f := s.Elem().FieldByName(field)
	if !f.IsValid() {
		return ""
	}
	text, _ := reflect.TypeAssert[*string](f) // The id of a VLAN is a number.
	if text == nil {
		return ""
	}
	return *text
}
