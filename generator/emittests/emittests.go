// Package emittests prints the table of all types that the tests of readers and writers go through.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package emittests

import (
	"github.com/dave/jennifer/jen"

	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/graph"
)

// Name is the path of the table within the module.
const Name = "sdk/writers/all_gen_test.go"

// All prints a function that calls the generic function try for each type, with what reads and what writes it.
func All(p emit.Paths, g *graph.Graph, out emit.Files) error {
	f := emit.NewFile(p, p.Writers+"_test", true)
	f.Comment("// each calls try for each type of the model.")
	f.Func().Id("each").Params(jen.Id("run").Op("*").Id("runner")).BlockFunc(func(group *jen.Group) {
		for _, s := range g.Structs {
			group.Id("try").Call(jen.Id("run"), jen.Qual(p.Readers, s.Name), jen.Qual(p.Writers, s.Name))
		}
	})
	return out.Render(Name, f)
}
