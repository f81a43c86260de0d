package simulator

import (
	"bytes"
	"context"
	"crypto/tls"
	"html"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// spoil answers a request to which a rule applies.
func (e *Engine) spoil(h *hit, w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
	if h.Expire {
		e.ExpireTokens()
	}
	var a *recorded
	switch {
	case h.After:
		a = record(answer, r)
	case h.delay > 0:
		// The server notices that a client hangs up only when it has the whole request.
		if err := readAhead(r); err != nil {
			breakOff(w, false)
			return
		}
	}
	if !pause(r.Context(), h.delay) {
		breakOff(w, false)
		return
	}
	if h.Outage != "" {
		e.stopFor(h.Outage, h.For)
		if h.Outage == Refused {
			breakOff(w, true)
			return
		}
		unavailable(w)
		return
	}
	if h.Drop || h.Reset {
		breakOff(w, h.Reset)
		return
	}
	var m *maimed
	if (h.Slow > 0 || h.Truncate != 0) && r.Method != http.MethodHead {
		m = &maimed{ResponseWriter: w, ctx: r.Context(), slow: h.Slow, cuts: h.Truncate != 0, left: max(h.Truncate, 0)}
		w = m
	}
	switch {
	case h.answers():
		e.ruled(h.Rule, w, r)
	case a != nil:
		a.send(w, r)
	default:
		answer(w, r)
	}
	if m != nil && m.err == errCutOff {
		panic(http.ErrAbortHandler)
	}
}

// ruled returns the rule's own answer.
func (e *Engine) ruled(rule *Rule, w http.ResponseWriter, r *http.Request) {
	for name, values := range rule.Header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	body, media := rule.Body, rule.ContentType
	switch {
	case rule.Reason != "" || rule.Detail != "":
		reason := rule.Reason
		if reason == "" {
			reason = "Operation Failed"
		}
		e.rest.Refuse(w, r, strings.TrimPrefix(r.URL.EscapedPath(), e.options.Base+"/api"), rule.status(), reason, rule.Detail)
		return
	case rule.Page != "":
		body = page(rule.status(), rule.Page)
	}
	if media == "" {
		media = "text/html;charset=UTF-8"
	}
	if body != "" {
		w.Header().Set("Content-Type", media)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(rule.status())
	io.WriteString(w, body)
}

// page returns an HTML page of the kind that web servers make for errors.
func page(status int, text string) string {
	title := html.EscapeString(strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status)))
	return "<!DOCTYPE HTML>\n<html><head>\n<title>" + title + "</title>\n</head><body>\n<h1>" + title + "</h1>\n<p>" +
		html.EscapeString(text) + "</p>\n</body></html>\n"
}

// aheadAtMost is how much of a body is read before its turn, which is more than all but the bytes of images.
const aheadAtMost = 1 << 20

// readAhead reads the body of a request, so that it is there when the engine acts.
func readAhead(r *http.Request) error {
	if r.Body == nil || r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil
	}
	begin, err := io.ReadAll(io.LimitReader(r.Body, aheadAtMost))
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(begin), r.Body), r.Body}
	return err
}

// pause waits, and reports false if the context ended first.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// resetter is a response without a connection of its own that can pretend a reset all the same.
type resetter interface{ reset() }

// breakOff ends the connection of a request without an answer, or in the midst of one.
func breakOff(w http.ResponseWriter, reset bool) {
	if reset {
		if p := behind(w); p != nil {
			p.reset()
		} else if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			abandon(conn)
			return
		}
	}
	panic(http.ErrAbortHandler) // net/http's way to close a connection without an answer
}

// behind finds such a response behind the wrappers of another, or nil.
func behind(w http.ResponseWriter) resetter {
	for {
		if p, ok := w.(resetter); ok {
			return p
		}
		u, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return nil
		}
		w = u.Unwrap()
	}
}

// abandon closes a connection so that the other side is told of a reset.
func abandon(conn net.Conn) {
	plain := conn
	if t, ok := conn.(*tls.Conn); ok {
		plain = t.NetConn()
	}
	if t, ok := plain.(*net.TCPConn); ok {
		t.SetLinger(0)
	}
	plain.Close()
}

// recorded is an answer that hasn't left yet.
type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// record lets a handler answer into memory.
func record(answer http.HandlerFunc, r *http.Request) *recorded {
	a := &recorded{header: http.Header{}}
	answer(a, r)
	return a
}

// Header returns the header.
func (a *recorded) Header() http.Header { return a.header }

// WriteHeader sets the status.
func (a *recorded) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write adds to the body.
func (a *recorded) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// send lets the answer leave.
func (a *recorded) send(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), a.header)
	a.WriteHeader(http.StatusOK)
	body := a.body.Bytes()
	if r.Method == http.MethodHead {
		body = nil
	} else if w.Header().Get("Content-Length") == "" {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.status)
	w.Write(body)
}
