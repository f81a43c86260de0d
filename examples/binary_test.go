package examples_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// tag is the build tag of the tests of single programs. Plain go test skips them, because linking a
// test binary for each program takes minutes; TestPrograms runs them all from one binary.
const tag = "exampletest"

// binary is one file with all programs and their tests, which is built at most once.
var binary struct {
	sync.Once
	dir, path string
	err       error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if binary.dir != "" {
		_ = os.RemoveAll(binary.dir)
	}
	os.Exit(code)
}

// build returns the path of the binary with all programs below areas. Without arguments it runs
// their tests; if the variable OVIRT_EXAMPLE names a program, it is that program.
func build(t *testing.T) string {
	t.Helper()
	binary.Do(func() {
		binary.dir, binary.err = os.MkdirTemp("", "examples")
		if binary.err != nil {
			return
		}
		binary.path = filepath.Join(binary.dir, "examples")
		if runtime.GOOS == "windows" {
			binary.path += ".exe"
		}
		binary.err = buildAll(binary.dir, binary.path, programs(t))
	})
	if binary.err != nil {
		t.Fatal(binary.err)
	}
	return binary.path
}

// overlay makes the go command see files that aren't there, or others than those that are.
type overlay struct {
	dir     string // for the files
	Replace map[string]string
}

func (o *overlay) add(path, text string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	file := filepath.Join(o.dir, fmt.Sprintf("%d.go", len(o.Replace)))
	o.Replace[path] = file
	return os.WriteFile(file, []byte(text), 0o600)
}

func (o *overlay) remove(path string) error {
	path, err := filepath.Abs(path)
	o.Replace[path] = ""
	return err
}

// buildAll builds a test binary whose package imports all programs. Go imports no package main, so
// that each one is given the name of its directory, and its tests become ordinary files.
func buildAll(dir, output string, programs []string) error {
	o := &overlay{dir: dir, Replace: map[string]string{}}
	var imports, table strings.Builder
	for i, program := range programs {
		if !strings.Contains(program, "/") {
			continue // its tests are built with go test as usual
		}
		if err := o.addProgram(program); err != nil {
			return err
		}
		fmt.Fprintf(&imports, "\tp%d %q\n", i, "github.com/ovirt-go/ovirt/examples/"+program)
		fmt.Fprintf(&table, "\t{%q, p%d.JoinedMain, p%d.JoinedTests},\n", program, i, i)
	}
	text := fmt.Sprintf(allPrograms, imports.String(), table.String())
	err := o.add("internal/all/all_test.go", text)
	if err != nil {
		return err
	}
	replace, err := json.Marshal(o)
	if err != nil {
		return err
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, replace, 0o600); err != nil {
		return err
	}
	args := []string{"test", "-c", "-vet=off", "-ldflags=-s -w", "-overlay=" + list, "-o", output}
	if raceEnabled {
		args = append(args, "-race")
	}
	out, err := exec.Command("go", append(args, "./internal/all")...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("building all programs: %w\n%s", err, out)
	}
	return nil
}

// addProgram adds the files of a program, as those of a package with the name of its directory.
func (o *overlay) addProgram(program string) error {
	files, err := filepath.Glob(filepath.Join(program, "*.go"))
	if err != nil {
		return err
	}
	name := path.Base(program)
	var tests strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		renamed := strings.Replace("\n"+string(text), "\npackage main\n", "\npackage "+name+"\n", 1)
		if strings.HasSuffix(file, "_test.go") {
			if !strings.HasPrefix(string(text), "//go:build "+tag+"\n") {
				// It is run with go test as usual, and mustn't be seen here.
				if err := o.remove(file); err != nil {
					return err
				}
				continue
			}
			if err := listTests(&tests, file, text); err != nil {
				return err
			}
			renamed = strings.TrimPrefix(renamed, "\n//go:build "+tag+"\n")
			file = strings.TrimSuffix(file, "_test.go") + "_joined.go"
		}
		if err := o.add(file, renamed); err != nil {
			return err
		}
	}
	return o.add(filepath.Join(program, "joined.go"), fmt.Sprintf(joined, name, tests.String()))
}

// listTests prints the tests of a file as lines of a table.
func listTests(w *strings.Builder, path string, text []byte) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
			fmt.Fprintf(w, "\t{Name: %q, F: %s},\n", f.Name.Name, f.Name.Name)
		}
	}
	return nil
}

const joined = `package %s

import "testing"

func JoinedMain() { main() }

var JoinedTests = []testing.InternalTest{
%s}
`

const allPrograms = `package all

import (
	"os"
	"testing"

%s)

var programs = []struct {
	name  string
	main  func()
	tests []testing.InternalTest
}{
%s}

func TestMain(m *testing.M) {
	for _, p := range programs {
		if p.name == os.Getenv("OVIRT_EXAMPLE") {
			p.main()
			return
		}
	}
	os.Exit(m.Run())
}

func Test(t *testing.T) {
	for _, p := range programs {
		for _, test := range p.tests {
			t.Run(p.name+"/"+test.Name, test.F)
		}
	}
}
`

// TestPrograms runs the tests of all programs. To run those of one of them:
//
//	go test -tags exampletest ./examples/vms/createvm
func TestPrograms(t *testing.T) {
	seeSources(t)
	args := []string{"-test.v"}
	if testing.Short() {
		args = append(args, "-test.short")
	}
	out, err := exec.CommandContext(t.Context(), build(t), args...).CombinedOutput()
	passed := strings.Count(string(out), "--- PASS: Test/")
	if err != nil {
		t.Errorf("%v\n%s", err, failures(string(out)))
	} else if passed < len(programs(t)) {
		t.Errorf("%d tests passed, but there are %d programs", passed, len(programs(t)))
	}
	t.Logf("%d tests passed", passed)
}

// failures returns the output without the lines about what goes well.
func failures(out string) string {
	var b strings.Builder
	for line := range strings.Lines(out) {
		switch fields := strings.Fields(line); {
		case len(fields) > 1 && fields[0] == "===":
		case len(fields) > 1 && fields[0] == "---" && fields[1] == "PASS:":
		default:
			b.WriteString(line)
		}
	}
	return b.String()
}

// seeSources looks at the files that the binary is built of, so that the go command doesn't take
// the result of an earlier run for the present one after a change of them.
func seeSources(t *testing.T) {
	t.Helper()
	for _, dir := range []string{".", "../sdk", "../simulator", "../internal/wire", "../model"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				_, err = os.Stat(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
