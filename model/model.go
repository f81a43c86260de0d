package model

import (
	"fmt"
	"slices"
	"strings"
)

// Model is the whole description of one release of the API. It is read-only once [Load] or [New] has returned it, and may be
// shared by any number of goroutines.
type Model struct {
	Version  string     // Version is the release of the model, such as "4.6.1".
	Enums    []*Enum    // Enums are sorted by name.
	Structs  []*Struct  // Structs are sorted by name, built-in ones included.
	Services []*Service // Services are sorted by name.

	enums    map[string]*Enum
	structs  map[string]*Struct
	services map[string]*Service
	root     *Service
}

// Pos is the place in a source file where something was declared. The zero Pos means that the place isn't known.
type Pos struct {
	File string // File is the path as it was given to the reader.
	Line int    // Line counts from 1.
}

// String returns the position as file:line, or "-" if it isn't known.
func (p Pos) String() string {
	if p.File == "" {
		return "-"
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Age tells in which release something appeared, and whether it is on its way out.
type Age struct {
	Since           string // Since is the release that introduced it; empty if the model doesn't say.
	Seen            string // Seen is the first minor release whose sources have it, if the model doesn't say and it isn't 4.0.
	Deprecated      bool   // Deprecated says that it should not be used any more.
	DeprecatedSince string // DeprecatedSince is the release that deprecated it; empty if the model doesn't say.
}

// Enum is a type with a fixed list of values.
type Enum struct {
	Pos
	Age
	Name   string       // Name is in words joined by underscores, as all names of the model.
	Values []*EnumValue // Values are sorted by name.
	Doc    string       // Doc is the sentence of model/doc, a predicate such as "is the state of a VM."; mostly empty for private imports.
}

// EnumValue is one value of an enum. Its name is its text on the wire.
type EnumValue struct {
	Pos
	Age
	Name string
	Doc  string
}

// Struct is a type with members.
type Struct struct {
	Pos
	Age
	Name    string
	Base    string    // Base is the struct whose members are inherited; empty for none.
	Builtin bool      // Builtin marks the structs that the metamodel adds: action, fault and grace_period.
	Members []*Member // Members are the declared ones, sorted by name; see [Model.Members] for all.
	Doc     string
}

// Member is an attribute or a link of a struct.
type Member struct {
	Pos
	Age
	Name  string
	Link  bool // Link says that the engine returns a reference that can be followed, instead of the value.
	Type  Type
	Owner *Struct // Owner is the struct that declares it.
	Doc   string
}

// Type is the type of a member or of a parameter.
type Type struct {
	Name string // Name is a scalar (boolean, integer, decimal, string, date), an enum or a struct.
	List bool   // List says that there may be any number of them.
}

// String returns the type as it is written in the data files: name, or name[] for a list.
func (t Type) String() string {
	if t.List {
		return t.Name + "[]"
	}
	return t.Name
}

// Scalars are the types that need no declaration.
var scalars = []string{"boolean", "date", "decimal", "integer", "string"}

// Scalar reports whether the type's elements are booleans, dates, decimals, integers or strings.
func (t Type) Scalar() bool { return slices.Contains(scalars, t.Name) }

// Service is a node of the tree of services: it has methods, and locators that lead to further services.
type Service struct {
	Pos
	Age
	Name     string
	Base     string     // Base is the service whose methods and locators are inherited; empty for none.
	Root     bool       // Root marks the one service that stands at the address of the API.
	Areas    []string   // Areas name the teams that look after the service; for reports only.
	Methods  []*Method  // Methods are the declared ones, sorted by full name, variants included.
	Locators []*Locator // Locators are the declared ones, sorted by name.
	Doc      string
}

// Kind is what a method does, which decides its HTTP verb and which parameter is the body.
type Kind string

// The kinds of methods.
const (
	Add    Kind = "add"
	Get    Kind = "get"
	List   Kind = "list"
	Update Kind = "update"
	Remove Kind = "remove"
	Action Kind = "action"
)

// Verb returns the HTTP method of the kind.
func (k Kind) Verb() string {
	switch k {
	case Add, Action:
		return "POST"
	case Update:
		return "PUT"
	case Remove:
		return "DELETE"
	}
	return "GET"
}

// Method is an operation of a service. A variant is another form of the method that Base names: the same verb and path, told apart
// by which members the body holds.
type Method struct {
	Pos
	Age
	Name  string // Name is the full name: add_from_snapshot for the variant from_snapshot of add.
	Kind  Kind
	Base  string   // Base is the method that this one is a variant of; empty for a method in its own right.
	Owner *Service // Owner is the service that declares it.

	Params []*Param      // Params are in the order of the source, and complete for a variant too.
	Input  []*Constraint // Input says which members the body must or may hold, in the order of the source.
	Doc    string
}

// Param is a parameter of a method.
type Param struct {
	Pos
	Age
	Name    string
	Type    Type
	In, Out bool // In and Out are both set for the body of an add or update, which comes back changed.
	Doc     string
}

// Constraint is one rule about the input of a method.
type Constraint struct {
	Pos
	Mandatory bool     // Mandatory says that the engine refuses the call without it; otherwise it is allowed.
	Paths     []string // Paths are a parameter and members joined by dots, [] behind lists; two of them mean: at least one.
}

// Locator leads from a service to a service below it. It sends no request.
type Locator struct {
	Pos
	Age
	Name    string
	Service string // Service is the name of the service that it leads to.
	Param   string // Param is the name of its parameter, which becomes the segment of the path; empty for a fixed segment.
	Doc     string
}

// Enum returns the enum of that name, or nil.
func (m *Model) Enum(name string) *Enum { return m.enums[name] }

// Struct returns the struct of that name, or nil.
func (m *Model) Struct(name string) *Struct { return m.structs[name] }

// Service returns the service of that name, or nil.
func (m *Model) Service(name string) *Service { return m.services[name] }

// Root returns the service at the address of the API.
func (m *Model) Root() *Service { return m.root }

// Members returns all members of a struct, inherited ones first: base before derived, each level sorted by name.
func (m *Model) Members(s *Struct) []*Member {
	var all []*Member
	for ; s != nil; s = m.structs[s.Base] {
		all = append(slices.Clone(s.Members), all...)
	}
	return all
}

// Member returns a member of a struct by its name, inherited ones too, or nil.
func (m *Model) Member(s *Struct, name string) *Member {
	for ; s != nil; s = m.structs[s.Base] {
		for _, member := range s.Members {
			if member.Name == name {
				return member
			}
		}
	}
	return nil
}

// Identified reports whether the struct is identified or extends it: such objects have an id and an href.
func (m *Model) Identified(s *Struct) bool {
	for ; s != nil; s = m.structs[s.Base] {
		if s.Name == "identified" {
			return true
		}
	}
	return false
}

// Methods returns all methods of a service sorted by full name, inherited ones and variants too.
func (m *Model) Methods(s *Service) []*Method {
	var all []*Method
	for ; s != nil; s = m.services[s.Base] {
		all = append(all, s.Methods...)
	}
	slices.SortStableFunc(all, func(a, b *Method) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Method returns a method of a service by its full name, inherited ones too, or nil.
func (m *Model) Method(s *Service, name string) *Method {
	for ; s != nil; s = m.services[s.Base] {
		for _, method := range s.Methods {
			if method.Name == name {
				return method
			}
		}
	}
	return nil
}

// Locators returns all locators of a service sorted by name, inherited ones too.
func (m *Model) Locators(s *Service) []*Locator {
	var all []*Locator
	for ; s != nil; s = m.services[s.Base] {
		all = append(all, s.Locators...)
	}
	slices.SortStableFunc(all, func(a, b *Locator) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Param returns a parameter of the method by its name, or nil.
func (m *Method) Param(name string) *Param {
	for _, p := range m.Params {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Main returns the parameter that is the document itself: the body of an add or update, the answer of a get or list. It is nil for
// actions and removes.
func (m *Method) Main() *Param {
	switch m.Kind {
	case Add, Update, Get, List:
		for _, p := range m.Params {
			if p.Out {
				return p
			}
		}
	}
	return nil
}

// Segment returns the part of the path that the action adds to the path of its service, or "" for other kinds.
func (m *Method) Segment() string {
	if m.Kind != Action {
		return ""
	}
	name := m.Name
	if m.Base != "" {
		name = m.Base
	}
	return join(name)
}

// Segment returns the part of the path that the locator adds: fixed text, or the parameter's name in braces.
func (l *Locator) Segment() string {
	if l.Param != "" {
		return "{" + l.Param + "}"
	}
	return join(l.Name)
}
