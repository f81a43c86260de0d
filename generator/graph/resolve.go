package graph

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/generator/naming"
	"github.com/ovirt-go/ovirt/model"
)

// New resolves the model, whose references are valid as [model.New] has checked them. The error is of type [model.Errors] and lists
// every name that clashes and every thing that has no form in Go, each with the file and line where the model declares it.
func New(m *model.Model) (*Graph, error) {
	paging, err := model.EmbeddedPaging()
	if err != nil {
		return nil, err
	}
	r := &resolver{
		paging:   paging,
		g:        &Graph{Model: m},
		structs:  make(map[string]*Struct, len(m.Structs)),
		enums:    make(map[string]*Enum, len(m.Enums)),
		services: make(map[string]*Service, len(m.Services)),
	}
	r.declare()
	relations := r.scope("package rel")
	for _, s := range r.g.Structs {
		r.fields(s)
		r.relations(s, relations)
	}
	for _, s := range r.g.Services {
		r.methods(s)
		r.locators(s)
	}
	if err := r.errs.Err(); err != nil {
		return nil, err
	}
	return r.g, nil
}

// resolver fills a graph and collects what is wrong. What is wrong with a base is found again in each thing that inherits it, and
// reported once.
type resolver struct {
	g        *Graph
	paging   model.PagingTable
	structs  map[string]*Struct // structs and the others are by model name.
	enums    map[string]*Enum
	services map[string]*Service
	errs     model.Errors
}

// scope holds the identifiers of one package or struct, to find clashes.
type scope struct {
	r     *resolver
	where string
	seen  map[string]string
}

func (r *resolver) scope(where string) *scope {
	return &scope{r: r, where: where, seen: make(map[string]string)}
}

// add takes a Go name for something; it is an error if the scope has it already.
func (s *scope) add(pos model.Pos, name, what string) {
	if other, ok := s.seen[name]; ok {
		s.r.errs.Addf(pos, "%s is %s in %s, which %s is already", what, name, s.where, other)
		return
	}
	s.seen[name] = what
}

// handwritten are the exported names of the packages readers and writers that no struct of the model may have, since it returns its
// name to a variable in both.
var handwritten = []string{
	"Any", "Append", "AppendList", "Format", "JSON", "Links", "Of", "Read", "ReadBytes", "ReadList", "ReadListBytes", "Type", "Write",
	"WriteList", "XML",
}

// declare makes all types, enums and services, without what is in them, so that they can refer to each other.
func (r *resolver) declare() {
	types := r.scope("package types")
	types.add(model.Pos{}, "Link", "the handwritten type Link")
	tags := r.scope("a document")
	for _, m := range r.g.Model.Enums {
		e := &Enum{Model: m, Name: naming.Exported(m.Name), File: naming.File(m.Name)}
		types.add(m.Pos, e.Name, "enum "+m.Name)
		for _, v := range m.Values {
			value := &Value{Model: v, Name: e.Name + naming.Exported(v.Name)}
			types.add(v.Pos, value.Name, "value "+m.Name+"."+v.Name)
			e.Values = append(e.Values, value)
		}
		r.g.Enums = append(r.g.Enums, e)
		r.enums[m.Name] = e
	}
	for _, m := range r.g.Model.Structs {
		s := &Struct{
			Model:      m,
			Name:       naming.Exported(m.Name),
			File:       naming.File(m.Name),
			Tag:        m.Tag(),
			ListTag:    m.ListTag(),
			Identified: r.g.Model.Identified(m),
		}
		s.Linked = s.Identified || r.answersRoot(m)
		types.add(m.Pos, s.Name, "struct "+m.Name)
		if slices.Contains(handwritten, s.Name) {
			r.errs.Addf(m.Pos, "struct %s is %s in Go, which package readers or writers has already", m.Name, s.Name)
		}
		tags.add(m.Pos, s.Tag, "the element of struct "+m.Name)
		tags.add(m.Pos, s.ListTag, "the element of a list of struct "+m.Name)
		r.g.Structs = append(r.g.Structs, s)
		r.structs[m.Name] = s
	}
	r.declareServices()
}

// declareServices makes the services, whose package holds the params of their methods too.
func (r *resolver) declareServices() {
	services := r.scope("package services")
	for _, m := range r.g.Model.Services {
		s := &Service{Model: m, Name: naming.Exported(m.Name) + "Service", File: naming.File(m.Name)}
		services.add(m.Pos, s.Name, "service "+m.Name)
		r.g.Services = append(r.g.Services, s)
		r.services[m.Name] = s
	}
	for _, m := range r.g.Model.Services {
		for _, method := range r.g.Model.Methods(m) {
			if method.Base == "" {
				services.add(method.Pos, paramsName(m, method), "params of "+m.Name+"."+method.Name)
			}
		}
	}
	root := r.g.Model.Root()
	services.add(root.Pos, "New"+r.services[root.Name].Name, "the constructor of service "+root.Name)
}

// answersRoot reports whether the entry point of the API answers with this struct: it has links, though it is not identified.
func (r *resolver) answersRoot(s *model.Struct) bool {
	root := r.g.Model.Root()
	get := r.g.Model.Method(root, "get")
	return get != nil && get.Main() != nil && get.Main().Type.Name == s.Name
}

func paramsName(s *model.Service, m *model.Method) string {
	return naming.Exported(s.Name) + naming.Exported(m.Name) + "Params"
}

// shape returns the Go form of the type that something has.
func (r *resolver) shape(pos model.Pos, what string, t model.Type) Shape {
	shape := Shape{List: t.List}
	switch t.Name {
	case "string":
		shape.Kind = String
	case "boolean":
		shape.Kind = Bool
	case "integer":
		shape.Kind = Int
	case "decimal":
		shape.Kind = Float
	case "date":
		shape.Kind = Time
	default:
		if e := r.enums[t.Name]; e != nil {
			shape.Kind, shape.Enum = EnumKind, e
		} else {
			shape.Kind, shape.Struct = Object, r.structs[t.Name]
		}
	}
	if shape.List && shape.Kind != String && shape.Kind != EnumKind && shape.Kind != Object {
		r.errs.Addf(pos, "%s is %s, but lists hold strings, enums and structs only", what, t)
	}
	return shape
}

// leading are the fields that come first in an identified type, in this order; the rest follows by name.
var leading = []string{"ID", "Href", "Name", "Description", "Comment"}

// fields flattens the members of a struct and its bases.
func (r *resolver) fields(s *Struct) {
	names := r.scope("struct " + s.Name)
	if s.Identified {
		names.add(s.Model.Pos, "Href", "the address of the object")
		s.Fields = append(s.Fields, &Field{Name: "Href", Wire: "href", Attr: true, Shape: Shape{Kind: String}})
	}
	if s.Linked {
		names.add(s.Model.Pos, "Links", "the links of the object")
		names.add(s.Model.Pos, "Actions", "the actions of the object")
	}
	for _, m := range r.g.Model.Members(s.Model) {
		what := "member " + m.Name + " of struct " + m.Owner.Name
		f := &Field{
			Member: m,
			Name:   naming.Exported(m.Name),
			Wire:   m.Wire(),
			Attr:   m.XMLAttribute(),
			Shape:  r.shape(m.Pos, what, m.Type),
		}
		if m.Type.List {
			f.Item = r.g.Model.ItemTag(m.Name, m.Type)
		}
		names.add(m.Pos, f.Name, "member "+m.Name)
		r.checkWire(s, f, what)
		s.Fields = append(s.Fields, f)
	}
	slices.SortFunc(s.Fields, func(a, b *Field) int {
		return strings.Compare(sortKey(s, a), sortKey(s, b))
	})
}

// checkWire reports a member that the wire has no place for.
func (r *resolver) checkWire(s *Struct, f *Field, what string) {
	m := f.Member
	if s.Linked && f.Wire == "link" {
		r.errs.Addf(m.Pos, "%s is the element link, which holds the links of the object", what)
	}
	if f.Attr && (m.Type.List || f.Shape.Kind != String && f.Shape.Kind != Int && f.Shape.Kind != EnumKind) {
		r.errs.Addf(m.Pos, "%s is %s, which an XML attribute cannot hold", what, m.Type)
	}
}

func sortKey(s *Struct, f *Field) string {
	if i := slices.Index(leading, f.Name); i >= 0 && s.Identified {
		return string(rune('0'+i)) + f.Name
	}
	return "A" + f.Name
}

// relations makes the relation values of a struct's links, inherited ones too.
func (r *resolver) relations(s *Struct, names *scope) {
	for _, m := range r.g.Model.Members(s.Model) {
		if !m.Link {
			continue
		}
		relation := &Relation{
			Member: m, Name: s.Name + naming.Exported(m.Name), Path: m.Name, From: s, To: r.structs[m.Type.Name], List: m.Type.List,
		}
		names.add(m.Pos, relation.Name, "link "+s.Model.Name+"."+m.Name)
		s.Relations = append(s.Relations, relation)
	}
}
