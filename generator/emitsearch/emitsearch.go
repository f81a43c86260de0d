// Package emitsearch prints package search: a typed constant for each field and each way to related objects.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package emitsearch

import (
	"maps"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/ovirt-go/ovirt/generator/comment"
	"github.com/ovirt-go/ovirt/generator/emit"
	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/model"
)

// Kind prints the constants of a kind of objects.
func Kind(p emit.Paths, s *graph.Search, out emit.Files) error {
	f := emit.NewFile(p, p.Search, false)
	f.Comment("// What " + comment.Plural(s) + " are searched by.")
	f.Const().DefsFunc(func(g *jen.Group) {
		for _, field := range s.Fields {
			emit.Doc(g, comment.SearchField(s, field))
			g.Id(field.Name).Add(goType(p, s, field)).Op("=").Lit(Text(s.Model, field.Model))
		}
		for _, c := range s.Crosses {
			emit.Doc(g, comment.SearchCross(s, c))
			g.Id(c.Name).Id("Cross").Types(object(p, s), object(p, c.To)).Op("=").Lit(wire(s.Model, c.Model.Wire))
		}
	})
	return out.Render("sdk/search/"+s.File, f)
}

// object returns the type that stands for the objects of a kind.
func object(p emit.Paths, s *graph.Search) *jen.Statement {
	if s.Type == nil {
		return jen.Id(s.Name)
	}
	return jen.Qual(p.Types, s.Type.Name)
}

// goTypes are the types of package search by type and relations of a field.
var goTypes = map[string]string{
	"text": "Text", "text unsorted": "TextUnsorted", "text positive": "TextPositive", "exact": "Exact", "exact uuid": "UUID", "bool": "Bool", "span": "Span",
	"number": "Number", "number equal": "NumberEqual", "number order": "NumberOrder",
	"decimal": "Decimal", "decimal equal": "DecimalEqual",
	"time": "Time", "time order": "TimeOrder",
	"enum": "Enum", "enum order": "EnumOrder",
}

// GoType returns the name of the type of package search that holds a field.
func GoType(f *model.SearchField) string {
	return goTypes[strings.Join(strings.Fields(f.Type+" "+f.Limit+" "+f.Relations), " ")]
}

func goType(p emit.Paths, s *graph.Search, f *graph.SearchField) *jen.Statement {
	args := []jen.Code{object(p, s)}
	if f.Enum != nil {
		args = append(args, jen.Qual(p.Types, f.Enum.Name))
	}
	return jen.Id(GoType(f.Model)).Types(args...)
}

// Text returns the text of a field's constant: its name, and for enumerations the engine's names of the values.
func Text(s *model.Search, f *model.SearchField) string {
	words := append([]string{wire(s, f.Wire)}, f.Engine...)
	for _, value := range slices.Sorted(maps.Keys(f.Instead)) {
		words = append(words, value+"="+strings.Join(f.Instead[value], "|"))
	}
	return strings.Join(words, " ")
}

// wire marks names that can only be said at the beginning of a search.
func wire(s *model.Search, name string) string {
	if s.First(name) {
		return "^" + name
	}
	return name
}
