package wire

import "bytes"

// declaration reads the XML declaration, if the document has one: version 1.0, UTF-8.
func (r *Reader) declaration() bool {
	const begin = "<?xml"
	if !r.need(len(begin)+1) || string(r.buf[r.pos:r.pos+len(begin)]) != begin {
		return r.err == nil
	}
	if class[r.buf[r.pos+len(begin)]]&isSpace == 0 {
		return true // another instruction, or damage: the caller looks
	}
	r.pos += len(begin)
	spaced := false
	for i, name := range []string{"version", "encoding", "standalone"} {
		spaced = spaced || class[r.buf[r.pos]]&isSpace != 0
		if !r.blanks() {
			return false
		}
		if r.buf[r.pos] == '?' && i > 0 {
			break
		}
		n, ok := r.name()
		if !ok {
			return false
		}
		if !spaced {
			return r.fail(r.pos, n, "no space before an attribute")
		}
		if string(r.buf[r.pos:r.pos+n]) != name {
			if i == 1 {
				continue // encoding may lack
			}
			return r.fail(r.pos, n, "unknown attribute of the XML declaration")
		}
		r.pos += n
		if !r.declared(name) {
			return false
		}
		spaced = false
	}
	if !r.blanks() {
		return false
	}
	return r.literal("?>", "XML declaration doesn't end")
}

// declared reads = and the value of an attribute of the declaration, and one byte must follow.
func (r *Reader) declared(name string) bool {
	if !r.blanks() {
		return false
	}
	if r.buf[r.pos] != '=' {
		return r.fail(r.pos, 1, "attribute without a value")
	}
	r.pos++
	if !r.blanks() {
		return false
	}
	quote := r.buf[r.pos]
	if quote != '"' && quote != '\'' {
		return r.fail(r.pos, 1, "attribute value without quotes")
	}
	n := 0
	for {
		if n = bytes.IndexByte(r.buf[r.pos+1:min(len(r.buf), r.pos+1+sampleSize)], quote); n >= 0 {
			break
		}
		if len(r.buf)-r.pos > sampleSize {
			return r.fail(r.pos, 1, "attribute value without end")
		}
		if !r.more() {
			return r.cutOff()
		}
	}
	value := r.buf[r.pos+1 : r.pos+1+n]
	good := false
	switch name {
	case "version":
		good = string(value) == "1.0"
	case "encoding":
		good = bytes.EqualFold(value, []byte("utf-8"))
	case "standalone":
		good = string(value) == "yes" || string(value) == "no"
	}
	if !good {
		return r.fail(r.pos+1, n, "unsupported "+name)
	}
	r.pos += n + 2
	if !r.need(1) {
		return r.cutOff()
	}
	return true
}
