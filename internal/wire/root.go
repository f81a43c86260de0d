package wire

import "bytes"

// Root reads up to the document's root and returns its tag; for JSON, whose root must be an object, "". After an error it returns "".
// Documents that are something else altogether, an HTML page for one, end in a [*RootError].
func (r *Reader) Root() string {
	if r.began {
		return r.root
	}
	r.began = true
	if r.json {
		r.rootJSON()
	} else {
		r.rootXML()
	}
	return r.root
}

// RootIs says whether the root is one of tags, and makes another one a [*RootError]. A JSON object has no tag: it is taken for the first of
// tags, which names it in paths.
func (r *Reader) RootIs(tags ...string) bool {
	tag := r.Root()
	if r.err != nil {
		if e, ok := r.err.(*RootError); ok && e.Want == nil {
			e.Want = tags
		}
		return false
	}
	if r.json {
		if len(tags) > 0 && r.at == atValue {
			r.setName(tags[0])
		}
		return true
	}
	for _, want := range tags {
		if tag == want {
			return true
		}
	}
	r.failWith(&RootError{Format: XML, Found: FoundTag, Offset: r.Offset() - int64(len(tag)) - 1, Got: sample(tag), Want: tags})
	return false
}

func (r *Reader) wrongRoot(found Found, got []byte) {
	r.failWith(&RootError{Format: r.Format(), Found: found, Offset: r.Offset(), Got: sample(got)})
}

// errEmpty is said of a document without a root.
const errEmpty = "document is empty"

func (r *Reader) empty() {
	r.cutOff()
	if e, ok := r.err.(*SyntaxError); ok {
		e.Msg = errEmpty
	}
}

const byteOrderMark = "\xEF\xBB\xBF"

func (r *Reader) rootJSON() {
	if r.need(3) && string(r.buf[r.pos:r.pos+3]) == byteOrderMark {
		r.fail(r.pos, 3, "byte order mark before JSON")
		return
	}
	if r.err != nil {
		return
	}
	if r.pos = scanBlanks(r.buf, r.pos); r.pos == len(r.buf) && !r.blanksToRoot() {
		return
	}
	switch c := r.buf[r.pos]; c {
	case '{':
		r.at = atValue
		r.n0, r.n1, r.away = 0, 0, false
	case '<':
		html := r.isHTML()
		if r.err != nil {
			return
		}
		if html {
			r.wrongRoot(FoundHTML, []byte("html"))
			return
		}
		r.wrongRoot(FoundXML, r.buf[r.pos:r.pos+1])
	default:
		r.wrongRoot(FoundOther, r.buf[r.pos:r.pos+1])
	}
}

// blanksToRoot skips white space up to the root.
func (r *Reader) blanksToRoot() bool {
	for {
		r.pos = scanBlanks(r.buf, r.pos)
		if r.pos < len(r.buf) {
			return true
		}
		if !r.more() {
			if r.err == nil {
				r.empty()
			}
			return false
		}
	}
}

// isHTML says whether an HTML page begins at r.pos: such pages need not be good XML, so the first bytes decide.
func (r *Reader) isHTML() bool {
	for _, begin := range []string{"<!doctype html", "<html"} {
		n := len(begin)
		if !r.need(n) || !bytes.EqualFold(r.buf[r.pos:r.pos+n], []byte(begin)) {
			continue
		}
		if !r.need(n + 1) {
			return true
		}
		if c := r.buf[r.pos+n]; class[c]&isName == 0 && c != ':' {
			return true
		}
	}
	return false
}

func (r *Reader) rootXML() {
	if r.need(3) && string(r.buf[r.pos:r.pos+3]) == byteOrderMark {
		r.pos += 3
	}
	if r.err != nil || !r.declaration() {
		return
	}
	for r.blanksToRoot() {
		switch c := r.buf[r.pos]; c {
		case '<':
		case '{', '[':
			r.wrongRoot(FoundJSON, r.buf[r.pos:r.pos+1])
			return
		default:
			r.textAsRoot()
			return
		}
		if !r.need(2) {
			r.cutOff()
			return
		}
		html := r.isHTML()
		if r.err != nil {
			return
		}
		switch c := r.buf[r.pos+1]; {
		case html:
			r.wrongRoot(FoundHTML, []byte("html"))
			return
		case c == '!' && r.need(3) && r.buf[r.pos+2] == '[':
			r.fail(r.pos, 3, "text outside the root")
			return
		case c == '!' || c == '?':
			if !r.markup(keepNothing) {
				return
			}
			continue
		}
		r.pos++
		if r.child() {
			r.root = r.keep(r.Name())
		}
		return
	}
}

// textAsRoot makes the error of a document that begins with neither an element nor JSON.
func (r *Reader) textAsRoot() {
	n := 1
	if r.buf[r.pos] >= 0x80 || r.buf[r.pos] < ' ' {
		// Bytes that no text has, compressed ones for example, are damage; the rest is another kind of document.
		n = 0
		if r.buf[r.pos] >= 0x80 {
			n = r.char()
		} else {
			r.fail(r.pos, 1, "control character")
		}
		if n == 0 {
			return
		}
	}
	r.wrongRoot(FoundOther, r.buf[r.pos:r.pos+n])
}

// Finish reads what is left of the root, and then on to the end of the input, where only white space, and in XML comments and
// instructions, may stand. It returns the hard error of the document, if there is one.
func (r *Reader) Finish() error {
	r.Root()
	for r.err == nil && (r.at != atNone || len(r.frames) > 0) {
		if r.at != atNone {
			r.Skip()
			continue
		}
		if r.top().kind == inObject {
			r.Next()
		} else {
			r.NextItem()
		}
	}
	for r.err == nil {
		r.pos = scanBlanks(r.buf, r.pos)
		if r.pos == len(r.buf) {
			if !r.more() {
				break
			}
			continue
		}
		if r.json || r.buf[r.pos] != '<' {
			r.fail(r.pos, 1, "text behind the root")
			break
		}
		if !r.need(2) {
			r.cutOff()
			break
		}
		c := r.buf[r.pos+1]
		if c != '!' && c != '?' {
			r.fail(r.pos, 2, "second root")
			break
		}
		if c == '!' && !r.need(3) {
			r.cutOff()
			break
		}
		if c == '!' && r.buf[r.pos+2] == '[' {
			r.fail(r.pos, 3, "text behind the root")
			break
		}
		r.markup(keepNothing)
	}
	return r.err
}
