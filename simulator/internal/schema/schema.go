// Package schema holds the types of the model as the simulator works with them: compiled once, with members in the order in
// which engines write them.
package schema

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// Kind tells how the values of a member are written.
type Kind uint8

// The kinds of members.
const (
	String Kind = iota
	Bool
	Int
	Decimal
	Date
	Enum
	Struct
)

// Schema is the compiled model. It is immutable and may be shared.
type Schema struct {
	Model *model.Model

	types map[string]*Type
	tags  map[string]*Type
}

// Type is a struct of the model.
type Type struct {
	Name       string
	Tag        string // Tag is the element name of one object.
	ListTag    string // ListTag is the element name of a collection.
	Identified bool   // Identified types have id, href, links and actions.
	Members    []*Member

	wire map[string]*Member
	name map[string]*Member
}

// Member is an attribute or a link of a type. Slot is its place in the order of the wire.
type Member struct {
	Slot  int
	Name  string
	Wire  string // Wire is the name in documents.
	Item  string // Item is the name of the items of a list.
	Rel   string // Rel is the name with its words joined, as links and paths have it.
	Kind  Kind
	List  bool
	Link  bool
	Attr  bool        // Attr says that XML has it as an attribute.
	Type  *Type       // Type is set for the kind Struct.
	Enum  *model.Enum // Enum is set for the kind Enum.
	Owner *Type       // Owner is the type to whose list the member belongs.

	Least, Most int64 // Least and Most bound what engines take for the kind Int.
}

// New compiles a model.
func New(m *model.Model) *Schema {
	s := &Schema{Model: m, types: make(map[string]*Type, len(m.Structs)), tags: make(map[string]*Type, len(m.Structs))}
	for _, st := range m.Structs {
		t := &Type{Name: st.Name, Tag: st.Tag(), ListTag: st.ListTag(), Identified: m.Identified(st)}
		s.types[st.Name] = t
		s.tags[t.Tag] = t
	}
	for _, st := range m.Structs {
		s.fill(s.types[st.Name], st)
	}
	return s
}

// Type returns the type of that name in the model, or nil.
func (s *Schema) Type(name string) *Type { return s.types[name] }

// Tagged returns the type whose objects have that element name, or nil.
func (s *Schema) Tagged(tag string) *Type { return s.tags[tag] }

// Wire returns the member with that name in documents, or nil.
func (t *Type) Wire(name string) *Member { return t.wire[name] }

// Member returns the member of that name in the model, or nil.
func (t *Type) Member(name string) *Member { return t.name[name] }

// Followed returns the member that a part of a follow parameter or the rel of a link names: case and underscores don't count.
func (t *Type) Followed(name string) *Member {
	name = strings.ToLower(strings.ReplaceAll(name, "_", ""))
	for _, m := range t.Members {
		if m.Rel == name {
			return m
		}
	}
	return nil
}

// Java returns the name as the engine's messages spell it: DataCenter for data_center.
func (t *Type) Java() string { return Camel(t.Name, true) }

// Camel joins the words of a name with capitals, as Java does.
func Camel(name string, upper bool) string {
	var b strings.Builder
	for i, word := range strings.Split(name, "_") {
		if word == "" {
			continue
		}
		if i > 0 || upper {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		b.WriteString(word)
	}
	return b.String()
}

// fill sets the members: attributes of XML first, then name, description and comment, then the blocks of the base and of each
// derived struct, in every block plain members before links.
func (s *Schema) fill(t *Type, st *model.Struct) {
	t.wire, t.name = map[string]*Member{}, map[string]*Member{}
	var attrs, common, rest []*model.Member
	for level := st; level != nil; level = s.Model.Struct(level.Base) {
		var plain, links []*model.Member
		for _, m := range level.Members {
			switch {
			case m.XMLAttribute():
				attrs = append(attrs, m)
			case level.Name == "identified":
				common = append(common, m)
			case m.Link:
				links = append(links, m)
			default:
				plain = append(plain, m)
			}
		}
		rest = append(append(sorted(plain), sorted(links)...), rest...)
	}
	slices.SortFunc(common, func(a, b *model.Member) int { return place(a.Name) - place(b.Name) })
	for _, m := range slices.Concat(attrs, common, rest) {
		s.add(t, m)
	}
}

func sorted(members []*model.Member) []*model.Member {
	slices.SortFunc(members, func(a, b *model.Member) int { return strings.Compare(a.Name, b.Name) })
	return members
}

// place orders what every identified object has.
func place(name string) int { return slices.Index([]string{"name", "description", "comment"}, name) }

func (s *Schema) add(t *Type, m *model.Member) {
	if t.name[m.Name] != nil {
		return
	}
	c := &Member{
		Slot: len(t.Members), Name: m.Name, Wire: m.Wire(), Rel: m.Rel(), Link: m.Link, List: m.Type.List,
		Attr: m.XMLAttribute(), Owner: t,
	}
	c.Least, c.Most = limits(m)
	switch {
	case m.Type.Name == "boolean":
		c.Kind = Bool
	case m.Type.Name == "integer":
		c.Kind = Int
	case m.Type.Name == "decimal":
		c.Kind = Decimal
	case m.Type.Name == "date":
		c.Kind = Date
	case s.types[m.Type.Name] != nil:
		c.Kind, c.Type = Struct, s.types[m.Type.Name]
	case s.Model.Enum(m.Type.Name) != nil:
		c.Kind, c.Enum = Enum, s.Model.Enum(m.Type.Name)
	}
	if c.List {
		c.Item = s.Model.ItemTag(m.Name, m.Type)
	}
	t.Members = append(t.Members, c)
	t.wire[c.Wire] = c
	t.name[c.Name] = c
}
