package world

import (
	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// aliases are the segments of collections whose name differs from that of the member.
var aliases = map[string]string{"bricks": "glusterbricks", "storages": "storage"}

// Segment returns the collection below an object in which the values of a list of links are found,
// or "".
func Segment(item *route.Node, m *schema.Member) string {
	if !m.Link || !m.List || item == nil {
		return ""
	}
	if item.Fixed[m.Rel] != nil {
		return m.Rel
	}
	if alias := aliases[m.Rel]; item.Fixed[alias] != nil {
		return alias
	}
	return ""
}

// References returns a copy of a document in which references stand for the objects that they mean,
// with id and address. The fault names the first that means nothing.
func (w *World) References(o *store.Object) (*store.Object, error) {
	if o == nil {
		return nil, nil
	}
	out := o.Clone()
	var err error
	o.Each(func(m *schema.Member, v any) {
		if err != nil {
			return
		}
		switch v := v.(type) {
		case *store.Object:
			var ref *store.Object
			if ref, err = w.reference(m, v); err == nil {
				out.Put(m, ref)
			}
		case []*store.Object:
			list := make([]*store.Object, len(v))
			for i, item := range v {
				if list[i], err = w.reference(m, item); err != nil {
					return
				}
			}
			out.Put(m, list)
		}
	})
	return out, err
}

// reference resolves one value. What isn't a reference is searched for references in turn.
func (w *World) reference(m *schema.Member, o *store.Object) (*store.Object, error) {
	if !m.Type.Identified || o.ID() == "" && (o.Name() == "" || w.Root(m.Type) == nil) {
		return w.References(o)
	}
	e := w.Resolve(o)
	switch {
	case e != nil && OnlyNamed(o):
		return Ref(e), nil
	case e != nil:
		// New settings for an object that exists, such as the disk of an attachment.
		full, err := w.References(o)
		if err != nil {
			return nil, err
		}
		full.Path = e.Path
		full.Set(names.ID, e.ID())
		return full, nil
	case m.Link && w.Root(m.Type) != nil && OnlyNamed(o) && !givesName[m.Owner.Name+"."+m.Name]:
		return nil, NotFound(m.Type, o)
	}
	return w.References(o)
}

// givesName are the links by which a document names what isn't there yet.
var givesName = map[string]bool{
	"external_vm_import.vm":             true,
	"external_template_import.template": true,
}

// OnlyNamed reports whether an object says nothing but which one it is.
func OnlyNamed(o *store.Object) bool {
	only := true
	o.Each(func(m *schema.Member, _ any) {
		if m.Name != names.ID && m.Name != names.Name {
			only = false
		}
	})
	return only
}

// Normalize returns what is kept of a document: without the lists that are collections of their
// own, without passwords, and with references that carry nothing else.
func (w *World) Normalize(item *route.Node, o *store.Object) *store.Object {
	out := o.DropEmpty()
	o.Each(func(m *schema.Member, v any) {
		switch {
		case Segment(item, m) != "":
			out.Put(m, nil)
		case m.Name == names.Password || m.Name == names.RootPassword:
			out.Put(m, nil)
		case m.Link && !m.List:
			ref, _ := v.(*store.Object)
			if ref != nil && ref.Empty() {
				out.Put(m, nil)
			} else if ref != nil && ref.Path != "" {
				out.Put(m, store.NewRef(ref.Type, ref.Path, ref.ID()))
			}
		}
	})
	return out
}
