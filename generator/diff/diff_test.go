package diff

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/model"
)

var update = flag.Bool("update", false, "rewrite the wanted reports of testdata")

// TestReports compares the reports about pairs of small models, as text and as JSON.
func TestReports(t *testing.T) {
	t.Parallel()
	prelude, err := txtar.ParseFile(filepath.Join("..", "testdata", "prelude.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata: %d cases, error %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			report := New(load(t, prelude, archive, "old/"), load(t, prelude, archive, "new/"))
			if want := slices.ContainsFunc(report.Changes, func(c Change) bool { return c.Breaks }); report.Breaks != want {
				t.Errorf("the report breaks: %t, its changes: %t", report.Breaks, want)
			}
			for i, f := range archive.Files {
				name, ok := strings.CutPrefix(f.Name, "want/")
				if !ok {
					continue
				}
				got := render(t, report, name)
				if *update {
					archive.Files[i].Data = []byte(got)
				} else if diff := gocmp.Diff(string(f.Data), got); diff != "" {
					t.Errorf("%s differs (-want +got); -update accepts it:\n%s", f.Name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// load reads the model of one side.
func load(t *testing.T, prelude, archive *txtar.Archive, side string) *graph.Graph {
	t.Helper()
	files := make(fstest.MapFS)
	for _, f := range prelude.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for _, f := range archive.Files {
		if name, ok := strings.CutPrefix(f.Name, side); ok {
			files[name] = &fstest.MapFile{Data: f.Data}
		}
	}
	m, err := model.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	g, err := graph.New(m)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// render returns the report in the form that a wanted file is called by.
func render(t *testing.T, r Report, form string) string {
	t.Helper()
	var b bytes.Buffer
	switch form {
	case "text":
		if err := r.Text(&b); err != nil {
			t.Fatal(err)
		}
	case "json":
		enc := json.NewEncoder(&b)
		enc.SetIndent("", "  ")
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
	default:
		t.Fatalf("want/%s: reports are text or json", form)
	}
	return b.String()
}

// TestReportOfTheSameModel takes the whole model: it differs from itself in nothing.
func TestReportOfTheSameModel(t *testing.T) {
	t.Parallel()
	graphs := make([]*graph.Graph, 2)
	for i := range graphs {
		m, err := model.Embedded()
		if err != nil {
			t.Fatal(err)
		}
		if graphs[i], err = graph.New(m); err != nil {
			t.Fatal(err)
		}
	}
	want := Report{Old: "4.6.1", New: "4.6.1", Changes: []Change{}}
	if diff := gocmp.Diff(want, New(graphs[0], graphs[1])); diff != "" {
		t.Errorf("report differs (-want +got):\n%s", diff)
	}
}

func TestTextReportsErrorsOfTheWriter(t *testing.T) {
	t.Parallel()
	want := errors.New("disk full")
	if err := (Report{}).Text(failing{want}); !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}

// failing is a writer that only fails.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
