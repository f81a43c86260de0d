// Package output brings a directory into the state that a generator wants, and touches only what
// differs. Files of other people and symbolic links are never written, removed or followed.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
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

// StampFile is the usual name of [Tree.Stamp].
const StampFile = ".ovirtgen"

// Report tells what was done, or what is to be done. Paths are relative to the directory, with
// slashes, and sorted.
type Report struct {
	Written   []string // Written are the files that were missing or differed.
	Removed   []string // Removed are the files that nothing wants any more.
	Unchanged []string // Unchanged are the files that were right already; they keep their times.
}

// Stale reports whether there is anything to write or to remove.
func (r Report) Stale() bool { return len(r.Written)+len(r.Removed) > 0 }

// Tree is a directory whose generated files may have files of other people beside them.
type Tree struct {
	// Dir is the directory. Sync creates it if it is missing.
	Dir string
	// Owns reports whether a path, relative to Dir and with slashes, is one that the generator may
	// use.
	Owns func(rel string) bool
	// Marked reports whether the content of an existing file shows that the generator wrote it.
	// Only such files, and those that the stamp names, are replaced and removed. nil stands for a
	// directory in which the generator owns every such path.
	Marked func(rel string, content []byte) bool
	// Stamp is the name of a file in Dir in which Sync records the hash of each file that it wrote,
	// for files that can't have a mark. A file that was edited since no longer matches its hash. ""
	// records nothing.
	Stamp string
}

// Diff reports what [Tree.Sync] would do, and changes nothing. Errors name the file.
func Diff(dir string, files map[string][]byte, owns func(rel string) bool) (Report, error) {
	return Tree{Dir: dir, Owns: owns}.Diff(files)
}

// Sync is [Tree.Sync] for a directory in which the generator owns every path for which owns says
// so, whatever the files contain.
func Sync(dir string, files map[string][]byte, owns func(rel string) bool) (Report, error) {
	return Tree{Dir: dir, Owns: owns}.Sync(files)
}

// Diff reports what Sync would do, and changes nothing. It fails with a [ForeignError] if Sync
// would.
func (t Tree) Diff(files map[string][]byte) (Report, error) {
	if err := t.check(files); err != nil {
		return Report{}, err
	}
	root, err := os.OpenRoot(t.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return Report{Written: slices.Sorted(maps.Keys(files))}, nil // nothing has been written yet
	}
	if err != nil {
		return Report{}, err
	}
	defer root.Close()
	report, _, err := t.compare(root, files)
	return report, err
}

// Sync makes the generator's files of the directory be exactly the given ones: content by path
// relative to Dir, with slashes. Files that differ are replaced one by one as a whole, so that a
// reader sees the old or the new text; equal ones aren't touched; files of the generator that
// aren't wanted are removed, and so are directories that become empty. All others are left alone.
//
// Everything is compared before anything is written. If a file that isn't the generator's is in the
// way, or a symbolic link, Sync fails with a [ForeignError] and writes nothing. If writing fails,
// the report says what was done until then.
func (t Tree) Sync(files map[string][]byte) (Report, error) {
	if err := t.check(files); err != nil {
		return Report{}, err
	}
	if err := os.MkdirAll(t.Dir, 0o777); err != nil {
		return Report{}, err
	}
	root, err := os.OpenRoot(t.Dir)
	if err != nil {
		return Report{}, err
	}
	defer root.Close()
	todo, old, err := t.compare(root, files)
	if err != nil {
		return Report{}, err
	}
	// What is about to be written is recorded beforehand, so that a run that was killed doesn't
	// leave files that nobody knows.
	if todo.Stale() {
		if err := t.record(root, old, files); err != nil {
			return Report{}, err
		}
	}
	done, err := apply(root, todo, files)
	if err != nil {
		return done, err
	}
	return done, t.record(root, nil, files)
}

// check refuses paths that lead out of the directory or that the generator may not use.
func (t Tree) check(files map[string][]byte) error {
	for _, rel := range slices.Sorted(maps.Keys(files)) {
		if !filepath.IsLocal(filepath.FromSlash(rel)) || path.Clean(rel) != rel {
			return fmt.Errorf("output file %q: the path must be a clean one below the directory", rel)
		}
		if !t.Owns(rel) || rel == t.Stamp {
			return fmt.Errorf("output file %s: it isn't among the files that may be written", rel)
		}
	}
	return nil
}

// compare finds out what is to be done, and returns the hashes of the stamp.
func (t Tree) compare(root *os.Root, files map[string][]byte) (Report, hashes, error) {
	old, err := t.readStamp(root)
	if err != nil {
		return Report{}, nil, err
	}
	c := comparison{tree: t, root: root, old: old, directories: map[string]string{".": ""}}
	for _, rel := range slices.Sorted(maps.Keys(files)) {
		if err := c.want(rel, files[rel]); err != nil {
			return Report{}, nil, err
		}
	}
	if len(c.foreign) > 0 {
		return Report{}, nil, &ForeignError{Dir: t.Dir, Files: c.foreign}
	}
	if err := c.orphans(files); err != nil {
		return Report{}, nil, err
	}
	return c.report, old, nil
}

// comparison is what is known so far about a directory.
type comparison struct {
	tree        Tree
	root        *os.Root
	old         hashes
	directories map[string]string // why files can't be written into a directory, "" if they can
	report      Report
	foreign     []Foreign
}

// want compares a wanted file with what is in its place.
func (c *comparison) want(rel string, content []byte) error {
	if blocked, err := c.blocked(path.Dir(rel)); err != nil || blocked {
		return err
	}
	info, err := c.root.Lstat(rel)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.report.Written = append(c.report.Written, rel)
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		c.refuse(rel, kind(info.Mode()))
		return nil
	}
	old, err := c.root.ReadFile(rel)
	switch {
	case err != nil:
		return err
	case bytes.Equal(old, content):
		c.report.Unchanged = append(c.report.Unchanged, rel)
	case !c.mine(rel, old):
		c.refuse(rel, c.stranger(rel))
	default:
		c.report.Written = append(c.report.Written, rel)
	}
	return nil
}

// blocked reports whether no file can be written into a directory, because it or one around it is
// something else. It refuses each such place once.
func (c *comparison) blocked(dir string) (bool, error) {
	if why, known := c.directories[dir]; known {
		return why != "", nil
	}
	if blocked, err := c.blocked(path.Dir(dir)); err != nil || blocked {
		c.directories[dir] = "within a blocked directory"
		return blocked, err
	}
	info, err := c.root.Lstat(dir)
	why := ""
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return false, err
	case !info.IsDir():
		why = kind(info.Mode())
		c.refuse(dir, why)
	}
	c.directories[dir] = why
	return why != "", nil
}

func (c *comparison) refuse(rel, why string) {
	c.foreign = append(c.foreign, Foreign{Path: rel, Why: why})
}

// mine reports whether the generator wrote a file with this content.
func (c *comparison) mine(rel string, content []byte) bool {
	return c.tree.Marked == nil || c.tree.Marked(rel, content) || c.old.match(rel, content)
}

// stranger says why a file isn't the generator's.
func (c *comparison) stranger(rel string) string {
	if len(c.old[rel]) > 0 {
		return "was changed since ovirtgen wrote it"
	}
	return "was not written by ovirtgen"
}

// kind names what is in the place of a regular file or a directory.
func kind(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "is a symbolic link"
	case mode.IsDir():
		return "is a directory"
	case mode.IsRegular():
		return "is a file, not a directory"
	}
	return "is not a regular file"
}

// orphans collects the files that the generator wrote and that nothing wants. Directories whose
// names begin with a dot are none of ours.
func (c *comparison) orphans(files map[string][]byte) error {
	return fs.WalkDir(c.root.FS(), ".", func(rel string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if rel != "." && strings.HasPrefix(entry.Name(), ".") {
				return fs.SkipDir
			}
			return nil
		}
		if _, wanted := files[rel]; wanted || !entry.Type().IsRegular() || !c.tree.Owns(rel) {
			return nil
		}
		content, err := c.root.ReadFile(rel)
		if err == nil && c.mine(rel, content) {
			c.report.Removed = append(c.report.Removed, rel)
		}
		return err
	})
}
