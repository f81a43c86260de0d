package generator

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/generator/emittests"
	"github.com/ovirt-go/ovirt/model"
)

// Home is the import path of this module, which the runtime's sources use.
const Home = "github.com/ovirt-go/ovirt"

// GeneratedDirs are the directories of a module that hold generated files, and handwritten ones beside them.
var GeneratedDirs = []string{"sdk/info", "sdk/readers", "sdk/rel", "sdk/search", "sdk/services", "sdk/types", "sdk/writers"}

// Generated reports whether the path within a module is one of a generated file.
func Generated(name string) bool {
	own := strings.HasSuffix(name, "_gen.go") || strings.HasSuffix(name, "_gen_test.go")
	return own && slices.Contains(GeneratedDirs, path.Dir(name))
}

// InModule reports whether the path is one that [Module] may write: go.mod and the Go files of the SDK.
func InModule(name string) bool {
	return name == "go.mod" || path.Ext(name) == ".go" && (strings.HasPrefix(name, "sdk/") || strings.HasPrefix(name, "internal/wire/"))
}

// Module returns the content of every file of a complete module for the model: generated packages, the handwritten runtime out of
// source with its import paths changed, and go.mod.
func Module(m *model.Model, module string, source fs.FS) (map[string][]byte, error) {
	files, err := Files(m, module)
	if err != nil {
		return nil, err
	}
	delete(files, emittests.Name) // It belongs to handwritten tests, which stay here.
	files["go.mod"] = []byte("module " + module + "\n\ngo 1.26\n")
	runtime, err := runtimeFiles(source)
	if err != nil {
		return nil, fmt.Errorf("copy the runtime: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(runtime)) {
		files[name], err = rehome(name, runtime[name], module)
		if err != nil {
			return nil, fmt.Errorf("copy the runtime: %w", err)
		}
	}
	return files, nil
}

// newest are the packages that only the release of this module's model can compile: they use what came late. Programs for older
// releases have the API without them.
var newest = []string{"sdk/console", "sdk/ensure", "sdk/events", "sdk/guest", "sdk/jobs", "sdk/wait"}

// runtimeFiles returns the handwritten Go files of source by their paths, save tests and the packages of the newest release.
func runtimeFiles(source fs.FS) (map[string][]byte, error) {
	files := make(map[string][]byte)
	err := fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || slices.Contains(newest, name)) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || Generated(name) {
			return nil
		}
		files[name], err = fs.ReadFile(source, name)
		return err
	})
	return files, err
}

// rehome changes the imports of this module's packages in a source file into those of another module. All else stays as it is.
func rehome(name string, src []byte, module string) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var out []byte
	end := 0
	for _, spec := range imports(file) {
		old, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		rest, ok := strings.CutPrefix(old, Home+"/")
		if !ok {
			continue
		}
		start := fset.Position(spec.Path.Pos()).Offset
		out = append(out, src[end:start]...)
		out = strconv.AppendQuote(out, module+"/"+rest)
		end = start + len(spec.Path.Value)
	}
	return append(out, src[end:]...), nil
}

// imports returns the imports of a file in the order of their place.
func imports(file *ast.File) []*ast.ImportSpec {
	return slices.SortedFunc(slices.Values(file.Imports), func(a, b *ast.ImportSpec) int { return int(a.Pos() - b.Pos()) })
}
