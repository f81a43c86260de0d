package document

import (
	"time"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// View is an object as one answer shows it: the object with what only its place returns it.
type View struct {
	Object   *store.Object
	Path     string            // Path is the address behind the entry point; empty for none.
	Rels     []string          // Rels are the links to collections below the object, whose address is the rel.
	Actions  []string          // Actions are the names that the engine offers; nil for no block.
	Creation string            // Creation is the creation_status of an object that is still being made.
	Extra    []Link            // Extra are links with addresses of their own.
	Lists    map[string][]View // Lists are collections that are shown inline, by the name of the member.
	Parts    map[string]*View  // Parts are references that are shown with their content, by the name of the member.
	Hidden   map[string]bool   // Hidden are the names of members that aren't shown, though the object has them.
}

// Link is a link with an address behind the entry point.
type Link struct{ Rel, Path string }

// Encoder writes views into a writer.
type Encoder struct {
	W      *wire.Writer
	Prefix string         // Prefix is the entry point, such as /ovirt-engine/api.
	Zone   *time.Location // Zone is the server's, in which dates are written.
}

// View writes the members of a view.
func (e *Encoder) View(v *View) {
	if e.W.Format() == wire.JSON {
		e.json(v)
		return
	}
	e.identity(v)
	e.attributes(v.Object)
	e.actions(v)
	e.common(v)
	e.links(v)
	e.members(v)
}

// json writes the members in the order of the engine's mapper: what all objects share comes last.
func (e *Encoder) json(v *View) {
	e.attributes(v.Object)
	e.members(v)
	e.actions(v)
	e.common(v)
	e.identity(v)
	e.links(v)
}

func (e *Encoder) identity(v *View) {
	if v.Path != "" {
		href := e.Prefix + v.Path
		e.W.Attr("href", &href)
	}
	if v.Object.Type.Identified {
		if id, ok := v.Object.Get("id").(string); ok {
			e.W.Attr("id", &id)
		}
	}
}

// attributes writes what XML has as attributes in types that are not identified, such as the id of a VLAN.
func (e *Encoder) attributes(o *store.Object) {
	if o.Type.Identified {
		return
	}
	o.Each(func(m *schema.Member, value any) {
		if !m.Attr {
			return
		}
		switch value := value.(type) {
		case string:
			e.W.Attr(m.Wire, &value)
		case int64:
			e.W.AttrInt(m.Wire, &value)
		}
	})
}

func (e *Encoder) actions(v *View) {
	if v.Actions != nil {
		href := e.Prefix + v.Path
		e.W.Actions(&href, v.Actions)
	}
}

// common writes name, description and comment of identified objects, and the creation status.
func (e *Encoder) common(v *View) {
	if !v.Object.Type.Identified {
		return
	}
	for _, name := range [...]string{"name", "description", "comment"} {
		if text, ok := v.Object.Get(name).(string); ok {
			e.W.String(name, &text)
		}
	}
	e.W.Text("creation_status", v.Creation)
}

func (e *Encoder) links(v *View) {
	if len(v.Rels) == 0 && len(v.Extra) == 0 {
		return
	}
	e.W.OpenRepeated("link")
	base := e.Prefix + v.Path + "/"
	for _, rel := range v.Rels {
		e.link(rel, base+rel)
	}
	for _, link := range v.Extra {
		e.link(link.Rel, e.Prefix+link.Path)
	}
	e.W.CloseRepeated()
}

func (e *Encoder) link(rel, href string) {
	e.W.Item()
	e.W.Attr("href", &href)
	e.W.Attr("rel", &rel)
	e.W.EndItem()
}

// shared reports whether the member is written by identity, attributes or common.
func shared(m *schema.Member) bool {
	if m.Attr {
		return true
	}
	return m.Owner.Identified && (m.Name == "name" || m.Name == "description" || m.Name == "comment")
}

// members writes all other members. Those that are shown inline may be absent in the object itself, so their turn comes by slot.
func (e *Encoder) members(v *View) {
	if v.Lists == nil && v.Parts == nil {
		v.Object.Each(func(m *schema.Member, value any) {
			if !v.Hidden[m.Name] {
				e.member(m, value)
			}
		})
		return
	}
	for _, m := range v.Object.Type.Members {
		if part := v.Parts[m.Name]; part != nil {
			e.W.Open(m.Wire)
			e.View(part)
			e.W.Close(m.Wire)
			continue
		}
		if list, ok := v.Lists[m.Name]; ok {
			e.W.OpenList(m.Wire, m.Item)
			e.items(list)
			e.W.CloseList(m.Wire)
			continue
		}
		if value := v.Object.Value(m); value != nil && !v.Hidden[m.Name] {
			e.member(m, value)
		}
	}
}

func (e *Encoder) items(list []View) {
	for i := range list {
		e.W.Item()
		e.View(&list[i])
		e.W.EndItem()
	}
}

// pointed are the types whose numbers engines keep as floating-point ones, which show: 1.0, not 1.
var pointed = map[string]bool{"quota_cluster_limit": true, "quota_storage_limit": true}

func (e *Encoder) member(m *schema.Member, value any) {
	if shared(m) {
		return
	}
	switch value := value.(type) {
	case string:
		e.W.String(m.Wire, &value)
	case bool:
		e.W.Bool(m.Wire, &value)
	case int64:
		e.W.Int(m.Wire, &value)
	case float64:
		if pointed[m.Owner.Name] {
			e.W.Pointed(m.Wire, &value)
			return
		}
		e.W.Float(m.Wire, &value)
	case time.Time:
		value = value.In(e.Zone)
		e.W.Time(m.Wire, &value)
	case *store.Object:
		e.W.Open(m.Wire)
		e.View(&View{Object: value, Path: value.Path})
		e.W.Close(m.Wire)
	case []string:
		e.W.OpenList(m.Wire, m.Item)
		for _, text := range value {
			e.W.ItemText(text)
		}
		e.W.CloseList(m.Wire)
	case []*store.Object:
		e.W.OpenList(m.Wire, m.Item)
		for _, item := range value {
			e.W.Item()
			e.View(&View{Object: item, Path: item.Path})
			e.W.EndItem()
		}
		e.W.CloseList(m.Wire)
	}
}
