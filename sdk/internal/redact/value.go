package redact

import (
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What bounds the text of a value.
const (
	maxDepth = 24
	maxText  = 64 << 10 // of the whole
	maxQuote = 1 << 10  // of one string
)

// Value returns a value as one line for people: Vm{ID: "123", Name: "a", Cluster: {ID: "5"}}. It is meant for objects of package types,
// and takes anything. What a pointer points to is printed; members that are nil, and texts of no pointer that are empty, are left out;
// dates are in RFC 3339. Secrets are hidden by the same tables as in documents. Pointers that lead back to where they come from are
// printed as <cycle>, and what exceeds 64 kB is cut off, with ... in its place. It calls no methods of the value. Nil is "nil".
func Value(v any) string { return render(v, false) }

// Lines is [Value] with a line per member and item.
func Lines(v any) string { return render(v, true) }

func render(v any, lines bool) string {
	p := &valuePrinter{lines: lines, seen: make(map[uintptr]bool)}
	p.print(reflect.ValueOf(v), place{top: true})
	if p.full {
		return p.out.String() + "..."
	}
	return p.out.String()
}

// place is where a value stands.
type place struct {
	top    bool // top says that the name of the type is printed
	member string
	at     context
	hidden kind // hidden is how the value is hidden
	inside kind // inside is how what lies below is hidden
	depth  int
}

type valuePrinter struct {
	out   strings.Builder
	lines bool
	level int // level is how far lines are indented
	full  bool
	seen  map[uintptr]bool // seen holds the pointers that lead here
}

func (p *valuePrinter) write(text string) {
	if room := maxText - p.out.Len(); len(text) > room {
		text, p.full = cut(text, room), true
	}
	p.out.WriteString(text)
}

// cut returns the beginning of a text, and no half character.
func cut(text string, n int) string {
	for n > 0 && n < len(text) && text[n]&0xc0 == 0x80 {
		n--
	}
	return text[:n]
}

var (
	timeType = reflect.TypeFor[time.Time]()
	urlType  = reflect.TypeFor[url.URL]()
)

func (p *valuePrinter) print(v reflect.Value, at place) {
	if p.full {
		return
	}
	if !v.IsValid() {
		p.write("nil")
		return
	}
	if at.depth > maxDepth {
		p.write("...")
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
		if v.IsNil() {
			p.write("nil")
			return
		}
	}
	if k := v.Kind(); k == reflect.Pointer || k == reflect.Map {
		if p.seen[v.Pointer()] {
			p.write("<cycle>")
			return
		}
		p.seen[v.Pointer()] = true
		defer delete(p.seen, v.Pointer())
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		at.depth++
		p.print(v.Elem(), at)
	case reflect.Struct:
		p.object(v, at)
	case reflect.Slice, reflect.Array:
		p.list(v, at)
	case reflect.Map:
		p.table(v, at)
	case reflect.String:
		p.text(v.String(), at)
	case reflect.Bool:
		p.write(strconv.FormatBool(v.Bool()))
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		p.write(v.Type().String())
	default:
		if at.hidden == whole {
			p.write(strconv.Quote(Mask))
			return
		}
		p.number(v)
	}
}

func (p *valuePrinter) number(v reflect.Value) {
	switch {
	case v.CanInt():
		p.write(strconv.FormatInt(v.Int(), 10))
	case v.CanUint():
		p.write(strconv.FormatUint(v.Uint(), 10))
	case v.CanFloat():
		p.write(strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits()))
	default:
		p.write(fmt.Sprint(v.Complex()))
	}
}

func (p *valuePrinter) text(text string, at place) {
	var out edits
	switch {
	case text == "":
	case at.hidden == whole:
		text = Mask
	case at.hidden == ticketed || at.hidden == userinfo || at.hidden == options:
		out.hideAddress([]byte(text), 0, len(text), at.hidden, true)
		text = string(out.apply([]byte(text)))
	}
	quoted := strconv.Quote(cut(text, min(len(text), maxQuote)))
	if len(text) > maxQuote {
		quoted += "..."
	}
	p.write(quoted)
}

// object prints a struct. Fields of packages' own are left out.
func (p *valuePrinter) object(v reflect.Value, at place) {
	switch v.Type() {
	case timeType:
		if v.CanInterface() {
			p.write(v.Interface().(time.Time).Format(time.RFC3339Nano))
			return
		}
	case urlType:
		if v.CanInterface() {
			u := v.Interface().(url.URL)
			p.write(strconv.Quote(URL(&u)))
			return
		}
	}
	name := v.Type().Name()
	if i := strings.IndexByte(name, '['); i >= 0 {
		name = name[:i]
	}
	if at.top {
		p.write(name)
	}
	at.at |= contexts[normal(name)]
	secretPair := tellsName(v)
	p.group("{", "}", func(item func(string)) {
		for i := range v.NumField() {
			field := v.Type().Field(i)
			value := v.Field(i)
			if !field.IsExported() || left(value) {
				continue
			}
			item(field.Name + ": ")
			inner := at.below(normal(field.Name))
			if secretPair && inner.member == "value" {
				inner.hidden = whole
			}
			p.print(value, inner)
		}
	})
}

// below returns the place of a member.
func (at place) below(name string) place {
	inner := place{member: name, at: at.at | contexts[name], inside: at.inside, depth: at.depth + 1}
	inner.hidden = classify(name, at.at)
	switch {
	case at.inside == whole, at.inside == beneath && name != "name":
		inner.hidden = whole
	}
	switch inner.hidden {
	case beneath:
		inner.inside, inner.hidden = beneath, plain
	case whole:
		if inner.inside != beneath {
			inner.inside = whole
		}
	}
	return inner
}

// left reports whether a member is left out.
func left(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan:
		return v.IsNil()
	case reflect.String:
		return v.Len() == 0
	}
	return false
}

// tellsName reports whether a struct has a name that speaks of a secret, as options do.
func tellsName(v reflect.Value) bool {
	name := v.FieldByName("Name")
	if name.IsValid() && name.Kind() == reflect.Pointer {
		name = name.Elem()
	}
	return name.IsValid() && name.Kind() == reflect.String && secretOption(normal(name.String()))
}

func (p *valuePrinter) list(v reflect.Value, at place) {
	if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
		p.text(string(v.Bytes()), at)
		return
	}
	at.top = false
	at.depth++
	p.group("[", "]", func(item func(string)) {
		for i := range v.Len() {
			if p.full {
				return
			}
			item("")
			p.print(v.Index(i), at)
		}
	})
}

// table prints a map in the order of its keys' texts.
func (p *valuePrinter) table(v reflect.Value, at place) {
	type entry struct {
		text  string
		key   string
		value reflect.Value
	}
	var entries []entry
	for key, value := range v.Seq2() {
		inner := valuePrinter{seen: p.seen}
		inner.print(key, place{depth: at.depth + 1, hidden: at.hidden})
		name := ""
		if key.Kind() == reflect.String {
			name = key.String()
		}
		entries = append(entries, entry{inner.out.String(), name, value})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.text, b.text) })
	p.group("{", "}", func(item func(string)) {
		for _, e := range entries {
			item(e.text + ": ")
			p.print(e.value, at.below(normal(e.key)))
		}
	})
}

// group prints what is enclosed. The function calls item before each part, with what stands before it.
func (p *valuePrinter) group(open, end string, each func(item func(string))) {
	p.write(open)
	p.level++
	n := 0
	each(func(head string) {
		switch {
		case p.lines:
			p.newline()
		case n > 0:
			p.write(", ")
		}
		n++
		p.write(head)
	})
	p.level--
	if p.lines && n > 0 {
		p.newline()
	}
	p.write(end)
}

func (p *valuePrinter) newline() { p.write("\n" + strings.Repeat("\t", p.level)) }
