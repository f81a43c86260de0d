package wire

import (
	"io"
	"sync"
	"time"
)

// What the reader stands on.
const (
	atNone  = iota
	atElem  // XML: behind the name in a start tag
	atAttr  // XML: on the first byte of an attribute's value
	atValue // JSON: on the first byte of a value
)

// Kinds of frames.
const (
	inObject = iota
	inList
	inRepeat // items without an element of their own: repeated links
	inSkip
)

// States of frames.
const (
	fresh   = iota // nothing read; in JSON no comma is due
	running        // in JSON a comma is due before the next member or item
	within         // JSON list: inside the array
	single         // the value at hand is the only item
	closed         // nothing follows
)

// frame is an element or object that was entered.
type frame struct {
	name   int32 // its name is Reader.names from here to the next frame's
	index  int32 // lists: number of the item at hand, from 1; objects: number of repeated elements so far
	kind   uint8
	state  uint8
	onItem bool // a list's value at hand is an item
	array  bool // JSON list: the array was there
}

// Reader reads one document. It is made by [NewReader] or [NewBytesReader] and must not be used by two goroutines at once.
// After a hard error all its methods give nothing, so that loops end; see [Reader.Err].
type Reader struct {
	buf    []byte // window into the document, or all of it
	pos    int
	n0, n1 int // name at hand in buf, unless away
	at     uint8
	quote  byte // atAttr: the quote that ends the value; JSON: first byte of the scalar read last
	json   bool
	away   bool // the name at hand is in nameBuf
	intag  bool // XML: attributes of the frame entered last remain
	began  bool // Root was read
	inUse  bool
	seen   uint8  // XML: which of id, href and rel the tag had
	others uint8  // XML: number of other attributes of the tag
	attrs  []byte // XML: their names, each ended by a blank
	root   string
	base   int64 // offset of buf[0]
	valOff int64 // offset of the scalar read last
	work   int64 // bytes that were moved or looked at again, for tests

	src     io.Reader
	win     []byte // own window, for src
	frames  []frame
	items   []string // names of the items of the lists in frames
	names   []byte
	nameBuf []byte
	scratch []byte
	nest    []byte // JSON: brackets of a value that is skipped

	err    error
	soft   error
	report func(error)

	size, total, active *int64
	creation            string // creation_status of the root object

	cells  []cell   // by slot, for New
	slabs  []chunks // *slab[T] by slot, for lists of values
	strs   slab[string]
	bools  slab[bool]
	ints   slab[int64]
	floats slab[float64]
	times  slab[time.Time]
	words  slab[string] // names of actions, and short lists of strings
	text   textChunk
	group  int         // items that share the chunks of slabs and strs
	short  internTable // of texts up to maxWord
	long   internTable // of texts up to maxShared

	zone       *time.Location // of the last time with an offset
	zoneOffset int32
}

const (
	windowSize = 32 << 10
	maxKept    = 64 << 10 // larger buffers aren't kept in the pool
)

var readers = sync.Pool{New: func() any { return new(Reader) }}

// NewReader returns a reader of the document that src returns. It reads ahead by at most its window of 32 kB, never beyond the
// end of src's document if [Reader.Finish] isn't called. Call Release when done.
func NewReader(src io.Reader, f Format) *Reader {
	r := readers.Get().(*Reader)
	r.inUse = true
	r.src = src
	r.json = f == JSON
	if r.win == nil {
		r.win = make([]byte, windowSize)
	}
	r.buf = r.win[:0]
	return r
}

// NewBytesReader returns a reader of the document doc, which it neither changes nor copies: doc must stay as it is until Release.
// Nothing that was read refers to doc afterwards.
func NewBytesReader(doc []byte, f Format) *Reader {
	r := readers.Get().(*Reader)
	r.inUse = true
	r.json = f == JSON
	r.buf = doc
	return r
}

// Release makes the reader available for other documents. It must not be used afterwards; what was
// read remains good.
func (r *Reader) Release() {
	if !r.inUse {
		return
	}
	r.inUse = false
	r.buf, r.src = nil, nil
	r.pos, r.n0, r.n1 = 0, 0, 0
	r.at, r.quote, r.seen = atNone, 0, 0
	r.json, r.away, r.intag, r.began = false, false, false, false
	r.root, r.base, r.valOff, r.work = "", 0, 0, 0
	r.err, r.soft, r.report = nil, nil, nil
	r.size, r.total, r.active = nil, nil, nil
	r.creation = ""
	r.frames = r.frames[:0]
	clear(r.items)
	r.items = r.items[:0]
	r.names, r.nameBuf = r.names[:0], r.nameBuf[:0]
	r.attrs, r.scratch, r.nest = r.attrs[:0], small(r.scratch)[:0], r.nest[:0]
	clear(r.long.slots[:]) // each text keeps a chunk alive
	r.countItem()
	readers.Put(r)
}

// small drops a buffer that one huge token has made too large to keep.
func small(b []byte) []byte {
	if cap(b) > maxKept {
		return nil
	}
	return b
}

// Format returns the format in which the document is read.
func (r *Reader) Format() Format {
	if r.json {
		return JSON
	}
	return XML
}

// Enter enters the value at hand as an object and moves to its first field. It returns false if there is none.
// A value that is no object is a soft error.
func (r *Reader) Enter() bool {
	if r.json {
		return r.enterJSON()
	}
	return r.enterXML()
}

// Next moves to the next field of the object that was entered last. At its end it leaves the object and returns false.
// A value at hand that nobody took is skipped.
func (r *Reader) Next() bool {
	if r.at != atNone {
		r.Skip()
	}
	if len(r.frames) == 0 {
		return false
	}
	if r.json {
		return r.nextJSON()
	}
	return r.nextXML()
}

// Name returns the name of the field at hand, valid until the next call of a method. In XML the attributes id, href and rel come as
// fields before the child elements; other attributes are checked and left out. In JSON members that are null are left out.
func (r *Reader) Name() []byte {
	if r.away {
		return r.nameBuf
	}
	return r.buf[r.n0:r.n1]
}

// Skip skips the value at hand with all that it holds. What is skipped is checked like the rest.
func (r *Reader) Skip() {
	switch r.at {
	case atElem:
		r.skipXML()
	case atAttr:
		r.skipAttr()
	case atValue:
		r.skipJSON()
	}
}

// push enters the value at hand, which is then no longer at hand.
func (r *Reader) push(kind uint8) bool {
	n := len(r.frames)
	if n == cap(r.frames) {
		if n == MaxDepth {
			return r.fail(r.pos, 0, "nested too deep, limit 256")
		}
		r.frames = append(make([]frame, 0, MaxDepth), r.frames...)
	}
	r.frames = r.frames[:n+1]
	f := &r.frames[n] // field by field: a frame made elsewhere is copied slowly
	f.name, f.index = int32(len(r.names)), 0
	f.kind, f.state, f.onItem, f.array = kind, fresh, false, false
	r.names = append(r.names, r.Name()...)
	r.at = atNone
	return true
}

func (r *Reader) pop() {
	last := len(r.frames) - 1
	f := r.frames[last]
	if f.kind == inList {
		r.items = r.items[:len(r.items)-1]
	}
	r.names = r.names[:f.name]
	r.frames = r.frames[:last]
}

// pushList enters the value at hand as a list of items.
func (r *Reader) pushList(item string) bool {
	if !r.push(inList) {
		return false
	}
	r.items = append(r.items, item)
	return true
}

// item is the name of the items of the list entered last.
func (r *Reader) item() string { return r.items[len(r.items)-1] }

func (r *Reader) top() *frame { return &r.frames[len(r.frames)-1] }

// topName is the name of the frame entered last.
func (r *Reader) topName() []byte { return r.names[r.top().name:] }

// setName puts a name at hand that isn't in the window.
func (r *Reader) setName(name string) {
	r.nameBuf = append(r.nameBuf[:0], name...)
	r.away = true
}
