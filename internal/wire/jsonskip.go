package wire

import "math"

// skipJSON skips the value at hand. Its own brackets are counted in r.nest, not in frames, so errors inside name its path.
func (r *Reader) skipJSON() {
	r.at = atNone
	r.nest = r.nest[:0]
	for {
		if !r.skipValue() {
			return
		}
		for {
			depth := len(r.nest)
			if depth == 0 {
				return
			}
			if !r.blanksJSON() {
				return
			}
			c := r.buf[r.pos]
			if c == r.nest[depth-1] {
				r.pos++
				r.nest = r.nest[:depth-1]
				continue
			}
			if c != ',' {
				r.fail(r.pos, 1, "no comma or "+string(r.nest[depth-1])+" after a value")
				return
			}
			r.pos++
			if !r.skipKey() {
				return
			}
			break
		}
	}
}

// skipValue skips one scalar, or over the begin of an object or list and on to its first value. At the end of an
// empty one it is behind that.
func (r *Reader) skipValue() bool {
	for {
		if !r.valueJSON() {
			return false
		}
		r.at = atNone
		switch r.buf[r.pos] {
		case '"':
			r.pos++
			return r.skipString(math.MaxInt)
		case 't':
			return r.literalJSON("true")
		case 'f':
			return r.literalJSON("false")
		case 'n':
			return r.literalJSON("null")
		case '{', '[':
			end := r.buf[r.pos] + 2 // } is two after {, and ] after [
			if len(r.frames)+len(r.nest) >= MaxDepth {
				return r.fail(r.pos, 1, "nested too deep, limit 256")
			}
			r.nest = append(r.nest, end)
			r.pos++
			if !r.blanksJSON() {
				return false
			}
			if r.buf[r.pos] == end {
				r.pos++
				r.nest = r.nest[:len(r.nest)-1]
				return true
			}
			if !r.skipKey() {
				return false
			}
		default:
			n, ok := r.number()
			r.pos += n
			return ok
		}
	}
}

// skipKey skips the name of a member with its colon, if the bracket opened last is an object's.
func (r *Reader) skipKey() bool {
	if r.nest[len(r.nest)-1] != '}' {
		return true
	}
	if !r.blanksJSON() {
		return false
	}
	if r.buf[r.pos] != '"' {
		return r.fail(r.pos, 1, "no name of a member")
	}
	r.pos++
	if !r.skipString(MaxName) {
		return false
	}
	if !r.blanksJSON() {
		return false
	}
	if r.buf[r.pos] != ':' {
		return r.fail(r.pos, 1, "no colon after the name of a member")
	}
	r.pos++
	return true
}

// skipString skips a string of at most most bytes; r.pos is behind its opening quote.
func (r *Reader) skipString(most int) bool {
	p := scanString(r.buf, r.pos)
	if p < len(r.buf) && r.buf[p] == '"' && p-r.pos <= most {
		r.pos = p + 1
		return true
	}
	var ok bool
	r.scratch, ok = r.stringJSON(r.scratch[:0], keepNothing, most)
	return ok
}
