package rules

import _ "embed"

//go:embed retired.txt
var retiredText string

func parseRetired(file, text string) (map[string]bool, error) {
	retired := make(map[string]bool)
	for _, r := range rows(file, text) {
		if r.indented || retired[r.text] {
			return nil, r.errorf("a row is: SEGMENT, each once")
		}
		retired[r.text] = true
	}
	return retired, nil
}

// Retired reports whether engines have nothing behind an address whose first part is the segment.
func (t *Table) Retired(segment string) bool { return t.retired[segment] }
