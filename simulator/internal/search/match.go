package search

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// Values are what a field of an object holds: a string, bool, int64, float64 or time.Time each; none where it is unset.
type Values []any

// Object is something that can be searched.
type Object interface {
	// Field gives the values of a field, and false if objects of the kind have no such field.
	Field(name string) (Values, bool)
	// Texts gives the values that a free text is looked for in.
	Texts() []string
	// Cross gives the related objects of a kind, and false if there is no such relation.
	Cross(kind string) ([]Object, bool)
}

// Options change how values are compared.
type Options struct {
	CaseSensitive bool
	Now           time.Time
}

// Match reports whether the object fits the query. A field or relation that its kind lacks makes the query invalid.
func (q *Query) Match(o Object, opt Options) (bool, error) {
	if len(q.Any) == 0 {
		return true, nil
	}
	matched := false
	for _, and := range q.Any {
		all := true
		for _, c := range and {
			// Every condition is looked at, so that an unknown field is found whatever the others say.
			ok, err := c.match(o, opt)
			if err != nil {
				return false, err
			}
			all = all && ok
		}
		matched = matched || all
	}
	return matched, nil
}

func (c Cond) match(o Object, opt Options) (bool, error) {
	if c.Field == "" {
		for _, text := range o.Texts() {
			if like(text, "*"+c.Value+"*", opt.CaseSensitive) {
				return true, nil
			}
		}
		return false, nil
	}
	if c.Cross == "" {
		values, ok := o.Field(c.Field)
		if !ok {
			return c.crossName(o, opt)
		}
		return c.compare(values, opt), nil
	}
	related, ok := o.Cross(c.Cross)
	if !ok {
		return false, ErrInvalid
	}
	for _, r := range related {
		values, ok := r.Field(c.Field)
		if !ok {
			return false, ErrInvalid
		}
		if c.compare(values, opt) {
			return true, nil
		}
	}
	return false, nil
}

// crossName takes the field for a related kind without a field: its name is meant.
func (c Cond) crossName(o Object, opt Options) (bool, error) {
	related, ok := o.Cross(c.Field)
	if !ok {
		return false, ErrInvalid
	}
	for _, r := range related {
		if values, ok := r.Field("name"); ok && c.compare(values, opt) {
			return true, nil
		}
	}
	return false, nil
}

// compare reports whether one of the values stands in the relation. A value that is unset is unequal to all.
func (c Cond) compare(values Values, opt Options) bool {
	if c.Rel == "!=" {
		same := Cond{Rel: "=", Value: c.Value}
		return !same.compare(values, opt)
	}
	for _, v := range values {
		if c.one(v, opt) {
			return true
		}
	}
	return false
}

func (c Cond) one(v any, opt Options) bool {
	switch v := v.(type) {
	case string:
		return c.Rel == "=" && like(v, c.Value, opt.CaseSensitive)
	case bool:
		want, err := strconv.ParseBool(strings.ToLower(c.Value))
		return err == nil && c.Rel == "=" && v == want
	case int64:
		want, err := strconv.ParseFloat(c.Value, 64)
		return err == nil && c.holds(cmp.Compare(float64(v), want))
	case float64:
		want, err := strconv.ParseFloat(c.Value, 64)
		return err == nil && c.holds(cmp.Compare(v, want))
	case time.Time:
		from, to, ok := day(c.Value, opt.Now)
		if !ok {
			return false
		}
		switch c.Rel {
		case "=":
			return !v.Before(from) && v.Before(to)
		case "<":
			return v.Before(from)
		case ">":
			return !v.Before(to)
		}
	}
	return false
}

// holds reports whether a comparison's outcome is what the relation asks for.
func (c Cond) holds(order int) bool {
	switch c.Rel {
	case "=":
		return order == 0
	case "<":
		return order < 0
	case ">":
		return order > 0
	case "<=":
		return order <= 0
	case ">=":
		return order >= 0
	}
	return false
}

// like compares a text with a pattern in which * stands for any run of characters.
func like(text, pattern string, sensitive bool) bool {
	if !sensitive {
		text, pattern = strings.ToLower(text), strings.ToLower(pattern)
	}
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return text == pattern
	}
	if !strings.HasPrefix(text, parts[0]) {
		return false
	}
	text = text[len(parts[0]):]
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return strings.HasSuffix(text, last)
}

// layouts are the dates that can be searched for, each with the time that it spans.
var layouts = []struct {
	layout string
	span   time.Duration
}{
	{time.RFC3339, time.Second},
	{"2006-01-02T15:04:05", time.Second},
	{"2006-01-02 15:04:05", time.Second},
	{"2006-01-02 15:04", time.Minute},
	{"2006-01-02", 24 * time.Hour},
	{"01/02/2006 15:04:05", time.Second},
	{"01/02/2006", 24 * time.Hour},
	{"1/2/06", 24 * time.Hour},
}

// day gives the span of time that a date means: a day, or what is left of it by a time of day.
func day(text string, now time.Time) (from, to time.Time, ok bool) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch lower := strings.ToLower(text); lower {
	case "today":
		return today, today.AddDate(0, 0, 1), true
	case "yesterday":
		return today.AddDate(0, 0, -1), today, true
	default:
		for back := range 7 {
			from := today.AddDate(0, 0, -back)
			if strings.ToLower(from.Weekday().String()) == lower {
				return from, from.AddDate(0, 0, 1), true
			}
		}
	}
	for _, l := range layouts {
		if t, err := time.ParseInLocation(l.layout, text, now.Location()); err == nil {
			return t, t.Add(l.span), true
		}
	}
	return from, to, false
}
