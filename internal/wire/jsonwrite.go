package wire

import "unicode/utf8"

// separate writes what stands between two members or items.
func (w *Writer) separate() {
	if w.comma {
		w.buf = append(w.buf, ',')
		if w.Indent {
			w.buf = append(w.buf, ' ')
		}
	}
}

// key begins a member.
func (w *Writer) key(name string) {
	if w.comma {
		w.buf = append(w.buf, ',')
	}
	if w.Indent {
		w.newLine(2)
	}
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, name...)
	if w.Indent {
		w.buf = append(w.buf, '"', ' ', ':', ' ')
	} else {
		w.buf = append(w.buf, '"', ':')
	}
	w.comma = false
	w.empty = false
}

func (w *Writer) brace() {
	w.buf = append(w.buf, '{')
	w.comma = false
	w.empty = true
}

func (w *Writer) unbrace() {
	if w.Indent && !w.empty {
		w.newLine(2)
	}
	w.buf = append(w.buf, '}')
	w.comma = true
	w.empty = false
}

func (w *Writer) bracket() {
	w.buf = append(w.buf, '[')
	if w.Indent {
		w.buf = append(w.buf, ' ')
	}
}

func (w *Writer) unbracket() {
	if w.Indent {
		w.buf = append(w.buf, ' ')
	}
	w.buf = append(w.buf, ']')
	w.comma = true
}

func (w *Writer) stringJSON(name, v string) {
	w.key(name)
	w.quoted(name, v)
	w.comma = true
}

// quoted appends a text as a JSON string.
func (w *Writer) quoted(name, v string) {
	w.buf = append(w.buf, '"')
	w.escapeJSON(name, v)
	w.buf = append(w.buf, '"')
}

// escapeJSON appends a text as it stands between quotes.
func (w *Writer) escapeJSON(name, v string) {
	const hex = "0123456789abcdef"
	begin := len(w.buf)
	w.buf = append(w.buf, v...)
	i := scanString(w.buf, begin) - begin
	if i == len(v) {
		return
	}
	w.buf = w.buf[:begin]
	start := 0
	for i < len(v) {
		c := v[i]
		if c >= ' ' && c < 0x80 && c != '"' && c != '\\' {
			i++
			continue
		}
		if c >= 0x80 {
			r, n := utf8.DecodeRuneInString(v[i:])
			if r == utf8.RuneError && n == 1 {
				w.fail(name, v, "text is not UTF-8")
				return
			}
			i += n
			continue
		}
		w.buf = append(w.buf, v[start:i]...)
		switch c {
		case '"', '\\':
			w.buf = append(w.buf, '\\', c)
		case '\n':
			w.buf = append(w.buf, '\\', 'n')
		case '\r':
			w.buf = append(w.buf, '\\', 'r')
		case '\t':
			w.buf = append(w.buf, '\\', 't')
		default:
			w.buf = append(w.buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	w.buf = append(w.buf, v[start:]...)
}
