package comment

import (
	"strings"

	"github.com/ovirt-go/ovirt/generator/graph"
	"github.com/ovirt-go/ovirt/generator/naming"
)

// kind gives the words for a kind of objects.
func kind(s *graph.Search) string {
	words := naming.Words(s.Model.Kind)
	if rest, ok := strings.CutPrefix(words, "vm"); ok {
		words = "VM" + rest
	}
	return words
}

// Plural gives the words for objects of a kind.
func Plural(s *graph.Search) string { return kind(s) + "s" }

// SearchField gives the comment of a field of the search.
func SearchField(s *graph.Search, f *graph.SearchField) []string {
	var t text
	return t.say(f.Name + " finds " + article(kind(s)) + " by " + f.Model.Doc + ".").lines
}

// SearchCross gives the comment of a way to related objects.
func SearchCross(s *graph.Search, c *graph.SearchCross) []string {
	var t text
	return t.say(c.Name + " finds " + article(kind(s)) + " by " + c.Model.Doc + ": conditions on " + Plural(c.To) + " say which.").lines
}
