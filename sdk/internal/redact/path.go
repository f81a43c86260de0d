package redact

import (
	"slices"
	"strings"
)

// Path reports whether a member is secret, by its path in the words of the API, such as initialization.root_password or
// ticket.value. Indices of lists count for nothing.
func Path(path string) bool {
	var above []string
	for word := range strings.SplitSeq(path, ".") {
		word, _, _ = strings.Cut(word, "[")
		for _, table := range [][]secret{secrets, others} {
			for _, s := range table {
				if s.name == word && (s.within == nil || slices.ContainsFunc(s.within, func(w string) bool { return slices.Contains(above, w) })) {
					return true
				}
			}
		}
		above = append(above, word)
	}
	return false
}
