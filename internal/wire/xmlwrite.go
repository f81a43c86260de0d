package wire

import (
	"slices"
	"unicode/utf8"
)

// startXML begins a start tag and leaves it open for attributes.
func (w *Writer) startXML(name string) {
	w.buf = append(w.buf, '<')
	w.buf = append(w.buf, name...)
	w.intag = true
}

// child ends the start tag of the parent, if that is open, and breaks the line.
func (w *Writer) child() {
	if w.intag {
		w.buf = append(w.buf, '>')
		w.intag = false
	}
	if w.Indent {
		w.newLine(4)
	}
}

// newLine breaks the line and indents by width blanks for each element or object around the place.
func (w *Writer) newLine(width int) {
	w.buf = append(w.buf, '\n')
	for _, f := range w.frames {
		if f.repeat {
			continue
		}
		for range width {
			w.buf = append(w.buf, ' ')
		}
	}
}

// endXML ends an element; one without content closes itself.
func (w *Writer) endXML(name string) {
	if w.intag {
		w.buf = append(w.buf, '/', '>')
		w.intag = false
		return
	}
	if w.Indent {
		w.newLine(4)
	}
	w.buf = append(w.buf, '<', '/')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '>')
}

// textXML writes an element that holds a text.
func (w *Writer) textXML(name, v string) {
	begin := w.leafXML(name, v)
	// The end tag stops the scan, so that nothing is counted.
	if scanWrite(w.buf, begin, isTextEsc) == begin+len(v) {
		return
	}
	w.buf = w.buf[:begin]
	w.escapeXML(name, v, false)
	w.buf = append(w.buf, '<', '/')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '>')
}

// leafXML writes an element that holds v as it is, and gives the place of v.
func (w *Writer) leafXML(name, v string) int {
	w.child()
	n, size := len(w.buf), 2*len(name)+len(v)+5
	b := slices.Grow(w.buf, size)[:n+size]
	w.buf = b
	b[n] = '<'
	n += 1 + copy(b[n+1:], name)
	b[n] = '>'
	begin := n + 1
	n = begin + copy(b[begin:], v)
	b[n], b[n+1] = '<', '/'
	n += 2 + copy(b[n+2:], name)
	b[n] = '>'
	return begin
}

// attrXML writes an attribute; the quote that ends it stops the scan.
func (w *Writer) attrXML(name, v string) {
	n, size := len(w.buf), len(name)+len(v)+4
	b := slices.Grow(w.buf, size)[:n+size]
	w.buf = b
	b[n] = ' '
	n += 1 + copy(b[n+1:], name)
	b[n], b[n+1] = '=', '"'
	begin := n + 2
	n = begin + copy(b[begin:], v)
	b[n] = '"'
	if scanWrite(b, begin, isAttrEsc) == n {
		return
	}
	w.buf = b[:begin]
	w.escapeXML(name, v, true)
	w.buf = append(w.buf, '"')
}

// escapeXML appends a text. A carriage return is written as a reference, since readers make a line feed of it; in attributes
// so are tab and line feed, of which readers make blanks.
func (w *Writer) escapeXML(name, v string, attr bool) {
	stop := uint8(isTextEsc)
	if attr {
		stop = isAttrEsc
	}
	start := 0
	for i := 0; i < len(v); {
		c := v[i]
		if class[c]&stop == 0 {
			i++
			continue
		}
		ref := ""
		switch c {
		case '&':
			ref = "&amp;"
		case '<':
			ref = "&lt;"
		case '>':
			ref = "&gt;"
		case '"':
			ref = "&quot;"
		case '\t':
			ref = "&#x9;"
		case '\n':
			ref = "&#xA;"
		case '\r':
			ref = "&#xD;"
		default:
			r, n := utf8.DecodeRuneInString(v[i:])
			if r == utf8.RuneError && n == 1 {
				w.failText(name, v, "text is not UTF-8", attr)
				return
			}
			if !isXMLChar(r) {
				w.failText(name, v, "text has a character that XML excludes", attr)
				return
			}
			i += n
			continue
		}
		w.buf = append(w.buf, v[start:i]...)
		w.buf = append(w.buf, ref...)
		i++
		start = i
	}
	w.buf = append(w.buf, v[start:]...)
}

func (w *Writer) failText(name, v, msg string, attr bool) {
	if attr {
		name = "@" + name
	}
	w.fail(name, v, msg)
}
