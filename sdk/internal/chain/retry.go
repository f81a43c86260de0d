package chain

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/ovirt-go/ovirt/sdk/call"
)

// Retry sends requests again that failed in a way that may pass, as far as that is safe: see
// [call.RetryPolicy].
type Retry struct {
	Policy call.RetryPolicy
	Budget *Budget
	Op     string // Op names requests that belong to no call, and that WithOp didn't name.
	Always bool   // Always takes every request for one that may be sent twice, as logins may.
	Next   http.RoundTripper

	pause func(bound time.Duration) time.Duration // nil for chance; set by tests
}

// RoundTrip sends the request until it returns an answer that stands.
func (r *Retry) RoundTrip(req *http.Request) (*http.Response, error) {
	c := CallOf(req.Context())
	if c == nil {
		c = &Call{Op: r.Op}
		if op, named := req.Context().Value(opKey{}).(string); named {
			c.Op = op
		}
		req = req.WithContext(&Context{req.Context(), c})
	}
	before := c.Attempts() // After a 401 the call begins anew.
	c.most.Store(int32(min(before+orDefault(r.policy(c).Attempts, defaultAttempts), math.MaxInt32)))
	for {
		c.Begin()
		c.attempts.Add(1)
		resp, err := r.Next.RoundTrip(req)
		n := c.Attempts() - before // The transport may have made some by itself.
		if !r.transient(resp, err, r.Conflicts(c)) {
			if err == nil {
				r.Budget.earn(n - 1)
			}
			return resp, err
		}
		pause, ok := r.Again(req.Context(), c, n, r.Always || IsSafe(req.Method), resp)
		if !ok {
			return resp, err
		}
		again, failed := repeat(req)
		if failed != nil {
			return resp, err
		}
		if resp != nil {
			discard(resp)
		}
		if err := Wait(req.Context(), pause, resp, err); err != nil {
			closeBody(again)
			return nil, err
		}
		req = again
	}
}

// Conflicts reports whether the call is to be repeated after a conflict.
func (r *Retry) Conflicts(c *Call) bool { return c.Conflicts || r.policy(c).Conflicts }

func (r *Retry) policy(c *Call) *call.RetryPolicy {
	if c.Policy != nil {
		return c.Policy
	}
	return &r.Policy
}

// transient reports whether what came of an attempt may pass.
func (r *Retry) transient(resp *http.Response, err error, conflicts bool) bool {
	if err != nil {
		return !permanent(err)
	}
	return IsUnavailable(resp.StatusCode) || conflicts && resp.StatusCode == http.StatusConflict
}

// IsUnavailable reports whether a status says that the engine can't answer now and may later.
func IsUnavailable(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable,
		http.StatusGatewayTimeout:
		return true
	}
	return false
}

// permanent reports whether an error of an attempt comes again each time.
func permanent(err error) bool {
	if permanent, known := judge(err); known {
		return permanent
	}
	// A bound of somebody's own, such as that of the rate limit. When a connection takes too long,
	// the network says so.
	return !is[*net.OpError](err) &&
		(errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled))
}

// IsPermanent reports whether a connection fails each time, because somebody has to change
// something first.
func IsPermanent(err error) bool {
	permanent, _ := judge(err)
	return permanent
}

// judge reports whether an error of a connection comes again each time, if the error is one of
// those that say so. An error of the connection's own says so by a method Permanent.
func judge(err error) (permanent, known bool) {
	if own, ok := errors.AsType[interface {
		error
		Permanent() bool
	}](err); ok {
		return own.Permanent(), true
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.IsNotFound, true
	}
	switch {
	case is[*tls.CertificateVerificationError](err), is[x509.UnknownAuthorityError](err),
		is[x509.HostnameError](err), is[x509.CertificateInvalidError](err):
		return true, true
	case is[tls.RecordHeaderError](err): // No TLS is spoken there.
		return true, true
	}
	stays := isStayingAlert(err)
	return stays, stays
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// IsSafe reports whether a method changes nothing.
func IsSafe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// The policy where nothing is said.
const (
	defaultAttempts      = 4
	defaultFirstPause    = 200 * time.Millisecond
	defaultLastPause     = 5 * time.Second
	defaultMaxRetryAfter = 30 * time.Second
)

// Again reports whether a call whose attempt of that number failed is to be tried again, and after
// what pause, and takes that from the budget. The answer is nil if there was none.
func (r *Retry) Again(
	ctx context.Context, c *Call, attempt int, safe bool, resp *http.Response,
) (time.Duration, bool) {
	p := r.policy(c)
	if ctx.Err() != nil || attempt >= orDefault(p.Attempts, defaultAttempts) {
		return 0, false
	}
	refused := resp != nil && resp.StatusCode == http.StatusConflict
	unsent := resp == nil && !c.written.Load()
	if !safe && !c.Unsafe && !refused && !unsent {
		return 0, false
	}
	first := orDefault(p.FirstPause, defaultFirstPause)
	last := orDefault(p.LastPause, defaultLastPause)
	pause := r.chance(backOff(first, last, attempt))
	if after, ok := retryAfter(resp); ok {
		if after > orDefault(p.MaxRetryAfter, defaultMaxRetryAfter) {
			return 0, false
		}
		pause = after + r.chance(min(first, last))
	}
	// The failure at hand says more than a timeout would.
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= pause {
		return 0, false
	}
	if !r.Budget.take() {
		return 0, false
	}
	if !safe && !refused && !unsent {
		c.doubted.Store(true)
	}
	return pause, true
}

func orDefault[T int | time.Duration](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}

// backOff returns the bound of the pause after an attempt.
func backOff(first, last time.Duration, attempt int) time.Duration {
	bound := first
	for range attempt - 1 {
		if bound >= last/2 {
			return last
		}
		bound *= 2
	}
	return min(bound, last)
}

func (r *Retry) chance(bound time.Duration) time.Duration {
	if r.pause != nil {
		return r.pause(bound)
	}
	return rand.N(bound + 1)
}

// retryAfter returns the pause that an answer asks for, in seconds or until a date.
func retryAfter(resp *http.Response) (time.Duration, bool) {
	if resp == nil {
		return 0, false
	}
	text := resp.Header.Get("Retry-After")
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.Atoi(text); err == nil {
		const most = 1 << 30 // keeps the product in range
		return time.Duration(min(max(seconds, 0), most)) * time.Second, true
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	now := time.Now()
	if server, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		now = server // The clocks may differ.
	}
	return max(date.Sub(now), 0), true
}

// Wait waits for the end of a pause. The error is that of the context, with what was to be
// repeated.
func Wait(ctx context.Context, pause time.Duration, resp *http.Response, err error) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
	}
	if resp != nil {
		return fmt.Errorf("%w before another attempt after status %d", ctx.Err(), resp.StatusCode)
	}
	return fmt.Errorf("%w before another attempt after: %w", ctx.Err(), err)
}
