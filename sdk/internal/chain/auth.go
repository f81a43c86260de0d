// Package chain has the links through which requests go. From the outside in:
//
//   - the middleware of the user's that sees calls;
//   - auth, which adds the token, and repeats with another one after a 401;
//   - retry, inside auth, so that it repeats with a token that is good;
//   - log, which sees each attempt;
//   - the middleware of the user's that sees attempts;
//   - gzip, so that each attempt is decompressed on its own;
//   - limit, if there is a rate to keep, so that every attempt counts;
//   - once, which keeps the transport from sending a request twice, and compares what comes back
//     with it;
//   - the transport.
//
// Logins and logouts go through all but the first two, with a retry of their own. The file
// connection_chain.go of package sdk puts the links together and says why each stands where it
// does.
//
// Links set headers in the request that they are given, which is the connection's own and used
// once.
package chain

import (
	"io"
	"net/http"

	"github.com/ovirt-go/ovirt/sdk/internal/sso"
)

// Auth sends requests with a token. After a 401 it obtains another, once, and repeats the request,
// which the engine refused before it did anything. Requests that have an Authorization already go
// as they are.
type Auth struct {
	Tokens *sso.Tokens
	Next   http.RoundTripper
}

// RoundTrip sends the request. The error of a failed login is that of [sso.Tokens.Get].
func (a *Auth) RoundTrip(req *http.Request) (*http.Response, error) {
	if _, given := req.Header["Authorization"]; given {
		return a.Next.RoundTrip(req)
	}
	token, err := a.Tokens.Get(req.Context())
	if err != nil {
		closeBody(req)
		return nil, err
	}
	plain := req.Header
	token.Authorize(req)
	resp, err := a.Next.RoundTrip(req)
	if err != nil || resp.StatusCode != http.StatusUnauthorized || !a.Tokens.Renewable() {
		return resp, err
	}
	again, err := repeat(req)
	if err != nil {
		return resp, nil
	}
	discard(resp)
	if token.Extra != nil {
		again.Header = plain.Clone()
	}
	delete(again.Header, "Authorization")
	token, err = a.Tokens.Renew(req.Context(), token)
	if err != nil {
		closeBody(again)
		return nil, err
	}
	token.Authorize(again)
	return a.Next.RoundTrip(again)
}

// repeat returns a copy of a request that was sent.
func repeat(req *http.Request) (*http.Request, error) {
	again := req.Clone(req.Context())
	if req.Body == nil {
		return again, nil
	}
	if req.GetBody == nil {
		return nil, http.ErrBodyNotAllowed
	}
	body, err := req.GetBody()
	again.Body = body
	return again, err
}

// maxDiscard bounds what is read for the sake of the connection, which is cheaper to make anew than
// to read more from.
const maxDiscard = 64 << 10

// discard reads the rest of an answer, so that the connection can be used again.
func discard(resp *http.Response) {
	_, _ = io.CopyN(io.Discard, resp.Body, maxDiscard)
	resp.Body.Close()
}

// closeBody does what every RoundTripper must, also one that sends nothing.
func closeBody(req *http.Request) {
	if req.Body != nil {
		req.Body.Close()
	}
}
