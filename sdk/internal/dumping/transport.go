// Package dumping shows exchanges to the targets of package dump while they pass.
package dumping

import (
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ovirt-go/ovirt/sdk/dump"
	"github.com/ovirt-go/ovirt/sdk/internal/redact"
)

// Transport sends requests through another RoundTripper and shows the text of each exchange to a
// target, when the answer was read to its end or closed, or when there is none. It may be used by
// any number of goroutines.
type Transport struct {
	next    http.RoundTripper
	to      dump.Target
	options dump.Options
	known   *redact.Known // known are the secrets that were seen in exchanges so far
	count   atomic.Int64
}

// New returns a transport that sends requests through next, and shows them to the target. A nil
// next is [http.DefaultTransport]; with a nil target nothing is shown.
func New(next http.RoundTripper, to dump.Target, options dump.Options) *Transport {
	if next == nil {
		next = http.DefaultTransport
	}
	if options.Limit <= 0 {
		options.Limit = dump.DefaultLimit
	}
	return &Transport{next: next, to: to, options: options, known: new(redact.Known)}
}

// RoundTrip sends the request. Its error is that of the RoundTripper below.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if t.to == nil {
		return t.next.RoundTrip(req)
	}
	x := &exchange{
		t:      t,
		number: t.count.Add(1),
		start:  time.Now(),
		req:    req.Clone(req.Context()), // The links below may change the header.
		limit:  t.options.Limit,
	}
	resp, err := t.next.RoundTrip(x.request(req))
	if err != nil {
		x.err = err
		x.done()
		return resp, err
	}
	x.resp = &http.Response{
		Status: resp.Status, StatusCode: resp.StatusCode, Header: resp.Header.Clone(),
	}
	if resp.Body == nil || resp.Body == http.NoBody ||
		resp.StatusCode == http.StatusSwitchingProtocols {
		x.answer.ended = true
		x.done()
		return resp, nil
	}
	resp.Body = &body{src: resp.Body, copy: &x.answer, limit: x.limit, done: x.done}
	return resp, nil
}

// exchange is a request with its answer.
type exchange struct {
	t      *Transport
	number int64
	start  time.Time
	limit  int
	req    *http.Request
	resp   *http.Response // nil without an answer
	err    error
	sent   copied
	answer copied
	once   sync.Once
}

// request returns the request that is sent: the one that came, or if its body can be read only
// once, a copy with one that is copied while it is sent.
func (x *exchange) request(req *http.Request) *http.Request {
	if req.Body == nil || req.Body == http.NoBody {
		x.sent.ended = true
		return req
	}
	if req.GetBody != nil {
		x.sent.fill(req.GetBody, x.limit)
		return req
	}
	sent := req.Clone(req.Context())
	sent.Body = &body{src: req.Body, copy: &x.sent, limit: x.limit, done: func() {}}
	return sent
}

// done hands the exchange to the target, once.
func (x *exchange) done() {
	x.once.Do(func() {
		x.learn()
		err := x.t.to.Dump(dump.Exchange{
			Number: x.number,
			Start:  x.start,
			Method: x.req.Method,
			Path:   x.t.known.Strike(redact.Address(x.req.URL.EscapedPath())),
			Text:   []byte(x.t.known.Strike(string(x.text()))),
		})
		if err != nil && x.t.options.OnError != nil {
			x.t.options.OnError(err)
		}
	})
}

// learn notes the secrets of the exchange, so that they are hidden wherever they are repeated, in
// this exchange and in later ones: a fault may repeat a password, and a page the form with which it
// was sent.
func (x *exchange) learn() {
	path := x.req.URL.EscapedPath()
	x.t.known.Learn(
		redact.RequestSecrets(x.req.URL, x.req.Header, x.sent.plain(x.req.Header, x.limit))...,
	)
	if x.resp != nil {
		x.t.known.Learn(
			redact.AnswerSecrets(path, x.resp.Header, x.answer.plain(x.resp.Header, x.limit))...,
		)
	}
}

// copied is the beginning of a body, as far as it has passed.
type copied struct {
	// guards what follows: a request may still be sent when its answer has been read
	mu    sync.Mutex
	kept  []byte
	size  int64 // size counts all bytes
	ended bool  // ended says that the body passed whole
	err   error // err is why the body ended early
}

// fill reads a body that was made for it.
func (c *copied) fill(get func() (io.ReadCloser, error), limit int) {
	src, err := get()
	if err != nil {
		c.err = err
		return
	}
	defer src.Close()
	c.kept, c.err = io.ReadAll(io.LimitReader(src, int64(limit)+1))
	c.size, c.ended = int64(len(c.kept)), c.err == nil && len(c.kept) <= limit
	c.kept = c.kept[:min(len(c.kept), limit)]
}

// plain returns what was kept, decompressed.
func (c *copied) plain(header http.Header, limit int) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	body, _ := decode(c.kept, header.Get("Content-Encoding"), limit)
	return body
}

func (c *copied) add(p []byte, err error, limit int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if room := limit - len(c.kept); room > 0 {
		c.kept = append(c.kept, p[:min(len(p), room)]...)
	}
	c.size += int64(len(p))
	switch {
	case err == io.EOF:
		c.ended = true
	case err != nil:
		c.err = err
	}
}

// body copies what is read of another body.
type body struct {
	src   io.ReadCloser
	copy  *copied
	limit int
	done  func()
}

// Read reads from the body.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.src.Read(p)
	b.copy.add(p[:max(n, 0)], err, b.limit)
	if err != nil {
		b.done()
	}
	return n, err
}

// Close closes the body.
func (b *body) Close() error {
	err := b.src.Close()
	b.done()
	return err
}
