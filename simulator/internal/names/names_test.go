package names

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
	"github.com/ovirt-go/ovirt/simulator/internal/schema"
)

func TestTheModelHasAllNames(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	s := schema.New(m)
	for name, value := range constants(t, "members.go") {
		if !hasMember(s, m, value) {
			t.Errorf("%s: the model has no member %q", name, value)
		}
	}
	for name, value := range constants(t, "types.go") {
		if s.Type(value) == nil {
			t.Errorf("%s: the model has no type %q", name, value)
		}
	}
}

// hasMember reports whether any type has a member under a path.
func hasMember(s *schema.Schema, m *model.Model, path string) bool {
	for _, st := range m.Structs {
		if memberAt(s.Type(st.Name), path) != nil {
			return true
		}
	}
	return false
}

// memberAt returns the member of a type under a path, or nil.
func memberAt(t *schema.Type, path string) *schema.Member {
	name, rest, more := strings.Cut(path, ".")
	member := t.Member(name)
	if member == nil || !more {
		return member
	}
	if member.Type == nil {
		return nil
	}
	return memberAt(member.Type, rest)
}

// constants returns the constants of a file of this package.
func constants(t *testing.T, file string) map[string]string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(file), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		out[spec.Names[0].Name] = value
		return true
	})
	if len(out) == 0 {
		t.Fatalf("%s has no constants", file)
	}
	return out
}
