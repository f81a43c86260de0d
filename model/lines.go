package model

import (
	"slices"
	"strings"
)

// line is one line of a data file: its depth and its words.
type line struct {
	Pos
	depth int // depth is the number of two-blank steps before the first word.
	words []string
}

// scanLines splits a data file into lines and leaves out empty lines and comments. Faults of the layout are reported to errs, and
// such a line is left out.
func scanLines(file, text string, errs *Errors) []line {
	lines := make([]line, 0, strings.Count(text, "\n")+1)
	for n := 1; text != ""; n++ {
		var s string
		s, text, _ = strings.Cut(text, "\n")
		pos := Pos{File: file, Line: n}
		body := strings.TrimLeft(s, " ")
		if body == "" && s == "" || strings.HasPrefix(body, "#") {
			continue
		}
		if i := strings.IndexFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f || c == 0xfffd }); i >= 0 {
			errs.Addf(pos, "column %d: a line holds printable characters only", i+1)
			continue
		}
		indent := len(s) - len(body)
		words := strings.Split(body, " ")
		switch {
		case indent%2 != 0 || indent > 4:
			errs.Addf(pos, "the line is indented by %d blanks; it must be 0, 2 or 4", indent)
		case strings.HasSuffix(s, " "):
			errs.Addf(pos, "the line ends in a blank")
		case strings.Contains(body, "  "):
			errs.Addf(pos, "words are separated by single blanks")
		default:
			lines = append(lines, line{Pos: pos, depth: indent / 2, words: words})
		}
	}
	return lines
}

// rest takes the facts at the end of a declaring line: since VERSION, deprecated, deprecated VERSION, and those flags that the
// caller allows. It returns the flags that were there.
func (l line) rest(words []string, age *Age, errs *Errors, flags ...string) map[string]bool {
	found := make(map[string]bool)
	for i := 0; i < len(words); i++ {
		word := words[i]
		if found[word] {
			errs.Addf(l.Pos, "%s is said twice", word)
			return found
		}
		found[word] = true
		switch {
		case word == "since":
			if i+1 == len(words) || !validVersion(words[i+1]) {
				errs.Addf(l.Pos, "since needs a version such as 4.2")
				return found
			}
			i++
			age.Since = words[i]
		case word == "deprecated":
			age.Deprecated = true
			if i+1 < len(words) && words[i+1] != "" && words[i+1][0] >= '0' && words[i+1][0] <= '9' {
				i++
				age.DeprecatedSince = words[i]
				if !validVersion(words[i]) {
					errs.Addf(l.Pos, "%q is not a version such as 4.2", words[i])
				}
			}
		case slices.Contains(flags, word):
		default:
			allowed := append([]string{"since VERSION", "deprecated [VERSION]"}, flags...)
			errs.Addf(l.Pos, "unexpected %q; what can stand here is %s", word, strings.Join(allowed, ", "))
			return found
		}
	}
	return found
}
