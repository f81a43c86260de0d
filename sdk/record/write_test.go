package record

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestRecordingsAreForTheirOwnerAlone records over a file that others can read, and beside one that
// somebody put where a fixed name for the temporary file would be.
func TestRecordingsAreForTheirOwnerAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, trap := filepath.Join(dir, "a.txt"), filepath.Join(dir, "theirs")
	for _, path := range []string{file, trap} {
		if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(trap, file+".new"); err != nil {
		t.Skip(err)
	}
	if err := write(file, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(trap); err != nil || string(data) != "old" {
		t.Errorf("the trap holds %q, %v", data, err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the recording has mode %v, want 0600", mode)
	}
}
