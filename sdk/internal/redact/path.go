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

// Member returns the value of a member as people may see it, by its path as [Path] takes it. Of
// options, such as those of mount, what comes before the first secret is shown.
func Member(path, value string) string {
	last := path[strings.LastIndexByte(path, '.')+1:]
	if k := classify(normal(last), 0); k == options {
		return value[:optionSecret(value)] + masked(value[optionSecret(value):])
	}
	if Path(path) {
		return masked(value)
	}
	return value
}

func masked(text string) string {
	if text == "" {
		return ""
	}
	return Mask
}

// Named reports whether one of the names in a path says that what is below it is secret, as [Body]
// takes it from the names of members that no table knows.
func Named(path string) bool {
	for word := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '/' || r == '.' || r == '@' }) {
		word, _, _ = strings.Cut(word, "[")
		if secretOption(normal(word)) {
			return true
		}
	}
	return false
}
