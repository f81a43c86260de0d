package apicheck

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/generator/output"
)

var update = flag.Bool("update", false, "rewrite the texts in the directory api")

// public are the packages that programs import.
var public = []string{
	"sdk", "sdk/batch", "sdk/call", "sdk/console", "sdk/dump", "sdk/ensure", "sdk/events", "sdk/find", "sdk/guest", "sdk/info",
	"sdk/jobs", "sdk/object", "sdk/readers", "sdk/record", "sdk/rel", "sdk/search", "sdk/services", "sdk/types", "sdk/wait",
	"sdk/writers", "simulator", "simulator/simtest",
}

func TestExportedAPIIsWhatTheTextsSay(t *testing.T) {
	t.Parallel()
	for _, pkg := range public {
		t.Run(pkg, func(t *testing.T) {
			lines, err := Exports(filepath.Join(root, pkg))
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(root, "api", strings.ReplaceAll(pkg, "/", "_")+".txt")
			got := strings.Join(lines, "\n") + "\n"
			if *update {
				name := filepath.Base(file)
				_, err := output.Sync(filepath.Dir(file), map[string][]byte{name: []byte(got)},
					func(rel string) bool { return rel == name })
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("%s exports something else than %s says (-text +code); go test ./internal/apicheck -update rewrites it:\n%s", pkg, file, diff)
			}
		})
	}
}

func TestExportsListEverySymbol(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	src := `package p
type T struct { A, b int; *U }
type U interface { M(x int) error; n() }
type S string
type A = S
const C S = "c"
var V, w = T{}, 1
func (t *T) Do(x ...int) (n int, err error) { return }
func (t *T) do() {}
func (u unexported) Do() {}
func F[P any](v P) {}
type G[P any] string
func (g G[P]) Get() P { panic(g) }
type unexported int
`
	if err := os.WriteFile(filepath.Join(dir, "p.go"), []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := Exports(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`const C S = "c"`,
		"func (g G[P]) Get() P",
		"func (t *T) Do(x ...int) (n int, err error)",
		"func F[P any](v P)",
		"type A = S",
		"type G[P any] string",
		"type S string",
		"type T struct",
		"type T struct, A int",
		"type T struct, embedded *U",
		"type U interface",
		"type U interface, M func(x int) error",
		"var V T",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("exports differ (-want +got):\n%s", diff)
	}
}
