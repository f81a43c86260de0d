package sdk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
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

// Locate returns the path and the query of an address that the engine sent.
func (p plumbing) Locate(href string) (string, transport.Query, error) { return p.c.inside(href) }

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
	if timeout := cmp.Or(req.Options.Timeout, x.c.timeout); timeout > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, timeout)
		defer stop()
	}
	x.outer = ctx
	x.enter()
	defer x.c.running.leave(x)
	if checked && x.c.check != nil {
		if err := x.suit(x.ctx); err != nil {
			return err
		}
	}
	return x.perform()
}

// enter begins the context of the call's requests: it ends with the call's own and with the
// connection, or when the transport must be kept from sending a request twice. After that the call
// goes on in another.
func (x *exchange) enter() {
	ctx, end := context.WithCancelCause(x.outer)
	x.c.running.enter(x, end)
	x.end = end
	within := &x.within
	if x.within.Call != nil {
		within = new(chain.Context) // The transport may not be done with the one before.
	}
	*within = chain.Context{Context: ctx, Call: &x.call}
	x.ctx = within
}

// exchange is one call: a request, its answer, and what is known for its error.
type exchange struct {
	c   *Connection
	op  string
	req *transport.Request // nil for what is no call, such as Close
	ctx context.Context    // that of the requests

	outer  context.Context         // the caller's, with the timeout; nil for what is no call
	end    context.CancelCauseFunc // ends ctx
	call   chain.Call              // what the links of the chain are told and tell
	within chain.Context           // leads the links to call

	visited string // the scheme of the address, without a connection

	status        int
	correlationID string      // what the engine answered with, or else what was sent
	correlation   [1]string   // what is sent; "" before it is chosen, and if none is
	body          *answerBody // nil before there is an answer, and after its end
	sent          int64
	received      int64

	raw       *RawRequest // nil unless that is the call
	rawHeader http.Header // what came for raw
	rawBody   []byte
}

// perform makes the call, and tells afterwards how it went who wants to know.
func (x *exchange) perform() error {
	options := &x.req.Options
	x.call.Op, x.call.Policy = x.op, options.Retry
	x.call.Conflicts, x.call.Unsafe = options.RetryConflicts, options.RetryUnsafe
	if !x.told() {
		return x.run()
	}
	start := time.Now()
	err := x.run()
	x.tell(time.Since(start), err)
	return err
}

// run makes the call. It repeats what the links of the chain can't: a call that changes nothing and
// whose answer broke off, as they have given that away, and one whose context ended to keep the
// transport from sending it again.
func (x *exchange) run() error {
	for {
		err := x.once()
		failure, broke := err.(*Error)
		if !broke || failure.Class != ErrConnection {
			return err
		}
		_, stopped := errors.AsType[*chain.Stopped](err)
		if !stopped && (x.status == 0 || !x.req.Repeatable || x.changes()) {
			return err
		}
		pause, ok := x.c.retry.Again(x.outer, &x.call, x.call.Attempts(), !x.changes(), nil)
		if !ok {
			return err
		}
		if stopped {
			x.enter()
		}
		if err := chain.Wait(x.ctx, pause, nil, err); err != nil {
			return x.failed(err)
		}
		x.status = 0
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
	if id := resp.Header.Get(chain.CorrelationHeader); id != "" {
		x.correlationID = id
	}
	if result := x.req.Options.Result; result != nil {
		result.Status = resp.StatusCode
		result.Header = resp.Header
	}
	x.body = newAnswerBody(x.ctx, resp.Body)
	defer x.release()
	if !x.req.Streamed {
		x.body.most = DefaultMaxBody
	}
	if resp.StatusCode/100 != 2 {
		return x.refused(resp)
	}
	if x.raw != nil {
		return x.readRaw(resp)
	}
	return x.read(resp)
}

// release returns the body back.
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
	ctx := x.call.Watch(x.ctx, x.end, x.changes())
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

// header returns a header that the chain may change.
func (x *exchange) header(body bool) http.Header {
	options := &x.req.Options
	standing := x.c.header.Open()
	header := make(http.Header, len(standing)+4)
	for name, values := range standing {
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
	x.correlate(header)
	return header
}

// correlate has the request carry a correlation ID, a random one unless the caller chose one or
// wants none, so that the answer can be told from one to another request. All attempts of a call
// have the same.
func (x *exchange) correlate(header http.Header) {
	options := &x.req.Options
	given, some := header[chain.CorrelationHeader]
	_, removed := options.Header[chain.CorrelationHeader]
	query := cmp.Or(x.req.Query.Value(correlationParam), options.Query.Get(correlationParam))
	switch {
	case options.CorrelationID != "":
		x.correlation[0] = options.CorrelationID
	case some && strings.Join(given, "") == "":
		delete(header, chain.CorrelationHeader)
		return
	case some:
		x.correlationID = chain.CleanCorrelationID(given[0])
		return
	case removed:
		return
	case query != "":
		x.correlationID = chain.CleanCorrelationID(query) // The header would win.
		return
	case x.correlation[0] == "":
		x.correlation[0] = chain.NewCorrelationID()
	}
	header[chain.CorrelationHeader] = x.correlation[:]
	x.correlationID = x.correlation[0]
	if len(options.CorrelationID) > 0 {
		x.correlationID = chain.CleanCorrelationID(options.CorrelationID)
	}
}

const correlationParam = "correlation_id"

var mediaTypes = [...][]string{XML: {XML.MediaType()}, JSON: {JSON.MediaType()}}

// url returns the address of a path below that of the API.
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
