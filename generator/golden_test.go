package generator

import (
	"bytes"
	"flag"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/ovirt-go/ovirt"
	"github.com/ovirt-go/ovirt/model"
)

var update = flag.Bool("update", false, "rewrite the wanted files of testdata")

// TestGolden generates an SDK from each small model and compares the files that the case wants. All files of each case are
// type-checked together with the runtime.
func TestGolden(t *testing.T) {
	t.Parallel()
	std := newStdImporter(t)
	for _, c := range readCases(t, "golden") {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m, err := c.load()
			if err != nil {
				t.Fatal(err)
			}
			module := "example.com/golden/" + c.name
			files, err := Module(m, module, ovirt.Source())
			if err != nil {
				t.Fatal(err)
			}
			c.compare(t, func(want string) []byte { return files[want] })
			checkFormat(t, files)
			if err := std.check(files, module); err != nil {
				t.Errorf("the generated packages don't compile: %v", err)
			}
		})
	}
}

// checkFormat reports generated files that gofmt would change.
func checkFormat(t *testing.T, files map[string][]byte) {
	t.Helper()
	for name, src := range files {
		if !Generated(name) {
			continue
		}
		formatted, err := format.Source(src)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !bytes.Equal(src, formatted) {
			t.Errorf("%s is not formatted:\n%s", name, cmp.Diff(string(formatted), string(src)))
		}
	}
}

// goldenCase is a txtar file: the files of a model, and below want/ what shall come of it.
type goldenCase struct {
	name    string
	file    string
	archive *txtar.Archive
	model   fs.FS
}

// readCases reads the cases in a directory of testdata.
func readCases(t *testing.T, dir string) []*goldenCase {
	t.Helper()
	prelude, err := txtar.ParseFile(filepath.Join("testdata", "prelude.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join("testdata", dir, "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("testdata/%s: %d cases, error %v", dir, len(names), err)
	}
	var cases []*goldenCase
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files := make(fstest.MapFS)
		for _, f := range slices.Concat(prelude.Files, archive.Files) {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
		short := strings.TrimSuffix(filepath.Base(name), ".txtar")
		cases = append(cases, &goldenCase{name: short, file: name, archive: archive, model: files})
	}
	return cases
}

// load reads the model of the case, with its sentences.
func (c *goldenCase) load() (*model.Model, error) {
	m, err := model.Load(c.model)
	if err != nil {
		return nil, err
	}
	docs, err := fs.Sub(c.model, "doc")
	if err != nil {
		return nil, err
	}
	unmatched, err := model.LoadDocs(m, docs)
	if err != nil {
		return nil, err
	}
	return m, unmatched.Err()
}

// compare compares what the case wants with what there is by that name; nil means that there is no such file.
func (c *goldenCase) compare(t *testing.T, got func(name string) []byte) {
	t.Helper()
	wants := 0
	for i, f := range c.archive.Files {
		name, ok := strings.CutPrefix(f.Name, "want/")
		if !ok {
			continue
		}
		wants++
		content := got(name)
		if content == nil {
			t.Errorf("%s: there is no such file", f.Name)
			continue
		}
		if *update {
			c.archive.Files[i].Data = content
		} else if diff := cmp.Diff(string(f.Data), string(content)); diff != "" {
			t.Errorf("%s differs (-want +got); -update accepts it:\n%s", f.Name, diff)
		}
	}
	if wants == 0 {
		t.Errorf("%s wants nothing", c.file)
	}
	if !*update || t.Failed() {
		return
	}
	if err := os.WriteFile(c.file, txtar.Format(c.archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
