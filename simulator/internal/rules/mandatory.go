package rules

import (
	"strings"
	"unicode"
)

// check is one row of the table of what resources insist on.
type check struct {
	typ, method string
	model       bool   // model says that the row replaces the check by the API model.
	path, value string // path has the value where the row holds; "" holds always.
	wants       []want
}

// want is a member that must not be empty, or one of several.
type want struct {
	text  string // text is the engine's spelling.
	paths []string
}

func parseMandatory(file, text string) (map[string][]*check, error) {
	checks := make(map[string][]*check)
	for _, r := range rows(file, text) {
		head, what, ok := strings.Cut(r.text, " : ")
		words := strings.Fields(head)
		if !ok || len(words) < 3 {
			return nil, r.errorf("a row is: SERVICE TYPE METHOD [model] [if PATH=VALUE] : WHAT")
		}
		c := &check{typ: words[1], method: words[2]}
		rest := words[3:]
		if len(rest) > 0 && rest[0] == "model" {
			c.model, rest = true, rest[1:]
		}
		if len(rest) == 2 && rest[0] == "if" {
			c.path, c.value, ok = strings.Cut(rest[1], "=")
			rest = nil
		}
		if len(rest) > 0 || !ok {
			return nil, r.errorf("%q isn't a condition", strings.Join(words[3:], " "))
		}
		for w := range strings.SplitSeq(what, ", ") {
			if w == "-" {
				continue
			}
			c.wants = append(c.wants, want{text: w, paths: alternatives(w)})
		}
		checks[words[0]] = append(checks[words[0]], c)
	}
	return checks, nil
}

// alternatives returns the paths that the spelling of a message means: a.b|c is a.b or a.c, and
// a|b.c is a.c or b.c.
func alternatives(text string) []string {
	parts := strings.Split(text, "|")
	head, tail := "", ""
	if first, _, ok := cutLast(parts[0]); ok {
		head = first + "."
	} else if _, last, ok := cutLast(parts[len(parts)-1]); ok {
		tail = "." + last
	}
	var paths []string
	for i, part := range parts {
		switch {
		case head != "" && i > 0:
			part = head + part
		case tail != "" && i < len(parts)-1:
			part += tail
		}
		paths = append(paths, snake(part))
	}
	return paths
}

func cutLast(text string) (before, after string, found bool) {
	i := strings.LastIndexByte(text, '.')
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

func snake(text string) string {
	var b strings.Builder
	for _, c := range text {
		if unicode.IsUpper(c) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// Replaced reports whether the resource of a service makes its own checks in place of the one by
// the API model.
func (t *Table) Replaced(service string) bool {
	for _, c := range t.mandatory[service] {
		if c.model {
			return true
		}
	}
	return false
}

// Empty returns the refusal of a document that lacks, or has empty, what the service's resource
// insists on, or nil.
func (t *Table) Empty(service string, o Object) *Refusal {
	for _, c := range t.mandatory[service] {
		if c.path != "" && o.Get(c.path) != c.value {
			continue
		}
		var lacking []string
		for _, w := range c.wants {
			if !w.met(o) {
				lacking = append(lacking, w.text)
			}
		}
		if len(lacking) > 0 {
			return &Refusal{
				Reason: "Incomplete parameters",
				Detail: c.typ + " [" + strings.Join(lacking, ", ") + "] required for " + c.method,
			}
		}
	}
	return nil
}

func (w want) met(o Object) bool {
	for _, path := range w.paths {
		if v := o.Get(path); v != nil && v != "" {
			return true
		}
	}
	return false
}
