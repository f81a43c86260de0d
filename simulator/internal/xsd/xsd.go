// Package xsd makes the XML schema of a release from its model: the document that engines serve under ?schema, which all of their XML
// documents fit.
package xsd

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

// Name is the name under which engines send the schema.
const Name = "ovirt-engine-api-schema.xsd"

// New returns the schema of a model.
func New(m *model.Model) []byte {
	g := &generator{model: m}
	g.open("xs:schema", "version", "1.0", "xmlns:xs", "http://www.w3.org/2001/XMLSchema")
	g.common()
	for _, e := range m.Enums {
		g.enum(e)
	}
	for _, s := range m.Structs {
		if s.Name != identified {
			g.entity(s)
			g.collection(s)
		}
	}
	g.close("xs:schema")
	return append([]byte(xml.Header), g.out.Bytes()...)
}

// identified is the struct whose members all resources share; the schema calls it BaseResource.
const identified = "identified"

type generator struct {
	model *model.Model
	out   bytes.Buffer
	depth int
}

// tag writes an element's start; attributes are given as name and value in turn.
func (g *generator) tag(name, end string, attrs []string) {
	g.out.WriteString(strings.Repeat("  ", g.depth) + "<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		g.out.WriteString(" " + attrs[i] + `="`)
		xml.EscapeText(&g.out, []byte(attrs[i+1]))
		g.out.WriteString(`"`)
	}
	g.out.WriteString(end + "\n")
}

func (g *generator) open(name string, attrs ...string) {
	g.tag(name, ">", attrs)
	g.depth++
}

func (g *generator) empty(name string, attrs ...string) { g.tag(name, "/>", attrs) }

func (g *generator) close(names ...string) {
	for _, name := range names {
		g.depth--
		g.out.WriteString(strings.Repeat("  ", g.depth) + "</" + name + ">\n")
	}
}

// extension opens a complex type that adds to another; done closes it.
func (g *generator) extension(name, base string) (done func()) {
	g.open("xs:complexType", "name", name)
	if base == "" {
		return func() { g.close("xs:complexType") }
	}
	g.open("xs:complexContent")
	g.open("xs:extension", "base", base)
	return func() { g.close("xs:extension", "xs:complexContent", "xs:complexType") }
}

// optional declares an element that may be absent.
func (g *generator) optional(name, typeName string) {
	g.empty("xs:element", "name", name, "type", typeName, "minOccurs", "0", "maxOccurs", "1")
}

// many declares elements that may come in any number.
func (g *generator) many(attr, name string, attrs ...string) {
	g.empty("xs:element", append([]string{attr, name, "minOccurs", "0", "maxOccurs", "unbounded"}, attrs...)...)
}

// common writes what is not in the model: links, actions, and what resources and collections share.
func (g *generator) common() {
	g.empty("xs:element", "name", "link", "type", "Link")
	g.open("xs:complexType", "name", "Link")
	g.empty("xs:attribute", "name", "href", "type", "xs:string")
	g.empty("xs:attribute", "name", "rel", "type", "xs:string")
	g.close("xs:complexType")

	g.open("xs:complexType", "name", "Actions")
	g.open("xs:sequence")
	g.many("ref", "link")
	g.close("xs:sequence", "xs:complexType")

	g.open("xs:complexType", "name", "ActionableResource")
	g.open("xs:sequence")
	g.optional("actions", "Actions")
	g.close("xs:sequence", "xs:complexType")

	done := g.extension("BaseResource", "ActionableResource")
	g.open("xs:sequence")
	for _, name := range [...]string{"name", "description", "comment", "creation_status"} {
		g.optional(name, "xs:string")
	}
	g.many("ref", "link")
	g.close("xs:sequence")
	g.empty("xs:attribute", "name", "href", "type", "xs:string")
	g.empty("xs:attribute", "name", "id", "type", "xs:string")
	done()

	done = g.extension("BaseResources", "ActionableResource")
	g.open("xs:sequence")
	for _, name := range [...]string{"size", "total", "active"} {
		g.optional(name, "xs:unsignedInt")
	}
	g.close("xs:sequence")
	done()

	g.empty("xs:element", "name", "creation", "type", "Creation")
	done = g.extension("Creation", "BaseResource")
	g.open("xs:sequence")
	g.optional("status", "xs:string")
	g.empty("xs:element", "ref", "fault", "minOccurs", "0", "maxOccurs", "1")
	g.close("xs:sequence")
	done()
}

func (g *generator) enum(e *model.Enum) {
	g.open("xs:simpleType", "name", typeName(e.Name))
	g.open("xs:restriction", "base", "xs:string")
	for _, v := range e.Values {
		g.empty("xs:enumeration", "value", v.Name)
	}
	g.close("xs:restriction", "xs:simpleType")
}

// resource reports whether the struct has what all resources share; beside those with an id it is the entry point's document.
func (g *generator) resource(s *model.Struct) bool { return g.model.Identified(s) || s.Name == "api" }

// entity writes the element and the type of one object.
func (g *generator) entity(s *model.Struct) {
	g.empty("xs:element", "name", s.Tag(), "type", typeName(s.Name))
	base := ""
	switch {
	case s.Base != "" && s.Base != identified:
		base = typeName(s.Base)
	case g.resource(s):
		base = "BaseResource"
	}
	done := g.extension(typeName(s.Name), base)
	g.members(s)
	done()
}

// members writes the members that the struct adds to its base: plain ones first, then links, each by name.
func (g *generator) members(s *model.Struct) {
	var plain, links, attrs []*model.Member
	for _, m := range s.Members {
		switch {
		case g.inherited(s, m.Name):
		case m.XMLAttribute():
			attrs = append(attrs, m)
		case m.Link:
			links = append(links, m)
		default:
			plain = append(plain, m)
		}
	}
	byName := func(a, b *model.Member) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(plain, byName)
	slices.SortFunc(links, byName)
	g.open("xs:sequence")
	for _, m := range slices.Concat(plain, links) {
		g.element(m)
	}
	g.close("xs:sequence")
	for _, m := range attrs {
		g.empty("xs:attribute", "name", m.Wire(), "type", g.scalar(m))
	}
}

// inherited reports whether a base of the struct declares the member already.
func (g *generator) inherited(s *model.Struct, name string) bool {
	for base := g.model.Struct(s.Base); base != nil; base = g.model.Struct(base.Base) {
		if slices.ContainsFunc(base.Members, func(m *model.Member) bool { return m.Name == name }) {
			return true
		}
	}
	return false
}

func (g *generator) element(m *model.Member) {
	switch {
	case !m.Type.List:
		g.optional(m.Wire(), g.scalar(m))
	case g.model.Struct(m.Type.Name) != nil:
		g.optional(m.Wire(), typeName(model.Plural(m.Type.Name)))
	default:
		g.open("xs:element", "name", m.Wire(), "minOccurs", "0", "maxOccurs", "1")
		g.open("xs:complexType")
		g.open("xs:sequence")
		g.many("name", g.model.ItemTag(m.Name, m.Type), "type", g.scalar(m))
		g.close("xs:sequence", "xs:complexType", "xs:element")
	}
}

// scalar returns the type of a member, or of the items of a list.
func (g *generator) scalar(m *model.Member) string {
	if t := schema.Builtin(m); t != "" {
		return t
	}
	return typeName(m.Type.Name)
}

// collection writes the element and the type of a list of objects.
func (g *generator) collection(s *model.Struct) {
	if s.Name == "action" {
		return // Its plural is the block of links.
	}
	name := typeName(model.Plural(s.Name))
	g.empty("xs:element", "name", s.ListTag(), "type", name)
	base := ""
	if g.resource(s) {
		base = "BaseResources"
	}
	done := g.extension(name, base)
	g.open("xs:sequence")
	g.many("ref", s.Tag())
	g.close("xs:sequence")
	done()
}

// typeName spells a name as the schema's types are: DataCenter for data_center.
func typeName(name string) string {
	if name == "device" {
		return "BaseDevice"
	}
	return schema.Camel(name, true)
}
