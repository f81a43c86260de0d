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

// Unresolved decides about the references in a document that can't be completed. Paths are those of
// the members with the references.
type Unresolved interface {
	// Unread reports whether a reference isn't looked for: it becomes an empty object.
	Unread(path string, ref *store.Object) bool
	// Dangles says whether a reference that leads nowhere is left out, or kept as it is, or what it
	// is refused for. Where it says nothing of these, the reference is refused in the usual words.
	Dangles(path string, ref *store.Object) (drop, keep bool, err error)
}

// References returns a copy of a document in which references stand for the objects that they mean,
// with id and address. The fault names the first that means nothing.
func (w *World) References(o *store.Object) (*store.Object, error) { return w.ReferencesBy(o, nil) }

// ReferencesBy is like References, but asks what to do about references that can't be completed. The
// interface may be nil.
func (w *World) ReferencesBy(o *store.Object, u Unresolved) (*store.Object, error) {
	return (&resolver{World: w, unresolved: u}).document("", o)
}

// resolver completes the references of one document.
type resolver struct {
	*World
	unresolved Unresolved
}

// document completes a document, or a part of one. The path is "" or ends with a full stop.
func (w *resolver) document(path string, o *store.Object) (*store.Object, error) {
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
			if ref, err = w.reference(path+m.Name, m, v); err != nil {
				return
			}
			if ref == nil {
				out.Put(m, nil)
				return
			}
			out.Put(m, ref)
		case []*store.Object:
			list := make([]*store.Object, 0, len(v))
			for _, item := range v {
				var ref *store.Object
				if ref, err = w.reference(path+m.Name, m, item); err != nil {
					return
				}
				if ref != nil {
					list = append(list, ref)
				}
			}
			out.Put(m, list)
		}
	})
	return out, err
}

// reference resolves one value; nil is one that is left out. What isn't a reference is searched for
// references in turn.
func (w *resolver) reference(path string, m *schema.Member, o *store.Object) (*store.Object, error) {
	if !m.Type.Identified || o.ID() == "" && o.Name() == "" {
		return w.document(path+".", o)
	}
	if w.unresolved != nil && w.unresolved.Unread(path, o) {
		return store.New(o.Type), nil
	}
	var e *store.Entity
	if o.ID() != "" || w.Root(m.Type) != nil {
		e = w.Resolve(o)
	}
	switch {
	case e != nil && OnlyNamed(o):
		return Ref(e), nil
	case e != nil:
		// New settings for an object that exists, such as the disk of an attachment.
		full, err := w.document(path+".", o)
		if err != nil {
			return nil, err
		}
		full.Path = e.Path
		full.Set(names.ID, e.ID())
		return full, nil
	}
	if w.unresolved != nil {
		switch drop, keep, err := w.unresolved.Dangles(path, o); {
		case err != nil || drop:
			return nil, err
		case keep:
			return w.document(path+".", o)
		}
	}
	if m.Link && w.Root(m.Type) != nil && OnlyNamed(o) && !givesName[m.Owner.Name+"."+m.Name] {
		return nil, NotFound(m.Type, o)
	}
	return w.document(path+".", o)
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
