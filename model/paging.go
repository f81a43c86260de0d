package model

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed paging.txt
var pagingFacts string

// Paging says what engines make of "page N" in the search of a list.
type Paging string

// The ways of paging. paging.txt describes them.
const (
	Paged    Paging = "paged"
	Appended Paging = "appended"
	Prefixed Paging = "prefixed"
	Replaced Paging = "replaced"
	Limited  Paging = "limited"
	Foreign  Paging = "foreign"
	Ignored  Paging = "ignored"
	Unfound  Paging = "unfound"
)

var pagings = []Paging{Paged, Appended, Prefixed, Replaced, Limited, Foreign, Ignored, Unfound}

// PagingRow is what is known of one list.
type PagingRow struct {
	Pos
	Service string // Service is the service that has the list.
	How     Paging
	Reason  string
	Source  string // Source is where the fact is from: a measurement, or classes of the engine.
}

// PagingTable has the rows by service.
type PagingTable map[string]*PagingRow

// Of returns how the list of a service pages; "" is unknown.
func (t PagingTable) Of(service string) Paging {
	if row := t[service]; row != nil {
		return row.How
	}
	return ""
}

// EmbeddedPaging returns what is known of engines. The error is of type [Errors].
func EmbeddedPaging() (PagingTable, error) { return ParsePaging("paging.txt", pagingFacts) }

// ParsePaging reads a table in the form that the head of paging.txt describes. The error is of type [Errors] and names
// all that is wrong in the file.
func ParsePaging(file, text string) (PagingTable, error) {
	table := make(PagingTable)
	var errs Errors
	for _, l := range scanLines(file, text, &errs) {
		row, err := pagingRow(l)
		switch {
		case err != nil:
			errs.Addf(l.Pos, "%v", err)
		case table[row.Service] != nil:
			errs.Addf(l.Pos, "the list of %s is described already", row.Service)
		default:
			table[row.Service] = row
		}
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return table, nil
}

func pagingRow(l line) (*PagingRow, error) {
	head, rest, _ := strings.Cut(strings.Join(l.words, " "), " : ")
	reason, source, _ := strings.Cut(rest, " : ")
	words := strings.Fields(head)
	if l.depth != 0 || len(words) != 3 || words[0] != "list" || reason == "" || source == "" {
		return nil, fmt.Errorf("a row is: list SERVICE HOW : REASON : SOURCE")
	}
	how := Paging(words[2])
	if !slices.Contains(pagings, how) {
		return nil, fmt.Errorf("%q is none of %q", how, pagings)
	}
	return &PagingRow{Pos: l.Pos, Service: words[1], How: how, Reason: reason, Source: source}, nil
}

// Check compares the table with the model that it is about. A row without a list in the model is an error, and so is a
// paged list that doesn't take both search and max. The error is of type [Errors].
func (t PagingTable) Check(m *Model) error {
	var errs Errors
	for _, row := range t {
		s := m.Service(row.Service)
		if s == nil {
			errs.Addf(row.Pos, "the model has no service %s", row.Service)
			continue
		}
		list := listOf(m, s)
		switch {
		case list == nil:
			errs.Addf(row.Pos, "service %s has no list", row.Service)
		case row.How == Paged && (list.Param("search") == nil || list.Param("max") == nil):
			errs.Addf(row.Pos, "the list of %s doesn't take search and max, and has no pages", row.Service)
		}
	}
	return errs.Err()
}

func listOf(m *Model, s *Service) *Method {
	for _, method := range m.Methods(s) {
		if method.Kind == List && method.Base == "" {
			return method
		}
	}
	return nil
}
