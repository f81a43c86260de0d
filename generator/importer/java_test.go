package importer

import (
	"bytes"
	"errors"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/ovirt-go/ovirt/model"
)

var update = flag.Bool("update", false, "rewrite the wanted parts of testdata")

// base returns the sources that every model needs.
func base() fstest.MapFS {
	fsys := make(fstest.MapFS)
	for name, text := range map[string]string{
		"types/Identified.java": "package types;\n@Type public interface Identified {\n    String id();\n    String name();\n}\n",
		"types/Job.java":        "package types;\n@Type public interface Job extends Identified {}\n",
		"services/SystemService.java": "package services;\n@Root public interface SystemService {\n" +
			"    @Service JobService job();\n}\n",
		"services/JobService.java": "package services;\n@Service public interface JobService {\n    interface Get { @Out Job job(); }\n}\n",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// TestFeatures imports the archives of testdata. Each holds Java sources, which are laid over those of base, and the data files
// that are wanted below want/, as far as they differ from those of base alone. If the comment of the archive begins with docs,
// upstream's texts are taken along, and want/doc/ holds them.
func TestFeatures(t *testing.T) {
	t.Parallel()
	alone, err := Java(base(), "4.6.1", Options{})
	if err != nil {
		t.Fatal(err)
	}
	plain := model.Encode(alone)
	for _, file := range archives(t, "testdata/*.txtar", 18) {
		t.Run(file.name, func(t *testing.T) {
			t.Parallel()
			opts := Options{Docs: bytes.HasPrefix(file.Comment, []byte("docs"))}
			m, err := Java(file.sources(base()), "4.6.1", opts)
			if err != nil {
				t.Fatal(err)
			}
			got := model.Encode(m)
			maps.DeleteFunc(got, func(name string, text []byte) bool { return bytes.Equal(plain[name], text) })
			for name, text := range model.EncodeDocs(m) {
				got["doc/"+name] = text
			}
			file.compare(t, got)
		})
	}
}

// TestFaultySources imports the archives of testdata/negative, which are like those of TestFeatures but for want/errors, the exact
// text of the error.
func TestFaultySources(t *testing.T) {
	t.Parallel()
	for _, file := range archives(t, "testdata/negative/*.txtar", 40) {
		t.Run(file.name, func(t *testing.T) {
			t.Parallel()
			m, err := Java(file.sources(base()), "4.6.1", Options{})
			if err == nil {
				t.Fatal("the faulty sources were imported")
			}
			if m != nil {
				t.Error("there is a model besides the error")
			}
			var problems model.Errors
			if !errors.As(err, &problems) {
				t.Errorf("the error is a %T, want model.Errors", err)
			}
			file.compare(t, map[string][]byte{"errors": []byte(err.Error() + "\n")})
		})
	}
}

func TestJavaNeedsSources(t *testing.T) {
	t.Parallel()
	_, err := Java(fstest.MapFS{"README": {}}, "4.6.1", Options{})
	if err == nil || err.Error() != "no Java sources were found" {
		t.Errorf("the error is %v", err)
	}
	_, err = Java(os.DirFS(filepath.Join(t.TempDir(), "missing")), "4.6.1", Options{})
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the error is %v, want one that the directory doesn't exist", err)
	}
}

func TestPositionsAreThoseOfTheSources(t *testing.T) {
	t.Parallel()
	fsys := base()
	fsys["types/Vm.java"] = &fstest.MapFile{Data: []byte("package types;\n\n/*\n */\n@Type\npublic interface Vm {\n    /** Text. */\n    @Link\n" +
		"    Job job();\n}\n")}
	m, err := Java(fsys, "4.6.1", Options{})
	if err != nil {
		t.Fatal(err)
	}
	vm := m.Struct("vm")
	if got := vm.Pos.String(); got != "types/Vm.java:6" {
		t.Errorf("vm stands at %s", got)
	}
	if got := vm.Members[0].Pos.String(); got != "types/Vm.java:9" {
		t.Errorf("vm.job stands at %s", got)
	}
}

// FuzzJava shows that no source makes the importer panic, and that what it accepts is a model that can be written and read.
func FuzzJava(f *testing.F) {
	for _, file := range append(archives(f, "testdata/*.txtar", 18), archives(f, "testdata/negative/*.txtar", 40)...) {
		for _, source := range file.Files {
			if strings.HasSuffix(source.Name, ".java") {
				f.Add(string(source.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		fsys := base()
		fsys["types/Fuzz.java"] = &fstest.MapFile{Data: []byte(text)}
		m, err := Java(fsys, "4.6.1", Options{Docs: true})
		if err != nil {
			return
		}
		again := make(fstest.MapFS)
		for name, text := range model.Encode(m) {
			again[name] = &fstest.MapFile{Data: text}
		}
		n, err := model.Load(again)
		if err != nil {
			t.Fatalf("what was imported can't be read: %v", err)
		}
		if diff := cmp.Diff(string(model.Facts(m)), string(model.Facts(n))); diff != "" {
			t.Errorf("the model differs (-imported +read):\n%s", diff)
		}
	})
}

// archive is a golden file: sources and what is wanted.
type archive struct {
	*txtar.Archive
	name, path string
}

// archives reads golden files, of which there must be a number.
func archives(t testing.TB, pattern string, atLeast int) []archive {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < atLeast {
		t.Fatalf("there are only %d archives %s", len(paths), pattern)
	}
	var all []archive
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, archive{a, strings.TrimSuffix(filepath.Base(path), ".txtar"), path})
	}
	return all
}

// sources lays the Java sources of the archive over others.
func (a archive) sources(fsys fstest.MapFS) fstest.MapFS {
	for _, f := range a.Files {
		if !strings.HasPrefix(f.Name, "want/") {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

// compare compares what was made with what the archive wants, or writes it there.
func (a archive) compare(t *testing.T, got map[string][]byte) {
	t.Helper()
	if *update {
		a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
		for _, name := range slices.Sorted(maps.Keys(got)) {
			a.Files = append(a.Files, txtar.File{Name: "want/" + name, Data: got[name]})
		}
		if err := os.WriteFile(a.path, txtar.Format(a.Archive), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := make(map[string]string)
	for _, f := range a.Files {
		if name, ok := strings.CutPrefix(f.Name, "want/"); ok {
			want[name] = string(f.Data)
		}
	}
	found := make(map[string]string)
	for name, text := range got {
		found[name] = string(text)
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", a.path, diff)
	}
}
