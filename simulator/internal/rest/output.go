package rest

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/sso"
)

const (
	flushAt   = 64 << 10 // a document that is longer leaves in parts
	zipFrom   = 256      // shorter documents aren't worth compressing
	mediaText = ";charset=UTF-8"
)

// output is a document on its way to the client. Short ones go in one piece with their length, long ones while they are written.
type output struct {
	q      *request
	w      *wire.Writer
	enc    *document.Encoder
	status int
	dst    io.Writer // once the header is sent
	zip    *gzip.Writer
	err    error
}

var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	return z
}}

func (q *request) begin(status int) *output {
	w := wire.NewWriter(q.format)
	w.Declare, w.Indent = true, true
	return &output{q: q, w: w, enc: &document.Encoder{W: w, Prefix: q.prefix, Zone: q.Zone}, status: status}
}

// flush sends what was written if it is much.
func (o *output) flush() {
	if o.err == nil && len(o.w.Bytes()) >= flushAt {
		o.send(false)
	}
}

// end sends the rest.
func (o *output) end() {
	o.send(true)
	if o.zip != nil {
		if o.err == nil {
			o.err = o.zip.Close()
		}
		o.zip.Reset(nil)
		zippers.Put(o.zip)
	}
	o.w.Release()
}

// send writes the buffer; the first part decides about header and compression.
func (o *output) send(last bool) {
	if o.dst == nil {
		if o.w.Err() != nil {
			// What can't be written was refused on its way in, so this is a value of the simulator's own making.
			o.dst = io.Discard
			sso.HTML(o.q.w, http.StatusInternalServerError, o.w.Err().Error())
			return
		}
		o.header(last)
	}
	if o.err = o.w.Flush(o.dst); o.err != nil {
		o.dst = io.Discard
	}
}

func (o *output) header(last bool) {
	h := o.q.w.Header()
	h.Set("Content-Type", o.q.format.MediaType()+mediaText)
	if o.q.format == wire.JSON {
		h.Set("Content-Type", o.q.format.MediaType())
	}
	n := len(o.w.Bytes())
	coding := encoding(o.q.r.Header.Get("Accept-Encoding"))
	if coding == "identity" {
		h.Set("Content-Encoding", coding)
	}
	if n >= zipFrom && coding == "gzip" {
		h.Set("Content-Encoding", coding)
		o.zip = zippers.Get().(*gzip.Writer)
		o.zip.Reset(o.q.w)
		o.dst = o.zip
	} else {
		if last {
			h.Set("Content-Length", strconv.Itoa(n))
		}
		o.dst = o.q.w
	}
	o.q.w.WriteHeader(o.status)
}

// encoding returns what an engine makes of the header Accept-Encoding: gzip if it may, identity if
// that or anything is named, and else nothing.
func encoding(header string) string {
	if header == "gzip" {
		return header
	}
	found := ""
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if weight, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			if q, err := strconv.ParseFloat(weight, 64); err != nil || q == 0 {
				continue
			}
		}
		switch strings.TrimSpace(name) {
		case "gzip":
			return "gzip"
		case "identity", "*":
			found = "identity"
		}
	}
	return found
}

// view answers with one object.
func (q *request) view(status int, v *document.View) {
	o := q.begin(status)
	tag := v.Object.Type.Tag
	o.w.Begin(tag)
	o.enc.View(v)
	o.w.End(tag)
	o.end()
}
