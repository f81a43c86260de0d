package sdk

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/ovirt-go/ovirt/internal/wire"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/page"
	"github.com/ovirt-go/ovirt/sdk/internal/transport"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// RawRequest is a request that no service has a method for, for [Connection.Do].
type RawRequest struct {
	// Method is the HTTP method. Empty is GET.
	Method string

	// Path is a place below the address of the API, such as vms/123 or /vms/123, or the href of an
	// object as the engine gave it. It is escaped, and may have a query. Empty is the API itself. A
	// path that leads out of the API is [ErrInvalid].
	Path string

	// Query is added to the query of Path. Nil adds nothing.
	Query url.Values

	// Body is the document to send. Nil sends none; an empty one is sent as such.
	Body []byte

	// ContentType says what Body is. Empty is the format of the connection.
	ContentType string

	// Accept says what the answer should be, such as application/x-virt-viewer. Empty is the format
	// of the connection.
	Accept string

	// MaxBody bounds the body of the answer in bytes. A longer one is [ErrUnexpected]. Zero is
	// [DefaultMaxBody].
	MaxBody int64
}

// DefaultMaxBody bounds the body of an answer in bytes, after decompression, so that a small answer
// can't become a large one in memory. It holds for a [RawRequest] unless its MaxBody says
// otherwise, and for all other calls that read one object or an action. A longer answer is
// [ErrUnexpected]. Lists have no bound, because they are decoded item by item: what they take is
// what their items take.
const DefaultMaxBody = 64 << 20

// RawResponse is the answer to a [RawRequest].
type RawResponse struct {
	Status int         // Status is the HTTP status, 2xx.
	Header http.Header // Header holds the headers of the answer.
	// Body is the body of the answer, decompressed; empty if there is none.
	Body          []byte
	CorrelationID string // CorrelationID is the engine's name for the call.
	Attempts      int    // Attempts counts how often the request was sent.
}

// Do sends a request that no service has a method for, and returns the answer as it came. Login,
// retries, limits, options and errors are those of all calls: a status other than 2xx is an error,
// and so is a fault, or an action that failed, inside a 2xx.
func (c *Connection) Do(
	ctx context.Context, raw RawRequest, opts ...call.Option,
) (*RawResponse, error) {
	const op = "Connection.Do"
	if raw.Method == "" {
		raw.Method = http.MethodGet
	}
	req := &transport.Request{
		Op: op, Method: raw.Method, Repeatable: true, Options: call.Apply(opts),
	}
	if c != nil {
		req.Path, req.Query, req.Invalid = c.place(&raw)
	}
	req.Options.Header = raw.header(req.Options.Header)
	req.Options.Query = raw.query(req.Options.Query)
	x := &exchange{c: c, op: op, ctx: ctx, req: req, raw: &raw}
	if err := x.do(ctx); err != nil {
		return nil, err
	}
	return &RawResponse{
		Status: x.status, Header: x.rawHeader, Body: x.rawBody,
		CorrelationID: c.known.Strike(x.correlationID), Attempts: x.call.Attempts(),
	}, nil
}

// Ping finds out whether the engine answers this user, by reading the entry point of the API, and
// logs in if need be. Nil means that address, certificates and user are right, and that the engine
// works.
func (c *Connection) Ping(ctx context.Context, opts ...call.Option) error {
	return sender{c}.Do(ctx, &transport.Request{
		Op:         "Connection.Ping",
		Method:     http.MethodGet,
		Tag:        "api",
		Repeatable: true,
		Options:    call.Apply(opts),
	})
}

// place returns the path and the query of a request, or the mistake in them.
func (c *Connection) place(raw *RawRequest) (string, transport.Query, error) {
	if !validHeaderName(raw.Method) {
		return "", transport.Query{}, fmt.Errorf("%q is not a method", raw.Method)
	}
	if raw.MaxBody < 0 {
		return "", transport.Query{}, fmt.Errorf("MaxBody is %d", raw.MaxBody)
	}
	href := raw.Path
	path, _, _ := strings.Cut(href, "?")
	whole := strings.Contains(path, "://") || path == c.at.path ||
		strings.HasPrefix(path, c.at.path+"/")
	if !whole {
		href = c.at.path + "/" + strings.TrimPrefix(href, "/")
	}
	return c.inside(href)
}

// header returns the headers that the request asks for, below those of the options of the call.
func (raw *RawRequest) header(options http.Header) http.Header {
	header := options.Clone()
	for _, h := range []struct{ name, value string }{
		{"Accept", raw.Accept},
		{"Content-Type", raw.ContentType},
	} {
		if h.value != "" && header.Get(h.name) == "" {
			if header == nil {
				header = make(http.Header)
			}
			header.Set(h.name, h.value)
		}
	}
	return header
}

// query returns the parameters that the request asks for, and those of the options of the call.
func (raw *RawRequest) query(options url.Values) url.Values {
	if len(raw.Query) == 0 {
		return options
	}
	query := make(url.Values, len(raw.Query)+len(options))
	for _, from := range []url.Values{raw.Query, options} {
		for name, values := range from {
			query[name] = append(query[name], values...)
		}
	}
	return query
}

// readRaw keeps the answer as it came, unless it reports a failure.
func (x *exchange) readRaw(resp *http.Response) error {
	most := x.raw.MaxBody
	if most == 0 {
		most = DefaultMaxBody
	}
	x.body.most = most
	body, err := io.ReadAll(x.body)
	if err != nil {
		return x.readError(&wire.ReadError{Format: x.c.format, Offset: int64(len(body)), Err: err})
	}
	contentType := resp.Header.Get("Content-Type")
	if page.IsHTML(contentType, body) && !strings.Contains(x.raw.Accept, "html") {
		found := page.Describe(contentType, body[:min(len(body), maxErrorBody)])
		e := x.newError(ErrUnexpected, x.notADocument(found))
		e.MaybeExecuted = x.changes()
		return e
	}
	if fault, failed := x.hiddenFault(body); fault != nil {
		return x.faultError(ErrAction, fault)
	} else if failed {
		return x.newError(ErrAction, errActionFailed)
	}
	if err := x.ctx.Err(); err != nil {
		return x.sendError(err) // It may have ended before the fault was found.
	}
	x.rawHeader, x.rawBody = resp.Header, body
	return nil
}

// hiddenFault finds the fault in an answer of success, or an action that ended as failed.
func (x *exchange) hiddenFault(body []byte) (fault *types.Fault, failed bool) {
	doc := bytes.TrimSpace(body)
	if len(doc) == 0 || doc[0] != '<' && doc[0] != '{' {
		return nil, false
	}
	format := XML
	if doc[0] == '{' {
		format = JSON
	}
	r := wire.NewReader(x.kept(body), format)
	defer r.Release()
	kind := ""
	if format == JSON {
		// A job, for one, may have failed without anything being wrong with the call that reads it.
		if !x.changes() {
			return nil, false
		}
		kind = jsonKind(r, "")
	} else {
		kind = r.Root()
	}
	if kind != "fault" && kind != "action" {
		return nil, false
	}
	return x.findFault(body, x.kept(body))
}
