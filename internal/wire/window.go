package wire

import (
	"io"
)

// more reads on. It returns false at the end of the input and after an error of it. If the window
// moves, what lies before r.pos is given up, save the name at hand; so indexes into the old window
// are void, and only r.pos is kept right.
//
// What must lie in the window as a whole is bounded by [MaxNumber], so the window has room for it,
// and what moves is little. Who calls more goes on where it was, and never begins again with what
// it has seen.
func (r *Reader) more() bool {
	if r.src == nil {
		return false
	}
	r.work += int64(len(r.buf) - r.pos)
	if r.pos == len(r.buf) || len(r.win)-len(r.buf) < windowSize/2 {
		r.move()
	}
	n := len(r.buf)
	for range 100 {
		got, err := r.src.Read(r.win[n:])
		r.buf = r.win[:n+got]
		if err != nil && err != io.EOF {
			r.failWith(&ReadError{Format: r.Format(), Path: r.framePath(), Offset: r.base + int64(n+got), Err: err})
			return false
		}
		if err == io.EOF {
			r.src = nil
		}
		if got > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	r.failWith(&ReadError{Format: r.Format(), Path: r.framePath(), Offset: r.base + int64(n), Err: errStalled})
	return false
}

// move makes room in the window. The name at hand goes to nameBuf.
func (r *Reader) move() {
	if !r.away {
		r.nameBuf = append(r.nameBuf[:0], r.buf[r.n0:r.n1]...)
		r.away = true
		r.work += int64(len(r.nameBuf))
	}
	n := copy(r.win, r.buf[r.pos:])
	r.base += int64(r.pos)
	r.pos, r.n0, r.n1 = 0, 0, 0
	r.buf = r.win[:n]
}

// need makes sure that n bytes follow from r.pos on. It returns false if the input has fewer, which is not yet an error.
func (r *Reader) need(n int) bool {
	for len(r.buf)-r.pos < n {
		if !r.more() {
			return false
		}
	}
	return true
}

// Offset returns the number of bytes before the reader's place in the document; after a hard error, the place of that.
func (r *Reader) Offset() int64 { return r.base + int64(r.pos) }

// fail makes a hard error at r.buf[p:], whose first n bytes are the offending text. It returns false.
func (r *Reader) fail(p, n int, msg string) bool {
	if r.err != nil {
		return false
	}
	n = min(n, sampleSize)
	r.failWith(&SyntaxError{
		Format: r.Format(), Path: r.framePath(), Offset: r.base + int64(p), Msg: msg, Text: string(r.buf[p : p+n]),
	})
	return false
}

// failBefore makes a hard error about what began at an offset and may have left the window. It
// returns false.
func (r *Reader) failBefore(offset int64, msg string) bool {
	r.failWith(&SyntaxError{Format: r.Format(), Path: r.framePath(), Offset: offset, Msg: msg})
	return false
}

// cutOff makes the hard error of a document that ends where more is due, unless the input's own error was first.
func (r *Reader) cutOff() bool {
	if r.err != nil {
		return false
	}
	r.failWith(&SyntaxError{
		Format: r.Format(), Path: r.framePath(), Offset: r.base + int64(len(r.buf)), Msg: errCut, Err: io.ErrUnexpectedEOF,
	})
	return false
}

// failWith ends the reading: every later step meets an empty window and no frames.
func (r *Reader) failWith(err error) {
	if r.err != nil {
		return
	}
	r.err = err
	switch e := err.(type) {
	case *SyntaxError:
		r.base = e.Offset
	case *ReadError:
		r.base = e.Offset
	case *RootError:
		r.base = e.Offset
	}
	r.buf, r.src = nil, nil
	r.pos, r.n0, r.n1 = 0, 0, 0
	r.at, r.intag, r.away = atNone, false, false
	r.frames, r.names, r.items = r.frames[:0], r.names[:0], r.items[:0]
}

// Err returns the hard error, or nil: a [*SyntaxError], a [*RootError] or a [*ReadError]. It stays.
func (r *Reader) Err() error { return r.err }

// ItemErr returns the first soft error since the last call, a [*ValueError], or nil, and forgets it. Called after each item
// of a list it tells which items are whole.
func (r *Reader) ItemErr() error {
	err := r.soft
	r.soft = nil
	return err
}

// Lenient returns soft errors to report instead of keeping them for ItemErr.
func (r *Reader) Lenient(report func(error)) { r.report = report }

// bad notes a soft error about the scalar that was read last.
func (r *Reader) bad(text []byte, want string) {
	if r.err == nil && r.wanted() {
		r.note(&ValueError{Path: r.valuePath(), Offset: r.valOff, Text: sample(text), Want: want})
	}
}

// badKind notes a soft error about the value at hand, which is not of the kind that is wanted.
func (r *Reader) badKind(got, want string) {
	if r.err == nil && r.wanted() {
		r.note(&ValueError{Path: r.Path(), Offset: r.Offset(), Got: got, Want: want})
	}
}

// wanted says whether a soft error would be kept: building one costs.
func (r *Reader) wanted() bool { return r.report != nil || r.soft == nil }

func (r *Reader) note(err *ValueError) {
	err.Format = r.Format()
	if r.report != nil {
		r.report(err)
		return
	}
	if r.soft == nil {
		r.soft = err
	}
}
