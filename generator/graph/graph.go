// Package graph turns the model into what the generated packages look like: every Go name, kind and wire form is settled here, so
// that emitters only arrange pieces. Names that would clash are errors, all of them at once.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package graph

import "github.com/ovirt-go/ovirt/model"

// Graph is the whole of the generated code, decided but not printed.
type Graph struct {
	Model    *model.Model
	Structs  []*Struct  // Structs are sorted by model name.
	Enums    []*Enum    // Enums are sorted by model name.
	Services []*Service // Services are sorted by model name.
}

// Kind says which Go type holds an element.
type Kind int

// The kinds of elements.
const (
	String Kind = iota
	Bool
	Int
	Float
	Time
	EnumKind
	Object
	Follow // Follow is the follow parameter: paths of relations, typed by what the method answers with.
)

// Shape is the type of a field: an element, or a list of them.
type Shape struct {
	Kind   Kind
	List   bool
	Enum   *Enum   // Enum is set for EnumKind.
	Struct *Struct // Struct is set for Object and Follow.
}

// Struct is a generated type with its reader, writer and relations.
type Struct struct {
	Model      *model.Struct
	Name       string // Name is the Go type.
	File       string
	Tag        string // Tag is the element of one object.
	ListTag    string // ListTag is the element of a document that lists them.
	Identified bool   // Identified objects have an id and an href.
	Linked     bool   // Linked objects carry links and actions.
	Fields     []*Field
	Relations  []*Relation
}

// Field is a field of a generated struct, of a params struct, or the result of an action.
type Field struct {
	Member *model.Member // Member is set for fields of types, except ID and Href of the envelope.
	Param  *model.Param  // Param is set for fields of params.
	Forms  []string      // Forms are the variants that alone take this parameter; empty if all do.
	Name   string        // Name is the Go field.
	Wire   string        // Wire is the element, attribute or query parameter.
	Item   string        // Item is the element of a list's items.
	Attr   bool          // Attr says that XML has it as an attribute.
	Shape  Shape
}

// Relation is a link from one type to another.
type Relation struct {
	Member *model.Member
	Name   string // Name is the Go constant.
	Path   string // Path is how the follow parameter spells it.
	From   *Struct
	To     *Struct
	List   bool
}

// Enum is a generated string type with its constants.
type Enum struct {
	Model  *model.Enum
	Name   string
	File   string
	Values []*Value
}

// Value is a constant of an enum.
type Value struct {
	Model *model.EnumValue
	Name  string
}

// Service is a generated node of the tree.
type Service struct {
	Model    *model.Service
	Name     string // Name is the Go type, with the ending Service.
	File     string
	Methods  []*Method
	Locators []*Locator
}

// Method is a method with its variants folded in.
type Method struct {
	Model    *model.Method
	Variants []*model.Method
	Name     string // Name is the Go method.
	Op       string // Op is what errors call it: VmService.Start.
	Kind     model.Kind
	Segment  string // Segment is what an action adds to the path.
	Params   *Params
	Main     *Field   // Main is the body of an add or update, the answer of a get or list; nil otherwise.
	Result   *Field   // Result is the output of an action; nil for most.
	Demands  []Demand // Demands are checked before the method sends anything.
	Paged    bool     // Paged lists are those that engines page right, so that All reads them so.
}

// Params is the struct of a method's parameters.
type Params struct {
	Name   string
	Fields []*Field
}

// Locator leads to the service below.
type Locator struct {
	Model   *model.Locator
	Name    string // Name is the Go method.
	Target  *Service
	Segment string // Segment is the fixed part of the path; empty for a parameter.
	Param   string // Param is the Go parameter.
}
