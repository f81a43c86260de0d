package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxSubject is how many characters the first line of a message may have.
const maxSubject = 60

// bodiless are the beginnings of subjects that need no body, because what they do follows from
// other commits.
var bodiless = []string{"Regenerate", "Merge"}

// trailer is a line such as Signed-off-by: Jane Doe <jane@example.com>, which is no body.
var trailer = regexp.MustCompile(`^[A-Z][\w-]*-[Bb]y: `)

// check reports what is wrong with the message of a commit.
func check(message string) error {
	subject, rest, _ := strings.Cut(strings.TrimLeft(message, "\n"), "\n")
	if strings.TrimSpace(subject) == "" {
		return errors.New("the message is empty")
	}
	var errs []error
	if n := utf8.RuneCountInString(subject); n > maxSubject {
		const format = "the subject has %d characters, more than %d: %q"
		errs = append(errs, fmt.Errorf(format, n, maxSubject, subject))
	}
	if strings.HasSuffix(subject, ".") {
		errs = append(errs, fmt.Errorf("the subject ends with a full stop: %q", subject))
	}
	second, _, _ := strings.Cut(rest, "\n")
	if strings.TrimSpace(second) != "" {
		errs = append(errs, fmt.Errorf("the line after the subject isn't empty: %q", second))
	}
	if !hasBody(rest) && !needsNone(subject) {
		errs = append(errs, fmt.Errorf("the message has no body that says why: %q", subject))
	}
	return errors.Join(errs...)
}

func needsNone(subject string) bool {
	for _, beginning := range bodiless {
		if strings.HasPrefix(subject, beginning) {
			return true
		}
	}
	return false
}

func hasBody(rest string) bool {
	for line := range strings.Lines(rest) {
		if strings.TrimSpace(line) != "" && !trailer.MatchString(line) {
			return true
		}
	}
	return false
}
