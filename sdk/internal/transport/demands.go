package transport

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Demands makes methods demand members of what they send, without which the engine refuses the call. They are spelled as fields:
// words separated by blanks, alternatives by a bar, fields by dots, with [] behind those that are lists:
// "Name Cluster.ID|Cluster.Name Ranges[].From".
func (r Ref) Demands(fields string) Ref {
	r.demands = fields
	return r
}

// Lacks returns the place for a call whose body lacks a field that the engine demands, such as
// Name, or one of several: Cluster.ID or Cluster.Name. [Request.Check] names it.
func (r Ref) Lacks(field string) Ref {
	r.lacks = append(r.lacks, field)
	return r
}

// Check returns an error that names all that the body lacks, or nil.
func (req *Request) Check() error {
	missing := slices.Clone(req.Lacks)
	for word := range strings.FieldsSeq(req.Demands) {
		found := false
		for path := range strings.SplitSeq(word, "|") {
			found = found || present(reflect.ValueOf(req.Body.Value), strings.Split(path, "."))
		}
		if !found {
			missing = append(missing, strings.ReplaceAll(word, "|", " or "))
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("%s is missing, without which the engine refuses the call", missing[0])
	}
	return fmt.Errorf("%s and %s are missing, without which the engine refuses the call",
		strings.Join(missing[:len(missing)-1], ", "), missing[len(missing)-1])
}

// present reports whether the path leads to something: in every item where it passes through a list, which must have one.
func present(v reflect.Value, path []string) bool {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return false
		}
		v = v.Elem()
	}
	if len(path) == 0 {
		return !(v.Kind() == reflect.String && v.Type().Name() != "string" && v.Len() == 0) // An empty enumeration is absent.
	}
	name, list := strings.CutSuffix(path[0], "[]")
	field := v.FieldByName(name)
	if field.Kind() != reflect.Slice {
		return field.IsValid() && present(field, path[1:])
	}
	if !list || field.Len() == 0 {
		return !field.IsNil() && field.Len() > 0
	}
	for i := range field.Len() {
		if !present(field.Index(i), path[1:]) {
			return false
		}
	}
	return true
}
