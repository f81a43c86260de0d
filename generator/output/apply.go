package output

import (
	"errors"
	"io/fs"
	"os"
	"path"
)

// apply does what is to be done, file by file, and reports what was done if one fails.
func apply(root *os.Root, todo Report, files map[string][]byte) (Report, error) {
	done := Report{Unchanged: todo.Unchanged}
	for _, rel := range todo.Written {
		if err := replace(root, rel, files[rel]); err != nil {
			return done, err
		}
		done.Written = append(done.Written, rel)
	}
	for _, rel := range todo.Removed {
		if err := root.Remove(rel); err != nil {
			return done, err
		}
		done.Removed = append(done.Removed, rel)
		prune(root, path.Dir(rel))
	}
	return done, nil
}

// replace writes a file beside its place, forces it to the disk and moves it there. The name beside
// it is always the same, so that a run that was killed leaves one such file at most, and the next
// one removes it.
func replace(root *os.Root, rel string, content []byte) (err error) {
	if err := root.MkdirAll(path.Dir(rel), 0o777); err != nil {
		return err
	}
	temp := path.Join(path.Dir(rel), "."+path.Base(rel)+".ovirtgen-new")
	if err := root.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			root.Remove(temp)
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return root.Rename(temp, rel)
}

// prune removes a directory and those around it, below the root, as long as they are empty.
func prune(root *os.Root, rel string) {
	for ; rel != "."; rel = path.Dir(rel) {
		if root.Remove(rel) != nil {
			return // Something else lives there.
		}
	}
}
