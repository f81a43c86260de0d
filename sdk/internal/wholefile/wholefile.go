// Package wholefile replaces files as a whole, for the packages that write secrets.
package wholefile

import (
	"os"
	"path/filepath"
	"strings"
)

// Write replaces a file, or makes it, for its owner's eyes alone (mode 0600). Readers find the old
// file or the new one, whole, and after an error or a crash the old one. A symbolic link is
// replaced, not followed. The directory must exist.
func Write(path string, data []byte) error {
	dir, name := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	// CreateTemp makes the file with mode 0600 under a name that nobody can guess, and in the same
	// directory, because only there a rename is atomic.
	temp, err := os.CreateTemp(dir, "."+strings.ReplaceAll(name, "*", "_")+"-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err == nil {
		err = temp.Sync()
	}
	if closeErr := temp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		os.Remove(temp.Name())
		return err
	}
	syncDir(dir)
	return nil
}

// syncDir makes the new name last. File systems that can't are left to themselves: the file is
// whole in any case.
func syncDir(dir string) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	_ = d.Sync()
	_ = d.Close()
}
