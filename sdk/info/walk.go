package info

import (
	"reflect"
	"sync"
)

// ages are releases by the names of fields.
type ages map[string]string

// known holds the ages that the walk needs: of members by Go type, and of values as TYPE.VALUE.
var known = sync.OnceValues(func() (map[string]ages, map[string]string) {
	types := make(map[string]ages)
	for _, t := range typeTable {
		of := make(ages)
		for _, m := range t.Members {
			if m.Since != "" {
				of[m.Go] = m.Since
			}
		}
		types[t.Go] = of
	}
	values := make(map[string]string)
	for _, e := range enumTable {
		for _, v := range e.Values {
			if since := later(e.Since, v.Since); since != "" {
				values[e.Go+"."+v.Name] = since
			}
		}
	}
	return types, values
})

// walk visits everything in a body that has an age, and returns the body without what the visit reports to leave out. The body isn't
// changed: what differs is a copy.
func walk(body any, params ages, visit func(path, since string) (leave bool)) any {
	if body == nil {
		return nil
	}
	w := walker{visit: visit}
	w.types, w.values = known()
	v := reflect.ValueOf(body)
	if p := v.Type(); p.Kind() == reflect.Pointer && w.types[p.Elem().Name()] == nil {
		got, _ := w.object(v, params, "")
		return got.Interface()
	}
	got, _ := w.value(v, "")
	return got.Interface()
}

type walker struct {
	types  map[string]ages
	values map[string]string
	visit  func(path, since string) bool
}

// value returns what there is instead of a pointer or a list, and whether that is another one.
func (w *walker) value(v reflect.Value, path string) (reflect.Value, bool) {
	switch {
	case v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct:
		return w.object(v, w.types[v.Type().Elem().Name()], path)
	case v.Kind() == reflect.Slice:
		return w.list(v, path+"[]")
	}
	return v, false
}

func (w *walker) list(v reflect.Value, path string) (reflect.Value, bool) {
	kept := reflect.MakeSlice(v.Type(), 0, v.Len())
	changed := false
	for i := range v.Len() {
		item := v.Index(i)
		if since := w.age(item); since != "" && w.visit(path+" "+item.String(), since) {
			changed = true
			continue
		}
		item, other := w.value(item, path)
		changed = changed || other
		kept = reflect.Append(kept, item)
	}
	if !changed {
		return v, false
	}
	return kept, true
}

// age returns the release of a value of an enumeration; it is empty for all else.
func (w *walker) age(v reflect.Value) string {
	if v.Kind() != reflect.String || v.Type().PkgPath() == "" {
		return ""
	}
	return w.values[v.Type().Name()+"."+v.String()]
}

func (w *walker) object(v reflect.Value, of ages, path string) (reflect.Value, bool) {
	if v.IsNil() {
		return v, false
	}
	from, out, changed := v.Elem(), v, false
	for i := range from.NumField() {
		field := from.Field(i)
		if field.IsZero() {
			continue
		}
		name := from.Type().Field(i).Name
		got, other := w.field(field, of[name], join(path, name))
		if !other {
			continue
		}
		if !changed {
			out, changed = reflect.New(from.Type()), true
			out.Elem().Set(from)
		}
		out.Elem().Field(i).Set(got)
	}
	return out, changed
}

func (w *walker) field(v reflect.Value, since, path string) (reflect.Value, bool) {
	at := path
	if since == "" {
		if since = w.age(v); since != "" {
			at += " " + v.String()
		}
	}
	if since != "" && w.visit(at, since) {
		return reflect.Zero(v.Type()), true
	}
	return w.value(v, path)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
