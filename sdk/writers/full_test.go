package writers_test

import (
	"fmt"
	"reflect"
	"time"

	"github.com/ovirt-go/ovirt/sdk/types"
)

// full returns a pointer to a value of the type in which every member is set, to a value that no other member of the object has if its type
// allows. Objects and lists in it have their scalars, and what these hold is empty.
func full(c codec) any {
	v := c.create()
	n := 0
	fillAll(v.Elem(), 1, &n)
	return v.Interface()
}

// fillAll sets all members, down to the given number of levels; below only scalars.
func fillAll(v reflect.Value, levels int, n *int) {
	for i := range v.NumField() {
		field := v.Field(i)
		*n++
		switch field.Kind() {
		case reflect.String:
			field.SetString(fmt.Sprint("word_", *n))
		case reflect.Slice:
			fillList(field, levels, n)
		default:
			fillPointer(field, levels, n)
		}
	}
}

func fillPointer(field reflect.Value, levels int, n *int) {
	p := reflect.New(field.Type().Elem())
	switch e := p.Interface().(type) {
	case *string:
		*e = fmt.Sprintf("text <%d> & \"more\"", *n)
	case *bool:
		*e = *n%2 == 0
	case *int64:
		*e = int64(1_000_000 + *n)
	case *float64:
		*e = float64(*n) + 0.5
	case *time.Time:
		*e = time.UnixMilli(1_700_000_000_000 + int64(*n)).In(time.FixedZone("", 7200))
	default:
		if levels < 0 {
			return
		}
		fillAll(p.Elem(), levels-2, n)
	}
	field.Set(p)
}

func fillList(field reflect.Value, levels int, n *int) {
	typ := field.Type()
	switch {
	case typ == linksType:
		field.Set(reflect.ValueOf([]types.Link{{Rel: fmt.Sprint("rel", *n), Href: fmt.Sprint("/href/", *n)}, {Rel: "last", Href: "/last"}}))
	case typ.Elem().Kind() == reflect.String:
		list := reflect.MakeSlice(typ, 2, 2)
		list.Index(0).SetString(fmt.Sprint("item_", *n))
		list.Index(1).SetString("last")
		field.Set(list)
	case levels < 0:
		field.Set(reflect.MakeSlice(typ, 0, 0))
	default:
		list := reflect.MakeSlice(typ, 2, 2)
		for i := range 2 {
			p := reflect.New(typ.Elem().Elem())
			if i == 0 {
				fillAll(p.Elem(), levels-2, n)
			}
			list.Index(i).Set(p)
		}
		field.Set(list)
	}
}
