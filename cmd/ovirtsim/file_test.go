package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// text returns a function that writes a text, and then fails with the error unless it is nil.
func text(s string, err error) func(io.Writer) error {
	return func(w io.Writer) error {
		if _, err := io.WriteString(w, s); err != nil {
			return err
		}
		return err
	}
}

func TestFilesAreReplacedAsAWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "world.state")
	save := func(name, content string, failure error) {
		t.Helper()
		p, err := placeOf(name)
		if err == nil {
			err = p.write(text(content, failure))
		}
		if !errors.Is(err, failure) {
			t.Fatalf("write %s: %v, want %v", name, err, failure)
		}
	}
	want := func(name, content string, mode fs.FileMode) {
		t.Helper()
		got, err := os.ReadFile(name)
		if err != nil || string(got) != content {
			t.Errorf("%s contains %q (%v), want %q", name, got, err, content)
		}
		info, err := os.Stat(name)
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != mode {
			t.Errorf("%s has mode %v (%v), want %v", name, info.Mode(), err, mode)
		}
	}
	save(file, "one", nil)
	want(file, "one", 0o600)
	if err := os.Chmod(file, 0o664); err != nil {
		t.Fatal(err)
	}
	save(file, "two", nil)
	want(file, "two", 0o664)
	full := errors.New("full")
	save(file, "thr", full)
	want(file, "two", 0o664)

	// What a killed run left is removed, even if somebody put a link there.
	left := filepath.Join(dir, ".world.state.ovirtsim-new")
	other := filepath.Join(dir, "other")
	if err := os.WriteFile(other, []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, left); err != nil {
		t.Skip("links can't be created here: ", err)
	}
	save(file, "three", nil)
	want(file, "three", 0o664)
	want(other, "theirs", 0o644)

	// A link stays a link, and what it leads to is replaced, in its own directory.
	far := t.TempDir()
	target, link := filepath.Join(far, "real.state"), filepath.Join(dir, "link.state")
	if err := os.WriteFile(target, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	save(link, "new", nil)
	want(target, "new", 0o640)
	if to, err := os.Readlink(link); err != nil || to != target {
		t.Errorf("the link leads to %s (%v)", to, err)
	}
	for _, d := range []string{dir, far} {
		entries, err := os.ReadDir(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") {
				t.Errorf("%s is left", filepath.Join(d, e.Name()))
			}
		}
	}
}

func TestPlacesThatCantBeWrittenShowAtTheStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dangling := filepath.Join(dir, "dangling")
	if err := os.Symlink(filepath.Join(dir, "nowhere"), dangling); err != nil {
		t.Skip("links can't be created here: ", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		dir:                                "that is a directory; name a file in it",
		dangling:                           "the symbolic link leads nowhere",
		filepath.Join(dir, "none", "file"): "no such file or directory",
		filepath.Join(file, "file"):        "not a directory",
	} {
		if _, err := placeOf(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error is %v, want %q", name, err, want)
		}
		var out strings.Builder
		if code := run(t.Context(), []string{"-listen", "127.0.0.1:0", "-save", name}, io.Discard, &out); code != exitError ||
			!strings.Contains(out.String(), "-save "+name) {
			t.Errorf("-save %s: exit code %d: %s", name, code, &out)
		}
		out.Reset()
		if code := run(t.Context(), []string{"-capture", name}, io.Discard, &out); code != exitError ||
			!strings.Contains(out.String(), "-capture "+name) {
			t.Errorf("-capture %s: exit code %d: %s", name, code, &out)
		}
	}
}
