package sso

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// ErrClosed says that there are no tokens any more.
var ErrClosed = errors.New("tokens are closed")

// Token is what authorizes requests.
type Token struct {
	Text   string      // Text is the access token; empty if requests are authorized otherwise.
	Header []string    // Header is the value of Authorization; it must not be changed. Nil is none.
	Extra  http.Header // Extra is sent beside it, with what the request has of the same names; it must not be changed. Nil is none.
}

// NewToken returns the token of that text.
func NewToken(text string) *Token { return &Token{Text: text, Header: []string{"Bearer " + text}} }

// Authorize sets the header of a request that is about to be sent. With Extra the request gets a new header, so that the old one
// serves for another token.
func (t *Token) Authorize(req *http.Request) {
	if t.Extra != nil {
		req.Header = req.Header.Clone()
		for name, values := range t.Extra {
			req.Header[name] = append(req.Header[name], values...)
		}
		if cookies := req.Header["Cookie"]; len(cookies) > 1 {
			req.Header["Cookie"] = []string{strings.Join(cookies, "; ")}
		}
	}
	if t.Header != nil {
		req.Header["Authorization"] = t.Header
	}
}

// Source obtains tokens and revokes them. Its methods are called one at a time.
type Source interface {
	Login(ctx context.Context) (*Token, error)
	Logout(ctx context.Context, token *Token) error
}

// Tokens keeps one token for any number of goroutines. However many ask for it at once, there is one login at a time.
type Tokens struct {
	source  Source        // nil if the token is borrowed
	timeout time.Duration // of a login; 0 for none
	flights sync.WaitGroup

	mu     sync.Mutex // guards what follows
	token  *Token
	stale  *Token // refused, and not replaced by another yet
	flight *flight
	closed bool
	late   bool // whether a login that still goes on has to revoke what it brings
}

// flight is a login under way. It belongs to all who wait for it: it goes on while one of them does.
type flight struct {
	cancel  context.CancelFunc
	waiters int           // guarded by Tokens.mu
	done    chan struct{} // closed when token and err are set
	token   *Token
	err     error
}

// NewTokens returns tokens that the source logs in for. No request is sent before the first is asked for. A timeout of 0 is none.
func NewTokens(source Source, timeout time.Duration) *Tokens {
	return &Tokens{source: source, timeout: timeout}
}

// Borrowed returns a token that others have obtained: it is neither renewed nor revoked.
func Borrowed(token string) *Tokens { return &Tokens{token: NewToken(token)} }

// Get returns the token, and logs in if there is none. It waits no longer than its context lasts; a login that others wait for too
// goes on.
func (t *Tokens) Get(ctx context.Context) (*Token, error) {
	t.mu.Lock()
	if t.closed {
		t.mu.Unlock()
		return nil, ErrClosed
	}
	if token := t.token; token != nil {
		t.mu.Unlock()
		return token, nil
	}
	if err := ctx.Err(); err != nil {
		t.mu.Unlock()
		return nil, err
	}
	f := t.flight
	if f == nil {
		f = t.takeOff()
	}
	f.waiters++
	t.mu.Unlock()

	select {
	case <-f.done:
		return f.token, f.err
	case <-ctx.Done():
		t.leave(f)
		return nil, ctx.Err()
	}
}

// Renewable reports whether a refused token can be replaced by another.
func (t *Tokens) Renewable() bool { return t.source != nil }

// Renew returns a token other than the old one, which was refused.
func (t *Tokens) Renew(ctx context.Context, old *Token) (*Token, error) {
	t.mu.Lock()
	if t.token == old {
		t.token, t.stale = nil, old
	}
	t.mu.Unlock()
	return t.Get(ctx)
}

// takeOff begins a login. The caller holds the lock.
func (t *Tokens) takeOff() *flight {
	ctx, cancel := context.WithCancel(context.Background())
	f := &flight{cancel: cancel, done: make(chan struct{})}
	t.flight = f
	t.flights.Go(func() { t.fly(ctx, f) })
	return f
}

func (t *Tokens) fly(ctx context.Context, f *flight) {
	defer f.cancel()
	if t.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, t.timeout)
		defer cancel()
	}
	token, err := t.source.Login(ctx)
	if !t.land(f, token, err) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), lateLogout)
	defer cancel()
	_ = t.source.Logout(ctx, token) // Nobody waits for it.
}

// lateLogout bounds how long a login that outlived Close takes to revoke its token.
const lateLogout = 10 * time.Second

// land notes what came of a login, and reports whether its token is to be revoked at once.
func (t *Tokens) land(f *flight, token *Token, err error) (late bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer close(f.done)
	if t.flight == f {
		t.flight = nil
	}
	switch {
	case err == nil && t.late:
		f.err = ErrClosed
		return true
	case err == nil:
		// Kept even if nobody waits any more, or the engine would keep a session that nobody ends.
		f.token = token
		if t.token == nil {
			t.token, t.stale = token, nil
		}
		if t.closed {
			f.token, f.err = nil, ErrClosed
		}
	case t.closed:
		f.err = ErrClosed
	default:
		f.err = err
	}
	return false
}

// leave is for a waiter that stops. The last one ends the login.
func (t *Tokens) leave(f *flight) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f.waiters--
	if f.waiters > 0 {
		return
	}
	f.cancel()
	if t.flight == f {
		t.flight = nil
	}
}

// Has reports whether there is a token now, without asking for one.
func (t *Tokens) Has() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.token != nil
}

// Close ends a login that is under way and revokes the token, unless it is borrowed. A token that the engine refused and that no
// other has replaced is revoked too, since the single sign-on may know it for longer than the API
// does. Later calls do nothing. It returns when the context ends, also if the source doesn't heed
// it; a token that such a source brings later is revoked then.
func (t *Tokens) Close(ctx context.Context) error {
	token, stale := t.take(ctx, true)
	if t.source == nil {
		return nil
	}
	if token != nil {
		return t.logout(ctx, token)
	}
	if stale != nil {
		_ = t.logout(ctx, stale) // Most probably it is gone, and the engine says so.
	}
	return nil
}

// Release is Close without revoking.
func (t *Tokens) Release(ctx context.Context) { t.take(ctx, false) }

// logout revokes a token, and waits for that as long as the context lasts.
func (t *Tokens) logout(ctx context.Context, token *Token) error {
	done := make(chan error, 1)
	go func() { done <- t.source.Logout(ctx, token) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	timer := time.NewTimer(heedTime)
	defer timer.Stop()
	select {
	case err := <-done: // It knows more than that time is up.
		return err
	case <-timer.C:
		return fmt.Errorf("logout: %w", ctx.Err())
	}
}

// heedTime is how long a source may take to notice that its context has ended.
const heedTime = 100 * time.Millisecond

// take closes and returns what is left then: nil and nil if that was done before. Revoke says that
// a token is to be revoked which a login brings after the context has ended.
func (t *Tokens) take(ctx context.Context, revoke bool) (token, stale *Token) {
	t.mu.Lock()
	if t.closed {
		t.mu.Unlock()
		return nil, nil
	}
	t.closed = true
	if t.flight != nil {
		t.flight.cancel()
	}
	t.mu.Unlock()
	landed := make(chan struct{})
	go func() {
		t.flights.Wait()
		close(landed)
	}()
	select {
	case <-landed:
	case <-ctx.Done():
	}

	t.mu.Lock()
	defer t.mu.Unlock()
	t.late = revoke
	token, stale = t.token, t.stale
	t.token, t.stale = nil, nil
	return token, stale
}
