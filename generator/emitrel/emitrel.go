// Package emitrel prints package rel: a typed constant per link of the model.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package emitrel

import (
	"github.com/dave/jennifer/jen"

	"github.com/ovirt-go/ovirt/generator/comment"
	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/graph"
)

// Struct prints the relations of a type; a type without links has no file.
func Struct(p emit.Paths, s *graph.Struct, out emit.Files) error {
	if len(s.Relations) == 0 {
		return nil
	}
	f := emit.NewFile(p, p.Rel, comment.RelationsUseDeprecated(s))
	f.Comment("// The relations of " + s.Name + ".")
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, r := range s.Relations {
			kind := "One"
			if r.List {
				kind = "Rel"
			}
			emit.Doc(g, comment.Relation(r))
			g.Id(r.Name).Id(kind).Types(jen.Qual(p.Types, r.From.Name), jen.Qual(p.Types, r.To.Name)).Op("=").Lit(r.Path)
		}
	})
	return out.Render("sdk/rel/"+s.File, f)
}
