package store

import (
	"slices"

	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// eachRef calls f for every reference within an object that has an address. What stands behind references isn't looked at.
func eachRef(o *Object, f func(path string)) {
	if o == nil {
		return
	}
	for _, field := range o.fields {
		switch v := field.value.(type) {
		case *Object:
			eachTarget(v, f)
		case []*Object:
			for _, item := range v {
				eachTarget(item, f)
			}
		}
	}
}

func eachTarget(o *Object, f func(path string)) {
	if o.Path != "" {
		f(o.Path)
		return
	}
	eachRef(o, f)
}

// count keeps the numbers of references to entities right when an object comes or goes.
func (s *Store) count(o *Object, by int) {
	if o == nil || slices.Contains(historic, o.Type.Name) {
		return
	}
	eachRef(o, func(path string) {
		if target := s.paths[path]; target != nil {
			target.refs += by
		}
	})
}

// release takes the references to an entity that has gone out of all objects. Few removals need it: what belongs to an object goes before it.
func (s *Store) release(gone *Entity) {
	for _, e := range s.paths {
		if slices.Contains(historic, e.object.Type.Name) {
			continue
		}
		if o, changed := lacking(e.object, gone); changed {
			s.Put(e, o)
		}
	}
}

// lacking returns an object without its references to an entity, and whether it had any.
func lacking(o *Object, gone *Entity) (out *Object, changed bool) {
	change := func(m *schema.Member, v any) {
		if !changed {
			out, changed = o.Clone(), true
		}
		out.Put(m, v)
	}
	out = o
	o.Each(func(m *schema.Member, v any) {
		switch v := v.(type) {
		case *Object:
			if v.Path == gone.Path {
				change(m, nil)
			} else if v.Path == "" {
				if part, less := lacking(v, gone); less {
					change(m, part)
				}
			}
		case []*Object:
			list := make([]*Object, 0, len(v))
			less := false
			for _, item := range v {
				if item.Path == gone.Path {
					less = true
					continue
				}
				if item.Path == "" {
					part, shorter := lacking(item, gone)
					item, less = part, less || shorter
				}
				list = append(list, item)
			}
			if less {
				change(m, list)
			}
		}
	})
	return out, changed
}
