package wire

// blanksJSON skips white space, after which there must be more.
func (r *Reader) blanksJSON() bool {
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

func (r *Reader) enterJSON() bool {
	if r.at != atValue {
		return false
	}
	if r.buf[r.pos] != '{' {
		r.badKind(r.kindJSON(), "an object")
		r.skipJSON()
		return false
	}
	if !r.push(inObject) {
		return false
	}
	r.pos++
	return r.nextJSON()
}

// kindJSON names what the value at hand is.
func (r *Reader) kindJSON() string {
	switch r.buf[r.pos] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

// nextJSON moves to the next member that isn't null.
func (r *Reader) nextJSON() bool {
	for {
		if !r.member() {
			return false
		}
		if r.buf[r.pos] != 'n' {
			return true
		}
		r.at = atNone
		if !r.literalJSON("null") {
			return false
		}
	}
}

// member moves to the next member of the object or list entered last. At the end of that it leaves it and returns false.
func (r *Reader) member() bool {
	f := r.top()
	comma := f.state != fresh
	if comma && r.pos < len(r.buf) && r.buf[r.pos] == ',' {
		r.pos++
		comma = false
	}
	if !r.blanksJSON() {
		return false
	}
	if comma || f.state == fresh {
		switch c := r.buf[r.pos]; {
		case c == '}':
			r.pos++
			r.pop()
			return false
		case comma && c != ',':
			return r.fail(r.pos, 1, "no comma or } after a member")
		case comma:
			r.pos++
			if !r.blanksJSON() {
				return false
			}
		}
	}
	f.state = running
	return r.key()
}

// key reads the name of a member and moves to the value.
func (r *Reader) key() bool {
	if r.buf[r.pos] != '"' {
		return r.fail(r.pos, 1, "no name of a member")
	}
	p := r.pos + 1
	q := scanString(r.buf, p)
	if q+4 < len(r.buf) && r.buf[q] == '"' && q-p <= MaxName {
		r.n0, r.n1 = p, q
		r.away = false
		q++
		if r.buf[q] == ' ' {
			q++
		}
		if r.buf[q] == ':' {
			q++
			if r.buf[q] == ' ' {
				q++
			}
			r.pos = q
			return r.valueJSON()
		}
		r.pos = p + r.n1 - r.n0 + 1
	} else {
		r.pos++
		r.away = true // the window moves on, and the name that it holds is no longer of use
		var ok bool
		if r.nameBuf, ok = r.stringJSON(r.nameBuf[:0], keepAll, MaxName); !ok {
			return false
		}
	}
	r.at = atValue
	if !r.blanksJSON() {
		return false
	}
	if r.buf[r.pos] != ':' {
		return r.fail(r.pos, 1, "no colon after the name of a member")
	}
	r.pos++
	return r.valueJSON()
}

// valueJSON moves to the first byte of a value.
func (r *Reader) valueJSON() bool {
	if r.pos < len(r.buf) && r.buf[r.pos] == '"' {
		r.at = atValue
		return true
	}
	if !r.blanksJSON() {
		return false
	}
	switch c := r.buf[r.pos]; c {
	case '"', '{', '[', 't', 'f', 'n', '-':
	default:
		if c < '0' || c > '9' {
			return r.fail(r.pos, 1, "no value")
		}
	}
	r.at = atValue
	return true
}

// nextItemJSON is NextItem.
func (r *Reader) nextItemJSON() bool {
	f := r.top()
	switch f.state {
	case closed:
		r.pop()
		return false
	case single:
		f.state, f.onItem = running, false
	case within:
		if r.itemJSON(true) {
			return true
		}
		if r.err != nil || r.endArray() {
			return false
		}
	}
	if f.kind == inRepeat {
		// The array is about to begin.
		r.pos++
		f.state = within
		if r.itemJSON(false) {
			return true
		}
		if r.err == nil {
			r.pop()
		}
		return false
	}
	return r.findArray()
}

// endArray leaves an array, and with repeated items their frame too, which it tells by true.
func (r *Reader) endArray() bool {
	f := r.top()
	f.onItem = false
	if f.kind == inRepeat {
		r.pop()
		return true
	}
	f.state = running
	return false
}

// errTwice is said of a list whose items are given by two members: one would have to go.
const errTwice = "items given twice"

// findArray looks in the members of a list for the array of its items, and moves to the first one.
func (r *Reader) findArray() bool {
	for r.nextJSON() {
		f := r.top()
		if string(r.Name()) != r.item() {
			r.counter()
			if r.err != nil {
				return false
			}
			continue
		}
		if f.array {
			return r.fail(r.pos, 0, errTwice)
		}
		f.array = true
		if r.buf[r.pos] != '[' {
			f.state = single
			r.onItem(f)
			return true
		}
		r.pos++
		r.at = atNone
		f.state = within
		if r.itemJSON(false) {
			return true
		}
		if r.err != nil {
			return false
		}
		r.endArray()
	}
	return false
}

// itemJSON moves to the next item in an array, or behind the array's end.
func (r *Reader) itemJSON(comma bool) bool {
	for {
		if !r.blanksJSON() {
			return false
		}
		c := r.buf[r.pos]
		if c == ']' {
			r.pos++
			return false
		}
		if comma {
			if c != ',' {
				return r.fail(r.pos, 1, "no comma or ] after an item")
			}
			r.pos++
		}
		f := r.top()
		r.onItem(f)
		if f.kind == inRepeat {
			r.setTopName()
		} else {
			r.setName(r.item())
		}
		if !r.valueJSON() {
			return false
		}
		if r.buf[r.pos] != 'n' {
			return true
		}
		r.badKind("null", "an item")
		r.at = atNone
		if !r.literalJSON("null") {
			return false
		}
		comma = true
	}
}
