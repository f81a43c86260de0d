package object

import (
	"reflect"
	"slices"

	"github.com/ovirt-go/ovirt/sdk/info"
)

// Diff returns the smallest update that makes an object as wanted: what is set in wanted and
// differs. It is nil if nothing does. What wanted doesn't set stays as it is; set empty texts and
// lists to clear, and an empty object where info.Clears says so; other empty objects mean nothing,
// as to engines. References are the same if the IDs are, or, where wanted has a name alone, the
// names; so are lists of references within a part, in any order. Lists of parts are compared whole,
// since an update replaces them whole.
//
// Some parts are taken whole by engines: what an update leaves out of them is lost, or keeps the
// rest from being done. Info.Whole names them and why. Diff completes such a part from old: of a
// changed placement policy it returns the hosts too. Likewise it adds what info.Together names,
// such as the port of a host. So old must be all that the engine shows of the object; devices such
// as the random number generator are shown with AllContent only.
//
// Fixed names what differs though no update can change it, by the fields' names: ID, address and
// status, and lists that are collections of their own, such as the NICs of a VM, which have
// services to change them. Engines fix more than that, and say so.
func Diff[T any](old, wanted *T) (change *T, fixed []string) {
	if wanted == nil {
		return nil, nil
	}
	if old == nil {
		old = new(T)
	}
	change = new(T)
	out, from, to := reflect.ValueOf(change).Elem(), reflect.ValueOf(old).Elem(), reflect.ValueOf(wanted).Elem()
	differs(out, from, to, "", &fixed)
	if out.IsZero() {
		return nil, fixed
	}
	addCoupled(out, from, to)
	return change, fixed
}

// unchangeable are members that no update of any type changes.
var unchangeable = []string{"ID", "Href", "Status", "StatusDetail", "CreationTime"}

func differs(change, old, wanted reflect.Value, path string, fixed *[]string) {
	t, _ := info.TypeOf(wanted.Addr().Interface())
	_, identified := wanted.Type().FieldByName("ID")
	identified = identified && path == "" // Below, what has an ID is compared by it.
	for i := range wanted.NumField() {
		name := wanted.Type().Field(i).Name
		from, to := old.Field(i), wanted.Field(i)
		if to.IsZero() || offered(name) || same(from, to) {
			continue
		}
		m, _ := t.Member(name)
		if isObject(to.Type()) && to.Elem().IsZero() {
			if takesAway(t, m, from) {
				change.Field(i).Set(cleared(to))
			}
			continue
		}
		switch {
		case slices.Contains(unchangeable, name) || m.Link && m.List && identified:
			*fixed = append(*fixed, path+name)
		case m.Link && m.List:
			change.Field(i).Set(bare(to))
		case (isPart(to.Type()) || isUnnamed(to)) && !from.IsNil():
			part := reflect.New(to.Type().Elem())
			differs(part.Elem(), from.Elem(), to.Elem(), path+name+".", fixed)
			if !part.Elem().IsZero() {
				change.Field(i).Set(completed(t, m, from, to, part))
			}
		default:
			change.Field(i).Set(to)
		}
	}
}

// takesAway reports whether an empty object changes what a member has. Engines ignore most of them.
func takesAway(t info.Type, m info.Member, old reflect.Value) bool {
	if old.IsNil() || old.Elem().IsZero() || !info.Clears(t.Name, m.Name) {
		return false
	}
	hosts := old.Elem().FieldByName("Hosts")
	return !hosts.IsValid() || hosts.Len() > 0
}

// cleared returns the empty object that removes. An empty placement policy only unpins.
func cleared(empty reflect.Value) reflect.Value {
	out := reflect.New(empty.Type().Elem())
	if hosts := out.Elem().FieldByName("Hosts"); hosts.IsValid() {
		hosts.Set(reflect.MakeSlice(hosts.Type(), 0, 0))
	}
	return out
}

// completed returns the whole of a part, where engines take it so, or else the part that differs.
func completed(t info.Type, m info.Member, old, wanted, part reflect.Value) reflect.Value {
	if _, whole := info.Whole(t.Name, m.Name); !whole {
		return part
	}
	all := bare(old)
	merge(all.Elem(), bare(wanted).Elem())
	return all
}

// addCoupled adds what an update must repeat.
func addCoupled(change, old, wanted reflect.Value) {
	t, _ := info.TypeOf(change.Addr().Interface())
	var along []string
	for i := range change.NumField() {
		if !change.Field(i).IsZero() {
			more, _ := info.Together(t.Name, change.Type().Field(i).Name)
			along = append(along, more...)
		}
	}
	for _, name := range along {
		to := change.FieldByName(name)
		from := old.FieldByName(name)
		if wants := wanted.FieldByName(name); from.IsZero() || !wants.IsZero() && !isPart(wants.Type()) {
			from = wants
		}
		if to.IsZero() && !from.IsZero() {
			to.Set(bare(from))
		}
	}
}

// bare returns a value as requests need it: references by their ID alone, or by their name, and
// parts without what the engine offers.
func bare(v reflect.Value) reflect.Value {
	switch {
	case v.Kind() == reflect.Slice && isObject(v.Type().Elem()):
		if v.IsNil() {
			return v
		}
		list := reflect.MakeSlice(v.Type(), 0, v.Len())
		for i := range v.Len() {
			list = reflect.Append(list, bare(v.Index(i)))
		}
		return list
	case !isObject(v.Type()) || v.IsNil():
		return v
	}
	out := reflect.New(v.Type().Elem())
	if !isPart(v.Type()) && !isUnnamed(v) {
		name := "ID"
		if v.Elem().FieldByName(name).IsZero() {
			name = "Name"
		}
		out.Elem().FieldByName(name).Set(v.Elem().FieldByName(name))
		return out
	}
	for i := range v.Elem().NumField() {
		if !offered(v.Type().Elem().Field(i).Name) {
			out.Elem().Field(i).Set(bare(v.Elem().Field(i)))
		}
	}
	return out
}

// isUnnamed reports whether an object refers to no other one, though its type could: it has neither
// an ID nor a name.
func isUnnamed(v reflect.Value) bool {
	if !isObject(v.Type()) || isPart(v.Type()) || v.IsNil() {
		return false
	}
	for _, field := range []string{"ID", "Name"} {
		if f := v.Elem().FieldByName(field); f.IsValid() && !f.IsZero() {
			return false
		}
	}
	return true
}

// same reports whether a member is already as wanted.
func same(old, wanted reflect.Value) bool {
	if isObject(wanted.Type()) && !isPart(wanted.Type()) && !old.IsNil() {
		for _, name := range []string{"ID", "Name"} {
			if f := wanted.Elem().FieldByName(name); f.IsValid() && !f.IsZero() {
				return equal(old.Elem().FieldByName(name), f)
			}
		}
	}
	return equal(old, wanted) || sameReferences(old, wanted)
}

// sameReferences reports whether two lists refer to the same objects.
func sameReferences(old, wanted reflect.Value) bool {
	if wanted.Kind() != reflect.Slice || old.Len() != wanted.Len() || old.IsNil() || wanted.Len() == 0 {
		return false
	}
	t := wanted.Type().Elem()
	if !isObject(t) || isPart(t) {
		return false
	}
	left := make([]reflect.Value, old.Len())
	for i := range left {
		left[i] = old.Index(i)
	}
	for i := range wanted.Len() {
		w := wanted.Index(i)
		at := slices.IndexFunc(left, func(o reflect.Value) bool { return !w.IsNil() && !o.IsNil() && refersTo(o, w) })
		if at < 0 {
			return false
		}
		left = slices.Delete(left, at, at+1)
	}
	return true
}

// refersTo reports whether an object is the one that a reference means.
func refersTo(v, ref reflect.Value) bool {
	if isUnnamed(ref) {
		return equal(v, ref)
	}
	return same(v, ref)
}
