package diff

import (
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
	wire       string // wire is how it is spelled in requests and answers; a difference is handled by the generated code.
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
	c.add(symbol{kind: "type", name: s.Model.Name, goName: "types." + s.Name, wire: s.Tag + ", " + s.ListTag}, s.Model.Age)
	for _, f := range s.Fields {
		if f.Member == nil {
			continue
		}
		c.add(symbol{
			kind: "member", name: s.Model.Name + "." + f.Member.Name, goName: "types." + s.Name + "." + f.Name,
			goType: goType(f.Shape), wire: wire(f),
		}, f.Member.Age)
	}
	for _, r := range s.Relations {
		kind := "One"
		if r.List {
			kind = "Rel"
		}
		c.add(symbol{
			kind: "link", name: s.Model.Name + "." + r.Member.Name, goName: "rel." + r.Name,
			goType: kind + "[types." + r.From.Name + ", types." + r.To.Name + "]", wire: r.Path,
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
			kind: "method", name: name, goName: service + "." + m.Name, goType: strings.Join(signature, " "), wire: m.Segment,
		}, m.Model.Age)
		for _, f := range m.Params.Fields {
			c.add(symbol{
				kind: "parameter", name: name + "." + f.Param.Name, goName: "services." + m.Params.Name + "." + f.Name,
				goType: goType(f.Shape), wire: wire(f),
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
			goType: param + " *" + l.Target.Name, wire: l.Segment,
		}, l.Model.Age)
	}
}

func wire(f *graph.Field) string {
	if f.Item != "" {
		return f.Wire + "/" + f.Item
	}
	return f.Wire
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
