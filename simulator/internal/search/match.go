package search

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Values are what a field of an object holds: a string, bool, int64, float64 or time.Time each;
// none where it is unset.
type Values []any

// Object is something that can be searched.
type Object interface {
	// Field returns the values of a field that the catalog has for the object's kind.
	Field(name string) Values
	// Texts returns the values that a free text is looked for in.
	Texts() []string
	// Cross returns the related objects of a relation that the catalog has for the object's kind.
	Cross(relation string) []Object
}

// Options change how values are compared.
type Options struct {
	CaseSensitive bool
	Now           time.Time
}

// Match reports whether the object fits the query, which must have passed Check for its kind.
func (q *Query) Match(o Object, opt Options) bool {
	for _, and := range q.Any {
		if !slices.ContainsFunc(and, func(c Cond) bool { return !c.match(o, opt) }) {
			return true
		}
	}
	return len(q.Any) == 0
}

func (c Cond) match(o Object, opt Options) bool {
	if c.Cross == "" {
		return c.own(o, opt)
	}
	return slices.ContainsFunc(o.Cross(c.Cross), func(related Object) bool { return c.own(related, opt) })
}

// own compares with the object itself.
func (c Cond) own(o Object, opt Options) bool {
	if c.Field != "" {
		return c.compare(o.Field(c.Field), opt)
	}
	found := slices.ContainsFunc(o.Texts(), func(text string) bool { return like(text, "*"+c.Value+"*", opt.CaseSensitive) })
	return found == (c.Rel == "=")
}

// compare reports whether one of the values stands in the relation. A value that is unset is
// unequal to all.
func (c Cond) compare(values Values, opt Options) bool {
	if c.Rel == "!=" {
		c.Rel = "="
		return !c.compare(values, opt)
	}
	if c.spec.Type == Exact && c.Rel == "=" && (c.Value == "" || strings.EqualFold(c.Value, "null")) {
		return len(values) == 0
	}
	return slices.ContainsFunc(values, func(v any) bool { return c.one(v, opt) })
}

func (c Cond) one(v any, opt Options) bool {
	switch v := v.(type) {
	case string:
		return c.text(v, opt)
	case bool:
		return v == strings.EqualFold(c.Value, "true")
	case int64:
		if c.spec.Type == Span {
			want, ok := span(c.Value)
			return ok && c.holds(cmp.Compare(v, want))
		}
		want, ok := decimal(c.Value)
		return ok && c.holds(cmp.Compare(float64(v), want))
	case float64:
		want, ok := decimal(c.Value)
		return ok && c.holds(cmp.Compare(v, want))
	case time.Time:
		from, ok := moment(c.Value, opt.Now)
		if ok && c.Rel == "=" {
			return !v.Before(from) && !v.After(from.Add(24*time.Hour)) // a day from then on, and not a calendar day
		}
		return ok && c.holds(v.Compare(from))
	}
	return false
}

func (c Cond) text(v string, opt Options) bool {
	switch {
	case c.spec.Type == Enum && c.Rel != "=":
		order := func(name string) int { return slices.Index(c.spec.Names, strings.ToLower(name)) }
		return c.holds(cmp.Compare(order(v), order(c.Value)))
	case c.spec.Type == Enum || c.spec.Type == Exact:
		return strings.EqualFold(v, c.Value)
	case c.spec.Contains:
		return like(v, "*"+c.Value+"*", opt.CaseSensitive)
	}
	return like(v, c.Value, opt.CaseSensitive)
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

// layouts are the dates that can be searched for: what Java writes for the United States from short
// to full, and ISO 8601.
var layouts = []string{
	"1/2/06", "1/2/06, 3:04 PM", "Jan 2, 2006", "Jan 2, 2006, 3:04:05 PM", "January 2, 2006", "January 2, 2006, 3:04:05 PM MST",
	"Monday, January 2, 2006", "2006-01-02", "2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05", time.RFC3339, "1/2/2006",
	"01/02/2006 15:04:05",
}

// moment returns the time that a date means.
func moment(text string, now time.Time) (time.Time, bool) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch strings.ToLower(text) {
	case "today":
		return today, true
	case "yesterday":
		return today.AddDate(0, 0, -1), true
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if !strings.EqualFold(day.String(), text) {
			continue
		}
		// The engine looks for the name among the days before yesterday; the name of yesterday
		// itself it takes for today.
		for back := 2; back < 8; back++ {
			if from := today.AddDate(0, 0, -back); from.Weekday() == day {
				return from, true
			}
		}
		return today, true
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
