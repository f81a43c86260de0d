package rules

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed absent.txt
var absentText string

// Absent is how engines answer to a request for an object that doesn't exist.
type Absent struct {
	Status int    // Status is 200 if the action is answered as if it were done.
	Bare   bool   // Bare says that the fault of an action has no action around it.
	Detail string // Detail has {id} for the ID and {owner} for the name of the object above.
}

func parseAbsent(file, text string) (map[string]*Absent, error) {
	absent := make(map[string]*Absent)
	for _, r := range rows(file, text) {
		verbs, text := []string{"POST"}, r.text
		if before, after, _ := strings.Cut(text, " "); !strings.HasPrefix(before, "/") {
			verbs, text = strings.Split(before, ","), after
		}
		words := strings.SplitN(text, " ", 3)
		if len(words) == 2 && words[1] == "200" {
			words = append(words, "")
		}
		if len(words) != 3 {
			return nil, r.errorf("a row is: [VERBS] PATTERN STATUS [bare] DETAIL, or PATTERN 200")
		}
		status, err := strconv.Atoi(words[1])
		if err != nil {
			return nil, r.errorf("%q is no status", words[1])
		}
		detail, bare := strings.CutPrefix(words[2], "bare ")
		for _, verb := range verbs {
			absent[verb+" "+words[0]] = &Absent{Status: status, Bare: bare, Detail: detail}
		}
	}
	return absent, nil
}

// Absent returns how engines answer to a request with a verb at the pattern of a path, such as
// /jobs/{}/end, where there is no such object; nil is 404 without a body.
func (t *Table) Absent(verb, pattern string) *Absent { return t.absent[verb+" "+pattern] }
