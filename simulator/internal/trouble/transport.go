package trouble

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// Transport is a transport whose requests a handler answers within the process. There are no
// connections, and no goroutine outlives its request. Bodies are streamed, contexts end requests,
// and trouble shows as the errors that connections would have.
type Transport struct {
	Handler http.Handler
	// Refused reports whether connections are refused at present.
	Refused func() bool
}

// RoundTrip answers a request.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	body := req.Body
	if body == nil {
		body = http.NoBody
	}
	trace := httptrace.ContextClientTrace(req.Context())
	if trace == nil {
		trace = &httptrace.ClientTrace{}
	}
	if trace.GetConn != nil {
		trace.GetConn(req.URL.Host)
	}
	err := context.Cause(req.Context())
	if err == nil && t.Refused() {
		err = os.NewSyscallError("connect", syscall.ECONNREFUSED)
		err = &net.OpError{Op: "dial", Net: "tcp", Err: err}
	}
	if err != nil {
		body.Close()
		return nil, err
	}
	if trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	if trace.WroteHeaders != nil {
		trace.WroteHeaders()
	}
	x := newExchange(req, body)
	go x.serve(t.Handler)
	select {
	case <-x.answered:
	case <-req.Context().Done():
		x.abandon(context.Cause(req.Context()))
		return nil, context.Cause(req.Context())
	}
	if x.resp == nil {
		return nil, x.body.failure()
	}
	if trace.GotFirstResponseByte != nil {
		trace.GotFirstResponseByte()
	}
	return x.resp, nil
}

// exchange is a request and its answer. To the engine it is the http.ResponseWriter, to the client
// the body.
type exchange struct {
	client   *http.Request
	server   *http.Request
	cancel   context.CancelFunc
	sent     *upload
	body     *pipe
	unwatch  func() bool
	answered chan struct{} // is closed when resp is there, or will never be

	// What follows belongs to the engine's goroutine until answered is closed.
	header  http.Header
	resp    *http.Response
	length  int64 // what the header says; -1 if nothing
	written int64
	abort   error // what an abort looks like to the client
}

func newExchange(req *http.Request, body io.ReadCloser) *exchange {
	x := &exchange{
		client: req, sent: &upload{body: body}, body: newPipe(), answered: make(chan struct{}),
		header: http.Header{}, length: -1, abort: io.EOF,
	}
	ctx, cancel := context.WithCancel(context.Background())
	x.cancel = cancel
	r := &http.Request{
		Method: req.Method,
		URL: &url.URL{
			Path: req.URL.Path, RawPath: req.URL.RawPath, RawQuery: req.URL.RawQuery,
		},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: req.Header.Clone(), Body: x.sent,
		ContentLength: req.ContentLength, TransferEncoding: req.TransferEncoding,
		Host: req.Host, Trailer: req.Trailer,
		RequestURI: req.URL.RequestURI(), RemoteAddr: "127.0.0.1:0",
	}
	if r.Method == "" {
		r.Method = http.MethodGet
	}
	if r.Host == "" {
		r.Host = req.URL.Host
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	if req.Body == nil {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	if req.URL.Scheme == "https" {
		r.TLS = &tls.ConnectionState{
			Version: tls.VersionTLS13, HandshakeComplete: true, ServerName: req.URL.Hostname(),
		}
	}
	x.server = r.WithContext(ctx)
	x.unwatch = context.AfterFunc(req.Context(), func() { x.abandon(context.Cause(req.Context())) })
	x.body.closed = func() {
		x.unwatch()
		x.abandon(io.ErrClosedPipe)
	}
	return x
}

// abandon tells the engine that the client has gone.
func (x *exchange) abandon(err error) {
	x.cancel()
	x.body.fail(err)
	x.sent.Close()
}

// serve runs the handler.
func (x *exchange) serve(h http.Handler) {
	defer x.cancel()
	defer x.sent.Close()
	defer x.unwatch()
	defer func() {
		var err error
		switch v := recover(); {
		case v == http.ErrAbortHandler:
			err = x.abort
			if err == io.EOF && x.resp != nil {
				err = io.ErrUnexpectedEOF
			}
		case v != nil:
			err = fmt.Errorf("the engine panicked: %v", v)
		case x.resp == nil:
			x.WriteHeader(http.StatusOK)
			err = io.EOF
		case x.length > x.written && x.client.Method != http.MethodHead:
			err = io.ErrUnexpectedEOF
		default:
			err = io.EOF
		}
		x.body.end(err)
		if x.resp == nil {
			close(x.answered)
		}
	}()
	h.ServeHTTP(x, x.server)
}

// Header returns the header of the answer.
func (x *exchange) Header() http.Header { return x.header }

// WriteHeader hands the answer over to the client.
func (x *exchange) WriteHeader(status int) {
	if x.resp != nil || status < 200 {
		return
	}
	header := x.header.Clone()
	if header.Get("Date") == "" {
		header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	if n, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64); err == nil && n >= 0 {
		x.length = n
	}
	resp := &http.Response{
		Status: strconv.Itoa(status) + " " + http.StatusText(status), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: x.body, ContentLength: x.length, Request: x.client, TLS: x.server.TLS,
	}
	if x.client.Method == http.MethodHead || status == http.StatusNoContent ||
		status == http.StatusNotModified {
		x.length, x.body.discard = 0, true
		resp.Body = http.NoBody
	}
	x.resp = resp
	close(x.answered)
}

// Write sends a part of the body.
func (x *exchange) Write(b []byte) (int, error) {
	x.WriteHeader(http.StatusOK)
	n, err := x.body.write(b)
	x.written += int64(n)
	return n, err
}

// Flush sends the header.
func (x *exchange) Flush() { x.WriteHeader(http.StatusOK) }

// reset makes an abort look like a reset.
func (x *exchange) reset() {
	err := os.NewSyscallError("read", syscall.ECONNRESET)
	x.abort = &net.OpError{Op: "read", Net: "tcp", Err: err}
}

// upload is the body of a request, which either side may close.
type upload struct {
	body io.ReadCloser
	once sync.Once
	err  error
}

// Read reads from the client.
func (u *upload) Read(b []byte) (int, error) { return u.body.Read(b) }

// Close closes the client's body once.
func (u *upload) Close() error {
	u.once.Do(func() { u.err = u.body.Close() })
	return u.err
}
