package imageio

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// buffers are what bytes move through.
var buffers = sync.Pool{New: func() any { return new([256 << 10]byte) }}

// options tells what can be done with a ticket.
func (x *exchange) options() error {
	x.cors("OPTIONS,GET,PUT")
	if err := x.named(); err != nil {
		return err
	}
	const base, all = `"checksum", "extents"`, `"checksum", "extents", "flush", "zero"`
	// The address of a socket for clients on the same host is left out: they would find another daemon there, or none.
	if x.id == "*" {
		x.w.Header().Set("Allow", "OPTIONS,GET,PUT,PATCH")
		x.json(`{"features": [` + all + `]}`)
		return nil
	}
	t, err := x.authorize(false)
	if err != nil {
		return err
	}
	t.touch()
	allow, features, writers := "OPTIONS,GET", base, maxConnections
	if t.Write {
		allow, features = "OPTIONS,GET,PUT,PATCH", all
	}
	if !t.Guest {
		writers = 1
	}
	x.w.Header().Set("Allow", allow)
	x.json(fmt.Sprintf(`{"features": [%s], "max_readers": %d, "max_writers": %d}`, features, maxConnections, writers))
	return nil
}

// get answers with bytes.
func (x *exchange) get() error {
	x.cors("*")
	if err := x.named(); err != nil {
		return err
	}
	x.closeIfAsked()
	asked := byteRange{last: -1}
	header := x.r.Header.Get("Range")
	if _, given := x.r.Header["Range"]; given {
		var err error
		if asked, err = parseRange(header); err != nil {
			return err
		}
	} else {
		header = ""
	}
	t, err := x.authorize(false)
	if err != nil {
		return err
	}
	s, err := t.source()
	if err != nil {
		return err
	}
	available := t.available(s)
	end := available
	if asked.last >= 0 {
		end = asked.last + 1
		if end > t.limit {
			return beyond("Requested range out of allowed range", t.limit)
		}
	}
	if requested := max(end, asked.first); requested > available {
		return beyond(fmt.Sprintf("Requested more bytes than available: %d > %d", requested, available), available)
	}
	h := x.w.Header()
	h.Set("Content-Length", strconv.FormatInt(end-asked.first, 10))
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", "attachment")
	status := http.StatusOK
	if header != "" {
		status = http.StatusPartialContent
		h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", asked.first, end-1, t.limit))
	}
	buf := buffers.Get().(*[256 << 10]byte)
	defer buffers.Put(buf)
	var last []byte
	err = t.run(asked.first, func(o *operation) error {
		last, err = x.stream(t, s, o, status, end, buf[:])
		return err
	})
	if err != nil {
		return err
	}
	x.begin(status)
	x.w.Write(last)
	return nil
}

// stream writes the bytes up to the end, less the last ones, which it returns: they leave when the transfer knows of them, so that a
// client that has all bytes finds them counted. It waits with the status until the first bytes are there.
func (x *exchange) stream(t *ticket, s io.ReaderAt, o *operation, status int, end int64, buf []byte) ([]byte, error) {
	for at := o.offset; ; {
		p := buf[:min(int64(len(buf)), end-at)]
		if n, err := s.ReadAt(p, at); n < len(p) {
			return nil, err
		}
		at += int64(len(p))
		o.done.Store(at - o.offset)
		if at == end {
			return p, nil
		}
		x.begin(status)
		if _, err := x.w.Write(p); err != nil || t.canceled.Load() {
			return nil, errAborted
		}
	}
}

// begin sends the status, once.
func (x *exchange) begin(status int) {
	if !x.begun {
		x.w.WriteHeader(status)
		x.begun = true
	}
}

// put takes bytes.
func (x *exchange) put() error {
	x.cors("*")
	if err := x.named(); err != nil {
		return err
	}
	x.closeIfAsked()
	size := x.r.ContentLength
	if size < 0 || x.r.Header.Get("Content-Length") == "" && size == 0 {
		return refuse(http.StatusBadRequest, "Content-Length header is required")
	}
	offset := int64(0)
	if header, given := x.r.Header["Content-Range"]; given {
		var err error
		if offset, err = parseContentRange(header[0]); err != nil {
			return err
		}
	}
	// What is written is there at once, so that there is nothing to flush; the parameter is checked all the same.
	if _, err := x.query("flush", "y", "n", "y"); err != nil {
		return err
	}
	t, err := x.authorize(true)
	if err != nil {
		return err
	}
	if offset+size > t.limit {
		return beyond("Requested range out of allowed range", t.limit)
	}
	if err := t.run(offset, func(o *operation) error { return x.store(t, o, size) }); err != nil {
		return err
	}
	x.done()
	return nil
}

// store writes the body of the request.
func (x *exchange) store(t *ticket, o *operation, size int64) error {
	buf := buffers.Get().(*[256 << 10]byte)
	defer buffers.Put(buf)
	target, err := t.target()
	if err != nil {
		return err
	}
	for done := int64(0); done < size; {
		n, readErr := io.ReadFull(x.r.Body, buf[:min(int64(len(buf)), size-done)])
		x.unread -= int64(n)
		if n > 0 {
			if _, err := target.WriteAt(buf[:n], o.offset+done); err != nil {
				return err
			}
		}
		done += int64(n)
		o.done.Store(done)
		switch {
		case errors.Is(readErr, io.EOF), errors.Is(readErr, io.ErrUnexpectedEOF):
			return refuse(http.StatusBadRequest, fmt.Sprintf("Requested %d bytes, available %d bytes", size, done))
		case readErr != nil:
			return errAborted
		case t.canceled.Load():
			return nil // run says why
		}
	}
	return nil
}

// patch changes bytes without taking any.
func (x *exchange) patch() error {
	if err := x.named(); err != nil {
		return err
	}
	body, err := io.ReadAll(io.LimitReader(x.r.Body, maxMessage+1))
	if err != nil {
		return errAborted
	}
	if len(body) > maxMessage {
		return refuse(http.StatusRequestEntityTooLarge, fmt.Sprintf("Message is longer than %d bytes", maxMessage))
	}
	x.unread = 0
	m, err := parseMessage(body)
	if err != nil {
		return err
	}
	op, err := m.operation()
	if err != nil {
		return err
	}
	var zero span
	if op == "zero" {
		if zero, err = m.zero(); err != nil {
			return err
		}
	}
	t, err := x.authorize(true)
	if err != nil {
		return err
	}
	if zero.end > t.limit {
		return beyond("Requested range out of allowed range", t.limit)
	}
	err = t.run(zero.start, func(o *operation) error {
		if op == "flush" {
			return nil
		}
		target, err := t.target()
		if err != nil {
			return err
		}
		o.done.Store(zero.end - zero.start)
		return target.Zero(zero.start, zero.end-zero.start)
	})
	if err != nil {
		return err
	}
	x.done()
	return nil
}

// extents tells which parts of a volume have data, or were written since a checkpoint.
func (x *exchange) extents() error {
	if err := x.named(); err != nil {
		return err
	}
	t, err := x.authorize(false)
	if err != nil {
		return err
	}
	kind, err := x.query("context", "zero", "dirty", "zero")
	if err != nil {
		return err
	}
	if kind == "dirty" && t.Since == "" {
		return refuse(http.StatusNotFound, "Ticket does not support dirty extents")
	}
	parts, err := t.extents()
	if err != nil {
		return err
	}
	var b strings.Builder
	line := func(e Extent, name string, flag bool) {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		if name == "hole" {
			fmt.Fprintf(&b, `{"start": %d, "length": %d, "zero": %t, "hole": %t}`, e.Start, e.Length, e.Zero, flag)
			return
		}
		fmt.Fprintf(&b, `{"start": %d, "length": %d, "dirty": %t, "zero": %t}`, e.Start, e.Length, flag, e.Zero)
	}
	if kind == "zero" {
		for _, e := range parts {
			line(e, "hole", e.Hole)
		}
	} else {
		changed, err := t.changed()
		if err != nil {
			return err
		}
		eachChange(withoutHoles(parts), changed, func(e Extent, dirty bool) { line(e, "dirty", dirty) })
	}
	x.json("[" + b.String() + "]")
	return nil
}

// eachChange cuts extents where what was written begins and ends.
func eachChange(extents []Extent, changed spans, f func(e Extent, dirty bool)) {
	for _, e := range extents {
		at, end := e.Start, e.Start+e.Length
		for at < end {
			for len(changed) > 0 && changed[0].end <= at {
				changed = changed[1:]
			}
			next, dirty := end, false
			if len(changed) > 0 {
				if dirty = changed[0].start <= at; dirty {
					next = min(end, changed[0].end)
				} else {
					next = min(end, changed[0].start)
				}
			}
			f(Extent{Start: at, Length: next - at, Zero: e.Zero}, dirty)
			at = next
		}
	}
}
