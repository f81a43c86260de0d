package wire

import (
	"bytes"
	"math"
	"strconv"
	"time"
)

// scalar takes the text of the value at hand, valid until the next call.
func (r *Reader) scalar() ([]byte, bool) {
	if r.json {
		return r.scalarJSON()
	}
	return r.scalarXML()
}

// String takes the value at hand as a text. An empty element is an empty text; nil means that there was no text, with an error or,
// for an object, a soft error. Numbers and booleans of JSON are taken as they are written.
func (r *Reader) String() *string {
	b, ok := r.scalar()
	if !ok {
		return nil
	}
	p := r.strs.next()
	*p = r.keep(b)
	return p
}

// Text takes the value at hand as String does, but returns "" for nil: values of enumerations, names of links.
func (r *Reader) Text() string {
	b, _ := r.scalar()
	return r.keep(b)
}

// Address takes the value at hand as Text does. It is meant for texts that don't repeat, such as the addresses of links, and
// doesn't look for an equal one.
func (r *Reader) Address() string {
	b, _ := r.scalar()
	return r.address(b)
}

func (r *Reader) address(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return r.text.add(b)
}

// keep returns a text as a string, in a chunk and the same one for equal texts that come again soon.
func (r *Reader) keep(b []byte) string {
	switch n := len(b); {
	case n == 0:
		return ""
	case n <= maxWord:
		return r.short.get(b)
	case n <= maxShared:
		return r.long.get(b)
	}
	return r.text.add(b)
}

// Bool takes the value at hand as a truth value: true or false in any case, 1 or 0. It returns nil for an empty one, and for
// another text, which is a soft error.
func (r *Reader) Bool() *bool {
	b, ok := r.scalar()
	if !ok {
		return nil
	}
	v := false
	switch string(b) {
	case "true":
		v = true
	case "false":
	default:
		b = trim(b)
		switch {
		case len(b) == 0:
			return nil
		case string(b) == "1" || bytes.EqualFold(b, []byte("true")):
			v = true
		case string(b) == "0" || bytes.EqualFold(b, []byte("false")):
		default:
			r.bad(b, "a boolean")
			return nil
		}
	}
	p := r.bools.next()
	*p = v
	return p
}

// Int takes the value at hand as a decimal integer of 64 bits with an optional sign. It returns nil for an empty one, and for another
// text or a number out of range, which is a soft error.
func (r *Reader) Int() *int64 {
	b, ok := r.scalar()
	if !ok {
		return nil
	}
	b = trim(b)
	if len(b) == 0 {
		return nil
	}
	v, want := parseInt(b)
	if want != "" {
		r.bad(b, want)
		return nil
	}
	p := r.ints.next()
	*p = v
	return p
}

// parseInt returns the value of b, or what b is not.
func parseInt(b []byte) (v int64, want string) {
	digits := b
	if digits[0] == '-' || digits[0] == '+' {
		digits = digits[1:]
	}
	if len(digits) == 0 {
		return 0, "an integer"
	}
	n := uint64(0)
	over := false
	for _, c := range digits {
		c -= '0'
		if c > 9 {
			return 0, "an integer"
		}
		if n > (math.MaxUint64-9)/10 {
			over = true
			continue
		}
		n = n*10 + uint64(c)
	}
	limit := uint64(math.MaxInt64)
	if b[0] == '-' {
		limit++
	}
	if over || n > limit {
		return 0, "an integer of 64 bits"
	}
	if b[0] == '-' {
		return -int64(n), ""
	}
	return int64(n), ""
}

// Float takes the value at hand as a decimal number, with or without an exponent. It returns nil for an empty one, and for another text or
// a number out of range, which is a soft error.
func (r *Reader) Float() *float64 {
	b, ok := r.scalar()
	if !ok {
		return nil
	}
	b = trim(b)
	if len(b) == 0 {
		return nil
	}
	for _, c := range b {
		// strconv would take NaN, Inf, hexadecimal digits and underscores too.
		if (c < '0' || c > '9') && c != '+' && c != '-' && c != '.' && c|0x20 != 'e' {
			r.bad(b, "a number")
			return nil
		}
	}
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		want := "a number"
		if math.IsInf(v, 0) {
			want = "a number of 64 bits"
		}
		r.bad(b, want)
		return nil
	}
	p := r.floats.next()
	*p = v
	return p
}

// Time takes the value at hand as a date with time: RFC 3339 with up to nine digits of fraction, in UTC where the zone lacks. JSON
// may also have the milliseconds since 1970, as a number or as a text. It returns nil for an empty one, and for
// another text or a date that doesn't exist, which is a soft error.
func (r *Reader) Time() *time.Time {
	b, ok := r.scalar()
	if !ok {
		return nil
	}
	b = trim(b)
	if len(b) == 0 {
		return nil
	}
	if r.json {
		if ms, want := parseInt(b); want == "" {
			return r.millis(ms, b)
		}
	}
	v, ok := r.parseTime(b)
	if !ok {
		r.bad(b, "a date with time")
		return nil
	}
	p := r.times.next()
	*p = v
	return p
}

// millis returns the instant of a JSON date; years beyond four digits can't be written again.
func (r *Reader) millis(ms int64, text []byte) *time.Time {
	v := time.UnixMilli(ms).UTC()
	if y := v.Year(); y < 0 || y > 9999 {
		r.bad(text, "a date with time")
		return nil
	}
	p := r.times.next()
	*p = v
	return p
}

// trim cuts the white space of XML on both sides.
func trim(b []byte) []byte {
	for len(b) > 0 && class[b[0]]&isSpace != 0 {
		b = b[1:]
	}
	for len(b) > 0 && class[b[len(b)-1]]&isSpace != 0 {
		b = b[:len(b)-1]
	}
	return b
}
