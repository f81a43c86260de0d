package transport

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Query collects the query parameters of a method in the order in which they are set. The zero Query is empty and ready.
type Query struct {
	pairs []pair
}

type pair struct{ name, value string }

// Set adds a parameter, or replaces the one of that name. The receiver's former copies are not changed.
func (q *Query) Set(name, value string) {
	q.Delete(name)
	q.pairs = append(q.pairs, pair{name, value})
}

// Value returns a parameter, or "" if it isn't set.
func (q *Query) Value(name string) string {
	for _, p := range q.pairs {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

// Delete takes a parameter away. The receiver's former copies are not changed.
func (q *Query) Delete(name string) {
	q.pairs = slices.DeleteFunc(slices.Clone(q.pairs), func(p pair) bool { return p.name == name })
}

// Names returns the names of the parameters in their order.
func (q *Query) Names() []string {
	names := make([]string, len(q.pairs))
	for i, p := range q.pairs {
		names[i] = p.name
	}
	return names
}

// String adds a parameter unless it is nil.
func (q *Query) String(name string, v *string) {
	if v != nil {
		q.pairs = append(q.pairs, pair{name, *v})
	}
}

// Text adds a parameter unless it is empty.
func (q *Query) Text(name, v string) {
	if v != "" {
		q.pairs = append(q.pairs, pair{name, v})
	}
}

// Bool adds a parameter unless it is nil.
func (q *Query) Bool(name string, v *bool) {
	if v != nil {
		q.pairs = append(q.pairs, pair{name, strconv.FormatBool(*v)})
	}
}

// Int adds a parameter unless it is nil.
func (q *Query) Int(name string, v *int64) {
	if v != nil {
		q.pairs = append(q.pairs, pair{name, strconv.FormatInt(*v, 10)})
	}
}

// Float adds a parameter unless it is nil.
func (q *Query) Float(name string, v *float64) {
	if v != nil {
		q.pairs = append(q.pairs, pair{name, strconv.FormatFloat(*v, 'f', -1, 64)})
	}
}

// Time adds a parameter unless it is nil, with milliseconds and zone.
func (q *Query) Time(name string, v *time.Time) {
	if v != nil {
		q.pairs = append(q.pairs, pair{name, v.Format("2006-01-02T15:04:05.000Z07:00")})
	}
}

// Encode returns the query with what else the caller wants in it, without the question mark; blanks become %20, which every server
// reads, in a path too.
func (q *Query) Encode(more url.Values) string {
	if len(q.pairs) == 0 && len(more) == 0 {
		return ""
	}
	var b strings.Builder
	add := func(name, value string) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(escape(name))
		b.WriteByte('=')
		b.WriteString(escape(value))
	}
	for _, p := range q.pairs {
		add(p.name, p.value)
	}
	names := make([]string, 0, len(more))
	for name := range more {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range more[name] {
			add(name, value)
		}
	}
	return b.String()
}

func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
