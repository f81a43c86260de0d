// Package reference prints the parts of the documentation that follow from the model: what can be searched for and what can be
// followed.
//
// It serves ovirtgen. It promises no stable API: any release may change it.
package reference

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/ovirt-go/ovirt/generator/emitsearch"
	"github.com/ovirt-go/ovirt/generator/graph"
)

// marker is the line of a page behind which everything is printed.
const marker = "<!-- printed by the generator from here on -->\n"

// Replace returns a page with another text behind its marker.
func Replace(page []byte, text string) ([]byte, error) {
	head, _, ok := bytes.Cut(page, []byte(marker))
	if !ok {
		return nil, fmt.Errorf("the page has no line %q", strings.TrimSpace(marker))
	}
	return append(append(bytes.Clone(head), marker...), text...), nil
}

// comparisons tell what the methods of a field's type are, by the type in package search.
var comparisons = map[string]string{
	"Text": "Equal, NotEqual, Like, NotLike, In", "Exact": "Equal, NotEqual, In",
	"TextUnsorted": "Equal, NotEqual, Like, NotLike, In; not to sort by", "TextPositive": "Equal, Like, In",
	"UUID": "Equal, NotEqual, In; UUIDs alone", "Bool": "Is",
	"Number": "Equal, NotEqual, Less, AtMost, More, AtLeast", "NumberEqual": "Equal, NotEqual, In", "NumberOrder": "Less, More",
	"Decimal": "Equal, NotEqual, Less, AtMost, More, AtLeast", "DecimalEqual": "Equal, NotEqual",
	"Time": "On, Before, After", "TimeOrder": "Before, After", "Span": "Less, More",
	"Enum": "Is, IsNot", "EnumOrder": "Is, IsNot, AtLeast, AtMost",
}

// Search returns the tables of what each collection can be searched for.
func Search(kinds []*graph.Search) string {
	var b strings.Builder
	for _, s := range kinds {
		title := "Only through other objects: " + s.Name
		if s.Model.Collection != "" {
			title = "/" + s.Model.Collection
		}
		fmt.Fprintf(&b, "\n## %s\n\n| in a search | constant | compared by | what it is |\n|---|---|---|---|\n", title)
		for _, f := range s.Fields {
			values := ""
			if f.Enum != nil {
				values = "; a `types." + f.Enum.Name + "`"
			}
			fmt.Fprintf(&b, "| `%s` | `search.%s` | %s%s | %s |\n", f.Model.Wire, f.Name, comparisons[emitsearch.GoType(f.Model)], values, f.Model.Doc)
		}
		for _, c := range s.Crosses {
			fmt.Fprintf(&b, "| `%s.` | `search.%s` | Where | %s |\n", c.Model.Wire, c.Name, c.Model.Doc)
		}
	}
	return b.String()
}

// Follow returns the table of the links of each type.
func Follow(g *graph.Graph) string {
	var b strings.Builder
	b.WriteString("\n| type | link | constant | leads to |\n|---|---|---|---|\n")
	for _, s := range g.Structs {
		for i, r := range s.Relations {
			name := ""
			if i == 0 {
				name = "`types." + s.Name + "`"
			}
			to := "one `types." + r.To.Name + "`"
			if r.List {
				to = "a list of `types." + r.To.Name + "`"
			}
			fmt.Fprintf(&b, "| %s | `%s` | `rel.%s` | %s |\n", name, r.Path, r.Name, to)
		}
	}
	return b.String()
}
