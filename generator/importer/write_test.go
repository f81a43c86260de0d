package importer

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/generator/output"
	"github.com/ovirt-go/ovirt/model"
)

func TestWriteIsReadBack(t *testing.T) {
	t.Parallel()
	m, err := Java(base(), "4.5", Options{Docs: true})
	if err != nil {
		t.Fatal(err)
	}
	m.Struct("job").Doc = "is a task."
	dir := t.TempDir()
	for name, text := range map[string]string{
		"types/gone.txt": "struct gone\n", "types/README": "theirs", "services/deep/vm.txt": "theirs", "other.txt": "theirs",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}

	want := output.Report{
		Written: []string{
			"model.txt", "services/job.txt", "services/system.txt", "types/action.txt", "types/fault.txt", "types/grace_period.txt",
			"types/identified.txt", "types/job.txt",
		},
		Removed: []string{"types/gone.txt"},
	}
	got, err := Check(dir, m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Check reports something else (-want +got):\n%s", diff)
	}
	got, err = Write(dir, m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Write reports something else (-want +got):\n%s", diff)
	}
	for _, name := range []string{"types/README", "services/deep/vm.txt", "other.txt"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("a file that isn't the importer's is gone: %v", err)
		}
	}

	read, err := model.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(model.Facts(m)), string(model.Facts(read))); diff != "" {
		t.Errorf("the model differs (-written +read):\n%s", diff)
	}

	docs := t.TempDir()
	got, err = WriteDocs(docs, m)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(output.Report{Written: []string{"types/job.txt"}}, got); diff != "" {
		t.Errorf("WriteDocs reports something else (-want +got):\n%s", diff)
	}
	unmatched, err := model.LoadDocs(read, os.DirFS(docs))
	if err != nil || unmatched != nil {
		t.Fatal(err, unmatched)
	}
	if doc := read.Struct("job").Doc; doc != "is a task." {
		t.Errorf("the doc of job is %q", doc)
	}
}
