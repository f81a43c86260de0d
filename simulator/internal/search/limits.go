package search

import (
	"maps"
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// What engines can't do with a relation, beside the limits of model/search.txt.
const (
	textless = "textless" // A text in the related objects is a 400; fields of them are found.
	singular = "singular" // Only a field behind the singular of the relation is found, the rest is a 400.
)

// crossLimits are those of relations that model/search.txt doesn't have, by kind and relation.
var crossLimits = map[string]string{
	"event host": singular, "template vnic": textless,
	// The names that model/search.txt has for these never find anything; those of engines do.
	"cluster datacenter": "", "cluster cluster_network": "", "network cluster_network": "",
}

// limits are what engines can't do with fields and relations, by kind and name.
type limits struct{ fields, crosses map[string]string }

// loadLimits reads the facts that this module is made of.
func loadLimits() (*limits, error) {
	searches, err := model.EmbeddedSearch()
	if err != nil {
		return nil, err
	}
	l := &limits{fields: make(map[string]string), crosses: maps.Clone(crossLimits)}
	for _, s := range searches {
		for _, field := range s.Fields {
			l.fields[s.Kind+" "+field.Wire] = field.Limit
		}
		for _, c := range s.Crosses {
			name := s.Kind + " " + strings.ReplaceAll(c.Wire, "-", "_")
			if _, known := crossLimits[name]; !known {
				l.crosses[name] = c.Limit
			}
		}
	}
	return l, nil
}

func (l *limits) field(kind, name string) string { return l.fields[kind+" "+name] }
func (l *limits) cross(kind, name string) string { return l.crosses[kind+" "+name] }
