package comment

import (
	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/generator/naming"
)

// kind returns the words for a kind of objects.
func kind(s *graph.Search) string {
	return naming.Prose(s.Model.Kind)
}

// Plural returns the words for objects of a kind.
func Plural(s *graph.Search) string { return kind(s) + "s" }

// SearchField returns the comment of a field of the search.
func SearchField(s *graph.Search, f *graph.SearchField) []string {
	var t text
	return t.say(f.Name + " finds " + article(kind(s)) + " by " + f.Model.Doc + ".").lines
}

// SearchCross returns the comment of a way to related objects.
func SearchCross(s *graph.Search, c *graph.SearchCross) []string {
	var t text
	return t.say(c.Name + " finds " + article(kind(s)) + " by " + c.Model.Doc + ", with conditions on " + Plural(c.To) + ".").lines
}
