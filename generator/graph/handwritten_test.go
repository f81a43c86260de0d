package graph

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt"
)

// TestHandwrittenNamesAreKnown compares the tables of names that the model may not use with what the packages really export beside
// what is generated.
func TestHandwrittenNamesAreKnown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		packages, want []string
	}{
		// Links is printed by the generator, but is no name of the model.
		{[]string{"sdk/readers", "sdk/writers"}, slices.DeleteFunc(slices.Clone(handwritten), func(s string) bool { return s == "Links" })},
		{[]string{"sdk/types"}, []string{"Link"}},
		// Services and params have an ending of their own, and so don't clash with this.
		{[]string{"sdk/services"}, []string{"Locate", "Sender"}},
		// Relations have two words at least, and so don't clash with these.
		// Fields begin with the type whose they are and have two words at least, and so don't clash with these.
		{[]string{"sdk/search"}, []string{
			"Any", "Bool", "ClusterNetwork", "Cond", "Cross", "Decimal", "DecimalEqual", "Enum", "EnumOrder", "Exact", "Field", "Free",
			"HostNetwork", "Interface", "Number", "NumberEqual", "NumberOrder", "Provider", "Query", "SortBy", "SortByDesc", "Span", "Text",
			"TextPositive", "TextUnsorted", "Time", "TimeOrder", "UUID",
		}},
		{[]string{"sdk/rel"}, []string{"Follow", "From", "One", "Path", "Paths", "Rel", "Step", "Then"}},
	} {
		t.Run(strings.Join(tt.packages, " and "), func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, dir := range tt.packages {
				got = append(got, declared(t, dir)...)
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, slices.Compact(got)); diff != "" {
				t.Errorf("exported handwritten names (-want +got):\n%s", diff)
			}
		})
	}
}

// declared lists what the handwritten files of a package export.
func declared(t *testing.T, dir string) []string {
	t.Helper()
	files, err := fs.Glob(ovirt.Source(), path.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_gen.go") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		src, err := fs.ReadFile(ovirt.Source(), file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			names = append(names, exportedBy(decl)...)
		}
	}
	return names
}

func exportedBy(decl ast.Decl) []string {
	var names []string
	add := func(id *ast.Ident) {
		if id.IsExported() {
			names = append(names, id.Name)
		}
	}
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			add(d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				add(spec.Name)
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					add(id)
				}
			}
		}
	}
	return names
}
