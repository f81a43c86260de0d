package graph

import (
	"slices"

	"github.com/ovirt-go/ovirt/generator/naming"
	"github.com/ovirt-go/ovirt/model"
)

// Search is what objects of a kind can be searched by.
type Search struct {
	Model   *model.Search
	Type    *Struct // Type is the type of the objects; nil for kinds that have none, whose name is in package search.
	Name    string  // Name is the type, which the names of all that belongs to it begin with.
	File    string
	Fields  []*SearchField
	Crosses []*SearchCross
}

// SearchField is a constant of a field.
type SearchField struct {
	Model *model.SearchField
	Name  string
	Enum  *Enum // Enum is set for enumerations.
}

// SearchCross is a constant of a way to related objects.
type SearchCross struct {
	Model *model.SearchCross
	Name  string
	To    *Search
}

// Searches resolves what is known of the engine's search for the types and enumerations that the graph has. The rest is left out:
// older releases have less.
func (g *Graph) Searches(facts []*model.Search) []*Search {
	var all []*Search
	for _, s := range facts {
		one := &Search{Model: s, Name: naming.Exported(s.Kind), File: naming.File(s.Kind)}
		i := slices.IndexFunc(g.Structs, func(t *Struct) bool { return t.Model.Name == s.Kind })
		if i >= 0 {
			one.Type = g.Structs[i]
		}
		for _, f := range s.Fields {
			if f.Limit == model.Broken {
				continue
			}
			field := &SearchField{Model: f, Name: one.Name + naming.Exported(f.Name)}
			if f.Enum != "" {
				i := slices.IndexFunc(g.Enums, func(e *Enum) bool { return e.Model.Name == f.Enum })
				if i < 0 {
					continue
				}
				field.Enum = g.Enums[i]
			}
			one.Fields = append(one.Fields, field)
		}
		if one.Type != nil || s.Collection == "" && !slices.Contains(typed, s.Kind) {
			all = append(all, one)
		}
	}
	for _, s := range all {
		for _, c := range s.Model.Crosses {
			if c.Limit != "" {
				continue
			}
			if i := slices.IndexFunc(all, func(to *Search) bool { return to.Model.Kind == c.Kind }); i >= 0 {
				s.Crosses = append(s.Crosses, &SearchCross{Model: c, Name: s.Name + "With" + naming.Exported(c.Name), To: all[i]})
			}
		}
	}
	return slices.DeleteFunc(all, func(s *Search) bool { return s.Model.Collection == "" && !led(all, s) })
}

// led reports whether a relation leads to the objects of a kind.
func led(all []*Search, to *Search) bool {
	return slices.ContainsFunc(all, func(s *Search) bool {
		return slices.ContainsFunc(s.Crosses, func(c *SearchCross) bool { return c.To == to })
	})
}

// typed are the kinds without a collection of their own that are types of the model nevertheless.
var typed = []string{"quota", "gluster_volume"}
