package transport

import (
	"fmt"
	"strings"
)

// OtherObject says that the object of an answer isn't the one that the path of its request names.
type OtherObject struct {
	Want string // Want is the ID in the path.
	Got  string // Got is the ID of the object.
}

// Error returns a line with both IDs.
func (e *OtherObject) Error() string {
	return fmt.Sprintf("the answer is one to another request: it holds the object with ID %q instead "+
		"of %q", e.Got, e.Want)
}

// nothing is the ID that engines use where there is none, as for the CD-ROM device of a VM.
const nothing = "00000000-0000-0000-0000-000000000000"

// sameObject returns an error if an object is certainly another one than that at the path of its
// request: both have a UUID, or both a number, and these differ. Other IDs, such as names of files,
// labels and options, have more than one spelling. On a real engine all of 51,079 objects had the
// last segment of their own address as ID.
func sameObject(path, id string) error {
	want := path[strings.LastIndexByte(path, '/')+1:]
	switch {
	case id == "" || strings.EqualFold(want, id) || id == nothing:
		return nil
	case isUUID(want) && isUUID(id), isNumber(want) && isNumber(id):
		return &OtherObject{Want: want, Got: id}
	}
	return nil
}

// ident returns the ID of an object, or "" if it has none.
func ident[T any](read func(*T) (id, href *string), v *T) string {
	if v == nil || read == nil {
		return ""
	}
	if id, _ := read(v); id != nil {
		return *id
	}
	return ""
}

func isUUID(text string) bool {
	if len(text) != len(nothing) {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if nothing[i] == '-' {
			if c != '-' {
				return false
			}
			continue
		}
		if !isDigit(c) && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

func isNumber(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return text != ""
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
