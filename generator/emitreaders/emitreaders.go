// Package emitreaders prints package readers: a function per type that serves XML and JSON, and the tables by root element and by
// Go type.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package emitreaders

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/ovirt-go/ovirt/generator/comment"
	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/graph"
)

const dir = "sdk/readers/"

// Struct prints the reader of a type.
func Struct(p emit.Paths, s *graph.Struct, out emit.Files) error {
	f := emit.NewFile(p, p.Readers, comment.UsesDeprecated(s))
	f.Doc(comment.Reader(s))
	f.Var().Id(s.Name).Op("=").Id("Type").Types(jen.Qual(p.Types, s.Name)).Values(descriptor(p, s))
	f.Line()
	f.Func().Id("read"+s.Name).Params(reader(p)).Op("*").Qual(p.Types, s.Name).Block(
		jen.Id("v").Op(":=").Qual(p.Wire, "New").Types(jen.Qual(p.Types, s.Name)).Call(jen.Id("r"), jen.Id(slot(s))),
		jen.For(jen.Id("ok").Op(":=").Id("r").Dot("Enter").Call(), jen.Id("ok"), jen.Id("ok").Op("=").Id("r").Dot("Next").Call()).Block(
			jen.Switch(jen.String().Parens(jen.Id("r").Dot("Name").Call())).BlockFunc(cases(p, s)),
		),
		jen.Return(jen.Id("v")),
	)
	if s.Identified {
		f.Line()
		f.Func().Id("ident" + s.Name).Params(jen.Id("v").Op("*").Qual(p.Types, s.Name)).Params(jen.List(jen.Id("id"), jen.Id("href")).Op("*").String()).Block(
			jen.Return(jen.Id("v").Dot("ID"), jen.Id("v").Dot("Href")),
		)
	}
	return out.Render(dir+s.File, f)
}

func slot(s *graph.Struct) string { return "slot" + s.Name }

func reader(p emit.Paths) jen.Code { return jen.Id("r").Op("*").Qual(p.Wire, "Reader") }

// descriptor returns the fields of the value that stands for the type.
func descriptor(p emit.Paths, s *graph.Struct) jen.Code {
	d := jen.Dict{
		jen.Id("Tag"):     jen.Lit(s.Tag),
		jen.Id("ListTag"): jen.Lit(s.ListTag),
		jen.Id("Read"):    jen.Id("read" + s.Name),
	}
	if s.Identified {
		d[jen.Id("Ident")] = jen.Id("ident" + s.Name)
	}
	return d
}

// cases returns a case per field of the type, sorted by wire name.
func cases(p emit.Paths, s *graph.Struct) func(*jen.Group) {
	fields := slices.Clone(s.Fields)
	slices.SortFunc(fields, func(a, b *graph.Field) int { return strings.Compare(a.Wire, b.Wire) })
	return func(g *jen.Group) {
		for _, field := range fields {
			g.Case(jen.Lit(field.Wire)).Block(jen.Id("v").Dot(field.Name).Op("=").Add(Value(p, field, "read")))
		}
		if s.Linked {
			g.Case(jen.Lit("link")).Block(jen.Id("v").Dot("Links").Op("=").Id("links").Call(jen.Id("r"), jen.Id("v").Dot("Links")))
			g.Case(jen.Lit("actions")).Block(jen.Id("v").Dot("Actions").Op("=").Id("r").Dot("Actions").Call())
		}
		g.Default().Block(jen.Id("r").Dot("Unknown").Call())
	}
}

// Value returns the expression that reads a field. The functions that read objects are those of package readers, called from within it
// if prefix is read.
func Value(p emit.Paths, f *graph.Field, prefix string) *jen.Statement {
	r := jen.Id("r")
	s := f.Shape
	switch {
	case s.Kind == graph.Object && s.List:
		return jen.Qual(p.Wire, "Objects").Call(r, jen.Lit(f.Item), read(p, s.Struct, prefix))
	case s.Kind == graph.Object:
		return read(p, s.Struct, prefix).Call(r)
	case s.Kind == graph.EnumKind && s.List:
		return jen.Qual(p.Wire, "Strings").Types(jen.Qual(p.Types, s.Enum.Name)).Call(r, jen.Lit(f.Item))
	case s.Kind == graph.EnumKind:
		return jen.Qual(p.Types, s.Enum.Name).Call(r.Dot("Text").Call())
	case s.List:
		return jen.Qual(p.Wire, "Strings").Types(jen.String()).Call(r, jen.Lit(f.Item))
	}
	return r.Dot(emit.ScalarMethod(s.Kind)).Call()
}

func read(p emit.Paths, s *graph.Struct, prefix string) *jen.Statement {
	if prefix == "" {
		return jen.Qual(p.Readers, s.Name).Dot("Read")
	}
	return jen.Id(prefix + s.Name)
}

// Tables prints what concerns all types: the slots of the slabs, the documents by root element, the descriptors by Go type.
func Tables(p emit.Paths, g *graph.Graph, out emit.Files) error {
	f := emit.NewFile(p, p.Readers, false)
	f.Comment("// The slots number the types for the slabs of a reader.")
	f.Const().DefsFunc(func(group *jen.Group) {
		for i, s := range g.Structs {
			if i == 0 {
				group.Id(slot(s)).Op("=").Iota()
				continue
			}
			group.Id(slot(s))
		}
		group.Id("slotLinks")
	})
	if err := out.Render(dir+"slots_gen.go", f); err != nil {
		return err
	}
	if err := byRoot(p, g, out); err != nil {
		return err
	}
	return byType(p, g, out)
}

// byRoot prints the switch from a root element to the reader of the document.
func byRoot(p emit.Paths, g *graph.Graph, out emit.Files) error {
	f := emit.NewFile(p, p.Readers, false)
	f.Comment("// readAny reads the document whose root element was read; nil if no type has that element.")
	f.Func().Id("readAny").Params(reader(p), jen.Id("tag").String()).Any().Block(
		jen.Switch(jen.Id("tag")).BlockFunc(func(group *jen.Group) {
			for _, s := range g.Structs {
				group.Case(jen.Lit(s.Tag)).Block(jen.Return(jen.Id("read" + s.Name).Call(jen.Id("r"))))
				group.Case(jen.Lit(s.ListTag)).Block(jen.Return(
					jen.Qual(p.Wire, "Objects").Call(jen.Id("r"), jen.Lit(s.Tag), jen.Id("read"+s.Name)),
				))
			}
		}),
		jen.Return(jen.Nil()),
	)
	return out.Render(dir+"any_gen.go", f)
}

// byType prints the switches over identified types, which link every one of their readers into programs that use them.
func byType(p emit.Paths, g *graph.Graph, out emit.Files) error {
	f := emit.NewFile(p, p.Readers, comment.AnyDeprecated(g.Structs))
	f.Comment("// byType returns the descriptor of the identified type that v points to, or nil.")
	f.Func().Id("byType").Params(jen.Id("v").Any()).Any().Block(
		jen.Switch(jen.Id("v").Assert(jen.Type())).BlockFunc(func(group *jen.Group) {
			for _, s := range g.Structs {
				if s.Identified {
					group.Case(jen.Op("*").Qual(p.Types, s.Name)).Block(jen.Return(jen.Id(s.Name)))
				}
			}
		}),
		jen.Return(jen.Nil()),
	)
	f.Line()
	f.Doc([]string{
		"Links returns the links of an object, which is a pointer to a type that has them; nil for anything else.",
	})
	f.Func().Id("Links").Params(jen.Id("v").Any()).Index().Qual(p.Types, "Link").Block(
		jen.Switch(jen.Id("v").Op(":=").Id("v").Assert(jen.Type())).BlockFunc(func(group *jen.Group) {
			for _, s := range g.Structs {
				if s.Linked {
					group.Case(jen.Op("*").Qual(p.Types, s.Name)).Block(jen.Return(jen.Id("v").Dot("Links")))
				}
			}
		}),
		jen.Return(jen.Nil()),
	)
	return out.Render(dir+"bytype_gen.go", f)
}
