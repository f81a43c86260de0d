package wire

import (
	"strconv"
	"sync"
)

// Writer appends one document to a buffer. It is made by [NewWriter], and must not be used by two goroutines at once.
// The first value that can't be written makes a [*TextError], see [Writer.Err].
type Writer struct {
	// OmitLinks asks generated code to leave out links and actions, which engines ignore in requests.
	OmitLinks bool

	// Declare puts the engine's XML declaration before the root. It must be set before Begin.
	Declare bool

	// Indent breaks lines and indents as the engine does. It must be set before Begin.
	Indent bool

	buf    []byte
	own    []byte // the writer's buffer while it appends to another one
	json   bool
	intag  bool // XML: the start tag is still open for attributes
	comma  bool // JSON: something stands before the next member or item
	empty  bool // JSON: nothing stands in the object that was opened last
	inUse  bool
	err    error
	frames []level
}

// level is an element, object or list that was opened.
type level struct {
	name   string
	item   string // lists: name of the items
	index  int32  // lists: number of items so far
	repeat bool   // items without an element of their own
}

var writers = sync.Pool{New: func() any { return new(Writer) }}

// NewWriter returns an empty writer. Call Release when done.
func NewWriter(f Format) *Writer {
	w := writers.Get().(*Writer)
	w.inUse = true
	w.Reset(f)
	return w
}

// Release makes the writer and its buffer available for other documents; neither must be used
// afterwards.
func (w *Writer) Release() {
	if !w.inUse {
		return
	}
	w.inUse = false
	w.OmitLinks, w.Declare, w.Indent = false, false, false
	if w.own != nil {
		w.buf, w.own = w.own, nil
	}
	w.Reset(XML)
	w.buf = small(w.buf)
	writers.Put(w)
}

// AppendTo makes the writer put the document behind dst, in its room as far as that goes. Bytes then returns both.
func (w *Writer) AppendTo(dst []byte) {
	if w.own == nil {
		w.own = w.buf[:0:cap(w.buf)]
	}
	if w.own == nil {
		w.own = []byte{}
	}
	w.buf = dst
}

// Reset empties the writer for another document. The options stay.
func (w *Writer) Reset(f Format) {
	w.buf = w.buf[:0]
	w.json = f == JSON
	w.intag, w.comma, w.empty = false, false, false
	w.err = nil
	clear(w.frames)
	w.frames = w.frames[:0]
}

// Bytes returns the document, valid until the next call of a method. It is of no use if Err returns an error.
func (w *Writer) Bytes() []byte { return w.buf }

// Err returns the first error, a [*TextError], or nil.
func (w *Writer) Err() error { return w.err }

// Format returns the format in which the document is written.
func (w *Writer) Format() Format {
	if w.json {
		return JSON
	}
	return XML
}

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`

// Begin begins the document with a root object.
func (w *Writer) Begin(tag string) {
	if w.json {
		w.push(tag, "")
		w.brace()
		return
	}
	if w.Declare {
		w.buf = append(w.buf, declaration...)
		w.buf = append(w.buf, '\n')
	}
	w.startXML(tag)
	w.push(tag, "")
}

// End ends the document that Begin began.
func (w *Writer) End(tag string) {
	w.Close(tag)
	if w.Indent && !w.json {
		w.buf = append(w.buf, '\n')
	}
}

// BeginList begins the document with a root list of items that are called item. Counters and other members may
// be written before the first item.
func (w *Writer) BeginList(tag, item string) {
	w.Begin(tag)
	w.frames[0].item = item
}

// EndList ends the document that BeginList began.
func (w *Writer) EndList(tag string) {
	w.closeItems()
	w.End(tag)
}

// Open begins a nested object.
func (w *Writer) Open(name string) {
	if w.json {
		w.key(name)
		w.brace()
	} else {
		w.child()
		w.startXML(name)
	}
	w.push(name, "")
}

// Close ends the object that was opened last, which is called name.
func (w *Writer) Close(name string) {
	w.pop()
	if w.json {
		w.unbrace()
	} else {
		w.endXML(name)
	}
}

// OpenList begins a list of items that are called item. Each item stands between Item and EndItem, or is written by ItemText.
func (w *Writer) OpenList(name, item string) {
	w.Open(name)
	w.frames[len(w.frames)-1].item = item
}

// CloseList ends the list that was opened last, which is called name. A list without items stays present.
func (w *Writer) CloseList(name string) {
	w.closeItems()
	w.Close(name)
}

// OpenRepeated begins items that XML repeats side by side, without an element around them: links.
func (w *Writer) OpenRepeated(item string) {
	w.push("", item)
	w.frames[len(w.frames)-1].repeat = true
}

// CloseRepeated ends what OpenRepeated began.
func (w *Writer) CloseRepeated() {
	w.closeItems()
	w.pop()
}

// closeItems ends the array of a JSON list.
func (w *Writer) closeItems() {
	if w.json && len(w.frames) > 0 && w.frames[len(w.frames)-1].index > 0 {
		w.unbracket()
	}
}

// Item begins the next item of the list that was opened last, as an object.
func (w *Writer) Item() {
	item := w.nextItem()
	if w.json {
		w.brace()
	} else {
		w.child()
		w.startXML(item)
	}
	w.push("", "")
}

// EndItem ends the item that Item began.
func (w *Writer) EndItem() {
	w.pop()
	if w.json {
		w.unbrace()
		return
	}
	w.endXML(w.frames[len(w.frames)-1].item)
}

// ItemText writes the next item of the list that was opened last, as a text.
func (w *Writer) ItemText(v string) {
	item := w.nextItem()
	if w.json {
		w.quoted(item, v)
		w.comma = true
		return
	}
	w.textXML(item, v)
}

// nextItem counts an item and returns its name; in JSON it begins the array or separates the items.
func (w *Writer) nextItem() string {
	f := &w.frames[len(w.frames)-1]
	f.index++
	if w.json {
		if f.index == 1 {
			w.key(f.item)
			w.bracket()
		} else {
			w.separate()
		}
	}
	return f.item
}

func (w *Writer) push(name, item string) {
	n := len(w.frames)
	if n == cap(w.frames) {
		w.frames = append(w.frames, level{})
	}
	w.frames = w.frames[:n+1]
	f := &w.frames[n] // field by field: a level made elsewhere is copied slowly
	f.name, f.item, f.index, f.repeat = name, item, 0, false
}

func (w *Writer) pop() { w.frames = w.frames[:len(w.frames)-1] }

// fail makes the error of a member of the object opened last.
func (w *Writer) fail(name, text, msg string) {
	if w.err != nil {
		return
	}
	path := w.place(name)
	if secretive(path) {
		text = ""
	}
	w.err = &TextError{Format: w.Format(), Path: path, Text: sample(text), Msg: msg}
}

// failNumber makes the error of a number that no format can hold. It is quoted wherever it stands: no
// secret is one.
func (w *Writer) failNumber(name string, v float64) {
	if w.err != nil {
		return
	}
	text := strconv.FormatFloat(v, 'g', -1, 64)
	w.err = &TextError{Format: w.Format(), Path: w.place(name), Text: text, Msg: "number is not finite"}
}

// place returns the path of a member of the object opened last.
func (w *Writer) place(name string) string {
	var b []byte
	for i, f := range w.frames {
		if f.repeat {
			continue
		}
		b = join(b, []byte(f.name))
		if i > 0 && f.name == "" {
			b = join(b, []byte(w.frames[i-1].item))
			b = w.appendIndex(b, i-1)
		}
	}
	if name != "" {
		b = join(b, []byte(name))
		if last := len(w.frames) - 1; last >= 0 && name == w.frames[last].item && w.frames[last].index > 0 {
			b = w.appendIndex(b, last)
		}
	}
	return string(b)
}

func (w *Writer) appendIndex(b []byte, i int) []byte {
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(w.frames[i].index), 10)
	return append(b, ']')
}
