package world

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/ovirt-go/ovirt/model"
)

func TestTheModelHasAllStatuses(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, e := range m.Enums {
		for _, v := range e.Values {
			known[v.Name] = true
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "statuses.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if l, ok := spec.Values[0].(*ast.BasicLit); ok {
			n++
			if value, err := strconv.Unquote(l.Value); err != nil || !known[value] {
				t.Errorf("%s: no enum of the model has %s", spec.Names[0].Name, l.Value)
			}
		}
		return true
	})
	if n < 50 {
		t.Errorf("%d statuses, want at least 50", n)
	}
}
