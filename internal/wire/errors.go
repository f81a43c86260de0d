package wire

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// errCut is what a document misses whose input ends too early; SyntaxError.Err holds io.ErrUnexpectedEOF then.
const errCut = "document is cut off"

// SyntaxError says that a document is damaged. Nothing after the place can be trusted, nor read.
type SyntaxError struct {
	Format Format
	Path   string // the innermost element, such as vms/vm[3]; empty before the root
	Offset int64  // byte at which the damage begins
	Msg    string // what is wrong
	Text   string // the offending text, at most 64 bytes; empty at the end of the document
	Err    error  // io.ErrUnexpectedEOF if the document is cut off, else nil
}

// Error returns one line that names path, offset, fault and text.
func (e *SyntaxError) Error() string {
	return place(e.Path, e.Format, e.Offset) + detail(e.Msg, e.Text, e.Err)
}

// Unwrap returns io.ErrUnexpectedEOF for a document that is cut off.
func (e *SyntaxError) Unwrap() error { return e.Err }

// ReadError says that the input could not be read to its end. errors.Is and errors.As reach the cause.
type ReadError struct {
	Format Format
	Path   string
	Offset int64
	Err    error
}

// Error returns one line that names path, offset and cause.
func (e *ReadError) Error() string {
	return place(e.Path, e.Format, e.Offset) + e.Err.Error()
}

// Unwrap returns the input's own error.
func (e *ReadError) Unwrap() error { return e.Err }

// Found says what kind of document stands where another is wanted.
type Found int8

// What [RootError] tells apart.
const (
	FoundTag   Found = iota // the right format, but another root
	FoundHTML               // an HTML page, as proxies and the engine's login send
	FoundXML                // XML where JSON is wanted
	FoundJSON               // JSON where XML is wanted
	FoundOther              // neither: plain text, or a JSON value that is no object
)

// RootError says that a document is not one of those that the caller can use.
type RootError struct {
	Format Format // the format in which the document was read
	Found  Found
	Offset int64
	Got    string   // the root's tag, or the first bytes of what was found
	Want   []string // the roots that would do; empty if any would
}

// Error returns one line that names what was found and what is wanted.
func (e *RootError) Error() string {
	var b strings.Builder
	b.WriteString(place("", e.Format, e.Offset))
	switch e.Found {
	case FoundTag:
		fmt.Fprintf(&b, "root is <%s>", e.Got)
	case FoundHTML:
		b.WriteString("an HTML page")
	case FoundXML:
		b.WriteString("an XML document")
	case FoundJSON:
		b.WriteString("a JSON document")
	default:
		fmt.Fprintf(&b, "neither XML nor a JSON object: %q", e.Got)
	}
	if len(e.Want) > 0 {
		b.WriteString(", want ")
		for i, tag := range e.Want {
			switch {
			case i > 0 && i == len(e.Want)-1:
				b.WriteString(" or ")
			case i > 0:
				b.WriteString(", ")
			}
			b.WriteString("<" + tag + ">")
		}
	}
	return b.String()
}

// ValueError says that one value doesn't fit its field. The field is absent, and the rest of the document is good.
type ValueError struct {
	Format Format
	Path   string // the value, such as vms/vm[3]/memory or vms/vm[3]/@id
	Offset int64  // where the value begins
	Text   string // the value as written, at most 64 bytes; empty if Got says what was found
	Got    string // such as "an object", where the value is not a text
	Want   string // such as "an integer"
}

// Error returns one line that names path, offset, text and what is wanted.
func (e *ValueError) Error() string {
	if e.Got != "" {
		return fmt.Sprintf("%s%s where %s is wanted", place(e.Path, e.Format, e.Offset), e.Got, e.Want)
	}
	return fmt.Sprintf("%s%q is not %s", place(e.Path, e.Format, e.Offset), e.Text, e.Want)
}

// TextError says that a value can't be written. Nothing of the document should be sent.
type TextError struct {
	Format Format
	Path   string // the member, such as vm/name
	Text   string // the value, at most 64 bytes; empty if the member may hold a secret
	Msg    string // what is wrong with it
}

// Error returns one line that names path, fault and text.
func (e *TextError) Error() string {
	return "write " + e.Path + ": " + detail(e.Msg, e.Text, nil)
}

// Words of names of members whose values errors don't quote. They hide more than what is secret: a
// password that can't be written must not be in the error about it, while of other values the place
// says enough.
var (
	secretWords = []string{
		"passw", "passphrase", "secret", "token", "credential", "private", "key", "script", "ticket", "url", "viewer", "license",
		"option", "cmdline", "initialization", "payload", "assertion", "saml", "community", "cookie", "authorization",
	}
	secretNames = []string{"value", "content", "data", "otp"}
)

// secretive reports whether a name on the way to a member says that its value may be a secret.
func secretive(path string) bool {
	for name := range strings.SplitSeq(strings.ToLower(path), "/") {
		name, _, _ = strings.Cut(name, "[")
		if slices.Contains(secretNames, name) ||
			slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(name, word) }) {
			return true
		}
	}
	return false
}

// place is how every error of the reader begins.
func place(path string, f Format, offset int64) string {
	if path == "" {
		path = "document"
	}
	return fmt.Sprintf("read %s: %s offset %d: ", path, f, offset)
}

func detail(msg, text string, err error) string {
	if text != "" {
		msg += fmt.Sprintf(" at %q", text)
	}
	if err != nil {
		msg += ": " + err.Error()
	}
	return msg
}

// sample returns the text as errors quote it.
func sample[T string | []byte](text T) string {
	if len(text) > sampleSize {
		text = text[:sampleSize]
	}
	return string(text)
}

// errStalled ends the reading of an input that returns neither bytes nor an error.
var errStalled = errors.New("input returns no bytes")
