package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Rule makes answers go wrong. It applies to the requests that Method and Path match; of several rules the first that is left applies.
type Rule struct {
	Method string // Method is the verb; empty for all.
	// Path is what the path of the address must be, without the query. A * stands for any text, slashes too: "*/vms/*".
	Path  string
	Skip  int // Skip lets so many requests through first.
	Times int // Times is how often the rule applies; 0 for ever.

	Delay time.Duration // Delay is waited for in real time, or until the client gives up.
	// Status is that of the answer; 0 lets the engine answer itself after the delay.
	Status      int
	Body        string
	ContentType string // ContentType is that of Body; empty means an HTML page.
	Header      http.Header
	// Drop closes the connection without an answer; the engine hasn't seen the request.
	Drop bool
}

// rules keeps what was set with Fail.
type rules struct {
	mu   sync.Mutex
	list []*armed // guarded by mu
}

type armed struct {
	Rule
	seen, used int
}

// Fail adds a rule. The function that it gives takes the rule away again, and may be called more than once.
func (e *Engine) Fail(rule Rule) (remove func()) {
	a := &armed{Rule: rule}
	e.rules.mu.Lock()
	defer e.rules.mu.Unlock()
	e.rules.list = append(e.rules.list, a)
	return func() {
		e.rules.mu.Lock()
		defer e.rules.mu.Unlock()
		e.rules.list = slices.DeleteFunc(e.rules.list, func(other *armed) bool { return other == a })
	}
}

// match gives the rule for a request, or nil, and counts.
func (r *rules) match(req *http.Request) *Rule {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range r.list {
		if a.Method != "" && a.Method != req.Method || !glob(a.Path, req.URL.Path) {
			continue
		}
		a.seen++
		if a.seen <= a.Skip || a.Times > 0 && a.used >= a.Times {
			continue
		}
		a.used++
		return &a.Rule
	}
	return nil
}

// serve answers by the rule, and reports false if the engine itself must answer.
func (r *Rule) serve(w http.ResponseWriter, req *http.Request) bool {
	if r.Delay > 0 {
		timer := time.NewTimer(r.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-req.Context().Done():
			return true
		}
	}
	if r.Drop {
		panic(http.ErrAbortHandler) // net/http's way to close a connection without an answer
	}
	if r.Status == 0 {
		return false
	}
	for name, values := range r.Header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	media := r.ContentType
	if media == "" {
		media = "text/html;charset=UTF-8"
	}
	if r.Body != "" {
		w.Header().Set("Content-Type", media)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(r.Body)))
	w.WriteHeader(r.Status)
	w.Write([]byte(r.Body))
	return true
}

// glob compares a text with a pattern in which * stands for any text. An empty pattern is like any text.
func glob(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	parts := strings.Split(pattern, "*")
	text, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return text == ""
	}
	for _, part := range parts[1 : len(parts)-1] {
		_, after, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = after
	}
	return strings.HasSuffix(text, parts[len(parts)-1])
}
