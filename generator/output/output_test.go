package output

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// owned says that text files belong to the generator.
func owned(rel string) bool { return strings.HasSuffix(rel, ".txt") }

func TestSyncTouchesOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, map[string]string{
		"same.txt":          "same",
		"differs.txt":       "old",
		"gone/orphan.txt":   "old",
		"kept/orphan.txt":   "old",
		"kept/theirs.go":    "package theirs",
		".hidden/other.txt": "not ours",
	})
	old := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(dir, "same.txt"), old, old); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{
		"same.txt": []byte("same"), "differs.txt": []byte("new"), "deep/er/new.txt": []byte("new"),
	}
	want := Report{
		Written:   []string{"deep/er/new.txt", "differs.txt"},
		Removed:   []string{"gone/orphan.txt", "kept/orphan.txt"},
		Unchanged: []string{"same.txt"},
	}

	before := tree(t, dir)
	got, err := Diff(dir, files, owned)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Diff reports something else (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("Diff changed the directory (-before +after):\n%s", diff)
	}

	got, err = Sync(dir, files, owned)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Sync reports something else (-want +got):\n%s", diff)
	}
	wantTree := map[string]string{
		"same.txt": "same", "differs.txt": "new", "deep/er/new.txt": "new", "kept/theirs.go": "package theirs",
		".hidden/other.txt": "not ours",
	}
	if diff := cmp.Diff(wantTree, tree(t, dir)); diff != "" {
		t.Errorf("the directory differs (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(dir, "gone")); !os.IsNotExist(err) {
		t.Errorf("the directory that became empty is still there: %v", err)
	}
	info, err := os.Stat(filepath.Join(dir, "same.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !info.ModTime().Equal(old) {
		t.Errorf("the unchanged file was written at %v", info.ModTime())
	}

	again, err := Sync(dir, files, owned)
	if err != nil {
		t.Fatal(err)
	}
	if again.Stale() || len(again.Unchanged) != 3 {
		t.Errorf("a second run reports %+v", again)
	}
}

func TestSyncMakesTheDirectory(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	if _, err := Sync(dir, map[string][]byte{"a.txt": []byte("a")}, owned); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a.txt": "a"}, tree(t, dir)); diff != "" {
		t.Errorf("the directory differs (-want +got):\n%s", diff)
	}
}

func TestSyncWritesNothingIfAFileIsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, want string }{
		{"outside", "../a.txt", `output file "../a.txt": the path must be a clean one below the directory`},
		{"absolute", "/a.txt", `output file "/a.txt": the path must be a clean one below the directory`},
		{"not clean", "z//a.txt", `output file "z//a.txt": the path must be a clean one below the directory`},
		{"not owned", "z.go", "output file z.go: it isn't among the files that may be written"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			_, err := Sync(dir, map[string][]byte{tt.file: nil, "b.txt": nil}, owned)
			if err == nil || err.Error() != tt.want {
				t.Errorf("the error is %v, want %s", err, tt.want)
			}
			if got := tree(t, dir); len(got) > 0 {
				t.Errorf("files were written: %v", got)
			}
		})
	}
}

func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for rel, text := range files {
		name := filepath.Join(dir, rel)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// tree returns the content of all files below a directory.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
