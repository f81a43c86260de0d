package sdk

import (
	"context"
	"net/http"
	"slices"

	"github.com/ovirt-go/ovirt/sdk/internal/chain"
)

// Middleware puts links of the caller's own into the chain through which requests go. It has two
// places. A function that is nil, or returns nil, leaves its place empty.
//
// A link may look at requests and answers, change headers of a request (after cloning it, as
// RoundTrippers must), and answer by itself. It gets requests of many goroutines at once. [CallOf]
// tells to which call a request belongs. The context of a request must reach the transport, or a
// call that was not sent can't be told from one that was.
type Middleware struct {
	// Call makes the link that sees each call once, outside the login and the retries: the request
	// has no token yet, and the answer or the error is the last one. The duration of a call
	// includes the pauses between attempts.
	Call func(next http.RoundTripper) http.RoundTripper

	// Attempt makes the link that sees each attempt as it goes to the engine, logins and logouts
	// included. Requests carry secrets here: the token in the header Authorization, the password in
	// the form of the login. The bodies of answers are decompressed.
	Attempt func(next http.RoundTripper) http.RoundTripper
}

// CallInfo is what a [Middleware] may want to know of a call.
type CallInfo struct {
	Op string // Op names the call, such as VmsService.List; login for a login.
	// Attempt counts the requests of the call, this one included; 0 before the first one.
	Attempt int
}

// CallOf tells to which call the context of a request belongs. It is false for contexts of others.
func CallOf(ctx context.Context) (CallInfo, bool) {
	c := chain.CallOf(ctx)
	if c == nil {
		return CallInfo{}, false
	}
	return CallInfo{Op: c.Op, Attempt: c.Attempts()}, true
}

// perCall puts the links around calls; the first is the outermost.
func perCall(all []Middleware, link http.RoundTripper) http.RoundTripper {
	for _, m := range slices.Backward(all) {
		link = wrapped(link, m.Call)
	}
	return link
}

// perAttempt puts the links around attempts; the first is the outermost.
func perAttempt(all []Middleware, link http.RoundTripper) http.RoundTripper {
	for _, m := range slices.Backward(all) {
		link = wrapped(link, m.Attempt)
	}
	return link
}

func wrapped(
	link http.RoundTripper, wrap func(http.RoundTripper) http.RoundTripper,
) http.RoundTripper {
	if wrap == nil {
		return link
	}
	if outer := wrap(link); outer != nil {
		return outer
	}
	return link
}
