package wire

import "math/bits"

const errSameAttribute = "attribute given twice"

// attr moves to the next attribute of the start tag entered last: tagField if it is one of id, href and rel; other
// attributes are ignored.
func (r *Reader) attr() int {
	for {
		buf, p := r.buf, r.pos
		if p+1 < len(buf) && buf[p] == ' ' && class[buf[p+1]]&isNameStart != 0 {
			q := p + 2
			for q < len(buf) && class[buf[q]]&isName != 0 {
				q++
			}
			if q+1 < len(buf) && buf[q] == '=' && buf[q+1] == '"' {
				if bit := attrBit(buf[p+1 : q]); bit != 0 && r.others <= MaxAttributes-3 {
					if r.seen&bit != 0 {
						r.fail(p+1, q-p-1, errSameAttribute)
						return tagFailed
					}
					r.seen |= bit
					r.n0, r.n1, r.pos = p+1, q, q+2
					r.away = false
					r.quote = '"'
					r.at = atAttr
					return tagField
				}
			}
		} else if p+1 < len(buf) && buf[p] == '/' && buf[p+1] == '>' {
			r.pos = p + 2
			r.intag = false
			return tagClosed
		}
		what, again := r.attrSlow()
		if !again {
			return what
		}
	}
}

func attrBit(name []byte) uint8 {
	switch string(name) {
	case "id":
		return 1
	case "href":
		return 2
	case "rel":
		return 4
	}
	return 0
}

// attrSlow reads what attr leaves: other attributes (after which it asks to be called again), other white space and quotes, the
// end of the tag.
func (r *Reader) attrSlow() (what int, again bool) {
	start := r.Offset()
	if !r.blanks() {
		return tagFailed, false
	}
	switch r.buf[r.pos] {
	case '>':
		r.pos++
		r.intag = false
		return tagOpen, false
	case '/':
		if !r.need(2) {
			r.cutOff()
			return tagFailed, false
		}
		if r.buf[r.pos+1] != '>' {
			r.fail(r.pos, 2, "start tag doesn't end")
			return tagFailed, false
		}
		r.pos += 2
		r.intag = false
		return tagClosed, false
	}
	if r.Offset() == start {
		r.fail(r.pos, 1, "no space before an attribute")
		return tagFailed, false
	}
	n, ok := r.name()
	if !ok {
		return tagFailed, false
	}
	name := r.buf[r.pos : r.pos+n]
	bit := attrBit(name)
	if int(r.others)+bits.OnesCount8(r.seen) == MaxAttributes {
		r.fail(r.pos, n, errManyAttributes)
		return tagFailed, false
	}
	if bit != 0 && r.seen&bit != 0 || bit == 0 && !r.addAttr(name) {
		r.fail(r.pos, n, errSameAttribute)
		return tagFailed, false
	}
	r.seen |= bit
	r.nameBuf = append(r.nameBuf[:0], name...)
	r.away = true
	r.pos += n
	if !r.blanks() {
		return tagFailed, false
	}
	if r.buf[r.pos] != '=' {
		r.fail(r.pos, 1, "attribute without a value")
		return tagFailed, false
	}
	r.pos++
	if !r.blanks() {
		return tagFailed, false
	}
	r.quote = r.buf[r.pos]
	if r.quote != '"' && r.quote != '\'' {
		r.fail(r.pos, 1, "attribute value without quotes")
		return tagFailed, false
	}
	r.pos++
	r.at = atAttr
	if bit != 0 {
		return tagField, false
	}
	r.skipAttr()
	return tagFailed, r.err == nil
}

// addAttr remembers an attribute of the tag other than id, href and rel. It returns false if that
// was there before.
func (r *Reader) addAttr(name []byte) bool {
	r.work += int64(len(r.attrs))
	for rest := r.attrs; len(rest) > 0; {
		n := 0
		for rest[n] != ' ' {
			n++
		}
		if string(rest[:n]) == string(name) {
			return false
		}
		rest = rest[n+1:]
	}
	r.attrs = append(r.attrs, name...)
	r.attrs = append(r.attrs, ' ')
	r.others++
	return true
}

// tag skips the rest of the start tag of the frame entered last.
func (r *Reader) tag() int {
	if r.pos < len(r.buf) && r.buf[r.pos] == '>' {
		r.pos++
		return tagOpen
	}
	r.startTag()
	for {
		what := r.attr()
		if what != tagField {
			return what
		}
		r.skipAttr()
	}
}

// skipAttr skips the attribute's value at hand.
func (r *Reader) skipAttr() {
	r.at = atNone
	p := scanAttr(r.buf, r.pos, r.quote)
	if p < len(r.buf) && r.buf[p] == r.quote {
		r.pos = p + 1
		return
	}
	r.scratch, _ = r.attrText(r.scratch[:0], keepNothing)
}

// skipXML skips the element at hand.
func (r *Reader) skipXML() {
	depth := len(r.frames)
	for r.push(inSkip) {
		switch r.tag() {
		case tagFailed:
			return
		case tagClosed:
			r.pop()
			if len(r.frames) == depth {
				return
			}
		}
		for !r.nextChild() {
			if r.err != nil || len(r.frames) == depth {
				return
			}
		}
	}
}
