package rules

import _ "embed"

//go:embed retired.txt
var retiredText string

// Retired reports whether engines have nothing behind an address whose first part is the segment.
func (t *Table) Retired(segment string) bool { return t.retired[segment] }
