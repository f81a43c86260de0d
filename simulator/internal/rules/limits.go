package rules

import (
	"fmt"
	"math"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// limit bounds one field of a bean.
type limit struct {
	path       string
	beans      [2]string // beans are the names in a POST and in a PUT.
	class      string
	least      int64
	most       int64
	stored     int64 // stored is the width of the column, or 0.
	characters string
	length     string
}

// label is a part of a domain name.
const label = `[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?`

// classes are what texts may consist of.
var classes = map[string]*regexp.Regexp{
	"plain":  regexp.MustCompile(`^[0-9A-Za-z_-]+$`),
	"dotted": regexp.MustCompile(`^[0-9A-Za-z_.-]+$`),
	"i18n":   regexp.MustCompile(`^[\p{L}0-9._-]*$`),
	"mask":   regexp.MustCompile(`^[\p{L}0-9._-]*\?*[\p{L}0-9._-]*$`),
	"host":   regexp.MustCompile(`^(` + label + `(\.` + label + `)*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$`),
	"ascii":  regexp.MustCompile(`^[\x00-\x7f]*$`),
	"any":    regexp.MustCompile(``),
}

// The classes of what isn't a text.
const (
	number    = "number"
	mtu       = "mtu"       // mtu is a number, or 0 for the default.
	addresses = "addresses" // addresses is a list of IP addresses.
)

func parseLimits(file, text string) (map[string][]*limit, error) {
	limits := make(map[string][]*limit)
	var l *limit
	for _, r := range rows(file, text) {
		if r.indented {
			kind, words, _ := strings.Cut(r.text, " ")
			switch {
			case l == nil:
				return nil, r.errorf("a text stands below no field")
			case kind == "characters":
				l.characters = words
			case kind == "length":
				l.length = words
			default:
				return nil, r.errorf("%q is neither characters nor length", kind)
			}
			continue
		}
		words := strings.Fields(r.text)
		if len(words) != 5 && (len(words) != 7 || words[5] != "stored") {
			return nil, r.errorf("a field is: TYPE MEMBER BEAN CLASS LEAST-MOST [stored COLUMN]")
		}
		post, put, both := strings.Cut(words[2], "/")
		if !both {
			put = post
		}
		l = &limit{path: words[1], beans: [2]string{post, put}, class: words[3]}
		if classes[l.class] == nil && l.class != number && l.class != mtu && l.class != addresses {
			return nil, r.errorf("%q isn't a class", l.class)
		}
		var err error
		if l.least, l.most, err = bounds(words[4]); err != nil {
			return nil, r.errorf("bounds %q: %w", words[4], err)
		}
		if len(words) == 7 {
			if l.stored, err = strconv.ParseInt(words[6], 10, 64); err != nil {
				return nil, r.errorf("column %q: %w", words[6], err)
			}
		}
		limits[words[0]] = append(limits[words[0]], l)
	}
	return limits, nil
}

// bounds reads LEAST-MOST, either of which may be * and the first of which may be negative.
func bounds(text string) (least, most int64, err error) {
	at := strings.IndexByte(text[1:], '-') + 1
	if at < 1 {
		return 0, 0, strconv.ErrSyntax
	}
	if least, err = bound(text[:at], math.MinInt64); err != nil {
		return 0, 0, err
	}
	most, err = bound(text[at+1:], math.MaxInt64)
	return least, most, err
}

func bound(text string, absent int64) (int64, error) {
	if text == "*" {
		return absent, nil
	}
	return strconv.ParseInt(text, 10, 64)
}

// Add returns the refusal of a new object of a type, or nil.
func (t *Table) Add(typ string, o Object) *Refusal { return t.bounded(typ, o, 0) }

// Update returns the refusal of a change, or nil.
func (t *Table) Update(typ string, o Object) *Refusal { return t.bounded(typ, o, 1) }

func (t *Table) bounded(typ string, o Object, put int) *Refusal {
	var texts []string
	stored := false
	verb := [...]string{"add", "edit"}[put]
	for _, l := range t.limits[typ] {
		broken := l.broken(o.Get(l.path))
		for _, text := range broken {
			texts = append(texts, strings.ReplaceAll(text, "{add}", verb), "Attribute: "+l.beans[put])
		}
		if list, ok := o.Get(l.path).([]string); ok && l.class == addresses {
			texts = append(texts, l.wrongAddresses(list, l.beans[put])...)
		}
		stored = stored || l.overflows(o.Get(l.path))
	}
	switch {
	case len(texts) > 0:
		return &Refusal{Reason: "Operation Failed", Detail: "[" + strings.Join(texts, ", ") + "]"}
	case stored:
		return &Refusal{Reason: "Operation Failed", Detail: "[Internal Engine Error]"}
	}
	return nil
}

// broken returns the texts of what a value breaks.
func (l *limit) broken(value any) []string {
	var texts []string
	switch v := value.(type) {
	case string:
		if l.class == number {
			return nil
		}
		if n := units(v); (n < l.least || n > l.most) && l.length != "" {
			texts = append(texts, l.length)
		}
		if !classes[l.class].MatchString(v) {
			texts = append(texts, l.characters)
		}
	case int64:
		if (v < l.least || v > l.most) && (l.class != mtu || v != 0) {
			texts = append(texts, l.length)
		}
	case []string:
		if n := int64(len(v)); l.class == addresses && n > l.most {
			texts = append(texts, l.length)
		}
	}
	return texts
}

// wrongAddresses returns what is wrong with the items of a list of addresses.
func (l *limit) wrongAddresses(list []string, bean string) []string {
	var texts []string
	for i, address := range list {
		if _, err := netip.ParseAddr(address); err != nil && address != "" {
			texts = append(texts, strings.ReplaceAll(l.characters, "{value}", address),
				fmt.Sprintf("Attribute: %s[%d].address", bean, i))
		}
	}
	return texts
}

func (l *limit) overflows(value any) bool {
	if list, ok := value.([]string); ok && l.class == addresses {
		return len(slices.Compact(slices.Sorted(slices.Values(list)))) < len(list)
	}
	text, ok := value.(string)
	return ok && l.stored > 0 && units(text) > l.stored
}

// units counts a text as Java does.
func units(text string) int64 { return int64(len(utf16.Encode([]rune(text)))) }
