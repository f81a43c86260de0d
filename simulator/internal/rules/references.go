package rules

import (
	_ "embed"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ovirt-go/ovirt/model"
)

//go:embed references.txt
var referencesText string

// references has the rows of the table by the service or type, method and path.
var references = sync.OnceValues(func() (map[string][]dangling, error) {
	return parseReferences("references.txt", referencesText)
})

// Dangling is how engines answer to a reference that leads nowhere.
type Dangling struct {
	Ignored bool // Ignored says that the reference is as if it were absent.
	Kept    bool // Kept says that the command finds out, in its own words.
	Unread  bool // Unread says that engines don't look for it, even where it leads somewhere.
	Late    bool // Late says that the bounds of the document are checked before.
	Status  int  // Status is that of the answer.
	Detail  string
}

// dangling is one row of the table of references.
type dangling struct {
	by string
	Dangling
}

func parseReferences(file, text string) (map[string][]dangling, error) {
	references := make(map[string][]dangling)
	for _, r := range rows(file, text) {
		words := strings.Fields(r.text)
		if len(words) < 5 {
			return nil, r.errorf("a row is: WHOSE METHODS PATH BY HOW")
		}
		d := dangling{by: words[3]}
		switch d.by {
		case "id", "name", "any":
		default:
			return nil, r.errorf("%q is none of id, name and any", d.by)
		}
		d.Late = d.by == "id"
		switch how := words[4]; how {
		case "ignored":
			d.Ignored = true
		case "kept":
			d.Kept = true
		case "unread":
			d.Unread = true
		case "empty":
			d.Status = http.StatusNotFound
		case "page":
			d.Status = http.StatusInternalServerError
		default:
			status, err := strconv.Atoi(how)
			if err != nil {
				return nil, r.errorf("%q is no status", how)
			}
			d.Status, d.Detail = status, strings.Join(words[5:], " ")
		}
		for method := range strings.SplitSeq(words[1], ",") {
			key := words[0] + " " + method + " " + words[2]
			references[key] = append(references[key], d)
		}
	}
	return references, nil
}

// Reference returns how engines answer when a reference in the document of a request leads nowhere, or
// nil where that is 404 in the usual words. The service is that of the request, the type is what its
// document is about; rows for the service win. The method is add, update, or the name of an action,
// and the path is that of the member with the reference. The reference is by name if it has no ID.
func (t *Table) Reference(service, typ, method, path, id, name string) *Dangling {
	by := "id"
	if id == "" {
		by = "name"
	}
	rows, _ := references() // Check tells what is wrong with them.
	for _, d := range slices.Concat(
		rows[service+" "+method+" "+path], rows[typ+" "+method+" "+path],
	) {
		if d.by != by && d.by != "any" {
			continue
		}
		found := d.Dangling
		found.Detail = strings.NewReplacer("{id}", id, "{name}", name).Replace(found.Detail)
		return &found
	}
	return nil
}

// checkReferences returns the references that no request has: by its type, or that of the objects of
// its service. Those of actions are members of what is sent with an action.
func checkReferences(m *model.Model) []string {
	rows, err := references()
	if err != nil {
		return []string{err.Error()}
	}
	var problems []string
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		words := strings.Fields(key)
		typ := words[0]
		if s := m.Service(typ); s != nil && m.Struct(typ) == nil {
			if method := m.Method(s, words[1]); method != nil && len(method.Params) > 0 {
				typ = method.Params[0].Type.Name
			}
		}
		if words[1] != "add" && words[1] != "update" {
			typ = "action"
		}
		if !reaches(m, typ, words[2]) {
			problems = append(problems, "references.txt: the model has no "+key)
		}
	}
	return problems
}
