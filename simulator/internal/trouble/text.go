package trouble

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ruleField is a field of rules as texts and JSON name it.
type ruleField struct {
	name string
	set  func(r *Rule, text string) error
	get  func(r *Rule) any // nil leaves it out
}

// ruleFields are all of them, in the order in which they are written.
var ruleFields = []ruleField{
	textField("op", func(r *Rule) *string { return &r.Op }),
	textField("method", func(r *Rule) *string { return &r.Method }),
	textField("path", func(r *Rule) *string { return &r.Path }),
	textField("id", func(r *Rule) *string { return &r.ID }),
	intField("skip", func(r *Rule) *int { return &r.Skip }),
	intField("nth", func(r *Rule) *int { return &r.Nth }),
	intField("times", func(r *Rule) *int { return &r.Times }),
	{
		"probability",
		func(r *Rule, text string) (err error) {
			r.Probability, err = strconv.ParseFloat(text, 64)
			return errors.Unwrap(err)
		},
		func(r *Rule) any { return known(r.Probability) },
	},
	{
		"seed",
		func(r *Rule, text string) (err error) {
			r.Seed, err = strconv.ParseUint(text, 10, 64)
			return errors.Unwrap(err)
		},
		func(r *Rule) any { return known(r.Seed) },
	},
	timeField("delay", func(r *Rule) *time.Duration { return &r.Delay }),
	timeField("jitter", func(r *Rule) *time.Duration { return &r.Jitter }),
	intField("status", func(r *Rule) *int { return &r.Status }),
	textField("reason", func(r *Rule) *string { return &r.Reason }),
	textField("detail", func(r *Rule) *string { return &r.Detail }),
	textField("page", func(r *Rule) *string { return &r.Page }),
	textField("body", func(r *Rule) *string { return &r.Body }),
	textField("type", func(r *Rule) *string { return &r.ContentType }),
	{"header", setHeader, getHeader},
	boolField("drop", func(r *Rule) *bool { return &r.Drop }),
	boolField("reset", func(r *Rule) *bool { return &r.Reset }),
	boolField("after", func(r *Rule) *bool { return &r.After }),
	timeField("slow", func(r *Rule) *time.Duration { return &r.Slow }),
	intField("truncate", func(r *Rule) *int { return &r.Truncate }),
	boolField("expire", func(r *Rule) *bool { return &r.Expire }),
	{
		"outage",
		func(r *Rule, text string) error {
			r.Outage = Outage(text)
			return nil
		},
		func(r *Rule) any { return known(string(r.Outage)) },
	},
	timeField("for", func(r *Rule) *time.Duration { return &r.For }),
}

// known returns a value, or nil for the zero one.
func known[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

func textField(name string, at func(*Rule) *string) ruleField {
	set := func(r *Rule, text string) error {
		*at(r) = text
		return nil
	}
	return ruleField{name, set, func(r *Rule) any { return known(*at(r)) }}
}

func intField(name string, at func(*Rule) *int) ruleField {
	set := func(r *Rule, text string) (err error) {
		*at(r), err = strconv.Atoi(text)
		return errors.Unwrap(err)
	}
	return ruleField{name, set, func(r *Rule) any { return known(*at(r)) }}
}

func boolField(name string, at func(*Rule) *bool) ruleField {
	set := func(r *Rule, text string) (err error) {
		*at(r), err = strconv.ParseBool(text)
		return errors.Unwrap(err)
	}
	return ruleField{name, set, func(r *Rule) any { return known(*at(r)) }}
}

func timeField(name string, at func(*Rule) *time.Duration) ruleField {
	set := func(r *Rule, text string) error {
		d, err := time.ParseDuration(text)
		if err != nil {
			return errors.New("no duration such as 1.5s")
		}
		*at(r) = d
		return nil
	}
	return ruleField{name, set, func(r *Rule) any {
		if *at(r) == 0 {
			return nil
		}
		return at(r).String()
	}}
}

// setHeader adds a line such as Retry-After: 7.
func setHeader(r *Rule, text string) error {
	name, value, ok := strings.Cut(text, ":")
	if !ok || strings.TrimSpace(name) == "" {
		return errors.New("no line such as Retry-After: 7")
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	return nil
}

func getHeader(r *Rule) any {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			lines = append(lines, name+": "+value)
		}
	}
	if lines == nil {
		return nil
	}
	return lines
}

// setField sets a field by its name.
func (r *Rule) setField(name, text string) error {
	for _, f := range ruleFields {
		if f.name != name {
			continue
		}
		if err := f.set(r, text); err != nil {
			return fmt.Errorf("%s %q: %w", name, text, err)
		}
		return nil
	}
	return fmt.Errorf("unknown field %q; there are %s", name, strings.Join(fieldNames(), ", "))
}

func fieldNames() []string {
	var names []string
	for _, f := range ruleFields {
		names = append(names, f.name)
	}
	return names
}

// ParseRule reads a rule as the command line has it: fields with values, separated by commas, such
// as
//
//	op=VmsService.Add,nth=2,status=503
//
// The names are those of Rule's fields in lower case, with type for ContentType; header stands once
// for each line. A field that is true needs no value: drop is drop=true. Values with commas are
// quoted as in Go.
func ParseRule(text string) (Rule, error) {
	var r Rule
	if strings.TrimSpace(text) == "" {
		return r, errors.New("the rule is empty")
	}
	for rest, more := text, true; more; {
		var part string
		var err error
		if part, rest, more, err = nextField(rest); err != nil {
			return Rule{}, err
		}
		name, value, has := strings.Cut(part, "=")
		if !has {
			value = "true"
		}
		value = strings.TrimSpace(value)
		if strings.HasPrefix(value, `"`) {
			if value, err = strconv.Unquote(value); err != nil {
				return Rule{}, fmt.Errorf("%s isn't quoted as in Go", part)
			}
		}
		if err := r.setField(strings.TrimSpace(name), value); err != nil {
			return Rule{}, err
		}
	}
	return r, r.Check()
}

// nextField cuts a text at its first comma outside of quotes.
func nextField(text string) (part, rest string, more bool, err error) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quoted:
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ',' && !quoted:
			return text[:i], text[i+1:], true, nil
		}
	}
	if quoted {
		return "", "", false, fmt.Errorf("the quotes of %s don't end", text)
	}
	return text, "", false, nil
}

// String returns the rule as [ParseRule] reads it.
func (r Rule) String() string {
	var parts []string
	add := func(name string, v any) {
		text := fmt.Sprint(v)
		switch {
		case v == true:
			parts = append(parts, name)
			return
		case strings.ContainsAny(text, ",\"\\\n\r\t") || strings.TrimSpace(text) != text:
			text = strconv.Quote(text)
		}
		parts = append(parts, name+"="+text)
	}
	for _, f := range ruleFields {
		switch v := f.get(&r).(type) {
		case nil:
		case []string:
			for _, line := range v {
				add(f.name, line)
			}
		default:
			add(f.name, v)
		}
	}
	return strings.Join(parts, ",")
}

// MarshalJSON returns an object with the names of [ParseRule]; durations are texts such as "1.5s",
// and header is a list of lines.
func (r Rule) MarshalJSON() ([]byte, error) {
	out := map[string]any{}
	for _, f := range ruleFields {
		if v := f.get(&r); v != nil {
			out[f.name] = v
		}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes. Unknown names and rules that contradict themselves
// are errors.
func (r *Rule) UnmarshalJSON(doc []byte) error {
	*r = Rule{}
	var fields map[string]any
	d := json.NewDecoder(bytes.NewReader(doc))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		values, isList := fields[name].([]any)
		if !isList {
			values = []any{fields[name]}
		}
		for _, v := range values {
			switch v.(type) {
			case string, json.Number, bool:
			default:
				return fmt.Errorf("%s has a value that is no text, number or boolean", name)
			}
			if err := r.setField(name, fmt.Sprint(v)); err != nil {
				return err
			}
		}
	}
	return r.Check()
}

// ReadRules reads rules from a file: a JSON list of objects, a single object, or a rule of
// [ParseRule] on each line, where empty lines and those that begin with # don't count.
func ReadRules(r io.Reader) ([]Rule, error) {
	doc, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	doc = bytes.TrimSpace(doc)
	switch {
	case bytes.HasPrefix(doc, []byte("[")):
		var list []json.RawMessage
		if err := json.Unmarshal(doc, &list); err != nil {
			return nil, err
		}
		rules := make([]Rule, len(list))
		for i, one := range list {
			if err := rules[i].UnmarshalJSON(one); err != nil {
				return nil, fmt.Errorf("rule %d: %w", i+1, err)
			}
		}
		return rules, nil
	case bytes.HasPrefix(doc, []byte("{")):
		var one Rule
		if err := json.Unmarshal(doc, &one); err != nil {
			return nil, err
		}
		return []Rule{one}, nil
	}
	var rules []Rule
	number := 0
	for line := range strings.Lines(string(doc)) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		rule, err := ParseRule(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		rules = append(rules, rule)
	}
	return rules, nil
}
