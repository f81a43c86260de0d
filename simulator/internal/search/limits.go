package search

import (
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// limits are what engines can't do with fields and relations, by kind and name.
type limits struct{ fields, crosses map[string]string }

// loadLimits reads the facts that this module is made of.
func loadLimits() (*limits, error) {
	searches, err := model.EmbeddedSearch()
	if err != nil {
		return nil, err
	}
	l := &limits{fields: make(map[string]string), crosses: make(map[string]string)}
	for _, s := range searches {
		for _, field := range s.Fields {
			l.fields[s.Kind+" "+field.Wire] = field.Limit
		}
		for _, c := range s.Crosses {
			l.crosses[s.Kind+" "+strings.ReplaceAll(c.Wire, "-", "_")] = c.Limit
		}
	}
	return l, nil
}

func (l *limits) field(kind, name string) string { return l.fields[kind+" "+name] }
func (l *limits) cross(kind, name string) string { return l.crosses[kind+" "+name] }
