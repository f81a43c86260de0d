package sdk

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/chain"
	"github.com/ovirt-go/ovirt/sdk/internal/transport"
)

// plumbing is what services see of a connection.
type plumbing struct{ c *Connection }

// Do sends the request and has its answer read. The error is nil, an *Error, or what the reader of the answer returned.
func (p plumbing) Do(ctx context.Context, req *transport.Request) error {
	x := &exchange{c: p.c, op: req.Op, ctx: ctx, req: req}
	return x.start(ctx)
}

// start checks the arguments of a call and makes it.
func (x *exchange) start(ctx context.Context) error {
	req := x.req
	if result := req.Options.Result; result != nil {
		*result = call.Response{}
	}
	if x.c == nil {
		return x.invalid(errNilConnection)
	}
	if x.c.life == nil {
		return x.invalid(errNotMade)
	}
	if ctx == nil {
		return x.invalid(errNilContext)
	}
	if req.Invalid != nil {
		return x.invalid(req.Invalid)
	}
	checked := !x.c.unchecked && !req.Options.Unchecked
	if checked {
		if err := req.Check(); err != nil {
			return x.invalid(err)
		}
	}
	ctx, stop := x.c.bound(ctx, req.Options.Timeout)
	defer stop()
	if checked && x.c.check != nil {
		if err := x.suit(ctx); err != nil {
			return err
		}
	}
	return x.perform(ctx)
}

// exchange is one call: a request, its answer, and what is known for its error.
type exchange struct {
	c   *Connection
	op  string
	req *transport.Request // nil for what is no call, such as Close
	ctx context.Context

	call   chain.Call    // what the links of the chain are told and tell
	within chain.Context // leads the links to call

	status        int
	correlationID string
	body          *answerBody // nil before there is an answer, and after its end
	sent          int64
	received      int64

	raw       *RawRequest // nil unless that is the call
	rawHeader http.Header // what came for raw
	rawBody   []byte
}

// perform makes the call within the context, and tells afterwards how it went who wants to know.
func (x *exchange) perform(ctx context.Context) error {
	options := &x.req.Options
	x.call.Op, x.call.Policy = x.op, options.Retry
	x.call.Conflicts, x.call.Unsafe = options.RetryConflicts, options.RetryUnsafe
	x.within = chain.Context{Context: ctx, Call: &x.call}
	x.ctx = &x.within
	if !x.told() {
		return x.run()
	}
	start := time.Now()
	err := x.run()
	x.tell(time.Since(start), err)
	return err
}

// run makes the call, and once more if the answer to a call that changes nothing broke off: the links of the chain can't repeat
// what they have given away.
func (x *exchange) run() error {
	for {
		err := x.once()
		failure, broke := err.(*Error)
		if !broke || failure.Class != ErrConnection || x.status == 0 || !x.req.Repeatable || x.changes() {
			return err
		}
		pause, ok := x.c.retry.Again(x.ctx, &x.call, x.call.Attempts(), true, nil)
		if !ok {
			return err
		}
		if err := chain.Wait(x.ctx, pause, nil, err); err != nil {
			return x.failed(err)
		}
		x.status, x.correlationID = 0, ""
	}
}

// once sends the request and has the answer read.
func (x *exchange) once() error {
	req, err := x.request()
	if err != nil {
		return x.invalid(err)
	}
	x.sent = req.ContentLength
	resp, err := x.c.api.RoundTrip(req)
	if err != nil {
		return x.failed(err)
	}
	x.status = resp.StatusCode
	x.correlationID = resp.Header.Get("Correlation-Id")
	if result := x.req.Options.Result; result != nil {
		result.Status = resp.StatusCode
		result.Header = resp.Header
		result.CorrelationID = x.correlationID
	}
	x.body = newAnswerBody(resp.Body)
	defer x.release()
	if resp.StatusCode/100 != 2 {
		return x.refused(resp)
	}
	if x.raw != nil {
		return x.readRaw(resp)
	}
	return x.read(resp)
}

// release gives the body back.
func (x *exchange) release() {
	x.received = x.body.total
	x.body.release()
	x.body = nil
}

// request makes the HTTP request. An error is the caller's mistake.
func (x *exchange) request() (*http.Request, error) {
	options := &x.req.Options
	if err := checkHeader(options.Header); err != nil {
		return nil, err
	}
	if err := call.CheckCorrelationID(options.CorrelationID); err != nil {
		return nil, err
	}
	if options.Retry != nil {
		if err := checkRetry(options.Retry); err != nil {
			return nil, err
		}
	}
	body, err := x.document()
	if err != nil {
		return nil, err
	}
	address, err := x.c.at.url(x.req.Path, x.req.Query.Encode(options.Query))
	if err != nil {
		return nil, err
	}
	ctx := x.ctx
	if x.changes() {
		ctx = x.traced(ctx)
	}
	req := (&http.Request{
		Method:     x.req.Method,
		URL:        address,
		Host:       address.Host,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
		Header:     x.header(body != nil),
	}).WithContext(ctx)
	if body != nil {
		req.ContentLength = int64(len(body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.Body, _ = req.GetBody()
	}
	return req, nil
}

// document writes the body of the request; nil is none.
func (x *exchange) document() ([]byte, error) {
	if x.raw != nil {
		return bytes.Clone(x.raw.Body), nil // The transport may read it after the end of the call.
	}
	if x.req.Body.Write == nil {
		return nil, nil
	}
	w := wire.NewWriter(x.c.format)
	defer w.Release()
	w.OmitLinks = true
	x.req.Body.Write(x.req.Body.Value, w)
	if err := w.Err(); err != nil {
		return nil, err
	}
	// The transport may read from the body after it gave the answer, so the writer's buffer won't do.
	return bytes.Clone(w.Bytes()), nil
}

// header gives a header that the chain may change.
func (x *exchange) header(body bool) http.Header {
	options := &x.req.Options
	header := make(http.Header, len(x.c.header)+4)
	for name, values := range x.c.header {
		header[name] = values
	}
	if body {
		header["Content-Type"] = mediaTypes[x.c.format]
	}
	if all := x.req.Query.Value("all_content"); all != "" {
		header["All-Content"] = []string{all} // Engines before 4.1 know the header and not the parameter.
	}
	for name, values := range options.Header {
		if len(values) == 1 && values[0] == "" {
			delete(header, name)
			continue
		}
		header[name] = values
	}
	if options.CorrelationID != "" {
		header["Correlation-Id"] = []string{options.CorrelationID}
	}
	return header
}

var mediaTypes = [...][]string{XML: {XML.MediaType()}, JSON: {JSON.MediaType()}}

// url gives the address of a path below that of the API.
func (a *address) url(path, query string) (*url.URL, error) {
	u := a.base
	u.Path += path
	if strings.Contains(path, "%") {
		plain, err := url.PathUnescape(path)
		if err != nil {
			return nil, err
		}
		u.Path, u.RawPath = a.path+plain, a.path+path
	}
	u.RawQuery = query
	return &u, nil
}
