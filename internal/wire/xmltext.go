package wire

import "unicode/utf8"

// scalarXML returns the text of the value at hand, valid until the next call. It returns false if there is no text to give: the
// element holds elements, or the document is damaged.
func (r *Reader) scalarXML() ([]byte, bool) {
	buf := r.buf
	switch r.at {
	case atElem:
		p := r.pos
		if p >= len(buf) || buf[p] != '>' {
			return r.scalarSlow()
		}
		p++
		q := scanText(buf, p)
		end := q + 2 + r.n1 - r.n0
		if r.away || end >= len(buf) || q-p > MaxText ||
			buf[q] != '<' || buf[q+1] != '/' || buf[end] != '>' ||
			string(buf[q+2:end]) != string(buf[r.n0:r.n1]) {
			return r.scalarSlow()
		}
		r.valOff = r.base + int64(p)
		r.pos = end + 1
		r.at = atNone
		return buf[p:q], true
	case atAttr:
		p := r.pos
		r.at = atNone
		r.valOff = r.base + int64(p)
		q := scanAttr(buf, p, r.quote)
		if q < len(buf) && buf[q] == r.quote && q-p <= MaxText {
			r.pos = q + 1
			return buf[p:q], true
		}
		var ok bool
		r.scratch, ok = r.attrText(r.scratch[:0], keepAll)
		return r.scratch, ok
	}
	return nil, false
}

// scalarSlow is scalarXML for elements with attributes, references, comments, characters outside ASCII, elements inside, and
// for those that cross the end of the window.
func (r *Reader) scalarSlow() ([]byte, bool) {
	if !r.push(inSkip) {
		return nil, false
	}
	depth := len(r.frames)
	what := r.tag()
	r.valOff = r.Offset()
	r.scratch = r.scratch[:0]
	good := true
	for what == tagOpen {
		var ok bool
		if r.scratch, ok = r.content(r.scratch, keepAll); !ok {
			return nil, false
		}
		if !r.need(2) {
			return nil, r.cutOff()
		}
		switch r.buf[r.pos+1] {
		case '/':
			r.setTopName()
			if !r.endTag() {
				return nil, false
			}
			return r.scratch, good
		case '!', '?':
			if !r.markup(keepAll) {
				return nil, false
			}
		default:
			if good && r.wanted() {
				r.note(&ValueError{Path: r.framePath(), Offset: r.valOff, Got: "an object", Want: "a scalar"})
			}
			good = false
			r.pos++
			if !r.child() {
				return nil, false
			}
			r.skipXML()
			if len(r.frames) < depth {
				return nil, false
			}
			r.scratch = r.scratch[:0]
		}
	}
	if what != tagClosed {
		return nil, false
	}
	r.setTopName()
	r.pop()
	return nil, true
}

// setTopName makes the name of the frame that is about to be left the name at hand again, for the path of a bad value.
func (r *Reader) setTopName() {
	r.nameBuf = append(r.nameBuf[:0], r.topName()...)
	r.away = true
}

// content reads text up to the next <, on which it stops, and appends what is kept of it to dst.
func (r *Reader) content(dst []byte, keep keeping) ([]byte, bool) {
	for {
		p := scanText(r.buf, r.pos)
		if keep == keepAll && len(dst)+p-r.pos > MaxText {
			return dst, r.failBefore(r.valOff, errLongText)
		}
		dst = keep.add(dst, r.buf[r.pos:p])
		r.pos = p
		if p == len(r.buf) {
			if !r.more() {
				return dst, r.cutOff()
			}
			continue
		}
		var ok bool
		switch c := r.buf[p]; c {
		case '<':
			return dst, true
		case ']':
			if r.need(3) && string(r.buf[r.pos:r.pos+3]) == "]]>" {
				return dst, r.fail(r.pos, 3, "end of a CDATA section that didn't begin")
			}
			if r.err != nil {
				return dst, false
			}
			dst = append(dst, ']')
			r.pos++
		default:
			if dst, ok = r.special(dst); !ok {
				return dst, false
			}
		}
	}
}

// attrText reads an attribute's value up to and with its quote.
func (r *Reader) attrText(dst []byte, keep keeping) ([]byte, bool) {
	for {
		p := scanAttr(r.buf, r.pos, r.quote)
		if keep == keepAll && len(dst)+p-r.pos > MaxText {
			return dst, r.failBefore(r.valOff, errLongText)
		}
		dst = keep.add(dst, r.buf[r.pos:p])
		r.pos = p
		if p == len(r.buf) {
			if !r.more() {
				return dst, r.cutOff()
			}
			continue
		}
		switch c := r.buf[p]; c {
		case r.quote:
			r.pos++
			return dst, true
		case '<':
			return dst, r.fail(p, 1, "< in an attribute value")
		}
		var ok bool
		if dst, ok = r.special(dst); !ok {
			return dst, false
		}
	}
}

// special reads what text may hold beside plain bytes, and appends it: a reference, a line end with
// a carriage return, a character outside ASCII.
func (r *Reader) special(dst []byte) ([]byte, bool) {
	switch c := r.buf[r.pos]; {
	case c == '&':
		return r.reference(dst)
	case c == '\r':
		if !r.need(2) {
			return dst, r.cutOff()
		}
		r.pos++
		if r.buf[r.pos] == '\n' {
			r.pos++
		}
		return append(dst, '\n'), true
	case c < 0x80:
		return dst, r.fail(r.pos, 1, "control character")
	}
	n := r.char()
	if n == 0 {
		return dst, false
	}
	dst = append(dst, r.buf[r.pos:r.pos+n]...)
	r.pos += n
	return dst, true
}

// char returns the length of the character outside ASCII at r.pos, 0 after an error.
func (r *Reader) char() int {
	for !utf8.FullRune(r.buf[r.pos:]) {
		if !r.more() {
			r.cutOff()
			return 0
		}
	}
	c, n := utf8.DecodeRune(r.buf[r.pos:])
	if c == utf8.RuneError && n == 1 {
		r.fail(r.pos, 1, "invalid UTF-8")
		return 0
	}
	if !r.json && (c == 0xFFFE || c == 0xFFFF) {
		r.fail(r.pos, n, "character that XML excludes")
		return 0
	}
	return n
}

// maxReference bounds a reference, & and ; included: leading zeros are allowed, but not without end.
const maxReference = 32

// reference reads one of the five named entities or a character reference.
func (r *Reader) reference(dst []byte) ([]byte, bool) {
	n := 1
	for ; ; n++ {
		if !r.need(n + 1) {
			return dst, r.cutOff()
		}
		c := r.buf[r.pos+n]
		if c == ';' {
			break
		}
		if c == '<' || n == maxReference {
			return dst, r.fail(r.pos, 1, "reference without ;")
		}
	}
	ref := r.buf[r.pos+1 : r.pos+n]
	switch string(ref) {
	case "lt":
		dst = append(dst, '<')
	case "gt":
		dst = append(dst, '>')
	case "amp":
		dst = append(dst, '&')
	case "quot":
		dst = append(dst, '"')
	case "apos":
		dst = append(dst, '\'')
	default:
		c, ok := charRef(ref)
		if !ok {
			return dst, r.fail(r.pos, n+1, "unknown reference")
		}
		dst = utf8.AppendRune(dst, c)
	}
	r.pos += n + 1
	return dst, true
}

// charRef returns the character of #10 or #xA, if XML allows that.
func charRef(ref []byte) (rune, bool) {
	if len(ref) < 2 || ref[0] != '#' {
		return 0, false
	}
	digits, base := ref[1:], rune(10)
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	if len(digits) == 0 {
		return 0, false
	}
	c := rune(0)
	for _, d := range digits {
		v := rune(99)
		switch {
		case '0' <= d && d <= '9':
			v = rune(d - '0')
		case 'a' <= d && d <= 'f':
			v = rune(d-'a') + 10
		case 'A' <= d && d <= 'F':
			v = rune(d-'A') + 10
		}
		if v >= base {
			return 0, false
		}
		if c = c*base + v; c > utf8.MaxRune {
			return 0, false
		}
	}
	return c, isXMLChar(c)
}

// isXMLChar says whether XML text can hold c.
func isXMLChar(c rune) bool {
	switch {
	case c < ' ':
		return c == '\t' || c == '\n' || c == '\r'
	case c < 0xD800:
		return true
	}
	return c >= 0xE000 && c <= utf8.MaxRune && c != 0xFFFE && c != 0xFFFF
}
