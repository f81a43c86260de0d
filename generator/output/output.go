// Package output brings a directory into the state that a generator wants, and touches only what differs.
package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Report tells what was done, or what is to be done. Paths are relative to the directory, with slashes, and sorted.
type Report struct {
	Written   []string // Written are the files that were missing or differed.
	Removed   []string // Removed are the files that nothing wants any more.
	Unchanged []string // Unchanged are the files that were right already; they keep their times.
}

// Stale reports whether there is anything to write or to remove.
func (r Report) Stale() bool { return len(r.Written)+len(r.Removed) > 0 }

// Diff tells what [Sync] would do, and changes nothing. Errors name the file.
func Diff(dir string, files map[string][]byte, owns func(rel string) bool) (Report, error) {
	var r Report
	for _, rel := range slices.Sorted(maps.Keys(files)) {
		if !filepath.IsLocal(filepath.FromSlash(rel)) || path.Clean(rel) != rel {
			return Report{}, fmt.Errorf("output file %q: the path must be a clean one below the directory", rel)
		}
		if !owns(rel) {
			return Report{}, fmt.Errorf("output file %s: it isn't among the files that may be written", rel)
		}
		old, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(rel)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			r.Written = append(r.Written, rel)
		case err != nil:
			return Report{}, err
		case bytes.Equal(old, files[rel]):
			r.Unchanged = append(r.Unchanged, rel)
		default:
			r.Written = append(r.Written, rel)
		}
	}
	orphans, err := orphans(dir, files, owns)
	if err != nil {
		return Report{}, err
	}
	r.Removed = orphans
	return r, nil
}

// orphans gives the files that are owned but not wanted. Directories whose names begin with a dot are none of ours.
func orphans(dir string, files map[string][]byte, owns func(rel string) bool) ([]string, error) {
	var found []string
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == dir {
			return nil // nothing has been written yet
		}
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != dir && strings.HasPrefix(entry.Name(), ".") {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if _, wanted := files[rel]; !wanted && owns(rel) {
			found = append(found, rel)
		}
		return nil
	})
	return found, err
}

// Sync makes the owned files of a directory be exactly the given ones: content by path relative to dir, with slashes. Files that
// differ are replaced one by one as a whole, so that a reader sees the old or the new text; equal ones aren't touched; owned files
// that aren't wanted are removed, and so are directories that become empty. Files for which owns says no are left alone.
//
// Everything is compared before anything is written. If writing fails the report says what was done until then.
func Sync(dir string, files map[string][]byte, owns func(rel string) bool) (Report, error) {
	todo, err := Diff(dir, files, owns)
	if err != nil {
		return Report{}, err
	}
	done := Report{Unchanged: todo.Unchanged}
	for _, rel := range todo.Written {
		if err := replace(filepath.Join(dir, filepath.FromSlash(rel)), files[rel]); err != nil {
			return done, err
		}
		done.Written = append(done.Written, rel)
	}
	for _, rel := range todo.Removed {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(rel))); err != nil {
			return done, err
		}
		done.Removed = append(done.Removed, rel)
		prune(dir, path.Dir(rel))
	}
	return done, nil
}

// replace writes a file beside its place and moves it there.
func replace(name string, content []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(content)
	if err == nil {
		err = temp.Chmod(0o644)
	}
	if e := temp.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}

// prune removes a directory and those around it, below dir, as long as they are empty.
func prune(dir, rel string) {
	for ; rel != "."; rel = path.Dir(rel) {
		if os.Remove(filepath.Join(dir, filepath.FromSlash(rel))) != nil {
			return // Something else lives there.
		}
	}
}
