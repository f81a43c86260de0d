package redact

import (
	"errors"
	"fmt"
)

// Cause returns the text of an error without passwords in addresses, credentials behind Bearer and
// the like, and what follows the name of a secret and an equals sign. It hides less than [Text],
// since errors name members and files too: token: no such file.
func Cause(text string) string {
	var out edits
	for _, l := range layers(text) {
		var found edits
		found.users(l.text)
		found.schemes(l.text)
		found.assignments(l.text)
		for _, x := range found {
			out.hide(l.from[x.start], l.from[x.end])
		}
	}
	if len(out) == 0 {
		return text
	}
	return string(out.merged().apply([]byte(text)))
}

// assignments hides what follows the name of a secret with an equals sign behind it, to the end.
func (e *edits) assignments(text []byte) {
	for i, c := range text {
		if c != '=' {
			continue
		}
		name := i
		for name > 0 && inOptionName(text[name-1]) {
			name--
		}
		if tells(normal(string(text[name:i]))) {
			e.hide(i+1, len(text))
			return
		}
	}
}

// Error returns an error whose text is without secrets: those of the set, and those that [Cause]
// finds. It is the error itself if its text has none. Otherwise errors.Is and errors.As reach what
// they reach in the error, but errors.Unwrap doesn't, as the texts of causes would have the secret.
// Nil is nil.
func (k *Known) Error(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	shown := k.Strike(Cause(text))
	if shown == text {
		return err
	}
	return &struck{shown, err}
}

// struck is an error in whose text secrets were struck out.
type struck struct {
	text string
	err  error
}

func (e *struck) Error() string { return e.text }

func (e *struck) Is(target error) bool { return errors.Is(e.err, target) }

func (e *struck) As(target any) bool { return errors.As(e.err, target) }

// Format keeps every verb from printing the error inside.
func (e *struck) Format(s fmt.State, verb rune) { Format(s, verb, e.text, e.text) }
