package apicheck

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Exports describes what the package in a directory exports, one line per symbol and field, sorted.
// Two packages with the same lines serve the same programs.
func Exports(dir string) ([]string, error) {
	fset := token.NewFileSet()
	files, err := parseDir(fset, dir)
	if err != nil {
		return nil, err
	}
	e := &exports{fset: fset}
	for _, file := range files {
		for _, decl := range file.Decls {
			e.decl(decl)
		}
	}
	slices.Sort(e.lines)
	return e.lines, nil
}

// parseDir parses the package's files without its tests.
func parseDir(fset *token.FileSet, dir string) ([]*ast.File, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, entry := range entries {
		if !source(entry) {
			continue
		}
		file, err := parser.ParseFile(
			fset,
			filepath.Join(dir, entry.Name()),
			nil,
			parser.ParseComments|parser.SkipObjectResolution,
		)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

func source(entry fs.DirEntry) bool {
	name := entry.Name()
	return !entry.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go")
}

// exports collects the lines.
type exports struct {
	fset  *token.FileSet
	lines []string
}

func (e *exports) add(format string, args ...any) {
	e.lines = append(e.lines, fmt.Sprintf(format, args...))
}

// oneLine takes out what only a line break needs.
var oneLine = strings.NewReplacer("( ", "(", ", )", ")")

// text prints a piece of syntax on one line, the same however its source is wrapped.
func (e *exports) text(node any) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, e.fset, node); err != nil {
		// Parsed source prints; should that ever fail, the text differs and the test shows it.
		return "invalid: " + err.Error()
	}
	return oneLine.Replace(strings.Join(strings.Fields(b.String()), " "))
}

func (e *exports) decl(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		e.function(decl)
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				e.typ(spec)
			case *ast.ValueSpec:
				e.value(decl.Tok, spec)
			}
		}
	}
}

// function adds an exported function, or an exported method of an exported type.
func (e *exports) function(f *ast.FuncDecl) {
	if !f.Name.IsExported() || f.Recv != nil && !ast.IsExported(receiver(f.Recv.List[0].Type)) {
		return
	}
	head := &ast.FuncDecl{Recv: f.Recv, Name: f.Name, Type: f.Type}
	e.add("%s", e.text(head))
}

// receiver returns the name of the type that a method belongs to.
func receiver(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		return receiver(expr.X)
	case *ast.IndexExpr:
		return receiver(expr.X)
	case *ast.IndexListExpr:
		return receiver(expr.X)
	case *ast.Ident:
		return expr.Name
	}
	return ""
}

// typ adds an exported type: structs and interfaces with a line per exported member.
func (e *exports) typ(t *ast.TypeSpec) {
	if !t.Name.IsExported() {
		return
	}
	name := t.Name.Name + e.parameters(t.TypeParams)
	if t.Assign.IsValid() {
		e.add("type %s = %s", name, e.text(t.Type))
		return
	}
	switch body := t.Type.(type) {
	case *ast.StructType:
		e.add("type %s struct", name)
		e.members("type "+name+" struct", body.Fields)
	case *ast.InterfaceType:
		e.add("type %s interface", name)
		e.members("type "+name+" interface", body.Methods)
	default:
		e.add("type %s %s", name, e.text(t.Type))
	}
}

// parameters returns the type parameters of a type in brackets, or nothing.
func (e *exports) parameters(list *ast.FieldList) string {
	if list == nil {
		return ""
	}
	var all []string
	for _, field := range list.List {
		for _, name := range field.Names {
			all = append(all, name.Name+" "+e.text(field.Type))
		}
	}
	return "[" + strings.Join(all, ", ") + "]"
}

func (e *exports) members(prefix string, fields *ast.FieldList) {
	for _, field := range fields.List {
		if len(field.Names) == 0 {
			e.add("%s, embedded %s", prefix, e.text(field.Type))
		}
		for _, name := range field.Names {
			if name.IsExported() {
				e.add("%s, %s %s", prefix, name.Name, e.text(field.Type))
			}
		}
	}
}

func (e *exports) value(tok token.Token, v *ast.ValueSpec) {
	for i, name := range v.Names {
		if !name.IsExported() {
			continue
		}
		line := tok.String() + " " + name.Name
		if v.Type != nil {
			line += " " + e.text(v.Type)
		}
		if i < len(v.Values) {
			if tok == token.CONST {
				line += " = " + e.text(v.Values[i])
			} else if lit, ok := v.Values[i].(*ast.CompositeLit); ok {
				line += " " + e.text(lit.Type)
			}
		}
		e.add("%s", line)
	}
}
