package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ovirt-go/ovirt/model"
)

// TestSearchFitsTheModel compares the facts about the search with the model.
func TestSearchFitsTheModel(t *testing.T) {
	t.Parallel()
	m, err := model.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := model.EmbeddedSearch()
	if err != nil {
		t.Fatal(err)
	}
	searchable := make(map[string]bool) // by path at the entry point
	for _, l := range m.Locators(m.Root()) {
		for _, method := range m.Methods(m.Service(l.Service)) {
			if method.Kind == model.List && slices.ContainsFunc(method.Params, func(p *model.Param) bool { return p.Name == "search" }) {
				searchable[l.Segment()] = true
			}
		}
	}
	for _, s := range kinds {
		if s.Collection == "" {
			continue
		}
		if m.Struct(s.Kind) == nil {
			t.Errorf("%v: the model has no %s", s.Pos, s.Kind)
		}
		if !searchable[s.Collection] {
			t.Errorf("%v: /%s can't be searched", s.Pos, s.Collection)
		}
		for _, f := range s.Fields {
			if f.Enum == "" {
				continue
			}
			enum := m.Enum(f.Enum)
			if enum == nil {
				t.Errorf("%v: the model has no enumeration %s", f.Pos, f.Enum)
				continue
			}
			has := func(value string) bool {
				return slices.ContainsFunc(enum.Values, func(v *model.EnumValue) bool { return v.Name == value })
			}
			for value, names := range f.Instead {
				if !has(value) {
					t.Errorf("%v: %s has no value %s", f.Pos, f.Enum, value)
				}
				for _, name := range names {
					if !slices.Contains(f.Engine, name) {
						t.Errorf("%v: %s isn't among the engine's names", f.Pos, name)
					}
				}
			}
			if !slices.ContainsFunc(enum.Values, func(v *model.EnumValue) bool { return f.Engines(v.Name) != nil }) {
				t.Errorf("%v: no value of %s can be searched for", f.Pos, f.Enum)
			}
		}
	}
}

func TestSearchFactsThatAreWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"field before a kind", "  field name text : its name\n", `search.txt:1: unexpected "field name text : its name"; what can stand here is kind NAME [COLLECTION]`},
		{"another word", "kind vm\n  moon a\n", `search.txt:2: "moon" is neither field nor cross`},
		{"no words for it", "kind vm\n  field name text\n", "search.txt:2: field needs a name, a type, and behind a colon what it is"},
		{"unknown type", "kind vm\n  field name moon : a\n", `search.txt:2: "moon" is none of the types text, exact, number, decimal, bool, time, span, enum`},
		{"no names of values", "kind vm\n  field name enum vm_status : a\n", "search.txt:2: an enum needs its name, and the engine's names of its values"},
		{"too much", "kind vm\n  field name text moon : a\n", `search.txt:2: unexpected "moon"`},
		{"twice", "kind vm\n  field a text : a\n  field a number : a\n", "search.txt:3: vm has a field a already"},
		{"cross to nowhere", "kind vm\n  cross host host : a\n", "search.txt:2: cross host leads to the kind host, which isn't described"},
		{"cross to two", "kind vm\n  cross host host vm : a\n", `search.txt:2: cross host leads to one kind, not to "host vm"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := model.ParseSearch("search.txt", tt.text)
			if err == nil || strings.TrimSpace(err.Error()) != tt.want {
				t.Errorf("the error is %v, want %s", err, tt.want)
			}
		})
	}
}
