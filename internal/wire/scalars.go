package wire

import (
	"math"
	"strconv"
	"time"
	"unsafe"
)

// Attr writes id, href or rel: an attribute in XML, a member in JSON. Nil writes nothing. Attributes come before all else.
func (w *Writer) Attr(name string, v *string) {
	if v != nil {
		w.attr(name, *v)
	}
}

func (w *Writer) attr(name, v string) {
	if w.json {
		w.stringJSON(name, v)
		return
	}
	w.attrXML(name, v)
}

// String writes a text. Nil writes nothing; an empty text is written.
func (w *Writer) String(name string, v *string) {
	if v != nil {
		w.string(name, *v)
	}
}

func (w *Writer) string(name, v string) {
	if w.json {
		w.stringJSON(name, v)
		return
	}
	w.textXML(name, v)
}

// Text writes a value of an enumeration. An empty one writes nothing.
func (w *Writer) Text(name, v string) {
	if v != "" {
		w.string(name, v)
	}
}

// Bool writes a truth value, in JSON as a text. Nil writes nothing.
func (w *Writer) Bool(name string, v *bool) {
	if v != nil {
		w.bool(name, *v)
	}
}

func (w *Writer) bool(name string, v bool) {
	if v {
		w.plain(name, "true")
		return
	}
	w.plain(name, "false")
}

// plain writes a text that needs no escape.
func (w *Writer) plain(name, v string) {
	if w.json {
		w.openScalar(name, true)
		w.buf = append(w.buf, v...)
		w.closeScalar(name, true)
		return
	}
	w.leafXML(name, v)
}

// Int writes an integer, in JSON as a text. Nil writes nothing.
func (w *Writer) Int(name string, v *int64) {
	if v != nil {
		w.int(name, *v)
	}
}

func (w *Writer) int(name string, v int64) {
	if 0 <= v && v < int64(len(figures)) {
		w.plain(name, figures[v:v+1])
		return
	}
	var space [20]byte // -9223372036854775808
	text := strconv.AppendInt(space[:0], v, 10)
	w.plain(name, unsafe.String(unsafe.SliceData(text), len(text)))
}

const figures = "0123456789"

// Float writes a number with as many digits as it needs, and without an exponent. Nil writes nothing; infinities and NaN are errors.
func (w *Writer) Float(name string, v *float64) {
	if v != nil {
		w.float(name, *v)
	}
}

func (w *Writer) float(name string, v float64) { w.digits(name, v, -1) }

// Pointed writes a number as Float does, but with at least one digit behind the point.
func (w *Writer) Pointed(name string, v *float64) {
	switch {
	case v == nil:
	case *v == math.Trunc(*v):
		w.digits(name, *v, 1)
	default:
		w.float(name, *v)
	}
}

func (w *Writer) digits(name string, v float64, decimals int) {
	if v-v != 0 {
		w.failNumber(name, v)
		return
	}
	w.openScalar(name, false)
	w.buf = strconv.AppendFloat(w.buf, v, 'f', decimals, 64)
	w.closeScalar(name, false)
}

// Time writes an instant, cut to milliseconds: in XML with its own offset, in JSON as the milliseconds since 1970. Nil writes
// nothing; years before 0 and after 9999 are errors.
func (w *Writer) Time(name string, v *time.Time) {
	if v != nil {
		w.time(name, *v)
	}
}

func (w *Writer) time(name string, t time.Time) {
	if _, offset := t.Zone(); offset%60 != 0 || offset > 14*3600 || offset < -14*3600 {
		t = t.UTC() // the wire knows no such zone
	}
	if w.json {
		t = t.UTC()
	}
	if y := t.Year(); y < 0 || y > 9999 {
		w.fail(name, strconv.FormatInt(t.Unix(), 10)+" s since 1970", "year has not four digits")
		return
	}
	w.openScalar(name, false)
	if w.json {
		w.buf = strconv.AppendInt(w.buf, t.UnixMilli(), 10)
	} else {
		w.buf = appendTime(w.buf, t)
	}
	w.closeScalar(name, false)
}

// openScalar begins a member whose text needs no escape. In JSON it is quoted or not.
func (w *Writer) openScalar(name string, quote bool) {
	if !w.json {
		w.child()
		w.buf = append(w.buf, '<')
		w.buf = append(w.buf, name...)
		w.buf = append(w.buf, '>')
		return
	}
	w.key(name)
	if quote {
		w.buf = append(w.buf, '"')
	}
}

func (w *Writer) closeScalar(name string, quote bool) {
	if !w.json {
		w.buf = append(w.buf, '<', '/')
		w.buf = append(w.buf, name...)
		w.buf = append(w.buf, '>')
		return
	}
	if quote {
		w.buf = append(w.buf, '"')
	}
	w.comma = true
}
