package model_test

import (
	"testing"

	"github.com/ovirt-go/ovirt/model"
)

// TestPagingKnowsEachListThatTakesASearch shows that no list of the model is read in pages, or isn't, because somebody
// forgot it.
func TestPagingKnowsEachListThatTakesASearch(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	table, err := model.EmbeddedPaging()
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Check(m); err != nil {
		t.Error(err)
	}
	for _, s := range m.Services {
		for _, method := range m.Methods(s) {
			if method.Kind == model.List && method.Param("search") != nil && table.Of(s.Name) == "" {
				t.Errorf("the list of %s takes a search, and paging.txt has no row for it", s.Name)
			}
		}
	}
	if got := table.Of("nics"); got != "" {
		t.Errorf("a list without a row pages %q, want unknown", got)
	}
}

func TestPagingFactsThatAreWrong(t *testing.T) {
	t.Parallel()
	const form = "a row is: list SERVICE HOW : REASON : SOURCE"
	for _, tt := range []struct{ name, text, want string }{
		{"another word", "lists vms paged : a : b\n", "paging.txt:1: " + form},
		{"no service", "list paged : a : b\n", "paging.txt:1: " + form},
		{"no reason", "list vms paged\n", "paging.txt:1: " + form},
		{"no source", "list vms paged : a\n", "paging.txt:1: " + form},
		{"indented", "  list vms paged : a : b\n", "paging.txt:1: " + form},
		{"unknown way", "list vms moon : a : b\n",
			`paging.txt:1: "moon" is none of ["paged" "appended" "prefixed" "replaced" "limited" "foreign" "ignored" "unfound"]`},
		{"twice", "list vms paged : a : b\nlist vms ignored : a : b\n",
			"paging.txt:2: the list of vms is described already"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := model.ParsePaging("paging.txt", tt.text); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestPagingRowsThatMatchNothing(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, want string }{
		{"list moons paged : a : b\n", "paging.txt:1: the model has no service moons"},
		{"list vm ignored : a : b\n", "paging.txt:1: service vm has no list"},
		{"list tags paged : a : b\n",
			"paging.txt:1: the list of tags doesn't take search and max, and has no pages"},
	} {
		table, err := model.ParsePaging("paging.txt", tt.text)
		if err != nil {
			t.Fatal(err)
		}
		if err := table.Check(m); err == nil || err.Error() != tt.want {
			t.Errorf("%s: error %v, want %s", tt.text, err, tt.want)
		}
	}
}
