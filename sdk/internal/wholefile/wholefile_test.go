package wholefile

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestWriteReplacesTheFileForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a*b")
	if err := os.WriteFile(path, []byte("old, and longer"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the mode is %v, want 0600", mode)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "new" {
		t.Errorf("the file holds %q, %v", data, err)
	}
	alone(t, dir)
}

// alone fails if a temporary file is left beside the one that was written.
func alone(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the directory holds %v, %v", entries, err)
	}
}

func TestWriteThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(path, "below"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, []byte("new")); err == nil {
		t.Error("a directory was replaced")
	}
	alone(t, dir)
	if err := Write(filepath.Join(dir, "none", "a"), nil); err == nil {
		t.Error("a file was written to a directory that doesn't exist")
	}
}

func TestWriteDoesNotFollowLinks(t *testing.T) {
	t.Parallel()
	dir, other := t.TempDir(), filepath.Join(t.TempDir(), "other")
	if err := os.WriteFile(other, []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "a")
	if err := os.Symlink(other, path); err != nil {
		t.Skip(err)
	}
	if err := Write(path, []byte("ours")); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(other); err != nil || string(data) != "theirs" {
		t.Errorf("the target of the link holds %q, %v", data, err)
	}
}

// TestReadersFindWholeFiles reads while several write.
func TestReadersFindWholeFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	texts := []string{strings.Repeat("a", 100_000), strings.Repeat("b", 50_000)}
	if err := Write(path, []byte(texts[0])); err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for _, text := range texts {
		writers.Go(func() {
			for range 20 {
				if err := Write(path, []byte(text)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()
	for {
		data, err := os.ReadFile(path)
		if err != nil || string(data) != texts[0] && string(data) != texts[1] {
			t.Fatalf("a reader found %d bytes, %v", len(data), err)
		}
		select {
		case <-done:
			alone(t, dir)
			return
		default:
		}
	}
}
