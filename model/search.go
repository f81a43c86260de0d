package model

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed search.txt
var searchFacts string

// Search is what the engine's search knows of one kind of objects.
type Search struct {
	Pos
	Kind       string // Kind is a type of the model, or interface, cluster_network, host_network or provider, which are none.
	Collection string // Collection is the path of the collection whose search it is; empty for kinds that only others lead to.
	Fields     []*SearchField
	Crosses    []*SearchCross
}

// SearchField is something that objects are compared by.
type SearchField struct {
	Pos
	Wire      string // Wire is how the search spells it.
	Name      string // Name is the same in words joined by underscores.
	Type      string // Type is text, exact, number, decimal, bool, time, span or enum.
	Relations string // Relations is empty for all that the type allows, equal for = and != alone, order for < and > beside or instead.
	Enum      string // Enum is the enumeration of an enum.
	Engine    []string
	Limit     string              // Limit is what engines can't do with it: broken, unsorted, positive, uuid; empty if there is nothing.
	Instead   map[string][]string // Instead has the engine's names of those values of the API that it calls otherwise.
	Doc       string              // Doc is our own words for it, such as "its name".
}

// SearchCross is a way to related objects.
type SearchCross struct {
	Pos
	Wire string // Wire is how the search spells it.
	Name string // Name is the same in words joined by underscores.
	Kind string // Kind is the kind of the related objects.
	// Limit is broken if the engine fails at it, barren if it never finds anything, and empty if there is nothing.
	Limit string
	Doc   string
}

// Limits are what engines can't do with a field or a relation that they know. search.txt describes them.
const (
	Broken   = "broken"
	Barren   = "barren"
	Unsorted = "unsorted"
	Positive = "positive"
	UUID     = "uuid"
)

var searchTypes = []string{"text", "exact", "number", "decimal", "bool", "time", "span", "enum"}

// EmbeddedSearch returns what is known of the engine's search. The error is of type [Errors].
func EmbeddedSearch() ([]*Search, error) { return ParseSearch("search.txt", searchFacts) }

// ParseSearch reads facts about the search, in the form that the file's head describes. The error is of type [Errors] and names all
// that is wrong in the file.
func ParseSearch(file, text string) ([]*Search, error) {
	p := &searchParser{}
	for _, l := range scanLines(file, text, &p.errs) {
		p.line(l)
	}
	for _, s := range p.kinds {
		for _, c := range s.Crosses {
			if !slices.ContainsFunc(p.kinds, func(other *Search) bool { return other.Kind == c.Kind }) {
				p.errs.Addf(c.Pos, "cross %s leads to the kind %s, which isn't described", c.Wire, c.Kind)
			}
		}
	}
	if err := p.errs.Err(); err != nil {
		return nil, err
	}
	return p.kinds, nil
}

type searchParser struct {
	kinds []*Search
	errs  Errors
}

func (p *searchParser) line(l line) {
	words := l.words
	switch {
	case l.depth == 0 && words[0] == "kind" && (len(words) == 2 || len(words) == 3):
		s := &Search{Pos: l.Pos, Kind: words[1]}
		if len(words) == 3 {
			s.Collection = words[2]
		}
		p.kinds = append(p.kinds, s)
	case l.depth != 1 || len(p.kinds) == 0:
		p.errs.Addf(l.Pos, "unexpected %q; what can stand here is kind NAME [COLLECTION]", strings.Join(words, " "))
	case words[0] == "field":
		p.field(p.kinds[len(p.kinds)-1], l)
	case words[0] == "cross":
		p.cross(p.kinds[len(p.kinds)-1], l)
	default:
		p.errs.Addf(l.Pos, "%q is neither field nor cross", words[0])
	}
}

// head takes the name and the words behind the colon off a line.
func (p *searchParser) head(l line) (wire, name string, rest []string, doc string, ok bool) {
	colon := slices.Index(l.words, ":")
	if colon < 3 || colon+1 == len(l.words) {
		p.errs.Addf(l.Pos, "%s needs a name, a type, and behind a colon what it is", l.words[0])
		return "", "", nil, "", false
	}
	wire, rest, doc = l.words[1], l.words[2:colon], strings.Join(l.words[colon+1:], " ")
	name = strings.TrimLeft(wire, "_")
	if rest[0] == "as" && len(rest) > 2 {
		name, rest = rest[1], rest[2:]
	}
	return wire, name, rest, doc, true
}

func (p *searchParser) field(s *Search, l line) {
	wire, name, rest, doc, ok := p.head(l)
	if !ok {
		return
	}
	f := &SearchField{Pos: l.Pos, Wire: wire, Name: name, Type: rest[0], Doc: doc, Instead: make(map[string][]string)}
	if !slices.Contains(searchTypes, f.Type) {
		p.errs.Addf(l.Pos, "%q is none of the types %s", f.Type, strings.Join(searchTypes, ", "))
		return
	}
	rest = f.limit(rest[1:])
	if f.Type == "enum" {
		if len(rest) < 2 {
			p.errs.Addf(l.Pos, "an enum needs its name, and the engine's names of its values")
			return
		}
		f.Enum, rest = rest[0], rest[1:]
	}
	if rest = f.relations(rest); f.Type == "enum" {
		rest = f.values(rest)
	}
	if len(rest) > 0 {
		p.errs.Addf(l.Pos, "unexpected %q", strings.Join(rest, " "))
		return
	}
	if slices.ContainsFunc(s.Fields, func(other *SearchField) bool { return other.Name == f.Name || other.Wire == f.Wire }) {
		p.errs.Addf(l.Pos, "%s has a field %s already", s.Kind, f.Name)
		return
	}
	s.Fields = append(s.Fields, f)
}

func (f *SearchField) limit(words []string) []string {
	if len(words) > 0 && slices.Contains([]string{Broken, Unsorted, Positive, UUID}, words[0]) {
		f.Limit, words = words[0], words[1:]
	}
	return words
}

func (f *SearchField) relations(words []string) []string {
	if len(words) > 0 && (words[0] == "equal" || words[0] == "order") {
		f.Relations, words = words[0], words[1:]
	}
	return words
}

func (f *SearchField) values(words []string) []string {
	for _, word := range words {
		if value, names, ok := strings.Cut(word, "="); ok {
			f.Instead[value] = strings.Split(names, "|")
			continue
		}
		f.Engine = append(f.Engine, word)
	}
	return nil
}

// Engines returns the engine's names of a value of the API; none if the engine's search has no such value.
func (f *SearchField) Engines(value string) []string {
	if names := f.Instead[value]; names != nil {
		return names
	}
	for _, name := range []string{value, strings.ReplaceAll(value, "_", "")} {
		if slices.Contains(f.Engine, name) {
			return []string{name}
		}
	}
	return nil
}

func (p *searchParser) cross(s *Search, l line) {
	wire, name, rest, doc, ok := p.head(l)
	if !ok {
		return
	}
	limit := ""
	if n := len(rest); n == 2 && (rest[1] == Broken || rest[1] == Barren) {
		limit, rest = rest[1], rest[:1]
	}
	if len(rest) != 1 {
		p.errs.Addf(l.Pos, "cross %s leads to one kind, not to %q", wire, strings.Join(rest, " "))
		return
	}
	s.Crosses = append(s.Crosses, &SearchCross{Pos: l.Pos, Wire: wire, Name: strings.ReplaceAll(name, "-", "_"), Kind: rest[0], Limit: limit, Doc: doc})
}

// First reports whether a field or a cross can only be said at the beginning of a search: behind AND and OR the engine takes the
// shortest field that the text begins with, and then stumbles over the rest.
func (s *Search) First(wire string) bool {
	return slices.ContainsFunc(s.Fields, func(f *SearchField) bool { return f.Wire != wire && strings.HasPrefix(wire, f.Wire) })
}
