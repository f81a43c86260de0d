package wire

import "encoding/binary"

// What attr and tag found.
const (
	tagFailed = iota
	tagField  // id, href or rel is at hand
	tagOpen   // the start tag has ended, content follows
	tagClosed // the element has ended
)

func (r *Reader) enterXML() bool {
	if r.at != atElem {
		if r.at == atAttr {
			r.notObject()
		}
		return false
	}
	if !r.push(inObject) {
		return false
	}
	if r.pos < len(r.buf) && r.buf[r.pos] == '>' {
		r.pos++
		return r.nextChild()
	}
	r.startTag()
	return r.nextXML()
}

// notObject takes an attribute where an object or a list is wanted.
func (r *Reader) notObject() {
	if b, ok := r.scalar(); ok {
		r.bad(b, "an object")
	}
}

func (r *Reader) startTag() {
	r.intag = true
	r.seen = 0
	r.others, r.attrs = 0, r.attrs[:0]
}

func (r *Reader) nextXML() bool {
	if r.intag {
		switch r.attr() {
		case tagField:
			return true
		case tagOpen:
		case tagClosed:
			r.pop()
			return false
		default:
			return false
		}
	}
	return r.nextChild()
}

// nextChild moves to the next child element of the frame entered last. At its end tag it leaves the frame and returns false.
func (r *Reader) nextChild() bool {
	for {
		buf, p := r.buf, r.pos
		if p < len(buf) && buf[p] == '\n' {
			p++
			for p+8 <= len(buf) && binary.LittleEndian.Uint64(buf[p:]) == blanks {
				p += 8
			}
			for p < len(buf) && buf[p] == ' ' {
				p++
			}
		}
		if p+1 >= len(buf) {
			r.pos = p
			if !r.need(2) {
				return r.textOrCut()
			}
			continue
		}
		if buf[p] != '<' {
			r.pos = p
			if !r.stray() {
				return false
			}
			continue
		}
		c := buf[p+1]
		if class[c]&isNameStart != 0 {
			q := p + 2
			for q < len(buf) && class[buf[q]]&isName != 0 {
				q++
			}
			if q < len(buf) && buf[q] != ':' && buf[q] < 0x80 && q-p <= MaxName {
				r.n0, r.n1, r.pos = p+1, q, q
				r.away = false
				r.at = atElem
				return true
			}
			r.pos = p + 1
			return r.child()
		}
		r.pos = p
		switch c {
		case '/':
			r.endTag()
			return false
		case '!', '?':
			if !r.markup(keepNothing) {
				return false
			}
		default:
			if c != ':' {
				return r.fail(p, 2, "no name follows <")
			}
			r.pos++
			return r.child()
		}
	}
}

// child is the end of nextChild for names that meet the end of the window or have a colon.
func (r *Reader) child() bool {
	n, ok := r.name()
	if !ok {
		return false
	}
	r.n0, r.n1 = r.pos, r.pos+n
	r.pos += n
	r.away = false
	r.at = atElem
	return true
}

// name returns the length of the XML name at r.pos, which is wholly in the window and followed by
// at least one byte. At most one colon is allowed, and no bytes outside ASCII.
func (r *Reader) name() (n int, ok bool) {
	colons := 0
	for {
		b := r.buf[r.pos:]
		for n < len(b) && n <= MaxName {
			c := b[n]
			if c == ':' {
				colons++
			} else if class[c]&isName == 0 || n == 0 && class[c]&isNameStart == 0 {
				break
			}
			n++
		}
		if n > MaxName {
			return 0, r.fail(r.pos, n, errLongName)
		}
		if n < len(b) {
			switch {
			case b[n] >= 0x80:
				return 0, r.fail(r.pos, n+1, "name outside ASCII")
			case n == 0:
				return 0, r.fail(r.pos, 1, "no name")
			case colons > 1:
				return 0, r.fail(r.pos, n, "name with several colons")
			}
			return n, true
		}
		if !r.more() {
			return 0, r.cutOff()
		}
	}
}

// textOrCut is the end of the document inside an element, where one byte at most is left.
func (r *Reader) textOrCut() bool {
	if r.pos < len(r.buf) && r.buf[r.pos] != '<' {
		// The text itself may be bad, which is then the earlier damage.
		r.scratch, _ = r.content(r.scratch[:0], keepNothing)
		return false
	}
	return r.cutOff()
}

// endTag reads the end tag of the frame entered last, and leaves that.
func (r *Reader) endTag() bool {
	want := r.topName()
	p := r.pos + 2
	q := p + len(want)
	if q < len(r.buf) && r.buf[q] == '>' && string(r.buf[p:q]) == string(want) {
		r.pos = q + 1
		r.pop()
		return true
	}
	r.pos = p
	n, ok := r.name()
	if !ok {
		return false
	}
	if string(r.buf[r.pos:r.pos+n]) != string(want) {
		return r.fail(r.pos, n, "end tag of another element, want </"+sample(want)+">")
	}
	r.pos += n
	if !r.blanks() {
		return false
	}
	if r.buf[r.pos] != '>' {
		return r.fail(r.pos, 1, "end tag doesn't end")
	}
	r.pos++
	r.pop()
	return true
}

// blanks skips white space in a tag, after which there must be more.
func (r *Reader) blanks() bool {
	for {
		r.pos = scanBlanks(r.buf, r.pos)
		if r.pos < len(r.buf) {
			return true
		}
		if !r.more() {
			return r.cutOff()
		}
	}
}

// stray reads text between the children of an element. White space is what engines put there; anything else can't be a
// field, so it is a soft error of the object, save in a subtree that is skipped.
func (r *Reader) stray() bool {
	p := scanBlanks(r.buf, r.pos)
	if p < len(r.buf) && r.buf[p] == '<' {
		r.pos = p
		return true
	}
	keep := keepSample
	if r.top().kind == inSkip {
		keep = keepNothing
	}
	off := r.Offset()
	var ok bool
	if r.scratch, ok = r.content(r.scratch[:0], keep); !ok {
		return false
	}
	if keep == keepSample {
		r.noteStray(off)
	}
	return true
}

// noteStray makes the soft error of text between elements, whose sample is in r.scratch.
func (r *Reader) noteStray(off int64) {
	text := trim(r.scratch)
	if len(text) > 0 && r.wanted() {
		r.note(&ValueError{Path: r.framePath(), Offset: off, Text: sample(text), Want: "an element"})
	}
}
