package sdk

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

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
	if result := req.Options.Result; result != nil {
		*result = call.Response{}
	}
	if p.c == nil {
		return x.invalid(errNilConnection)
	}
	if ctx == nil {
		return x.invalid(errNilContext)
	}
	if req.Invalid != nil {
		return x.invalid(req.Invalid)
	}
	if !p.c.unchecked && !req.Options.Unchecked {
		if err := req.Demands.Check(); err != nil {
			return x.invalid(err)
		}
	}
	ctx, stop := p.c.bound(ctx, req.Options.Timeout)
	defer stop()
	if p.c.log {
		ctx = chain.WithOp(ctx, req.Op)
	}
	x.ctx = ctx
	return x.run()
}

// exchange is one call: a request, its answer, and what is known for its error.
type exchange struct {
	c   *Connection
	op  string
	req *transport.Request // nil for what is no call, such as Close
	ctx context.Context

	status        int
	correlationID string
	body          *answerBody // nil before there is an answer
	written       atomic.Bool // whether bytes of the request may have reached the engine
}

func (x *exchange) run() error {
	req, err := x.request()
	if err != nil {
		return x.invalid(err)
	}
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
	defer x.body.release()
	if resp.StatusCode/100 != 2 {
		return x.refused(resp)
	}
	return x.read(resp)
}

// request makes the HTTP request. An error is the caller's mistake.
func (x *exchange) request() (*http.Request, error) {
	options := &x.req.Options
	if err := checkHeader(options.Header); err != nil {
		return nil, err
	}
	if !validHeaderValue(options.CorrelationID) {
		return nil, errCorrelationID
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
	if x.req.Method != http.MethodGet {
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
	if x.req.Body == nil {
		return nil, nil
	}
	w := wire.NewWriter(x.c.format)
	defer w.Release()
	w.OmitLinks = true
	x.req.Body(w)
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
	for name, values := range options.Header {
		if len(values) == 1 && values[0] == "" {
			delete(header, name)
			continue
		}
		header[name] = values
	}
	if body {
		header["Content-Type"] = mediaTypes[x.c.format]
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
