package examples_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestProgramsCompileOutside copies each program into a module of its own, which requires nothing
// but this one, and checks there what the compiler checks. Compiling them all would take ten times
// as long.
func TestProgramsCompileOutside(t *testing.T) {
	seeSources(t)
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	list := programs(t)
	for _, program := range list {
		copyProgram(t, program, filepath.Join(dir, filepath.FromSlash(program)))
	}
	mod := fmt.Sprintf("module example.com/copied\n\ngo 1.26.0\n\n"+
		"require github.com/ovirt-go/ovirt v0.0.0\n\n"+
		"replace github.com/ovirt-go/ovirt => %s\n", root)
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o600); err != nil {
		t.Fatal(err)
	}

	var imported []string
	for path := range strings.FieldsSeq(goList(t, dir, "-deps", "-test", "./...")) {
		if !strings.Contains(path, "example.com/") {
			imported = append(imported, path)
		}
	}
	export := map[string]string{} // files of compiled packages
	args := append([]string{"-export", "-f", "{{.ImportPath}} {{.Export}}"}, imported...)
	for line := range strings.Lines(goList(t, dir, args...)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		export[path] = file
	}
	fset := token.NewFileSet()
	open := func(path string) (io.ReadCloser, error) { return os.Open(export[path]) }
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", open)}
	for _, program := range list {
		paths, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(program), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		var files []*ast.File
		for _, path := range paths {
			file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		if _, err := config.Check("example.com/copied/"+program, fset, files, nil); err != nil {
			t.Errorf("%s: %v", program, err)
		}
	}
}

// goList returns what go list prints in a directory, without a network.
func goList(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOSUMDB=off", "GOWORK=off")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	return string(out)
}

// copyProgram copies the files of a program, and its tests unless they need the engine of the
// examples.
func copyProgram(t *testing.T, program, to string) {
	t.Helper()
	if err := os.MkdirAll(to, 0o700); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(program, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		needsUs := strings.Contains(string(text), "/examples/internal/")
		if needsUs && strings.HasSuffix(file, "_test.go") {
			continue
		}
		if needsUs {
			t.Errorf("%s imports a package that only the tests of the examples may use", file)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(file)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
