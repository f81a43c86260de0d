package wire

import (
	"encoding/binary"
	"math/bits"
)

// Eight bytes are looked at in one step. To find a byte c, w^(c*ones) has a 0 where w has c, and subtracting 1 from each byte sets
// the highest bit of those that were 0. It sets that of bytes from 0x80 on too, but these are looked for anyway; a borrow can
// set bits behind the first hit only, so the lowest bit is always right. Two bytes that differ in one bit are
// found together when that bit is cleared first.
const (
	ones   = 0x0101010101010101
	highs  = 0x80 * ones
	blanks = 0x20 * ones
)

// Classes of bytes in XML.
const (
	isNameStart = 1 << iota
	isName      // the colon isn't in it: it is rare, and allowed once
	isSpace
	isTextStop // needs a look in element text
	isAttrStop // needs a look in attribute values, quotes aside
	isTextEsc  // needs a reference or a look when it is written
	isAttrEsc  // the same in attributes
)

var class = makeClass()

func makeClass() (t [256]uint8) {
	for c := range 256 {
		b := byte(c)
		letter := 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b == '_'
		if letter {
			t[b] |= isNameStart | isName
		}
		if '0' <= b && b <= '9' || b == '-' || b == '.' {
			t[b] |= isName
		}
		if b == ' ' || b == '\n' || b == '\t' || b == '\r' {
			t[b] |= isSpace
		}
		odd := b >= 0x80 || b < ' ' && b != '\n' && b != '\t'
		if odd || b == '<' || b == '&' || b == ']' {
			t[b] |= isTextStop
		}
		if odd || b == '<' || b == '&' {
			t[b] |= isAttrStop
		}
		if odd || b == '<' || b == '&' || b == '>' {
			t[b] |= isTextEsc | isAttrEsc
		}
		if b == '\n' || b == '\t' || b == '"' {
			t[b] |= isAttrEsc
		}
	}
	return t
}

// scanText returns the index, from p on, of the first byte that isn't plain element text: one of < & ], a control character other than
// tab and line feed, or the begin of a character outside ASCII; len(b) if all is plain.
func scanText(b []byte, p int) int {
	for p+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[p:])
		// < and ] have 0x1C beside the bits that are cleared, and so have = \ | }, which are ignored.
		lt, amp := w&^(0x61*ones)^(0x1C*ones), w^('&'*ones)
		m := ((lt - ones) | (amp - ones) | (w - blanks) | w) & highs
		if m == 0 {
			p += 8
			continue
		}
		p += bits.TrailingZeros64(m) >> 3
		if class[b[p]]&isTextStop != 0 {
			return p
		}
		p++
	}
	for p < len(b) && class[b[p]]&isTextStop == 0 {
		p++
	}
	return p
}

// scanAttr is scanText for attribute values: it stops at the quote too, and not at ]. Addresses are long, so it takes two steps at once.
func scanAttr(b []byte, p int, quote byte) int {
	for quote == '"' && p+16 <= len(b) {
		m, n := attrMarks(binary.LittleEndian.Uint64(b[p:])), attrMarks(binary.LittleEndian.Uint64(b[p+8:]))
		if (m|n)&highs == 0 {
			p += 16
			continue
		}
		if m&highs == 0 {
			p += 8
			m = n
		}
		p += bits.TrailingZeros64(m&highs) >> 3
		if c := b[p]; c != '\n' && c != '\t' {
			return p
		}
		p++
	}
	for p < len(b) && b[p] != quote && class[b[p]]&isAttrStop == 0 {
		p++
	}
	return p
}

// attrMarks has the highest bit set of the first byte that scanAttr looks at, and others set at random behind it.
func attrMarks(w uint64) uint64 {
	lt, end := w^('<'*ones), w&^(4*ones)^('"'*ones) // & is " with the bit 4
	return (lt - ones) | (end - ones) | (w - blanks) | w
}

// scanString returns the index, from p on, of the first byte that isn't plain text of a JSON string: a quote, a backslash, a control character or
// the begin of a character outside ASCII; len(b) if all is plain.
func scanString(b []byte, p int) int {
	for p+16 <= len(b) {
		m, n := stringMarks(binary.LittleEndian.Uint64(b[p:])), stringMarks(binary.LittleEndian.Uint64(b[p+8:]))
		if m&highs != 0 {
			return p + bits.TrailingZeros64(m&highs)>>3
		}
		p += 8
		if n&highs != 0 {
			return p + bits.TrailingZeros64(n&highs)>>3
		}
		p += 8
	}
	for p < len(b) && b[p] >= ' ' && b[p] < 0x80 && b[p] != '"' && b[p] != '\\' {
		p++
	}
	return p
}

// stringMarks is attrMarks for scanString.
func stringMarks(w uint64) uint64 {
	quote, slash := w^('"'*ones), w^('\\'*ones)
	return (quote - ones) | (slash - ones) | (w - blanks) | w
}

// scanBlanks returns the index, from p on, of the first byte that isn't white space; len(b) if all is.
// Indentation is long: the documents of the engine have more of it than of text.
func scanBlanks(b []byte, p int) int {
	for p < len(b) {
		c := b[p]
		if c > ' ' || class[c]&isSpace == 0 {
			return p
		}
		p++
		if c != '\n' {
			continue
		}
		for p+8 <= len(b) && binary.LittleEndian.Uint64(b[p:]) == blanks {
			p += 8
		}
		for p < len(b) && b[p] == ' ' {
			p++
		}
	}
	return p
}

// scanWrite returns the index, from p on, of the first byte that XML text, or an attribute, can't hold as it is, or that needs a look; len(b)
// if there is none.
func scanWrite(b []byte, p int, stop uint8) int {
	for p+8 <= len(b) {
		m := writeMarks(binary.LittleEndian.Uint64(b[p:])) & highs
		if m == 0 {
			p += 8
			continue
		}
		p += bits.TrailingZeros64(m) >> 3
		if class[b[p]]&stop != 0 {
			return p
		}
		p++
	}
	for p < len(b) && class[b[p]]&stop == 0 {
		p++
	}
	return p
}

// writeMarks is attrMarks for scanWrite.
func writeMarks(w uint64) uint64 {
	angle, amp := w&^(2*ones)^('<'*ones), w&^(4*ones)^('"'*ones) // > is < with the bit 2
	return (angle - ones) | (amp - ones) | (w - blanks) | w
}
