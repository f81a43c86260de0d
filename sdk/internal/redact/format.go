package redact

import (
	"fmt"
	"io"
)

// Format prints a text in the place of a value, whatever the verb: %#v prints goText, %q and %x do
// what they do with texts.
func Format(s fmt.State, verb rune, text, goText string) {
	switch {
	case verb == 'v' && s.Flag('#'):
		text = goText
	case verb == 'q', verb == 'x', verb == 'X':
		fmt.Fprintf(s, fmt.FormatString(s, verb), text)
		return
	case verb == 's', verb == 'v':
		if _, wide := s.Width(); wide {
			fmt.Fprintf(s, fmt.FormatString(s, 's'), text)
			return
		}
	}
	_, _ = io.WriteString(s, text)
}
