package output

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shared is a tree whose files begin with a mark, or are in a stamp.
func shared(dir string) Tree {
	return Tree{
		Dir: dir, Owns: owned, Stamp: StampFile,
		Marked: func(_ string, content []byte) bool { return strings.HasPrefix(string(content), "mark\n") },
	}
}

func TestOnlyOwnFilesAreTouched(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tree1 := shared(dir)
	if _, err := tree1.Sync(map[string][]byte{"a/plain.txt": []byte("1"), "a/gone.txt": []byte("1")}); err != nil {
		t.Fatal(err)
	}
	put(t, dir, map[string]string{
		"a/mine.txt": "theirs", "a/marked.txt": "mark\nold", "a/orphan.txt": "mark\nold", "mine.go": "theirs",
	})
	report, err := tree1.Sync(map[string][]byte{"a/plain.txt": []byte("2"), "a/marked.txt": []byte("mark\nnew")})
	if err != nil {
		t.Fatal(err)
	}
	want := Report{Written: []string{"a/marked.txt", "a/plain.txt"}, Removed: []string{"a/gone.txt", "a/orphan.txt"}}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Errorf("the report differs (-want +got):\n%s", diff)
	}
	got := tree(t, dir)
	delete(got, StampFile)
	wantTree := map[string]string{
		"a/mine.txt": "theirs", "mine.go": "theirs", "a/plain.txt": "2", "a/marked.txt": "mark\nnew",
	}
	if diff := cmp.Diff(wantTree, got); diff != "" {
		t.Errorf("the directory differs (-want +got):\n%s", diff)
	}
}

// TestForeignFilesAreRefused puts everything that a directory can contain in the place of a
// generated file, and looks whether it, and all else, stays as it was.
func TestForeignFilesAreRefused(t *testing.T) {
	t.Parallel()
	link := func(target, place string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, place)), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(target, filepath.Join(dir, place)); err != nil {
				t.Skip("links can't be created here: ", err)
			}
		}
	}
	outside := t.TempDir()
	put(t, outside, map[string]string{"x.txt": "mark\nold", "sub/x.txt": "mark\nold"})
	for _, tt := range []struct {
		name  string
		setup func(t *testing.T, dir string)
		want  string
	}{
		{"a file of somebody", func(t *testing.T, dir string) { put(t, dir, map[string]string{"a/x.txt": "theirs"}) },
			"a/x.txt was not written by ovirtgen"},
		{"an empty file", func(t *testing.T, dir string) { put(t, dir, map[string]string{"a/x.txt": ""}) },
			"a/x.txt was not written by ovirtgen"},
		{"a mark that isn't at the start", func(t *testing.T, dir string) { put(t, dir, map[string]string{"a/x.txt": " mark\n"}) },
			"a/x.txt was not written by ovirtgen"},
		{"an edited file", func(t *testing.T, dir string) {
			if _, err := shared(dir).Sync(map[string][]byte{"a/x.txt": []byte("first")}); err != nil {
				t.Fatal(err)
			}
			put(t, dir, map[string]string{"a/x.txt": "edited"})
		}, "a/x.txt was changed since ovirtgen wrote it"},
		{"a stamp of somebody", func(t *testing.T, dir string) { put(t, dir, map[string]string{StampFile: "theirs"}) },
			".ovirtgen was not written by ovirtgen"},
		{"a stamp that is a link", link("other", StampFile), ".ovirtgen is a symbolic link"},
		{"a damaged stamp", func(t *testing.T, dir string) {
			put(t, dir, map[string]string{StampFile: heading + "\nabc  a/x.txt\n"})
		},
			".ovirtgen line 2 is not a hash and a path"},
		{"a directory", func(t *testing.T, dir string) { put(t, dir, map[string]string{"a/x.txt/y": "theirs"}) },
			"a/x.txt is a directory"},
		{"a file where a directory belongs", func(t *testing.T, dir string) { put(t, dir, map[string]string{"a": "mark\n"}) },
			"a is a file, not a directory"},
		{"a link to a file outside", link(filepath.Join(outside, "x.txt"), "a/x.txt"), "a/x.txt is a symbolic link"},
		{"a link to a file within", func(t *testing.T, dir string) {
			put(t, dir, map[string]string{"other.txt": "mark\nold"})
			link("../other.txt", "a/x.txt")(t, dir)
		}, "a/x.txt is a symbolic link"},
		{"a link to nothing", link("nowhere", "a/x.txt"), "a/x.txt is a symbolic link"},
		{"a link to itself", link("x.txt", "a/x.txt"), "a/x.txt is a symbolic link"},
		{"a link to a directory outside", link(outside, "a"), "a is a symbolic link"},
		{"a link to a directory within", func(t *testing.T, dir string) {
			put(t, dir, map[string]string{"other/x.txt": "mark\nold"})
			link("other", "a")(t, dir)
		}, "a is a symbolic link"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			tt.setup(t, dir)
			before, beforeOutside := names(t, dir), tree(t, outside)
			files := map[string][]byte{"a/x.txt": []byte("mark\nnew"), "0.txt": []byte("mark\n"), "z.txt": []byte("mark\n")}
			_, diffErr := shared(dir).Diff(files)
			_, err := shared(dir).Sync(files)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", err, tt.want)
			}
			if fmt.Sprint(diffErr) != fmt.Sprint(err) {
				t.Errorf("Diff fails with %v, Sync with %v", diffErr, err)
			}
			if diff := cmp.Diff(before, names(t, dir)); diff != "" {
				t.Errorf("the directory was changed (-before +after):\n%s", diff)
			}
			if diff := cmp.Diff(beforeOutside, tree(t, outside)); diff != "" {
				t.Errorf("a directory outside was changed (-before +after):\n%s", diff)
			}
		})
	}
}

func TestOrphanLinksStay(t *testing.T) {
	t.Parallel()
	outside, dir := t.TempDir(), t.TempDir()
	put(t, outside, map[string]string{"x.txt": "mark\n"})
	for place, target := range map[string]string{"gone.txt": filepath.Join(outside, "x.txt"), "sub": outside} {
		if err := os.Symlink(target, filepath.Join(dir, place)); err != nil {
			t.Skip("links can't be created here: ", err)
		}
	}
	report, err := shared(dir).Sync(map[string][]byte{"a.txt": []byte("mark\n")})
	if err != nil || len(report.Removed) > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	if got := names(t, dir); len(got) != 5 { // with the directory itself and the stamp
		t.Errorf("the directory contains %v", got)
	}
	if got := tree(t, outside); got["x.txt"] != "mark\n" {
		t.Errorf("outside there is %v", got)
	}
}

// TestAKilledRunIsTakenUp leaves what a run leaves that was killed between two files: the next one,
// for another content, goes on.
func TestAKilledRunIsTakenUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := map[string][]byte{"a.txt": []byte("1"), "b.txt": []byte("1"), "c.txt": []byte("1")}
	if _, err := shared(dir).Sync(first); err != nil {
		t.Fatal(err)
	}
	// The directory in the place of b.txt's temporary file ends the second run there.
	put(t, dir, map[string]string{".b.txt.ovirtgen-new/x": ""})
	second := map[string][]byte{"a.txt": []byte("2"), "b.txt": []byte("2"), "c.txt": []byte("2")}
	done, err := shared(dir).Sync(second)
	if err == nil || len(done.Written) != 1 {
		t.Fatalf("%+v, %v; want an error after one file", done, err)
	}
	if err := os.RemoveAll(filepath.Join(dir, ".b.txt.ovirtgen-new")); err != nil {
		t.Fatal(err)
	}
	put(t, dir, map[string]string{".c.txt.ovirtgen-new": "half"})
	third := map[string][]byte{"a.txt": []byte("3"), "b.txt": []byte("3"), "c.txt": []byte("3")}
	if _, err := shared(dir).Sync(third); err != nil {
		t.Fatal(err)
	}
	got := tree(t, dir)
	delete(got, StampFile)
	if diff := cmp.Diff(map[string]string{"a.txt": "3", "b.txt": "3", "c.txt": "3"}, got); diff != "" {
		t.Errorf("the directory differs (-want +got):\n%s", diff)
	}
}

func TestForeignErrorNamesTenFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := map[string][]byte{}
	for i := range 25 {
		name := fmt.Sprintf("f%02d.txt", i)
		put(t, dir, map[string]string{name: "theirs"})
		files[name] = []byte("mark\n")
	}
	_, err := shared(dir).Sync(files)
	foreign, ok := errors.AsType[*ForeignError](err)
	if !ok || len(foreign.Files) != 25 {
		t.Fatalf("the error is %v", err)
	}
	if text := err.Error(); !strings.Contains(text, "f09.txt was not written by ovirtgen, and 15 more;") || strings.Contains(text, "f10") {
		t.Errorf("the error is %s", text)
	}
}

// names lists everything below a directory, links with their targets.
func names(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		line := strings.TrimPrefix(name, dir)
		switch {
		case entry.Type()&os.ModeSymlink != 0:
			target, err := os.Readlink(name)
			if err != nil {
				return err
			}
			line += " -> " + target
		case entry.Type().IsRegular():
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			line += ": " + string(text)
		}
		all = append(all, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
