package wire

import "bytes"

// markup reads what begins with <! or <?: a comment, a CDATA section (whose text goes to r.scratch
// if it is kept, and else must be blank outside skipped subtrees) or a processing instruction.
func (r *Reader) markup(keep keeping) bool {
	if r.buf[r.pos+1] == '?' {
		return r.instruction()
	}
	if !r.need(3) {
		return r.cutOff()
	}
	switch r.buf[r.pos+2] {
	case '-':
		if !r.literal("<!--", "comment doesn't begin with <!--") {
			return false
		}
		return r.until("--", ">", "-- in a comment")
	case '[':
		return r.section(keep)
	}
	return r.fail(r.pos, 3, "document types are refused")
}

// literal reads a text that is known but for damage.
func (r *Reader) literal(text, msg string) bool {
	for i := range len(text) {
		if !r.need(i + 1) {
			return r.cutOff()
		}
		if r.buf[r.pos+i] != text[i] {
			return r.fail(r.pos, i+1, msg)
		}
	}
	r.pos += len(text)
	return true
}

// until skips the inside of a comment or instruction, which ends with mark and tail; mark without tail is refused if there is
// a message for it.
func (r *Reader) until(mark, tail, msg string) bool {
	end := mark + tail
	for {
		p := r.pos
		for p < len(r.buf) && r.buf[p] != mark[0] && (r.buf[p] >= ' ' || class[r.buf[p]]&isSpace != 0) && r.buf[p] < 0x80 {
			p++
		}
		r.pos = p
		if p == len(r.buf) {
			if !r.more() {
				return r.cutOff()
			}
			continue
		}
		switch c := r.buf[p]; {
		case c >= 0x80:
			n := r.char()
			if n == 0 {
				return false
			}
			r.pos += n
			continue
		case c != mark[0]:
			return r.fail(p, 1, "control character")
		}
		if !r.need(len(end)) {
			// What is left can't end it, but may be damaged before it is cut off; the cut is named, as the first byte that lacks.
			return r.cutOff()
		}
		if string(r.buf[r.pos:r.pos+len(end)]) == end {
			r.pos += len(end)
			return true
		}
		if msg != "" && string(r.buf[r.pos:r.pos+len(mark)]) == mark {
			return r.fail(r.pos, len(end), msg)
		}
		r.pos++
	}
}

// section reads a CDATA section.
func (r *Reader) section(keep keeping) bool {
	off := r.Offset()
	if !r.literal("<![CDATA[", "section doesn't begin with <![CDATA[") {
		return false
	}
	stray := keep == keepNothing && len(r.frames) > 0 && r.top().kind != inSkip
	if stray {
		r.scratch = r.scratch[:0]
		keep = keepSample
	}
	for {
		p := scanText(r.buf, r.pos)
		if keep == keepAll && len(r.scratch)+p-r.pos > MaxText {
			return r.failBefore(r.valOff, errLongText)
		}
		r.scratch = keep.add(r.scratch, r.buf[r.pos:p])
		r.pos = p
		if p == len(r.buf) {
			if !r.more() {
				return r.cutOff()
			}
			continue
		}
		c := r.buf[p]
		switch c {
		case '<', '&':
		case ']':
			if !r.need(3) {
				return r.cutOff()
			}
			if string(r.buf[r.pos:r.pos+3]) == "]]>" {
				r.pos += 3
				if stray {
					r.noteStray(off)
				}
				return true
			}
		default:
			var ok bool
			if r.scratch, ok = r.special(r.scratch); !ok {
				return false
			}
			continue
		}
		r.scratch = append(r.scratch, c)
		r.pos++
	}
}

// instruction skips a processing instruction.
func (r *Reader) instruction() bool {
	r.pos += 2
	n, ok := r.name()
	if !ok {
		return false
	}
	target := r.buf[r.pos : r.pos+n]
	if bytes.EqualFold(target, []byte("xml")) {
		return r.fail(r.pos, n, "XML declaration inside the document")
	}
	if bytes.IndexByte(target, ':') >= 0 {
		return r.fail(r.pos, n, "name with a colon")
	}
	r.pos += n
	if !r.need(2) {
		return r.cutOff()
	}
	if c := r.buf[r.pos]; class[c]&isSpace == 0 && c != '?' {
		return r.fail(r.pos, 1, "instruction doesn't end")
	}
	if r.buf[r.pos] == '?' && r.buf[r.pos+1] != '>' {
		return r.fail(r.pos, 2, "instruction doesn't end")
	}
	return r.until("?", ">", "")
}
