package search

import (
	"fmt"
	"reflect"
	"strings"
)

// isHidden reports whether a field of objects of type T is one that engines read only at the place
// of a plain condition: they don't complete it, so that they know it neither behind sortby nor
// behind a relation, and answer such a search with an empty list.
func isHidden[T any](field string) bool {
	switch reflect.TypeFor[T]().Name() {
	case "Event":
		return field == "usrid" || strings.HasPrefix(field, "_event_")
	case "Host":
		return field == "id"
	case "Template":
		return field == "_vmt_id"
	}
	return false
}

// sorted returns the query that finds what a condition holds for, in the order of a field.
func sorted[T any](c Cond[T], field Field[T], direction string) Query[T] {
	name := plain(field.name(nil))
	if isHidden[T](name) {
		return Query[T]{cond: failed[T](name, "engines can't sort by it")}
	}
	return Query[T]{c, name + " " + direction}
}

// behind returns what is wrong with a condition behind a relation; nil if it can be said there.
func behind[T any](relation string, a atom) error {
	switch {
	case a.cross != "":
		return fmt.Errorf(
			"%s.%s.%s: relations of related objects can't be searched", relation, a.cross, a.field,
		)
	case a.first, isHidden[T](a.field):
		return fmt.Errorf(
			"%s.%s can't be searched for through related objects", relation, a.field,
		)
	case a.field == "":
		return fmt.Errorf("%s: %w", relation, errCrossedText)
	}
	return nil
}
