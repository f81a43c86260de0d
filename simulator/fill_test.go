package simulator_test

import (
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// minimal returns the smallest document that a method takes.
func (w *walker) minimal(methods []*model.Method, typeName, service string) string {
	return w.encode(w.fill(typeName, methods, service))
}

func (w *walker) fill(typeName string, methods []*model.Method, service string) *store.Object {
	o := store.New(w.schema.Type(typeName))
	chosen := []*model.Method{methods[0]}
	for _, v := range methods[1:] {
		if v.Name == "add_from_configuration" {
			continue // It wants a whole OVF.
		}
		if len(chosen) == 1 || count(v) < count(chosen[1]) {
			chosen = append(chosen[:1], v)
		}
	}
	for _, m := range chosen {
		for _, c := range m.Input {
			if !c.Mandatory {
				continue
			}
			path := c.Paths[0]
			if strings.HasSuffix(c.Paths[len(c.Paths)-1], ".id") {
				path = c.Paths[len(c.Paths)-1]
			}
			steps := model.Steps(path)
			if m.Kind != model.Action && m.Kind != model.Remove {
				steps = steps[1:]
			}
			w.set(o, steps)
		}
	}
	if methods[0].Kind != model.Update {
		for _, path := range extras[service] {
			if o.Type.Member(strings.Split(path, ".")[0]) != nil && !o.Has(path) {
				w.set(o, model.Steps(path))
			}
		}
	}
	return o
}

func count(m *model.Method) int {
	n := 0
	for _, c := range m.Input {
		if c.Mandatory {
			n++
		}
	}
	return n
}

// set returns a value to what the steps lead to.
func (w *walker) set(o *store.Object, steps []model.Step) {
	if len(steps) == 0 {
		return
	}
	m := o.Type.Member(steps[0].Name)
	switch {
	case m.Kind == schema.Struct && m.List:
		item := store.New(m.Type)
		if list := o.List(m.Name); len(list) > 0 {
			item = list[0].Clone()
		}
		w.set(item, steps[1:])
		o.Put(m, []*store.Object{item})
	case m.Kind == schema.Struct:
		part := store.New(m.Type)
		if old := o.Part(m.Name); old != nil {
			part = old.Clone()
		}
		w.set(part, steps[1:])
		o.Put(m, part)
	default:
		w.scalar(o, m)
	}
}

func (w *walker) scalar(o *store.Object, m *schema.Member) {
	w.count++
	switch m.Kind {
	case schema.Bool:
		o.Put(m, true)
	case schema.Int:
		if m.Name == "index" {
			o.Put(m, int64(0)) // NUMA nodes and processors are counted from 0 without gaps.
			return
		}
		o.Put(m, int64(w.count))
	case schema.Enum:
		o.Put(m, m.Enum.Values[0].Name)
	case schema.String:
		switch {
		case m.Name == "id":
			o.Put(m, w.someID(o.Type))
		case m.Name == "user_name":
			o.Put(m, "admin@internal-authz")
		case m.Name == "fence_type":
			o.Put(m, "manual")
		case m.Name == "resolution_type":
			o.Put(m, "copy")
		default:
			o.Put(m, fmt.Sprintf("x%d", w.count))
		}
	}
}

// someID returns the id of an object of the type that the engine has, or a new one.
func (w *walker) someID(t *schema.Type) string {
	if t.Name == "permit" {
		for _, role := range w.Engine.IDs("/roles") {
			if ids := w.Engine.IDs("/roles/" + role + "/permits"); len(ids) > 0 {
				return ids[w.count%len(ids)]
			}
		}
	}
	root := route.New(w.model).Root
	for _, n := range root.Fixed {
		if n.Element() != t.Name || !n.Has(model.List) {
			continue
		}
		if ids := w.Engine.IDs(n.Pattern); len(ids) > 0 && t.Name != "storage_domain" {
			return ids[len(ids)-1]
		}
		return w.seed(n.Pattern, t)
	}
	return fmt.Sprintf("00000000-0000-4000-9000-%012d", w.count)
}

func (w *walker) encode(o *store.Object) string {
	out := wire.NewWriter(w.format)
	defer out.Release()
	out.Begin(o.Type.Tag)
	enc := document.Encoder{W: out, Zone: began.Location()}
	enc.View(&document.View{Object: o})
	out.End(o.Type.Tag)
	return string(out.Bytes())
}
