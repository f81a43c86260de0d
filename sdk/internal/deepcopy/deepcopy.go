// Package deepcopy copies the plain data of package types.
package deepcopy

import (
	"reflect"
	"strings"
	"time"
)

// Of returns a deep copy of an object, or nil for nil, that shares no memory with the original. The
// object must be a tree.
func Of[T any](v *T) *T {
	if v == nil {
		return nil
	}
	clone := new(T)
	copyInto(reflect.ValueOf(clone).Elem(), reflect.ValueOf(v).Elem())
	return clone
}

var timeType = reflect.TypeFor[time.Time]()

// copyInto copies plain data: structs of exported fields, pointers, slices, strings, numbers.
func copyInto(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			copyInto(to.Elem(), from.Elem())
		}
	case reflect.Slice:
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				copyInto(to.Index(i), from.Index(i))
			}
		}
	case reflect.Struct:
		if from.Type() == timeType {
			to.Set(from)
			return
		}
		for i := range from.NumField() {
			copyInto(to.Field(i), from.Field(i))
		}
	case reflect.String:
		to.SetString(strings.Clone(from.String()))
	default:
		to.Set(from)
	}
}
