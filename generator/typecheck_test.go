package generator

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/ovirt-go/ovirt"
)

// stdImporter returns the packages of the standard library out of the go command's cache. It is shared by all cases, since loading them
// is what takes the time.
type stdImporter struct {
	mu sync.Mutex // mu guards gc, which may not be used concurrently.
	gc types.Importer
}

// newStdImporter asks the go command for what the runtime imports.
func newStdImporter(t *testing.T) *stdImporter {
	t.Helper()
	args := append([]string{"list", "-export", "-f", "{{.ImportPath}} {{.Export}}", "--"}, stdImports(t)...)
	out, err := exec.CommandContext(t.Context(), "go", args...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	exports := make(map[string]string)
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = file
	}
	s := new(stdImporter)
	s.gc = importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		file, ok := exports[path]
		if !ok {
			return nil, fmt.Errorf("package %s was not asked for", path)
		}
		return os.Open(file)
	})
	return s
}

// stdImports lists the packages of the standard library that the sources of the runtime and the generated packages import.
func stdImports(t *testing.T) []string {
	t.Helper()
	files, err := runtimeFiles(ovirt.Source())
	if err != nil {
		t.Fatal(err)
	}
	std := []string{"context", "iter", "time"} // What generated files import.
	for name, src := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			if p, err := strconv.Unquote(spec.Path.Value); err == nil && !strings.Contains(p, ".") {
				std = append(std, p)
			}
		}
	}
	slices.Sort(std)
	return slices.Compact(std)
}

func (s *stdImporter) Import(path string) (*types.Package, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gc.Import(path)
}

// check type-checks the generated packages of a module and what they import, and returns the first error of each.
func (s *stdImporter) check(files map[string][]byte, module string) error {
	c := &checker{std: s, module: module, files: files, fset: token.NewFileSet(), done: make(map[string]*types.Package)}
	var errs []error
	for _, dir := range GeneratedDirs {
		if _, err := c.Import(module + "/" + dir); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", dir, err))
		}
	}
	return errors.Join(errs...)
}

// checker imports packages of a module whose files are in memory.
type checker struct {
	std    types.Importer
	module string
	files  map[string][]byte
	fset   *token.FileSet
	done   map[string]*types.Package
}

// Import returns a package; the error is the first one of it or of what it imports.
func (c *checker) Import(path string) (*types.Package, error) {
	dir, ok := strings.CutPrefix(path, c.module+"/")
	if !ok {
		return c.std.Import(path)
	}
	if p := c.done[path]; p != nil {
		return p, nil
	}
	files, generated, err := c.parse(dir)
	if err != nil {
		return nil, err
	}
	conf := types.Config{
		Importer:  c,
		GoVersion: "go1.26",
		// The bodies of packages that are the same for all models are checked by compiling this module.
		IgnoreFuncBodies: !generated,
	}
	p, err := conf.Check(path, c.fset, files, nil)
	if err != nil {
		return nil, err
	}
	c.done[path] = p
	return p, nil
}

// parse parses the files of a directory and reports whether there are generated ones.
func (c *checker) parse(dir string) (files []*ast.File, generated bool, err error) {
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		if path.Dir(name) != dir {
			continue
		}
		f, err := parser.ParseFile(c.fset, name, c.files[name], parser.SkipObjectResolution)
		if err != nil {
			return nil, false, err
		}
		files = append(files, f)
		generated = generated || Generated(name)
	}
	return files, generated, nil
}

// TestCheckFindsErrors makes sure that the goldens would be refused if they didn't compile.
func TestCheckFindsErrors(t *testing.T) {
	t.Parallel()
	const module = "example.com/broken"
	std := newStdImporter(t)
	m := loadEmbedded(t)
	for _, tt := range []struct{ name, file, old, new, want string }{
		{"as it is", "sdk/types/vm_gen.go", "", "", ""},
		{
			"a field of an unknown type", "sdk/types/link.go", "Href string", "Href text",
			"sdk/types: sdk/types/link.go:8:7: undefined: text",
		},
		{
			"a body that does not fit", "sdk/services/vm_gen.go", `"VmService.Get", params.query()`, `"VmService.Get", params`,
			"cannot use params (variable of type *VmGetParams) as transport.Query value in argument to transport.Get",
		},
		{
			"an import that is not used", "sdk/rel/vm_gen.go", `import "`, "import \"time\"\n\nimport \"",
			`sdk/rel: sdk/rel/vm_gen.go:5:8: "time" imported and not used`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files, err := Module(m, module, ovirt.Source())
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(files[tt.file]), tt.old) {
				t.Fatalf("%s doesn't have %q", tt.file, tt.old)
			}
			files[tt.file] = []byte(strings.Replace(string(files[tt.file]), tt.old, tt.new, 1))
			got := ""
			if err := std.check(files, module); err != nil {
				got = err.Error()
			}
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("error %q, want %q", got, tt.want)
			}
		})
	}
}
