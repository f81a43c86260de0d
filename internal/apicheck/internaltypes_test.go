package apicheck

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// marked is what a doc comment says of a symbol that programs can't use because its signature names an
// internal type.
const marked = "for packages of this SDK"

func TestExportedSignaturesNameNoInternalType(t *testing.T) {
	t.Parallel()
	for _, pkg := range public {
		fset := token.NewFileSet()
		files, err := parseDir(fset, filepath.Join(root, pkg))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			for _, found := range internalTypes(fset, file) {
				t.Errorf("%s; declare a type that programs can name, or say in the doc comment "+
					"that the symbol is %s", found, marked)
			}
		}
	}
}

// internalTypes returns the places where an exported declaration of a file names a type of an internal
// package. An alias is none: it is the name under which programs know the type.
func internalTypes(fset *token.FileSet, file *ast.File) []string {
	internal := internalImports(file)
	var found []string
	check := func(symbol string, doc *ast.CommentGroup, node ast.Node) {
		if node == nil || strings.Contains(strings.Join(strings.Fields(doc.Text()), " "), marked) {
			return
		}
		hidden := make(map[ast.Node]bool) // fields and methods that are not exported
		ast.Inspect(node, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.StructType:
				hide(hidden, n.Fields)
			case *ast.InterfaceType:
				hide(hidden, n.Methods)
			case *ast.SelectorExpr:
				if pkg, ok := n.X.(*ast.Ident); ok && internal[pkg.Name] {
					at := fset.Position(n.Pos())
					at.Filename = filepath.Base(at.Filename)
					found = append(found, fmt.Sprintf("%s: %s names %s.%s", at, symbol, pkg.Name, n.Sel.Name))
				}
			}
			return !hidden[n]
		})
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			method := decl.Recv != nil
			if decl.Name.IsExported() && (!method || ast.IsExported(receiver(decl.Recv.List[0].Type))) {
				check(decl.Name.Name, decl.Doc, decl.Type)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.IsExported() && !spec.Assign.IsValid() {
						check(spec.Name.Name, decl.Doc, spec.Type)
					}
				case *ast.ValueSpec:
					if spec.Names[0].IsExported() && spec.Type != nil {
						check(spec.Names[0].Name, decl.Doc, spec.Type)
					}
				}
			}
		}
	}
	return found
}

// hide notes the fields or methods of a type that are not exported.
func hide(hidden map[ast.Node]bool, fields *ast.FieldList) {
	for _, field := range fields.List {
		if len(field.Names) > 0 && !field.Names[0].IsExported() {
			hidden[field] = true
		}
	}
}

// internalImports returns the names of the internal packages that a file imports.
func internalImports(file *ast.File) map[string]bool {
	names := make(map[string]bool)
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || !strings.Contains("/"+path+"/", "/internal/") {
			continue
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = true
	}
	return names
}

func TestInternalTypesAreFound(t *testing.T) {
	t.Parallel()
	const src = `package p

import (
	"context"

	"example.com/m/internal/wire"
	t "example.com/m/sdk/internal/transport"
	"example.com/m/sdk/types"
)

func Read(ctx context.Context, r *wire.Reader) *types.Vm { return nil }

// Root is for packages
// of this SDK.
func Root(d t.Doer) {}

func inner(d t.Doer) {}

type Option func(*t.Options)

type Tree struct {
	at   t.Ref
	Next map[string]t.Ref
}

func (x *Tree) Do(req t.Request) {}
func (x tree) Do(req t.Request)  {}

type Node interface {
	Place() t.Ref
	place() t.Ref
}

type Format = wire.Format

const XML = wire.XML

var Default wire.Format
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"p.go:11:35: Read names wire.Reader",
		"p.go:19:19: Option names t.Options",
		"p.go:23:18: Tree names t.Ref",
		"p.go:26:23: Do names t.Request",
		"p.go:30:10: Node names t.Ref",
		"p.go:38:13: Default names wire.Format",
	}
	if diff := cmp.Diff(want, internalTypes(fset, file)); diff != "" {
		t.Errorf("findings differ (-want +got):\n%s", diff)
	}
}
