package rules

import _ "embed"

//go:embed uncut.txt
var uncutText string

// parseWords reads a table of single words.
func parseWords(file, text string) (map[string]bool, error) {
	names := make(map[string]bool)
	for _, r := range rows(file, text) {
		if r.indented || names[r.text] {
			return nil, r.errorf("a row is one word, each once")
		}
		names[r.text] = true
	}
	return names, nil
}

// Uncut reports whether max doesn't cut the list of a service.
func (t *Table) Uncut(service string) bool { return t.uncut[service] }
