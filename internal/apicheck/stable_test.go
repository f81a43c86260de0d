package apicheck

import (
	"go/ast"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestPackagesWithoutAStableAPISaySo reads the package comments of what can be imported and yet is
// no part of what a release promises.
func TestPackagesWithoutAStableAPISaySo(t *testing.T) {
	t.Parallel()
	const promise = "It promises no stable API"
	n := 0
	for _, dir := range []string{"model", "generator"} {
		check := func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			if d.Name() == "testdata" || d.Name() == "internal" {
				return fs.SkipDir
			}
			files, err := parseDir(token.NewFileSet(), path)
			if err != nil || len(files) == 0 {
				return err
			}
			n++
			if !strings.Contains(packageComment(files), promise) {
				t.Errorf("%s: the package comment doesn't say %q", path, promise)
			}
			return nil
		}
		if err := filepath.WalkDir(filepath.Join(root, dir), check); err != nil {
			t.Fatal(err)
		}
	}
	if n < 15 {
		t.Errorf("there are %d packages", n)
	}
}

func packageComment(files []*ast.File) string {
	var all strings.Builder
	for _, f := range files {
		all.WriteString(strings.Join(strings.Fields(f.Doc.Text()), " "))
	}
	return all.String()
}
