package inventory_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/route"
)

// TestTheModelHasAllCollections finds misspelt collections, which would be empty forever: the
// segments and paths that stand as literals in calls.
func TestTheModelHasAllCollections(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	segments := map[string]bool{}
	tree := route.New(m)
	tree.Root.Walk(func(n *route.Node) { segments[n.Segment] = true })
	checked := 0
	for _, room := range []string{
		"world", "access", "storage", "machines", "hosts", "centers", "inventory",
	} {
		files, err := filepath.Glob("../" + room + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				text, pos := collection(n)
				if pos == token.NoPos {
					return true
				}
				checked++
				if segment, _, _ := strings.Cut(strings.Trim(text, "/"), "/"); !segments[segment] {
					t.Errorf("%s: the model has no collection %q", fset.Position(pos), text)
				}
				return true
			})
		}
	}
	if checked < 200 {
		t.Errorf("%d collections checked, want at least 200", checked)
	}
}

// collection returns the literal by which a call or an index names a collection, and its place; no
// place if the node doesn't.
func collection(n ast.Node) (text string, pos token.Pos) {
	var named ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		f, ok := n.Fun.(*ast.SelectorExpr)
		if !ok || len(n.Args) == 0 {
			return "", token.NoPos
		}
		switch f.Sel.Name {
		case "All", "At", "ByName", "PlantOptional":
			named = n.Args[0]
		case "Of", "AddChild":
			named = n.Args[min(1, len(n.Args)-1)]
		}
	case *ast.IndexExpr:
		if f, ok := n.X.(*ast.SelectorExpr); ok && f.Sel.Name == "Fixed" {
			named = n.Index
		}
	}
	if sum, ok := named.(*ast.BinaryExpr); ok {
		named = sum.X // "/vms/" + id
	}
	l, ok := named.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", token.NoPos
	}
	text, err := strconv.Unquote(l.Value)
	if err != nil {
		return "", token.NoPos
	}
	return text, l.Pos()
}
