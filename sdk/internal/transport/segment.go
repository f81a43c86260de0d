package transport

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxID bounds an ID in bytes. Those of engines are UUIDs, numbers and names, of which names of
// files are the longest.
const maxID = 1024

// maxDecoding bounds how often a text is looked at as if it were escaped. What is escaped more
// often is refused.
const maxDecoding = 8

// CheckID returns an error that says why a text can't be a segment of a path, or nil. It may leave
// its segment nowhere on the way to the engine, whatever web servers and proxies make of it:
// several unescape paths, some twice, take a backslash for a slash, and cut off matrix parameters.
func CheckID(id string) error {
	switch {
	case id == "" || id == "." || id == "..":
		return fmt.Errorf("%q is not an id", id) // "" leads to the list, the others to what is above.
	case len(id) > maxID:
		return fmt.Errorf("%q is not an id: it has %d bytes, and %d are the most", shorten(id), len(id), maxID)
	}
	if reason := unsafe(id); reason != "" {
		return fmt.Errorf("%q is not an id: it %s", shorten(id), reason)
	}
	return nil
}

// stepUp is the reason for "." and "..", and what becomes one of them.
const stepUp = "leads to another place"

// ErrClimbs is the error of [CheckPath] for a path that leaves its place.
var ErrClimbs = errors.New("the path leads to another place")

// unsafe says what is wrong with a segment before it is escaped, "" for nothing.
func unsafe(plain string) string {
	for range maxDecoding {
		switch {
		case !utf8.ValidString(plain):
			return "is not UTF-8"
		case strings.IndexFunc(plain, unicode.IsControl) >= 0:
			return "contains a control character"
		case strings.ContainsAny(plain, `/\`):
			return "contains a slash or a backslash"
		case Climbs(plain):
			return stepUp
		}
		next, err := url.PathUnescape(plain)
		if err != nil || next == plain {
			return ""
		}
		plain = next
	}
	return "is escaped too often"
}

// Climbs reports whether a segment is "." or "..", perhaps with matrix parameters or blanks that
// some servers drop.
func Climbs(plain string) bool {
	name, _, _ := strings.Cut(plain, ";")
	name = strings.TrimSpace(name)
	return name == "." || name == ".."
}

// shorten cuts a text for an error.
func shorten(text string) string {
	const most = 100
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}

// CheckPath returns an error if an escaped path, such as that of an href, leaves the place that it
// is relative to, or names nothing at one of its steps; nil if it is good. One slash at its end is
// ignored.
func CheckPath(path string) error {
	path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
	if path == "" {
		return nil
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "" {
			return errors.New("the path has an empty segment; perhaps an ID is missing")
		}
		switch reason := wayward(segment); reason {
		case "":
		case stepUp:
			return ErrClimbs
		default:
			return fmt.Errorf("segment %q of the path %s", shorten(segment), reason)
		}
	}
	return nil
}

// wayward says what is wrong with an escaped segment that an engine may have made. Unlike an ID it
// may contain a slash, unless a step upwards is beside it.
func wayward(segment string) string {
	plain := segment
	for range maxDecoding {
		next, err := url.PathUnescape(plain)
		if err != nil {
			if plain == segment {
				return "isn't escaped correctly"
			}
			return ""
		}
		switch {
		case !utf8.ValidString(next):
			return "is not UTF-8"
		case strings.IndexFunc(next, unicode.IsControl) >= 0:
			return "contains a control character"
		}
		for _, part := range strings.FieldsFunc(next, func(c rune) bool { return c == '/' || c == '\\' }) {
			if Climbs(part) {
				return stepUp
			}
		}
		if next == plain {
			return ""
		}
		plain = next
	}
	return "is escaped too often"
}
