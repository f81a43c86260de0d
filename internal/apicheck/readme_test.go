package apicheck

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
