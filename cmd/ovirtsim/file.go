package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// place is where a file is written: as a whole or not at all.
type place struct {
	path string      // path is that of the file itself, symbolic links followed; empty is the standard output
	mode fs.FileMode // mode is that of the file which is replaced, or of a new one
	pipe bool        // pipe says that the path is a device or a pipe, which is written and not replaced
}

// newFile is the mode of a new file. The inventory of an engine isn't for everyone.
const newFile = 0o600

// placeOf finds out whether a file can be written, so that a mistake shows before there is
// something to lose. It removes what a run left that was killed while it wrote. The name "-" is the
// standard output.
func placeOf(name string) (place, error) {
	if name == "-" {
		return place{}, nil
	}
	p := place{path: name, mode: newFile}
	if info, err := os.Lstat(name); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if p.path, err = filepath.EvalSymlinks(name); err != nil {
			return p, fmt.Errorf("the symbolic link leads nowhere; name the file itself: %w", err)
		}
	}
	switch info, err := os.Stat(p.path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return p, err
	case info.IsDir():
		return p, errors.New("that is a directory; name a file in it")
	case !info.Mode().IsRegular():
		p.pipe = true
		return p, nil
	default:
		p.mode = info.Mode().Perm()
	}
	if _, err := os.Stat(filepath.Dir(p.path)); err != nil {
		return p, err
	}
	f, err := p.create()
	if err != nil {
		return p, err
	}
	return p, errors.Join(f.Close(), os.Remove(f.Name()))
}

// create makes the file beside the place in which the text is collected. Its name is always the
// same, so that no more than one is ever left.
func (p place) create() (*os.File, error) {
	temp := filepath.Join(filepath.Dir(p.path), "."+filepath.Base(p.path)+".ovirtsim-new")
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, newFile)
}

// write replaces the file if all went well, and else leaves it as it was. When it returns the text
// is on the disk.
func (p place) write(text func(io.Writer) error) error {
	if p.path == "" {
		return text(os.Stdout)
	}
	if p.pipe {
		f, err := os.OpenFile(p.path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(text(f), f.Close())
	}
	f, err := p.create()
	if err != nil {
		return err
	}
	err = text(f)
	if err == nil {
		err = f.Chmod(p.mode)
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), p.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	syncDirectory(filepath.Dir(p.path))
	return nil
}

// syncDirectory forces the name of a new file to the disk, where the system can do that for
// directories.
func syncDirectory(name string) {
	if d, err := os.Open(name); err == nil {
		_ = d.Sync()
		d.Close()
	}
}
