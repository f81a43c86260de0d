package simulator

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// Request is what a client asked for and what it got.
type Request struct {
	Time   time.Time `json:"time"`   // Time is when it came, by the engine's clock.
	Method string    `json:"method"` // Method is the verb.
	Path   string    `json:"path"`   // Path is the whole path of the address.
	// Query is what stands behind the path, as it was sent; empty for logins and logouts, whose parameters are secrets.
	Query string `json:"query,omitempty"`
	// Operation is the service and the method, such as VmsService.Add; empty for what isn't of the API.
	Operation string `json:"operation,omitempty"`
	Status    int    `json:"status"`         // Status is that of the answer; 0 if there is none, or none yet.
	User      string `json:"user,omitempty"` // User is the one who is logged in; empty for those who aren't.
	// CorrelationID is the one of the answer.
	CorrelationID string `json:"correlation_id,omitempty"`
	Rule          int    `json:"rule,omitempty"` // Rule is the number of the rule that applied, see [Handle.ID]; 0 for none.
}

// requestsKept is how many requests are remembered, unless Options say otherwise.
const requestsKept = 1000

// requestLog remembers the last requests. A request is in it before its answer leaves.
type requestLog struct {
	mu   sync.Mutex
	ring []*entry // guarded by mu
	next int      // guarded by mu: where the next one goes once the ring is full
	size int
}

// entry is a request with the path as it was sent, of which the operation is found only when somebody asks.
type entry struct {
	Request
	escaped string
}

func (l *requestLog) add(r *http.Request, now time.Time) *entry {
	en := &entry{Request: Request{Time: now, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery}, escaped: r.URL.EscapedPath()}
	if strings.Contains(en.Path, "/sso/") || strings.HasSuffix(en.Path, "/sso-logout") {
		en.Query = ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.size <= 0:
	case len(l.ring) < l.size:
		l.ring = append(l.ring, en)
	default:
		l.ring[l.next] = en
		l.next = (l.next + 1) % l.size
	}
	return en
}

// change sets members of an entry.
func (l *requestLog) change(en *entry, f func(*Request)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f(&en.Request)
}

// Requests returns the last requests, 1000 at most unless [Options.Requests] says otherwise, in the order of their coming. Those of the
// status page and of the control endpoint aren't among them. A client that has its answer finds its request here.
func (e *Engine) Requests() []Request {
	all := e.requests.all()
	out := make([]Request, len(all))
	for i, en := range all {
		out[i] = en.Request
		out[i].Operation = e.operation(en.Method, en.escaped)
	}
	return out
}

// all returns what is remembered, in order.
func (l *requestLog) all() []entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]entry, len(l.ring))
	for i := range l.ring {
		out[i] = *l.ring[(l.next+i)%len(l.ring)]
	}
	return out
}

// ForgetRequests empties the log of requests, so that an assertion begins anew.
func (e *Engine) ForgetRequests() {
	e.requests.mu.Lock()
	defer e.requests.mu.Unlock()
	e.requests.ring, e.requests.next = nil, 0
}

// noted is a response that tells the log its status.
type noted struct {
	http.ResponseWriter
	log   *requestLog
	entry *entry
	sent  bool
}

// WriteHeader notes the status and sends the header.
func (n *noted) WriteHeader(status int) {
	if !n.sent && status >= 200 {
		n.sent = true
		id := n.Header().Get("Correlation-Id")
		n.log.change(n.entry, func(r *Request) { r.Status, r.CorrelationID = status, id })
	}
	n.ResponseWriter.WriteHeader(status)
}

// Write sends a part of the body.
func (n *noted) Write(b []byte) (int, error) {
	if !n.sent {
		n.WriteHeader(http.StatusOK)
	}
	return n.ResponseWriter.Write(b)
}

// Unwrap returns the response behind, for http.ResponseController.
func (n *noted) Unwrap() http.ResponseWriter { return n.ResponseWriter }
