package guest

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ovirt-go/ovirt/sdk"
)

// Problem is one thing that is wrong with the data for a guest.
type Problem struct {
	Member string // Member is the place by Go names: Nics[0].Ipv4.
	Value  string // Value is what stands there, cut after 60 characters; empty if that is nothing, or a secret.
	Reason string // Reason says what is wrong, as a sentence that goes on after the value.
}

// String returns member, value and reason.
func (p Problem) String() string {
	if p.Value == "" {
		return p.Member + ": " + p.Reason
	}
	return fmt.Sprintf("%s: %q %s", p.Member, p.Value, p.Reason)
}

// Problems are all things that are wrong, in the order of the members; errors.As takes them out of the error, whose class is
// sdk.ErrInvalid.
type Problems []Problem

// Error returns all problems on one line.
func (p Problems) Error() string {
	all := make([]string, len(p))
	for i, one := range p {
		all[i] = one.String()
	}
	return strings.Join(all, "; ")
}

// checker collects problems.
type checker struct{ found Problems }

// add notes a problem with a value that may be shown.
func (c *checker) add(member, value, format string, args ...any) {
	if runes := []rune(value); len(runes) > 60 {
		value = string(runes[:60]) + "..."
	}
	c.found = append(c.found, Problem{member, value, fmt.Sprintf(format, args...)})
}

// err returns the problems as an error, or nil if there are none.
func (c *checker) err(op string) error {
	if len(c.found) == 0 {
		return nil
	}
	return &sdk.Error{Op: op, Class: sdk.ErrInvalid, Err: c.found}
}

// text checks that a value fits into a line, and into the engine's database; 0 stands for any length.
func (c *checker) text(member, value string, length int) bool {
	switch err := plain(value, ""); {
	case err != nil:
		c.add(member, value, "%s", err)
	case length > 0 && utf8.RuneCountInString(value) > length:
		c.add(member, value, "has %d characters; the engine keeps %d", utf8.RuneCountInString(value), length)
	default:
		return true
	}
	return false
}

// plain checks that a text has no control characters but those that are allowed.
func plain(value, allowed string) error {
	if !utf8.ValidString(value) {
		return errors.New("isn't UTF-8")
	}
	for _, r := range value {
		// What lies between 0x80 and 0xa0 is refused by readers of YAML, but for the line break of EBCDIC.
		if (r < ' ' || r >= 0x7f && r < 0xa0 && r != 0x85 || r == 0xfffe || r == 0xffff) && !strings.ContainsRune(allowed, r) {
			return fmt.Errorf("has the control character %U", r)
		}
	}
	return nil
}
