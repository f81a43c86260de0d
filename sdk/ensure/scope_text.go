package ensure

import (
	"reflect"
	"strings"
)

// of describes what is set below an object and not managed, by paths that begin with path; it is
// empty if there is nothing.
func (s scope) of(v any, path string) string {
	return strings.Join(s.others(reflect.ValueOf(v).Elem(), "", path), "; ")
}
