package redact

import (
	"strings"
	"unicode"
)

// MaxLine is how many bytes [Line] returns at most.
const MaxLine = 4 << 10

// Line returns a text as one line of at most [MaxLine] bytes: lines are joined by "; ", other
// control characters become blanks, and what is too long ends in "...". A log that has a line per
// entry can't be made to show entries that nobody wrote.
func Line(text string) string { return LineOf(text, MaxLine) }

// LineOf is [Line] with a bound of one's own.
func LineOf(text string, most int) string {
	room := most - len("...")
	long := len(text) > most
	if long {
		text = cut(text, room)
	}
	if strings.ContainsFunc(text, breaks) {
		var kept []string
		for line := range strings.FieldsFuncSeq(text, isNewline) {
			if line = strings.TrimSpace(strings.Map(blankControl, line)); line != "" {
				kept = append(kept, line)
			}
		}
		text = strings.Join(kept, "; ")
	}
	if long || len(text) > most {
		text = cut(text, min(len(text), room)) + "..."
	}
	return text
}

func isNewline(r rune) bool {
	return r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// breaks reports whether a character would end a line or steer a terminal.
func breaks(r rune) bool { return unicode.IsControl(r) || r == 0x2028 || r == 0x2029 }

func blankControl(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}
