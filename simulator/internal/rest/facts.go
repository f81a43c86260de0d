package rest

import (
	"strings"

	"github.com/ovirt-go/ovirt/model"
)

// facts are what is known of the searches and the pages of engines.
type facts struct {
	paging  model.PagingTable
	fields  map[string]string // fields has what engines can't do with fields, by kind and name.
	crosses map[string]string // crosses has the same of relations.
}

// loadFacts reads the facts that this module is made of.
func loadFacts() (*facts, error) {
	paging, err := model.EmbeddedPaging()
	if err != nil {
		return nil, err
	}
	searches, err := model.EmbeddedSearch()
	if err != nil {
		return nil, err
	}
	f := &facts{paging: paging, fields: make(map[string]string), crosses: make(map[string]string)}
	for _, s := range searches {
		for _, field := range s.Fields {
			f.fields[s.Kind+" "+field.Wire] = field.Limit
		}
		for _, c := range s.Crosses {
			f.crosses[s.Kind+" "+strings.ReplaceAll(c.Wire, "-", "_")] = c.Limit
		}
	}
	return f, nil
}

func (f *facts) field(kind, name string) string { return f.fields[kind+" "+name] }
func (f *facts) cross(kind, name string) string { return f.crosses[kind+" "+name] }
