package find

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// test is a compiled line of a Match: the fields on the way, and the pattern at its end.
type test struct {
	fields  []int
	pattern string
}

type tests []test

var timeType = reflect.TypeFor[time.Time]()

// compile finds the fields of all paths.
func (m Match) compile(t reflect.Type) (tests, error) {
	var all tests
	var errs []error
	for _, path := range slices.Sorted(maps.Keys(m)) {
		fields, err := steps(t, path)
		if err != nil {
			errs = append(errs, fmt.Errorf("path %q: %w", path, err))
			continue
		}
		all = append(all, test{fields, m[path]})
	}
	return all, errors.Join(errs...)
}

// steps returns the fields of a path.
func steps(t reflect.Type, path string) ([]int, error) {
	var fields []int
	for name := range strings.SplitSeq(path, ".") {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || t == timeType {
			return nil, fmt.Errorf("there is nothing within a %s", t.Name())
		}
		i := slices.IndexFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return word(f.Name) == word(name) })
		if i < 0 {
			return nil, fmt.Errorf("a %s has no %q", t.Name(), name)
		}
		fields, t = append(fields, i), t.Field(i).Type
	}
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct && t != timeType {
		return nil, fmt.Errorf("a %s is compared by its members", t.Name())
	}
	return fields, nil
}

// hold reports whether all tests hold for an object.
func (all tests) hold(v any) bool {
	return !slices.ContainsFunc(all, func(t test) bool { return !t.hold(reflect.ValueOf(v), t.fields) })
}

func (t test) hold(v reflect.Value, fields []int) bool {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return glob(t.pattern, "")
		}
		return t.hold(v.Elem(), fields)
	case reflect.Slice:
		for i := range v.Len() {
			if t.hold(v.Index(i), fields) {
				return true
			}
		}
		return v.Len() == 0 && glob(t.pattern, "")
	case reflect.Struct:
		if len(fields) > 0 {
			return t.hold(v.Field(fields[0]), fields[1:])
		}
		return glob(t.pattern, v.Interface().(time.Time).Format(time.RFC3339))
	}
	return glob(t.pattern, fmt.Sprint(v.Interface()))
}

// token is a part of a pattern: a character, or a wildcard.
type token struct {
	char rune
	wild bool
}

func tokens(pattern string) []token {
	var list []token
	escaped := false
	for _, c := range pattern {
		if c == '\\' && !escaped {
			escaped = true
			continue
		}
		list = append(list, token{c, !escaped && (c == '*' || c == '?')})
		escaped = false
	}
	if escaped {
		list = append(list, token{'\\', false})
	}
	return list
}

// glob reports whether a text is of a pattern.
func glob(pattern, text string) bool {
	p, s := tokens(pattern), []rune(text)
	star, mark := -1, 0 // where the last star stands, and what of the text it takes so far
	i, j := 0, 0
	for j < len(s) {
		switch {
		case i < len(p) && p[i] == (token{'*', true}):
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == (token{'?', true}) || p[i] == (token{s[j], false})):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == (token{'*', true}) {
		i++
	}
	return i == len(p)
}
