package diff

import (
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/model"
)

// symbol is a name that programs can use, with what they depend on.
type symbol struct {
	kind       string
	name       string // name is the name in the model.
	goName     string
	goType     string // goType is what the compiler sees; a difference breaks programs.
	needs      string // needs are the members that the engine demands of a method or of a form of it.
	deprecated bool
}

// collection gathers the symbols of a graph, by kind and name.
type collection map[string]symbol

func (c collection) add(s symbol, age model.Age) {
	s.deprecated = age.Deprecated
	c[s.kind+" "+s.name] = s
}

// symbols lists everything that the generated packages export.
func symbols(g *graph.Graph) collection {
	c := make(collection)
	for _, e := range g.Enums {
		c.add(symbol{kind: "enum", name: e.Model.Name, goName: "types." + e.Name}, e.Model.Age)
		for _, v := range e.Values {
			c.add(symbol{kind: "value", name: e.Model.Name + "." + v.Model.Name, goName: "types." + v.Name}, v.Model.Age)
		}
	}
	for _, s := range g.Structs {
		c.structure(s)
	}
	for _, s := range g.Services {
		c.service(s)
	}
	return c
}

func (c collection) structure(s *graph.Struct) {
	c.add(symbol{kind: "type", name: s.Model.Name, goName: "types." + s.Name}, s.Model.Age)
	for _, f := range s.Fields {
		if f.Member == nil {
			continue
		}
		c.add(symbol{
			kind: "member", name: s.Model.Name + "." + f.Member.Name, goName: "types." + s.Name + "." + f.Name,
			goType: goType(f.Shape),
		}, f.Member.Age)
	}
	for _, r := range s.Relations {
		kind := "One"
		if r.List {
			kind = "Rel"
		}
		c.add(symbol{
			kind: "link", name: s.Model.Name + "." + r.Member.Name, goName: "rel." + r.Name,
			goType: kind + "[types." + r.From.Name + ", types." + r.To.Name + "]",
		}, r.Member.Age)
	}
}

func (c collection) service(s *graph.Service) {
	service := "services." + s.Name
	c.add(symbol{kind: "service", name: s.Model.Name, goName: service}, s.Model.Age)
	for _, m := range s.Methods {
		name := s.Model.Name + "." + m.Model.Name
		signature := []string{string(m.Kind)}
		for _, f := range []*graph.Field{m.Main, m.Result} {
			if f != nil {
				signature = append(signature, goType(f.Shape))
			}
		}
		c.add(symbol{
			kind: "method", name: name, goName: service + "." + m.Name, goType: strings.Join(signature, " "),
			needs: needs(m.Model),
		}, m.Model.Age)
		for _, v := range m.Variants {
			c.add(symbol{kind: form, name: s.Model.Name + "." + v.Name, goName: service + "." + m.Name, needs: needs(v)}, v.Age)
		}
		for _, f := range m.Params.Fields {
			c.add(symbol{
				kind: "parameter", name: name + "." + f.Param.Name, goName: "services." + m.Params.Name + "." + f.Name,
				goType: goType(f.Shape),
			}, f.Param.Age)
		}
	}
	for _, l := range s.Locators {
		param := "()"
		if l.Param != "" {
			param = "(string)"
		}
		c.add(symbol{
			kind: "locator", name: s.Model.Name + "." + l.Model.Name, goName: service + "." + l.Name,
			goType: param + " *" + l.Target.Name,
		}, l.Model.Age)
	}
}

// form is the kind of a variant, which has no name of its own in Go.
const form = "form"

// needs spells the mandatory members of a method.
func needs(m *model.Method) string {
	var all []string
	for _, rule := range m.Input {
		if rule.Mandatory {
			all = append(all, strings.Join(rule.Paths, " or "))
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// goType spells the Go type of a field.
func goType(s graph.Shape) string {
	prefix := "*"
	if s.List {
		prefix = "[]"
	}
	switch s.Kind {
	case graph.Object:
		return strings.TrimSuffix(prefix, "*") + "*types." + s.Struct.Name
	case graph.EnumKind:
		return strings.TrimSuffix(prefix, "*") + "types." + s.Enum.Name
	case graph.Follow:
		return "rel.Paths[types." + s.Struct.Name + "]"
	}
	names := [...]string{
		graph.String: "string", graph.Bool: "bool", graph.Int: "int64", graph.Float: "float64", graph.Time: "time.Time",
	}
	return prefix + names[s.Kind]
}
