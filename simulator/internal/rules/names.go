package rules

import (
	_ "embed"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/ovirt-go/ovirt/model"
)

//go:embed names.txt
var namesText string

// The scopes of names that aren't members.
const (
	ScopeCollection = "collection"
	ScopeEngine     = "engine"
	ScopeAnyCase    = "anycase"
)

// Name says that names of a type may be used once only.
type Name struct {
	Scope  string // Scope is one of the constants, or the member by which the objects are told apart.
	Status int

	texts [2]string // texts are those of a POST and a PUT.
}

var namesByType = sync.OnceValues(func() (map[string]*Name, error) { return parseNames("names.txt", namesText) })

func parseNames(file, text string) (map[string]*Name, error) {
	names := make(map[string]*Name)
	for _, r := range rows(file, text) {
		words := strings.SplitN(r.text, " ", 4)
		if len(words) < 4 {
			return nil, r.errorf("a row is: TYPE SCOPE STATUS TEXT")
		}
		status, err := strconv.Atoi(words[2])
		if err != nil || status < http.StatusBadRequest {
			return nil, r.errorf("%q is no status of a refusal", words[2])
		}
		add, edit, two := strings.Cut(strings.ReplaceAll(words[3], `\n`, "\n"), " | ")
		if !two {
			edit = add
		}
		names[words[0]] = &Name{Scope: words[1], Status: status, texts: [2]string{add, edit}}
	}
	return names, nil
}

// UniqueName returns what is to be unique about names of a type, or nil.
func UniqueName(typ string) *Name {
	names, _ := namesByType()
	return names[typ]
}

// Text returns what engines say of a name that is in use, to who adds or else edits an object.
func (n *Name) Text(name string, edit bool) string {
	if edit {
		return strings.NewReplacer("{add}", "edit", "{create}", "edit", "{name}", name).Replace(n.texts[1])
	}
	return strings.NewReplacer("{add}", "add", "{create}", "create", "{name}", name).Replace(n.texts[0])
}

// checkNames returns the rows that the model doesn't know.
func checkNames(m *model.Model) []string {
	names, err := namesByType()
	if err != nil {
		return []string{err.Error()}
	}
	var problems []string
	for typ, n := range names {
		s := m.Struct(typ)
		switch {
		case s == nil:
			problems = append(problems, "names.txt: the model has no "+typ)
		case n.Scope == ScopeCollection || n.Scope == ScopeEngine || n.Scope == ScopeAnyCase:
		case m.Member(s, n.Scope) == nil:
			problems = append(problems, "names.txt: the model has no "+n.Scope+" of "+typ)
		}
	}
	return problems
}
