package generator

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"strings"
	"testing"
)

// symbol is an exported name of the generated packages.
type symbol struct {
	kind string // kind is type, field, const, var, func or method.
	doc  string
}

// exported lists the exported names of generated files with their comments, by package and name: types.Vm.Name.
func exported(t *testing.T, files map[string][]byte) map[string]symbol {
	t.Helper()
	all := make(map[string]symbol)
	fset := token.NewFileSet()
	for name, src := range files {
		if !Generated(name) || strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		s := symbols{t: t, pkg: path.Base(path.Dir(name)), all: all}
		for _, decl := range f.Decls {
			s.decl(decl)
		}
	}
	return all
}

// symbols gathers the names of one package.
type symbols struct {
	t   *testing.T
	pkg string
	all map[string]symbol
}

func (s symbols) add(kind, name string, docs ...*ast.CommentGroup) {
	if !ast.IsExported(name[strings.LastIndexByte(name, '.')+1:]) {
		return
	}
	name = s.pkg + "." + name
	if _, ok := s.all[name]; ok {
		s.t.Errorf("%s is declared twice", name)
	}
	doc := ""
	for _, d := range docs {
		if doc == "" {
			doc = d.Text() // A nil group has no text.
		}
	}
	s.all[name] = symbol{kind, doc}
}

func (s symbols) decl(decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			s.add("func", d.Name.Name, d.Doc)
			return
		}
		receiver := d.Recv.List[0].Type
		if star, ok := receiver.(*ast.StarExpr); ok {
			receiver = star.X
		}
		s.add("method", receiver.(*ast.Ident).Name+"."+d.Name.Name, d.Doc)
	case *ast.GenDecl:
		// The comment of a group in parentheses is about the group.
		group := d.Doc
		if d.Lparen.IsValid() {
			group = nil
		}
		for _, spec := range d.Specs {
			s.spec(d.Tok.String(), spec, group)
		}
	}
}

func (s symbols) spec(kind string, spec ast.Spec, group *ast.CommentGroup) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			s.add(kind, name.Name, spec.Doc, group)
		}
	case *ast.TypeSpec:
		s.add("type", spec.Name.Name, spec.Doc, group)
		fields, ok := spec.Type.(*ast.StructType)
		if !ok {
			return
		}
		for _, field := range fields.Fields.List {
			for _, name := range field.Names {
				s.add("field", spec.Name.Name+"."+name.Name, field.Doc)
			}
		}
	}
}
