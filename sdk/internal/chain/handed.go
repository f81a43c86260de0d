package chain

import (
	"net/http"
	"net/http/httptrace"
)

// Handed tells the trace of a request that its header was written, before a transport gets it that may not do so itself. Nobody
// can say then that the request did not go out.
type Handed struct {
	Next http.RoundTripper
}

// RoundTrip sends the request.
func (h *Handed) RoundTrip(req *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(req.Context()); trace != nil && trace.WroteHeaders != nil {
		trace.WroteHeaders()
	}
	return h.Next.RoundTrip(req)
}
