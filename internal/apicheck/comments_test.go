package apicheck

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestExportedSymbolsAreDocumented demands a comment for every exported symbol and field, which begins with its name, and prints how
// many there are.
func TestExportedSymbolsAreDocumented(t *testing.T) {
	t.Parallel()
	symbols, documented := 0, 0
	for _, pkg := range public {
		fset := token.NewFileSet()
		files, err := parseDir(fset, filepath.Join(root, pkg))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			eachExported(file, func(name string, pos token.Pos, docs ...*ast.CommentGroup) {
				symbols++
				for _, doc := range docs {
					if doc != nil && strings.HasPrefix(doc.Text(), name+" ") || doc != nil && strings.HasPrefix(doc.Text(), name+"\n") {
						documented++
						return
					}
				}
				t.Errorf("%s: %s has no comment that begins with its name", fset.Position(pos), name)
			})
		}
	}
	t.Logf("%d of %d exported symbols have a comment", documented, symbols)
}

// eachExported calls fn for each exported symbol of a file with the comments that may be its own.
func eachExported(file *ast.File, fn func(name string, pos token.Pos, docs ...*ast.CommentGroup)) {
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Name.IsExported() && (decl.Recv == nil || ast.IsExported(receiver(decl.Recv.List[0].Type))) {
				fn(decl.Name.Name, decl.Pos(), decl.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					exportedType(decl, spec, fn)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						// A group of constants that belong together is documented by the comment of the group, as XML and JSON are.
						if name.IsExported() && (spec.Doc != nil || decl.Doc == nil || !decl.Lparen.IsValid()) {
							fn(name.Name, name.Pos(), spec.Doc, decl.Doc, spec.Comment)
						}
					}
				}
			}
		}
	}
}

func exportedType(decl *ast.GenDecl, spec *ast.TypeSpec, fn func(string, token.Pos, ...*ast.CommentGroup)) {
	if !spec.Name.IsExported() {
		return
	}
	fn(spec.Name.Name, spec.Pos(), spec.Doc, decl.Doc)
	body, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range body.Fields.List {
		for _, name := range field.Names {
			if name.IsExported() {
				fn(name.Name, name.Pos(), field.Doc, field.Comment)
			}
		}
	}
}
