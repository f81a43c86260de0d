package console

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"

	"github.com/ovirt-go/ovirt/sdk/internal/wholefile"
)

// WriteFile writes the file to a path, for its owner's eyes alone (mode 0600). What was there is
// replaced at once: a reader finds the old file or the new one, whole, and with an error the old
// one. remote-viewer removes the file when it has read it.
func (f *File) WriteFile(path string) error {
	return wholefile.Write(path, []byte(f.text))
}

// WriteTemp writes the file like [File.WriteFile] under a new name in a directory, and returns its
// path. Empty means the directory for temporary files. The caller removes it, or remote-viewer does
// when it has read it.
func (f *File) WriteTemp(dir string) (string, error) {
	if dir == "" {
		dir = os.TempDir()
	}
	path := filepath.Join(dir, "console-"+strings.ToLower(rand.Text())+".vv")
	if err := f.WriteFile(path); err != nil {
		return "", err
	}
	return path, nil
}
