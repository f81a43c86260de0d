package rules

import (
	_ "embed"
	"strings"
)

//go:embed odd.txt
var oddText string

func parseOdd(file, text string) (map[string]bool, error) {
	odd := make(map[string]bool)
	for _, r := range rows(file, text) {
		words := strings.Fields(r.text)
		switch {
		case len(words) != 3 || odd[r.text]:
			return nil, r.errorf("a row is: VERB PATTERN HOW, each once")
		case words[0] == "GET" && words[2] == "trips", words[0] == "DELETE" && words[2] == "again":
			odd[r.text] = true
		default:
			return nil, r.errorf("%s is never answered by %s", words[0], words[2])
		}
	}
	return odd, nil
}

// Trips reports whether engines can't show the object at a pattern of a path.
func (t *Table) Trips(pattern string) bool { return t.odd["GET "+pattern+" trips"] }

// Again reports whether engines remove what isn't there at a pattern of a path.
func (t *Table) Again(pattern string) bool { return t.odd["DELETE "+pattern+" again"] }
