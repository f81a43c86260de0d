package emitservices

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/graph"
)

// demands prints the checks of what the engine demands of a call, one if for each demand, and
// returns the place of the service that knows what the call lacks.
func (e *emitter) demands(g *jen.Group, m *graph.Method) *jen.Statement {
	at := jen.Id("s").Dot("at")
	if len(m.Demands) == 0 {
		return at
	}
	body := "params"
	if m.Main != nil {
		body = bodyName(m)
	}
	g.Id("at").Op(":=").Add(at)
	for _, d := range m.Demands {
		g.If(e.lacks(jen.Id(body), d.Alternatives)).Block(
			jen.Id("at").Op("=").Id("at").Dot("Lacks").Call(jen.Lit(d.Name)),
		)
	}
	return jen.Id("at")
}

// lacks returns the condition that a pointer to a struct leads to none of several fields.
func (e *emitter) lacks(from *jen.Statement, alternatives [][]*graph.Field) *jen.Statement {
	first := alternatives[0][0]
	terms := []jen.Code{isNil(from)}
	for commonObject(alternatives) {
		from = from.Clone().Dot(first.Name)
		terms = append(terms, isNil(from))
		alternatives = tails(alternatives)
		first = alternatives[0][0]
	}
	if len(alternatives) == 1 && len(alternatives[0]) > 1 {
		terms = append(terms, e.emptyOrItem(from, alternatives[0])...)
		return disjunction(terms)
	}
	var none *jen.Statement
	for _, way := range alternatives {
		one := e.unset(from, way)
		if none == nil {
			none = one
			continue
		}
		none = none.Op("&&").Add(one)
	}
	return disjunction(append(terms, none))
}

// unset returns the condition that a pointer, which isn't nil, doesn't lead to a field.
func (e *emitter) unset(from *jen.Statement, way []*graph.Field) *jen.Statement {
	if len(way) > 1 {
		return jen.Parens(e.lacks(from.Clone().Dot(way[0].Name), [][]*graph.Field{way[1:]}))
	}
	f := from.Clone().Dot(way[0].Name)
	switch {
	case way[0].Shape.List:
		return jen.Len(f).Op("==").Lit(0)
	case way[0].Shape.Kind == graph.EnumKind:
		return f.Op("==").Lit("")
	}
	return isNil(f)
}

// emptyOrItem returns the conditions that a list is empty, and that an item of it doesn't lead to a
// field.
func (e *emitter) emptyOrItem(from *jen.Statement, way []*graph.Field) []jen.Code {
	list := from.Clone().Dot(way[0].Name)
	item := way[0].Shape
	item.List = false
	contains := jen.Qual("slices", "ContainsFunc").Call(
		list.Clone(),
		jen.Func().Params(jen.Id("v").Add(emit.GoType(e.Paths, item))).Bool().Block(
			jen.Return(e.lacks(jen.Id("v"), [][]*graph.Field{way[1:]})),
		),
	)
	return []jen.Code{jen.Len(list).Op("==").Lit(0), contains}
}

func isNil(v *jen.Statement) *jen.Statement { return v.Clone().Op("==").Nil() }

// commonObject reports whether all ways go through the same object first.
func commonObject(ways [][]*graph.Field) bool {
	for _, way := range ways {
		if len(way) < 2 || way[0] != ways[0][0] || way[0].Shape.List {
			return false
		}
	}
	return true
}

// tails returns the ways without their first fields.
func tails(ways [][]*graph.Field) [][]*graph.Field {
	var out [][]*graph.Field
	for _, way := range ways {
		out = append(out, way[1:])
	}
	return out
}

// disjunction joins conditions by ||, the last one on a line of its own if it must.
func disjunction(terms []jen.Code) *jen.Statement {
	const columns = 80
	join := func(before ...jen.Code) *jen.Statement {
		out := new(jen.Statement)
		for i, term := range terms {
			if i > 0 {
				out.Op("||")
			}
			if i == len(terms)-1 {
				out.Add(before...)
			}
			out.Add(term)
		}
		return out
	}
	if one := join(); len(fmt.Sprintf("%#v", one)) <= columns {
		return one
	}
	return join(jen.Line())
}
