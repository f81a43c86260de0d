package wire

// number returns the length of the number at r.pos, which is wholly in the window.
func (r *Reader) number() (int, bool) {
	n, good := numberLen(r.buf[r.pos:])
	if r.pos+n == len(r.buf) && n <= MaxNumber {
		n, good = r.pieces()
		if r.err != nil {
			return 0, false
		}
	}
	switch {
	case n > MaxNumber:
		return 0, r.fail(r.pos, sampleSize, errLongNumber)
	case !good:
		return 0, r.fail(r.pos, n+1, "malformed number")
	}
	return n, true
}

// pieces is numberLen for a number that meets the end of the window, perhaps again and again: it
// goes on where it was.
func (r *Reader) pieces() (n int, good bool) {
	part := beforeNumber
	for {
		for b := r.buf[r.pos:]; n < len(b) && n <= MaxNumber; n++ {
			next := part.next(b[n])
			if next == beforeNumber {
				return n, part.last()
			}
			part = next
		}
		if n > MaxNumber {
			return n, false
		}
		if !r.more() {
			// A number is never the last thing of a document.
			return n, r.cutOff()
		}
	}
}

// numberPart is the part of a number that its last byte belongs to.
type numberPart uint8

const (
	beforeNumber numberPart = iota
	minus
	zero
	integer
	point
	fraction
	exponentMark
	exponentSign
	exponent
)

// next returns the part that c belongs to, or beforeNumber if the number can't go on with c.
func (p numberPart) next(c byte) numberPart {
	digit := c >= '0' && c <= '9'
	switch {
	case c == '0' && p <= minus:
		return zero
	case digit && (p <= minus || p == integer):
		return integer
	case digit && (p == point || p == fraction):
		return fraction
	case digit && p >= exponentMark:
		return exponent
	case c == '-' && p == beforeNumber:
		return minus
	case c == '.' && (p == zero || p == integer):
		return point
	case c|0x20 == 'e' && (p == zero || p == integer || p == fraction):
		return exponentMark
	case (c == '+' || c == '-') && p == exponentMark:
		return exponentSign
	}
	return beforeNumber
}

// last reports whether a number may end with the part.
func (p numberPart) last() bool {
	return p == zero || p == integer || p == fraction || p == exponent
}

// numberLen returns the length of the number that b begins with, as far as it is well-formed, and
// whether it may end there.
func numberLen(b []byte) (n int, good bool) {
	digits := func() bool {
		start := n
		for n < len(b) && b[n] >= '0' && b[n] <= '9' {
			n++
		}
		return n > start
	}
	if n < len(b) && b[n] == '-' {
		n++
	}
	if n < len(b) && b[n] == '0' {
		n++
	} else if !digits() {
		return n, false
	}
	if n < len(b) && b[n] == '.' {
		n++
		if !digits() {
			return n, false
		}
	}
	if n < len(b) && b[n]|0x20 == 'e' {
		n++
		if n < len(b) && (b[n] == '+' || b[n] == '-') {
			n++
		}
		if !digits() {
			return n, false
		}
	}
	return n, true
}
