package wire

import "unicode/utf8"

// scalarJSON returns the text of the value at hand, and in r.quote its first byte. It returns false if that is an object or a list.
func (r *Reader) scalarJSON() ([]byte, bool) {
	if r.at != atValue {
		return nil, false
	}
	r.valOff = r.base + int64(r.pos)
	c := r.buf[r.pos]
	r.quote = c
	switch c {
	case '"':
		r.at = atNone
		p := r.pos + 1
		q := scanString(r.buf, p)
		if q < len(r.buf) && r.buf[q] == '"' && q-p <= MaxText {
			r.pos = q + 1
			return r.buf[p:q], true
		}
		r.pos++
		var ok bool
		r.scratch, ok = r.stringJSON(r.scratch[:0], keepAll, MaxText)
		return r.scratch, ok
	case '{', '[':
		r.badKind(r.kindJSON(), "a scalar")
		r.skipJSON()
		return nil, false
	case 't':
		r.at = atNone
		ok := r.literalJSON("true")
		return r.before(4, ok), ok
	case 'f':
		r.at = atNone
		ok := r.literalJSON("false")
		return r.before(5, ok), ok
	case 'n':
		r.at = atNone
		r.literalJSON("null")
		return nil, false
	}
	r.at = atNone
	n, ok := r.number()
	if !ok {
		return nil, false
	}
	r.pos += n
	return r.buf[r.pos-n : r.pos], true
}

func (r *Reader) literalJSON(text string) bool { return r.literal(text, "no value") }

// stringJSON reads a string up to and with its closing quote; r.pos is behind the opening one. The
// string has at most most bytes as it is written.
func (r *Reader) stringJSON(dst []byte, keep keeping, most int) ([]byte, bool) {
	begin := r.Offset()
	for {
		p := scanString(r.buf, r.pos)
		if r.base+int64(p)-begin > int64(most) {
			return dst, r.failBefore(begin, tooLong(most))
		}
		dst = keep.add(dst, r.buf[r.pos:p])
		r.pos = p
		if p == len(r.buf) {
			if !r.more() {
				return dst, r.cutOff()
			}
			continue
		}
		switch c := r.buf[p]; {
		case c == '"':
			r.pos++
			return dst, true
		case c == '\\':
			var ok bool
			if dst, ok = r.escape(dst); !ok {
				return dst, false
			}
		case c < ' ':
			return dst, r.fail(p, 1, "control character in a string")
		default:
			n := r.char()
			if n == 0 {
				return dst, false
			}
			dst = append(dst, r.buf[r.pos:r.pos+n]...)
			r.pos += n
		}
	}
}

// tooLong is said of a string that has more than so many bytes.
func tooLong(most int) string {
	if most == MaxName {
		return errLongName
	}
	return errLongText
}

// escape reads what begins with a backslash.
func (r *Reader) escape(dst []byte) ([]byte, bool) {
	if !r.need(2) {
		return dst, r.cutOff()
	}
	c := r.buf[r.pos+1]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		return r.unicode(dst)
	default:
		return dst, r.fail(r.pos, 2, "unknown escape")
	}
	r.pos += 2
	return append(dst, c), true
}

// unicode reads \u0041 or a pair of surrogates. A surrogate alone is refused: it stands for no character, and a
// replacement would change the text silently.
func (r *Reader) unicode(dst []byte) ([]byte, bool) {
	c, ok := r.hex(0)
	if !ok {
		return dst, false
	}
	n := 6
	if c >= 0xD800 && c < 0xE000 {
		if c >= 0xDC00 {
			return dst, r.fail(r.pos, n, "lone surrogate")
		}
		if !r.need(n + 2) {
			return dst, r.cutOff()
		}
		if r.buf[r.pos+n] != '\\' || r.buf[r.pos+n+1] != 'u' {
			return dst, r.fail(r.pos, n, "lone surrogate")
		}
		low, ok := r.hex(n)
		if !ok {
			return dst, false
		}
		if low < 0xDC00 || low >= 0xE000 {
			return dst, r.fail(r.pos, n, "lone surrogate")
		}
		c = (c-0xD800)<<10 + (low - 0xDC00) + 0x10000
		n = 12
	}
	r.pos += n
	return utf8.AppendRune(dst, c), true
}

// hex returns the value of the four digits behind \u at r.pos+at.
func (r *Reader) hex(at int) (rune, bool) {
	c := rune(0)
	for i := range 4 {
		if !r.need(at + 2 + i + 1) {
			return 0, r.cutOff()
		}
		d := r.buf[r.pos+at+2+i]
		switch {
		case '0' <= d && d <= '9':
			c = c<<4 + rune(d-'0')
		case 'a' <= d|0x20 && d|0x20 <= 'f':
			c = c<<4 + rune(d|0x20-'a') + 10
		default:
			return 0, r.fail(r.pos+at, i+3, "unknown escape")
		}
	}
	return c, true
}

// before returns the n bytes that were read last.
func (r *Reader) before(n int, ok bool) []byte {
	if !ok {
		return nil
	}
	return r.buf[r.pos-n : r.pos]
}
