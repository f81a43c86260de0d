package apicheck

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestArchitectureNamesEveryRoom is about the simulator, whose rooms nobody sees from outside.
func TestArchitectureNamesEveryRoom(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	rooms, err := os.ReadDir(filepath.Join(root, "simulator", "internal"))
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range rooms {
		if room.IsDir() && !strings.Contains(string(page), room.Name()+"/") {
			t.Errorf("docs/architecture.md doesn't name simulator/internal/%s", room.Name())
		}
	}
}

// TestReadmeLinksEveryPage keeps pages from being written and never found.
func TestReadmeLinksEveryPage(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(pages) < 10 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		link := "](docs/" + filepath.Base(page)
		if !strings.Contains(string(readme), link+")") && !strings.Contains(string(readme), link+"#") {
			t.Errorf("README.md has no link to %s", page)
		}
	}
}
