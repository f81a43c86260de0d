package sdk

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/chain"
)

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
	// The transport may read from the body after it gave the answer, so the writer's buffer won't
	// do.
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
		// Engines before 4.1 know the header and not the parameter.
		header["All-Content"] = []string{all}
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
