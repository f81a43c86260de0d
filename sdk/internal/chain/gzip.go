package chain

import (
	"bufio"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// Gzip asks for compressed answers and decompresses them. It does what http.Transport can do itself, with decompressors that are
// used again, each of which has 40 kB of tables. Who asks for another encoding gets the answer as it comes.
type Gzip struct {
	Next http.RoundTripper
}

var acceptGzip = []string{"gzip"}

// RoundTrip sends the request.
func (g *Gzip) RoundTrip(req *http.Request) (*http.Response, error) {
	switch given := req.Header["Accept-Encoding"]; {
	case given == nil:
		req.Header["Accept-Encoding"] = acceptGzip
	case len(given) != 1 || given[0] != "gzip": // A request that is repeated has passed here before.
		return g.Next.RoundTrip(req)
	}
	resp, err := g.Next.RoundTrip(req)
	if err != nil || resp.ContentLength == 0 || !strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") {
		return resp, err
	}
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	resp.ContentLength = -1
	resp.Uncompressed = true
	resp.Body = &inflated{body: resp.Body}
	return resp, nil
}

// inflater is a decompressor with the buffer that it reads through.
type inflater struct {
	in  bufio.Reader
	out gzip.Reader
}

var inflaters = sync.Pool{New: func() any { return new(inflater) }}

// inflated is the body of a compressed answer.
type inflated struct {
	body io.ReadCloser
	z    *inflater // nil before the first byte is read, and after the end
	err  error     // sticky; what Read returns when z is nil
}

// Read returns decompressed bytes. The first call waits for the beginning of the body.
func (f *inflated) Read(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	if f.z == nil {
		f.z = inflaters.Get().(*inflater)
		f.z.in.Reset(f.body)
		if err := f.z.out.Reset(&f.z.in); err != nil {
			return 0, f.end(err)
		}
	}
	n, err := f.z.out.Read(p)
	if err != nil {
		err = f.end(err)
	}
	return n, err
}

// end keeps the error and frees the decompressor.
func (f *inflated) end(err error) error {
	f.err = err
	if f.z != nil {
		f.z.in.Reset(nil)
		inflaters.Put(f.z)
		f.z = nil
	}
	return err
}

// Close closes the body. It may not be called while a Read runs.
func (f *inflated) Close() error {
	if f.err == nil {
		_ = f.end(http.ErrBodyReadAfterClose)
	}
	return f.body.Close()
}
