// Package emittypes prints package types: a struct per type, a string type with constants per enum.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package emittypes

import (
	"github.com/dave/jennifer/jen"

	"github.com/ovirt-go/ovirt/generator/comment"
	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/graph"
)

const dir = "sdk/types/"

// Struct prints the type.
func Struct(p emit.Paths, s *graph.Struct, out emit.Files) error {
	f := emit.NewFile(p, p.Types, false)
	f.Doc(comment.Struct(s))
	f.Type().Id(s.Name).StructFunc(func(g *jen.Group) {
		for _, field := range s.Fields {
			emit.Doc(g, comment.Field(s, field))
			g.Id(field.Name).Add(emit.GoType(p, field.Shape)).Tag(tag(field.Wire))
		}
		if s.Linked {
			emit.Doc(g, comment.Links())
			g.Id("Links").Index().Id("Link").Tag(tag("link"))
			emit.Doc(g, comment.Actions())
			g.Id("Actions").Index().String().Tag(tag("actions"))
		}
	})
	return out.Render(dir+s.File, f)
}

// tag returns what encoding/json knows a field by: the name of the API, and nothing if it isn't set.
func tag(wire string) map[string]string { return map[string]string{"json": wire + ",omitzero"} }

// Enum prints the type and its constants.
func Enum(p emit.Paths, e *graph.Enum, out emit.Files) error {
	f := emit.NewFile(p, p.Types, false)
	f.Doc(comment.Enum(e))
	f.Type().Id(e.Name).String()
	f.Line()
	f.Comment("// The values of " + e.Name + " that the model knows.")
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, v := range e.Values {
			emit.Doc(g, comment.Value(e, v))
			g.Id(v.Name).Id(e.Name).Op("=").Lit(v.Model.Name)
		}
	})
	return out.Render(dir+e.File, f)
}
