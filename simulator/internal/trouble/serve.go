package trouble

import (
	"bytes"
	"context"
	"html"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Serve answers the request to which the rule applies. The handler is what would answer without it.
func (h *Hit) Serve(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
	if h.Expire {
		h.maker.engine.ExpireTokens()
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
		h.maker.Stop(h.Outage, h.For)
		if h.Outage == Refused {
			breakOff(w, true)
			return
		}
		ServeUnavailable(w)
		return
	}
	if h.Drop || h.Reset {
		breakOff(w, h.Reset)
		return
	}
	var l *limited
	if (h.Slow > 0 || h.Truncate != 0) && r.Method != http.MethodHead {
		l = &limited{
			ResponseWriter: w, ctx: r.Context(), slow: h.Slow,
			cuts: h.Truncate != 0, left: max(h.Truncate, 0),
		}
		w = l
	}
	switch {
	case h.answers():
		h.answer(w, r)
	case a != nil:
		a.send(w, r)
	default:
		answer(w, r)
	}
	if l != nil && l.err == errCutOff {
		panic(http.ErrAbortHandler)
	}
}

// answer sends the rule's own answer.
func (h *Hit) answer(w http.ResponseWriter, r *http.Request) {
	rule := h.Rule
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
		h.maker.engine.Refuse(w, r, rule.status(), reason, rule.Detail)
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
	title := strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
	title = html.EscapeString(title)
	return "<!DOCTYPE HTML>\n<html><head>\n<title>" + title + "</title>\n" +
		"</head><body>\n<h1>" + title + "</h1>\n<p>" +
		html.EscapeString(text) + "</p>\n</body></html>\n"
}

// aheadAtMost is how much of a body is read before its turn, which is more than all but the bytes
// of images.
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
