package apicheck

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ovirt-go/ovirt/generator"
	"github.com/ovirt-go/ovirt/model"
)

func TestGeneratedFilesAreFresh(t *testing.T) {
	t.Parallel()
	m, err := model.Load(os.DirFS(filepath.Join(root, "model", "data")))
	if err != nil {
		t.Fatal(err)
	}
	if err := model.EmbeddedDocs(m); err != nil {
		t.Fatal(err)
	}
	files, err := generator.Files(m, generator.Home)
	if err != nil {
		t.Fatal(err)
	}
	report, err := generator.Tree(root).Diff(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range report.Written {
		t.Errorf("%s is stale; make generate renews it", name)
	}
	for _, name := range report.Removed {
		t.Errorf("%s is an orphan; make generate removes it", name)
	}
	if len(report.Unchanged) < 1000 {
		t.Errorf("only %d generated files are there", len(report.Unchanged))
	}
}
