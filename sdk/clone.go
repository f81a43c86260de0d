package sdk

import (
	"reflect"
	"strings"
	"time"
)

// Clone returns a deep copy of an object, or nil for nil. The copy shares nothing with the original, and stands alone in memory:
// objects of a large answer share the chunks that they were read into, so a program that keeps a few of them for long should keep
// copies. The object must be a tree, as all that is read or written is.
func Clone[T any](v *T) *T {
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
