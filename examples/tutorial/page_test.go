package tutorial_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the snippets of the pages")

// pages hold snippets that are the bodies of the functions of this package, behind lines <!-- snippet NAME -->.
var pages = []string{
	"tutorial.md", "from-python.md", "from-go-ovirt.md",
	"traps.md", "testing.md", "compatibility.md", "troubleshooting.md",
	"architecture.md", "search.md", "follow.md",
}

var snippet = regexp.MustCompile("(?s)<!-- snippet (\\w+) -->\n(?:```go\n.*?```\n)?(?:\nIt prints:\n\n```text\n.*?```\n)?")

// TestSnippetsAreThoseThatRun compares the pages with the functions, so that what users read was compiled, and its output checked.
func TestSnippetsAreThoseThatRun(t *testing.T) {
	t.Parallel()
	bodies := functions(t)
	for _, name := range pages {
		path := filepath.Join("..", "..", "docs", name)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		old := string(data)
		text := snippet.ReplaceAllStringFunc(old, func(match string) string {
			name := snippet.FindStringSubmatch(match)[1]
			if bodies[name] == "" {
				t.Errorf("%s: there is no function %s", path, name)
			}
			return fmt.Sprintf("<!-- snippet %s -->\n%s", name, bodies[name])
		})
		if fences := strings.Count(text, "```go\n"); fences != strings.Count(text, "<!-- snippet ") {
			t.Errorf("%s: a piece of Go has no <!-- snippet NAME -->", path)
		}
		switch {
		case text == old:
		case *update:
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("%s is old; run go test ./examples/tutorial -update", path)
		}
	}
}

// functions returns the bodies of the functions of this package as they stand in a page, with what they print.
func functions(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*_example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	bodies := map[string]string{}
	for _, path := range files {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil {
				continue
			}
			text := string(src[fset.Position(f.Body.Lbrace).Offset+1 : fset.Position(f.Body.Rbrace).Offset])
			name := strings.TrimPrefix(strings.TrimPrefix(f.Name.Name, "Example_"), "Test_")
			bodies[name] = quote(text)
		}
	}
	return bodies
}

// quote makes the body of a function a piece of a page.
func quote(body string) string {
	code, output, printed := strings.Cut(body, "\t// Output:\n")
	var b strings.Builder
	b.WriteString("```go\n")
	for line := range strings.Lines(strings.Trim(code, "\n") + "\n") {
		b.WriteString(strings.TrimPrefix(line, "\t"))
	}
	b.WriteString("```\n")
	if !printed {
		return b.String()
	}
	b.WriteString("\nIt prints:\n\n```text\n")
	for line := range strings.Lines(output) {
		b.WriteString(strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(line, "\t"), "//"), " "))
	}
	b.WriteString("```\n")
	return b.String()
}
