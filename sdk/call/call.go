// Package call has the options of a single call. Every method of every service takes any number of
// them after its parameters:
//
//	s := vms.VmService(id)
//	vm, err := s.Get(ctx, nil, call.Timeout(5*time.Second), call.Header("Filter", "true"))
package call

import (
	"net/http"
	"net/url"
	"time"
)

// Option changes one call. Options are applied in order; of two that say the same thing, the later one wins.
type Option func(*Options)

// Options is what the options of a call come to. Programs use the functions of this package; the connection reads the result.
type Options struct {
	Header        http.Header   // Header holds what is set on top of the connection's own; nil for nothing.
	Query         url.Values    // Query holds what is added to the query of the method; nil for nothing.
	Timeout       time.Duration // Timeout bounds the call with its body; 0 for the connection's, negative for none.
	CorrelationID string        // CorrelationID marks the call; empty sends a random one.
	Unchecked     bool          // Unchecked sends the call even if it can be known to be refused; the engine then decides.
	Retry         *RetryPolicy  // Retry takes the place of the connection's policy; nil keeps that one. It isn't changed.
	Result        *Response     // Result is filled in when the call ends; nil if nobody asked.
	Lenient       func(error)   // Lenient hears of values that cannot be read, which are then left out; nil makes them errors.

	RetryConflicts bool // RetryConflicts repeats the call after a 409.
	RetryUnsafe    bool // RetryUnsafe repeats the call though the engine may have carried it out.
}

// Apply returns what the options come to.
func Apply(opts []Option) Options {
	var o Options
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	return o
}

// Header sets a header of the request. An empty value removes one that the connection sends with every call.
func Header(name, value string) Option {
	return func(o *Options) {
		if o.Header == nil {
			o.Header = make(http.Header)
		}
		o.Header.Set(name, value)
	}
}

// Query adds a parameter to the query, for what the model doesn't know. It doesn't replace a parameter of the method.
func Query(name, value string) Option {
	return func(o *Options) {
		if o.Query == nil {
			o.Query = make(url.Values)
		}
		o.Query.Add(name, value)
	}
}

// Timeout bounds the call: waiting for a connection, sending, and reading the whole answer. It takes the place of the
// connection's timeout; zero and negative durations lift that one. The context of the call bounds it all the same. The error is
// sdk.ErrTimeout.
func Timeout(d time.Duration) Option {
	if d <= 0 {
		d = -1
	}
	return func(o *Options) { o.Timeout = d }
}

// CorrelationID marks the call: the engine writes the ID into its log, its events and the jobs that the
// call starts, and answers with it. It may have letters, digits, - and _, and 36 characters at most; a
// call with another one is refused before anything is sent, because the engine would change it.
//
// Without it the call has a random one, and an answer that has another one is sdk.ErrUnexpected. A call
// with an empty header Correlation-Id, set by [Header] or in the Config, has none, and nothing is
// compared then; that is for gateways that replace correlation IDs.
func CorrelationID(id string) Option {
	return func(o *Options) { o.CorrelationID = id }
}

// Unchecked sends the call even if it lacks members that the API demands, or has some that the engine is too old for, and leaves it
// to the engine to refuse it.
func Unchecked() Option {
	return func(o *Options) { o.Unchecked = true }
}

// Result has the call fill in what the engine answers beside the object. It is set whether the call succeeds or not, as far as
// the answer went, and overwritten if several requests are needed, as for the pages of All.
func Result(r *Response) Option {
	return func(o *Options) { o.Result = r }
}

// Lenient leaves values out that cannot be read, such as a number that is none, and reports each to the function instead of
// failing. A broken document is an error all the same. A nil function just leaves them out.
func Lenient(report func(error)) Option {
	if report == nil {
		report = func(error) {}
	}
	return func(o *Options) { o.Lenient = report }
}
