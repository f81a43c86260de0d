package redact

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxLayers bounds how many escapes within escapes are resolved: a URL in the query of a URL, in a
// JSON text, that an error quotes.
const maxLayers = 4

// layer is a text with escapes resolved.
type layer struct {
	text []byte
	from []int // from is, for each byte and for the end, the place in the original that it came from
}

// layers returns the text as it stands, then with its escapes resolved once, and so on, until
// nothing is left to resolve.
func layers(text string) []layer {
	base := layer{text: []byte(text), from: make([]int, len(text)+1)}
	for i := range base.from {
		base.from[i] = i
	}
	all := []layer{base}
	for len(all) < maxLayers {
		last := all[len(all)-1]
		if !bytes.ContainsAny(last.text, `%&\`) {
			break
		}
		next := last.resolve()
		if len(next.text) == len(last.text) {
			break
		}
		all = append(all, next)
	}
	return all
}

// resolve resolves the escapes of URLs, of XML and HTML, and of JSON and Go.
func (l layer) resolve() layer {
	next := layer{text: make([]byte, 0, len(l.text)), from: make([]int, 0, len(l.from))}
	var char [utf8.UTFMax]byte
	for i := 0; i < len(l.text); {
		r, n := escaped(l.text[i:])
		switch {
		case n == 0:
			char[0], n = l.text[i], 1
			next.add(char[:1], l.from[i])
		case r < 0: // a byte, not a character
			char[0] = byte(-r - 1)
			next.add(char[:1], l.from[i])
		default:
			next.add(utf8.AppendRune(char[:0], r), l.from[i])
		}
		i += n
	}
	next.from = append(next.from, l.from[len(l.text)])
	return next
}

func (l *layer) add(text []byte, from int) {
	for _, c := range text {
		l.text = append(l.text, c)
		l.from = append(l.from, from)
	}
}

// escaped returns the character that the escape at the beginning of a text stands for, and the
// length of the escape: 0 if there is none. An escape of a single byte b is the negative number
// -b-1.
func escaped(s []byte) (rune, int) {
	switch s[0] {
	case '%':
		if b, ok := hexValue(s, 1, 2); ok {
			return -b - 1, 3
		}
	case '&':
		return entity(s)
	case '\\':
		return backslash(s)
	}
	return 0, 0
}

// backslash resolves an escape of JSON or Go.
func backslash(s []byte) (rune, int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case '"', '\'', '\\', '/':
		return rune(s[1]), 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'x':
		if b, ok := hexValue(s, 2, 2); ok {
			return -b - 1, 4
		}
	case 'U':
		if r, ok := hexValue(s, 2, 8); ok && utf8.ValidRune(r) {
			return r, 10
		}
	case 'u':
		r, ok := hexValue(s, 2, 4)
		if !ok {
			return 0, 0
		}
		if utf16.IsSurrogate(r) && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
			if low, ok := hexValue(s, 8, 4); ok {
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					return pair, 12
				}
			}
		}
		return r, 6
	}
	return 0, 0
}

// entities are the names that XML and HTML have for characters that passwords hold.
var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\'', "nbsp": ' '}

// entity resolves a reference of XML or HTML.
func entity(s []byte) (rune, int) {
	end := bytes.IndexByte(s[:min(len(s), 12)], ';')
	if end < 2 {
		return 0, 0
	}
	name := string(s[1:end])
	if r, ok := entities[name]; ok {
		return r, end + 1
	}
	digits, numeric := strings.CutPrefix(name, "#")
	if !numeric || digits == "" {
		return 0, 0
	}
	base := 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, 0
	}
	return rune(n), end + 1
}

// hexValue reads that many hexadecimal digits.
func hexValue(s []byte, at, digits int) (rune, bool) {
	if len(s) < at+digits {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[at:at+digits]), 16, 32)
	return rune(n), err == nil && n <= utf8.MaxRune
}
