package chain

import (
	"context"
	"net/http"
)

// Once is the link above the transport. It sees to it that a request which changes something is
// sent once, whatever the transport would do, and that what comes back is an answer to it. It notes
// whether the request may have reached the engine.
type Once struct {
	Next http.RoundTripper
	Own  bool // Own says that Next is the connection's own, which always tells the trace.

	netHTTP    bool // whether Next is a transport of net/http
	plainHTTP2 bool // whether it speaks HTTP/2 without TLS
}

// NewOnce returns the link above a transport. Own says that it is the connection's own.
func NewOnce(next http.RoundTripper, own bool) *Once {
	o := &Once{Next: next, Own: own}
	if t, ok := next.(*http.Transport); ok {
		o.netHTTP = true
		o.plainHTTP2 = t.Protocols != nil && t.Protocols.UnencryptedHTTP2() && !t.Protocols.HTTP1()
	}
	return o
}

func (o *Once) isNetHTTP() bool { return o.netHTTP }

// RoundTrip sends the request. Errors are those of the transport, a *[Stopped] or a *[Mixup].
func (o *Once) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Context().Err() != nil {
		closeBody(req)
		return nil, context.Cause(req.Context())
	}
	a, req := o.attempt(req)
	resp, err := o.Next.RoundTrip(req)
	if err != nil {
		return nil, a.failed(req.Context(), err)
	}
	a.call.Wrote() // Over HTTP/2 the trace may hear of that later than the answer comes.
	if resp.StatusCode == http.StatusSwitchingProtocols {
		// The body is the bare connection, which no context ends.
		resp.Body.Close()
		resp.Body, resp.ContentLength = http.NoBody, 0
	}
	if mixup := compare(req, resp.Header); mixup != nil {
		a.sever()
		resp.Body.Close()
		return nil, mixup
	}
	return resp, nil
}

// attempt returns the attempt that the request is, and the request as it is to be sent. Calls watch
// theirs themselves.
func (o *Once) attempt(req *http.Request) (*attempt, *http.Request) {
	c := CallOf(req.Context())
	if c == nil {
		c = new(Call)
	}
	a := c.line
	if a == nil {
		a = &attempt{call: c}
		// It is freed with the context around it, which ends with the login or whatever the request
		// belongs to.
		ctx, stop := context.WithCancelCause(req.Context())
		req = req.WithContext(a.watch(ctx, stop, !IsSafe(req.Method)))
	}
	a.begin(o, isKeyed(req.Header))
	return a, req
}

// isKeyed reports whether net/http takes the request for one that may be sent twice, whatever its
// method.
func isKeyed(header http.Header) bool {
	return header["Idempotency-Key"] != nil || header["X-Idempotency-Key"] != nil
}
