package bench

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// kind says in which way a member differs between the two SDKs.
type kind string

const (
	unknown kind = "unknown" // go-ovirt has no such member
	lost    kind = "lost"    // it was written and not read
	altered kind = "altered" // it was read as something else
	added   kind = "added"   // it was read and not written
)

// difference is a member that didn't survive, by the type that has it.
type difference struct {
	member string // member is Type.Member.
	kind   kind
}

// name is the member without its type.
func (d difference) name() string {
	_, name, _ := strings.Cut(d.member, ".")
	return name
}

// differences has an example for each.
type differences map[difference]string

func (d differences) sorted() []difference {
	return slices.SortedFunc(maps.Keys(d), func(a, b difference) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.member, b.member))
	})
}

// compare finds the members of which one SDK has something else than the other. The writer's side is the one that is right.
func (d differences) compare(ours, theirs reflect.Value, oursWrote bool) {
	owner := ours.Type().Name()
	fields := make(map[string]reflect.Value)
	for _, f := range reflect.VisibleFields(theirs.Type()) {
		if !f.Anonymous {
			fields[flat(f.Name)] = theirs.FieldByIndex(f.Index)
		}
	}
	for i := range ours.NumField() {
		name := ours.Type().Field(i).Name
		if name == "Links" || name == "Actions" {
			continue
		}
		member, key := owner+"."+name, flat(name)
		theirs, found := fields[key]
		delete(fields, key)
		if !found {
			if !unset(ours.Field(i)) {
				d.add(member, unknown, "")
			}
			continue
		}
		d.member(member, ours.Field(i), theirs, oursWrote)
	}
	for key, rest := range fields {
		if !unset(rest) {
			d.add(owner+"."+key, map[bool]kind{true: added, false: lost}[oursWrote], "ours has no such member")
		}
	}
}

func (d differences) member(member string, ours, theirs reflect.Value, oursWrote bool) {
	absence := map[bool]kind{true: lost, false: added}
	switch {
	case unset(ours) && unset(theirs):
	case unset(theirs):
		d.add(member, absence[oursWrote], "go-ovirt has nothing")
	case unset(ours):
		d.add(member, absence[!oursWrote], "ours has nothing")
	case ours.Kind() == reflect.Slice:
		d.list(member, ours, theirs, oursWrote)
	default:
		d.one(member, ours, theirs, oursWrote)
	}
}

// list compares lists, which go-ovirt has in a struct unless they hold scalars.
func (d differences) list(member string, ours, theirs reflect.Value, oursWrote bool) {
	if theirs.Kind() == reflect.Pointer {
		theirs = theirs.Elem().FieldByName("slice")
	}
	if ours.Len() != theirs.Len() {
		d.add(member, altered, fmt.Sprintf("%d items here, %d in go-ovirt", ours.Len(), theirs.Len()))
		return
	}
	for i := range ours.Len() {
		d.one(member, ours.Index(i), theirs.Index(i), oursWrote)
	}
}

func (d differences) one(member string, ours, theirs reflect.Value, oursWrote bool) {
	ours, theirs = reflect.Indirect(ours), reflect.Indirect(theirs)
	if ours.Kind() != theirs.Kind() {
		d.add(member, altered, fmt.Sprintf("a %s here, a %s in go-ovirt", ours.Kind(), theirs.Kind()))
		return
	}
	switch {
	case ours.Type() == reflect.TypeFor[time.Time]():
		// The fields of go-ovirt are unexported, so the value is only to be had by its address.
		other := *(*time.Time)(theirs.Addr().UnsafePointer())
		if mine := ours.Interface().(time.Time); !mine.Equal(other) {
			d.add(member, altered, fmt.Sprintf("%v here, %v in go-ovirt", mine, other))
		}
	case ours.Kind() == reflect.Struct:
		d.compare(ours, theirs, oursWrote)
	case !ours.Equal(theirs.Convert(ours.Type())):
		d.add(member, altered, fmt.Sprintf("%v here, %v in go-ovirt", ours, theirs))
	}
}

func (d differences) add(member string, k kind, example string) {
	if _, found := d[difference{member, k}]; !found {
		d[difference{member, k}] = example
	}
}

// unset says whether the member is absent: nil in both SDKs, or an empty enumeration in ours.
func unset(v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		return v.IsNil()
	}
	return v.IsZero()
}

// flat makes the names of members comparable: the SDKs differ in case and underscores.
func flat(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", ""))
}
