package wire

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
	"unsafe"
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

// indentLevels is how many levels are indented. Deeper ones would cost more blanks than text.
const indentLevels = 64

// newLine breaks the line and indents by width blanks for each element or object around the place.
func (w *Writer) newLine(width int) {
	w.buf = append(w.buf, '\n')
	for _, f := range w.frames[:min(len(w.frames), indentLevels)] {
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
	begin, marks := w.leafXML(name, v)
	end := begin + len(v)
	if marks == 0 || scanWrite(w.buf[:end], begin, isTextEsc) == end {
		return
	}
	w.buf = w.buf[:begin]
	w.escapeXML(name, v, false)
	w.buf = append(w.buf, '<', '/')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '>')
}

// leafXML writes an element that holds v as it is, and returns the place of v and its marks.
func (w *Writer) leafXML(name, v string) (begin int, marks uint64) {
	w.child()
	n := len(w.buf)
	b := w.room(2*len(name) + len(v) + 5)
	b[n] = '<'
	n++
	putName(b[n:], name)
	n += len(name)
	b[n] = '>'
	n++
	begin, marks = n, put(b[n:], v)
	n += len(v)
	b[n], b[n+1] = '<', '/'
	n += 2
	putName(b[n:], name)
	b[len(b)-1] = '>'
	return begin, marks
}

// attrXML writes an attribute.
func (w *Writer) attrXML(name, v string) {
	n := len(w.buf)
	b := w.room(len(name) + len(v) + 4)
	b[n] = ' '
	n++
	putName(b[n:], name)
	n += len(name)
	b[n], b[n+1] = '=', '"'
	n += 2
	end := n + len(v)
	marks := put(b[n:], v)
	b[end] = '"'
	if marks == 0 || scanWrite(b[:end], n, isAttrEsc) == end {
		return
	}
	w.buf = b[:n]
	w.escapeXML(name, v, true)
	w.buf = append(w.buf, '"')
}

// room makes the document longer by size bytes, which the caller fills.
func (w *Writer) room(size int) []byte {
	n := len(w.buf)
	if cap(w.buf)-n < size {
		w.buf = slices.Grow(w.buf, size)
	}
	w.buf = w.buf[:n+size]
	return w.buf
}

// put copies v to the beginning of dst, which is longer. The result is 0 if all of v can stand in XML as it is; otherwise somebody
// has to look.
func put(dst []byte, v string) uint64 {
	src := unsafe.Slice(unsafe.StringData(v), len(v))
	n := len(src)
	if n < 8 {
		return putShort(dst, src)
	}
	x := binary.LittleEndian.Uint64(src[n-8:])
	binary.LittleEndian.PutUint64(dst[n-8:n], x)
	marks := writeMarks(x)
	for i := 0; i < n-8; i += 8 {
		x := binary.LittleEndian.Uint64(src[i:])
		binary.LittleEndian.PutUint64(dst[i:], x)
		marks |= writeMarks(x)
	}
	return marks & highs
}

// putName is put for a name, which nobody has to look at. Copying by words is cheaper than a call of copy for the short texts that
// names are.
func putName(dst []byte, name string) {
	n := len(name)
	if n < 8 || n > 16 {
		copy(dst, name)
		return
	}
	src := unsafe.Slice(unsafe.StringData(name), n)
	binary.LittleEndian.PutUint64(dst, binary.LittleEndian.Uint64(src))
	binary.LittleEndian.PutUint64(dst[n-8:n], binary.LittleEndian.Uint64(src[n-8:]))
}

func putShort(dst, src []byte) uint64 {
	n := len(src)
	if n >= 4 {
		a, b := binary.LittleEndian.Uint32(src), binary.LittleEndian.Uint32(src[n-4:])
		binary.LittleEndian.PutUint32(dst, a)
		binary.LittleEndian.PutUint32(dst[n-4:n], b)
		return writeMarks(uint64(a)|uint64(b)<<32) & highs
	}
	x := uint64('a' * ones)
	for i, c := range src {
		dst[i] = c
		x = x<<8 | uint64(c)
	}
	return writeMarks(x) & highs
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
