package bench

import (
	"fmt"
	"reflect"
	"time"
)

// filler makes values whose members are all set, each to a value of its own, so that no two can be taken for each other.
type filler struct {
	count int64
}

// fullDepth is the number of levels of objects whose members are all set. Below it they have scalars only.
const fullDepth = 2

var zone = time.FixedZone("", -(3*60+30)*60)

func (f *filler) fill(v reflect.Value, depth int) {
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; name == "Links" || name == "Actions" {
			continue // they are what the engine says about an object, and requests don't have them
		}
		f.member(v.Field(i), depth)
	}
}

func (f *filler) member(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		if object(v.Type()) && depth == 0 {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		f.value(v.Elem(), depth)
	case reflect.Slice:
		items := reflect.MakeSlice(v.Type(), 2, 2)
		if object(v.Type().Elem()) && depth == 0 {
			return
		}
		for i := range items.Len() {
			item := items.Index(i)
			if item.Kind() == reflect.Pointer {
				item.Set(reflect.New(item.Type().Elem()))
				item = item.Elem()
			}
			f.value(item, depth)
		}
		v.Set(items)
	default:
		f.value(v, depth)
	}
}

func (f *filler) value(v reflect.Value, depth int) {
	f.count++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2024, 2, 29, 23, 59, 58, int(f.count%1000)*int(time.Millisecond), zone)))
	case v.Kind() == reflect.String:
		v.SetString(fmt.Sprintf("größe_%d", f.count))
	case v.Kind() == reflect.Bool:
		v.SetBool(f.count%2 == 0)
	case v.Kind() == reflect.Int64:
		v.SetInt(f.count<<32 + 1)
	case v.Kind() == reflect.Float64:
		v.SetFloat(float64(f.count) + 0.1234567)
	case v.Kind() == reflect.Struct:
		f.fill(v, depth-1)
	default:
		panic("members of kind " + v.Kind().String() + " can't be filled")
	}
}

// object says whether the type is a pointer to a struct of the model.
func object(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && t.Elem() != reflect.TypeFor[time.Time]()
}
