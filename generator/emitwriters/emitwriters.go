// Package emitwriters prints package writers: a function per type that serves XML and JSON.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package emitwriters

import (
	"github.com/dave/jennifer/jen"

	"github.com/ovirt-go/ovirt/generator/comment"
	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/graph"
)

const dir = "sdk/writers/"

// Struct prints the writer of a type: attributes first, as XML wants it, then the fields in the order of the type.
func Struct(p emit.Paths, s *graph.Struct, out emit.Files) error {
	f := emit.NewFile(p, p.Writers, comment.UsesDeprecated(s))
	f.Doc(comment.Writer(s))
	f.Var().Id(s.Name).Op("=").Id("Type").Types(jen.Qual(p.Types, s.Name)).Values(jen.Dict{
		jen.Id("Tag"):     jen.Lit(s.Tag),
		jen.Id("ListTag"): jen.Lit(s.ListTag),
		jen.Id("Write"):   jen.Id("write" + s.Name),
	})
	f.Line()
	f.Func().Id("write"+s.Name).Params(jen.Id("w").Op("*").Qual(p.Wire, "Writer"), jen.Id("v").Op("*").Qual(p.Types, s.Name)).BlockFunc(func(g *jen.Group) {
		for _, field := range s.Fields {
			if field.Attr {
				g.Add(attr(field))
			}
		}
		if s.Linked {
			href := jen.Nil()
			if s.Identified {
				href = jen.Id("v").Dot("Href")
			}
			g.Id("links").Call(jen.Id("w"), href, jen.Id("v").Dot("Links"), jen.Id("v").Dot("Actions"))
		}
		for _, field := range s.Fields {
			if !field.Attr {
				g.Add(Value(p, field, "v", "write"))
			}
		}
	})
	return out.Render(dir+s.File, f)
}

// attr returns the statement that writes an XML attribute.
func attr(f *graph.Field) *jen.Statement {
	value := jen.Id("v").Dot(f.Name)
	switch f.Shape.Kind {
	case graph.Int:
		return jen.Id("w").Dot("AttrInt").Call(jen.Lit(f.Wire), value)
	case graph.EnumKind:
		return jen.Id("w").Dot("AttrText").Call(jen.Lit(f.Wire), jen.String().Parens(value))
	}
	return jen.Id("w").Dot("Attr").Call(jen.Lit(f.Wire), value)
}

// Value returns the statement that writes a field of the variable; the functions that write objects are those of package writers,
// called from within it if prefix is write.
func Value(p emit.Paths, f *graph.Field, variable, prefix string) *jen.Statement {
	value := jen.Id(variable).Dot(f.Name)
	s := f.Shape
	switch {
	case s.Kind == graph.Object && s.List:
		return jen.Qual(p.Wire, "List").Call(jen.Id("w"), jen.Lit(f.Wire), jen.Lit(f.Item), value, write(p, s.Struct, prefix))
	case s.Kind == graph.Object:
		return jen.Qual(p.Wire, "Object").Call(jen.Id("w"), jen.Lit(f.Wire), value, write(p, s.Struct, prefix))
	case s.List:
		return jen.Qual(p.Wire, "StringList").Call(jen.Id("w"), jen.Lit(f.Wire), jen.Lit(f.Item), value)
	case s.Kind == graph.EnumKind:
		return jen.Id("w").Dot("Text").Call(jen.Lit(f.Wire), jen.String().Parens(value))
	}
	return jen.Id("w").Dot(emit.ScalarMethod(s.Kind)).Call(jen.Lit(f.Wire), value)
}

func write(p emit.Paths, s *graph.Struct, prefix string) *jen.Statement {
	if prefix == "" {
		return jen.Qual(p.Writers, s.Name).Dot("Write")
	}
	return jen.Id(prefix + s.Name)
}
