package description

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/ovirt-go/ovirt/model"
)

// Encode returns the description of a model as engines serve it, with texts where the model has docs. Order follows the engine:
// types are scalars, enums and structs, and the built-in structs; members of a struct are attributes, its own before inherited
// ones, and links, inherited ones before its own; variants stand before their method and have their short names.
func Encode(m *model.Model) ([]byte, error) {
	d := document{Types: []any{}, Services: []serviceEntry{}, Documents: []any{}}
	if root := m.Root(); root != nil {
		d.Root = root.Name
	}
	for _, name := range scalars {
		d.Types = append(d.Types, primitiveEntry{Kind: "primitive", Name: name})
	}
	d.Types = append(d.Types, typeEntries(m)...)
	for _, s := range m.Services {
		d.Services = append(d.Services, serviceOf(m, s))
	}

	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// scalars are the primitive types in the order in which the metamodel declares them.
var scalars = []string{"boolean", "string", "integer", "date", "decimal"}

// builtins are the structs that the metamodel adds, in the order in which it does.
var builtins = []string{"fault", "grace_period", "action"}

type document struct {
	Root      string         `json:"root,omitempty"`
	Types     []any          `json:"types"`
	Services  []serviceEntry `json:"services"`
	Documents []any          `json:"documents"`
}

// common is what all entries begin with.
type common struct {
	Doc         string       `json:"doc,omitempty"`
	Annotations []annotation `json:"annotations,omitempty"`
	Name        string       `json:"name"`
}

type annotation struct {
	Name       string           `json:"name"`
	Parameters []annotationPart `json:"parameters,omitempty"`
}

type annotationPart struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

type primitiveEntry struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

type enumEntry struct {
	Kind string `json:"kind"`
	common
	Values []common `json:"values"`
}

type structEntry struct {
	Kind string `json:"kind"`
	common
	Attributes []memberEntry `json:"attributes"`
	Links      []memberEntry `json:"links"`
}

type memberEntry struct {
	common
	Type string `json:"type"`
}

type serviceEntry struct {
	common
	Methods  []methodEntry  `json:"methods"`
	Locators []locatorEntry `json:"locators"`
}

type methodEntry struct {
	common
	Parameters []paramEntry `json:"parameters"`
}

type paramEntry struct {
	common
	In   bool   `json:"in"`
	Out  bool   `json:"out"`
	Type string `json:"type"`
}

type locatorEntry struct {
	common
	Service    string       `json:"service"`
	Parameters []paramEntry `json:"parameters"`
}

// head makes what an entry begins with.
func head(name, doc string, age model.Age, areas ...string) common {
	c := common{Doc: doc, Name: name}
	if len(areas) > 0 {
		c.Annotations = append(c.Annotations, note("area", areas...))
	}
	if age.Deprecated {
		if age.DeprecatedSince != "" {
			c.Annotations = append(c.Annotations, note("deprecated", age.DeprecatedSince))
		} else {
			c.Annotations = append(c.Annotations, note("deprecated"))
		}
	}
	if age.Since != "" {
		c.Annotations = append(c.Annotations, note("since", age.Since))
	}
	return c
}

func note(name string, values ...string) annotation {
	a := annotation{Name: name}
	if len(values) > 0 {
		a.Parameters = []annotationPart{{Name: "value", Values: values}}
	}
	return a
}

// typeEntries returns enums and structs sorted by name, and the built-in structs behind them.
func typeEntries(m *model.Model) []any {
	named := make(map[string]any, len(m.Enums)+len(m.Structs))
	var names []string
	for _, e := range m.Enums {
		entry := enumEntry{Kind: "enum", common: head(e.Name, e.Doc, e.Age), Values: []common{}}
		for _, v := range e.Values {
			entry.Values = append(entry.Values, head(v.Name, v.Doc, v.Age))
		}
		named[e.Name] = entry
		names = append(names, e.Name)
	}
	for _, s := range m.Structs {
		named[s.Name] = structOf(m, s)
		if !s.Builtin {
			names = append(names, s.Name)
		}
	}
	slices.Sort(names)
	for _, name := range builtins {
		if named[name] != nil {
			names = append(names, name)
		}
	}
	entries := make([]any, len(names))
	for i, name := range names {
		entries[i] = named[name]
	}
	return entries
}

func structOf(m *model.Model, s *model.Struct) structEntry {
	entry := structEntry{Kind: "struct", common: head(s.Name, s.Doc, s.Age), Attributes: []memberEntry{}, Links: []memberEntry{}}
	for level := s; level != nil; level = m.Struct(level.Base) {
		var links []memberEntry
		for _, member := range level.Members {
			e := memberEntry{head(member.Name, member.Doc, member.Age), member.Type.String()}
			if member.Link {
				links = append(links, e)
			} else {
				entry.Attributes = append(entry.Attributes, e)
			}
		}
		entry.Links = append(links, entry.Links...)
	}
	if entry.Links == nil {
		entry.Links = []memberEntry{}
	}
	return entry
}

func serviceOf(m *model.Model, s *model.Service) serviceEntry {
	entry := serviceEntry{common: head(s.Name, s.Doc, s.Age, s.Areas...), Methods: []methodEntry{}, Locators: []locatorEntry{}}
	var levels []*model.Service
	for level := s; level != nil; level = m.Service(level.Base) {
		levels = append(levels, level)
	}
	for _, level := range slices.Backward(levels) {
		for _, method := range level.Methods {
			if method.Base != "" {
				continue
			}
			for _, variant := range level.Methods {
				if variant.Base == method.Name {
					entry.Methods = append(entry.Methods, methodOf(variant))
				}
			}
			entry.Methods = append(entry.Methods, methodOf(method))
		}
		for _, l := range level.Locators {
			entry.Locators = append(entry.Locators, locatorOf(l))
		}
	}
	return entry
}

func methodOf(m *model.Method) methodEntry {
	entry := methodEntry{common: head(shortName(m), m.Doc, m.Age), Parameters: []paramEntry{}}
	for _, p := range m.Params {
		entry.Parameters = append(entry.Parameters, paramEntry{head(p.Name, p.Doc, p.Age), p.In, p.Out, p.Type.String()})
	}
	return entry
}

// shortName returns the name of a method without that of the method that it is a variant of.
func shortName(m *model.Method) string {
	if m.Base == "" {
		return m.Name
	}
	return m.Name[len(m.Base)+1:]
}

func locatorOf(l *model.Locator) locatorEntry {
	entry := locatorEntry{common: head(l.Name, l.Doc, l.Age), Service: l.Service, Parameters: []paramEntry{}}
	if l.Param != "" {
		entry.Parameters = append(entry.Parameters, paramEntry{common: common{Name: l.Param}, Type: "string"})
	}
	return entry
}
