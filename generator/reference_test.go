package generator

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/generator/reference"
	"github.com/ovirt-go/ovirt/model"
)

// TestReferencePages compares the printed parts of the documentation with the model; -update prints them anew.
func TestReferencePages(t *testing.T) {
	t.Parallel()
	g, err := graph.New(loadEmbedded(t))
	if err != nil {
		t.Fatal(err)
	}
	facts, err := model.EmbeddedSearch()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"../docs/search.md": reference.Search(g.Searches(facts)),
		"../docs/follow.md": reference.Follow(g),
	} {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := reference.Replace(page, text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(string(want), string(page)); diff != "" {
			t.Errorf("%s isn't what the model produces (-want +got):\n%s", name, diff)
		}
	}
}
