package simulator

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Rule makes answers go wrong. The first block says which requests it applies to: those that all of its fields match; of several
// rules the first that is left applies. The second block says what happens to them, and its fields may be combined.
type Rule struct {
	// Op is the operation, spelled as the SDK's errors do: VmsService.Add. A * stands for any text: *.Add, DisksService.*.
	Op string
	// Method is the verb; empty for all.
	Method string
	// Path is what the path of the address must be, without the query. A * stands for any text, slashes too: "*/vms/*".
	Path string
	// ID is the id of an object that the path names: of the object itself, or of one above it.
	ID    string
	Skip  int // Skip lets so many requests through first.
	Nth   int // Nth is the only request that the rule applies to, counted from 1; 0 for all. It excludes Skip and Times.
	Times int // Times is how often the rule applies; 0 for ever.
	// Probability is the part of the requests to which the rule applies, up to 1; 0 is all of them.
	Probability float64
	// Seed begins the random numbers for Probability and Jitter; the same seed produces the same ones.
	Seed uint64

	// Delay is waited for in real time, or until the client stops.
	Delay time.Duration
	// Jitter is up to how much longer the delay is, at random.
	Jitter time.Duration
	// Status is that of the answer; 0 lets the engine answer itself after the delay.
	Status int
	// Reason is that of a fault in the format that the client asked for. Status 0 means 409 then. Empty
	// means "Operation Failed" if there is a Detail.
	Reason string
	// Detail is that of a fault, as Reason is.
	Detail string
	// Page is the text of an HTML page of the kind that web servers and proxies make. Status 0 means 503 then.
	Page string
	// Body is the body as it is sent.
	Body        string
	ContentType string      // ContentType is that of Body; empty means an HTML page.
	Header      http.Header // Header is added to that of the answer; it needs a Status.
	// Drop closes the connection without an answer; the engine hasn't seen the request unless After says so.
	Drop bool
	// Reset does the same in the hard way, so that the client's system reports a reset by its peer.
	Reset bool
	// After lets the engine act first. Its answer is thrown away if the rule has another, and the delay comes before the answer.
	After bool
	// Slow is waited for before each 256 bytes of the answer's body.
	Slow time.Duration
	// Truncate closes the connection after so many bytes of the answer's body; a shorter body is whole. A negative number is right
	// behind the header.
	Truncate int
	// Expire makes all tokens and sessions invalid before the request is looked at.
	Expire bool
	// Outage stops the engine as [Engine.Stop] does, so that the request is the first that feels it. With After it comes behind
	// the engine's act.
	Outage Outage
	// For is how long the outage lasts in real time; 0 is until [Engine.Restart].
	For time.Duration
}

// Handle is a rule that is in force. Its methods may be called by many goroutines.
type Handle struct {
	rule  Rule
	id    int
	owner *rules

	// The owner's lock guards what follows.
	seen, hits int
	random     *rand.Rand
}

// ID returns the number of the rule, which no other rule of the engine has had.
func (h *Handle) ID() int { return h.id }

// Rule returns what was set.
func (h *Handle) Rule() Rule { return h.rule }

// Hits tells how many requests the rule has been applied to.
func (h *Handle) Hits() int {
	h.owner.mu.Lock()
	defer h.owner.mu.Unlock()
	return h.hits
}

// Seen tells how many requests the rule has matched, those included that Skip, Nth, Times and Probability let through.
func (h *Handle) Seen() int {
	h.owner.mu.Lock()
	defer h.owner.mu.Unlock()
	return h.seen
}

// Remove takes the rule away. It may be called more than once.
func (h *Handle) Remove() {
	h.owner.mu.Lock()
	defer h.owner.mu.Unlock()
	h.owner.list = slices.DeleteFunc(h.owner.list, func(other *Handle) bool { return other == h })
}

// rules keeps what was set with Fail.
type rules struct {
	mu   sync.Mutex
	list []*Handle // guarded by mu
	last int       // guarded by mu
}

// Fail adds a rule behind those that are there. A rule whose fields contradict each other never applies; [Rule.Check] tells.
func (e *Engine) Fail(rule Rule) *Handle {
	e.rules.mu.Lock()
	defer e.rules.mu.Unlock()
	e.rules.last++
	h := &Handle{rule: rule, id: e.rules.last, owner: &e.rules, random: rand.New(rand.NewPCG(rule.Seed, 0))}
	e.rules.list = append(e.rules.list, h)
	return h
}

// Rules returns the rules that are in force, in their order.
func (e *Engine) Rules() []*Handle {
	e.rules.mu.Lock()
	defer e.rules.mu.Unlock()
	return slices.Clone(e.rules.list)
}

// hit is a rule that applies to a request, with what chance decided.
type hit struct {
	*Rule
	handle *Handle
	delay  time.Duration
}

// match returns the rule for a request, or nil, and counts. The operation is asked for only if a rule needs it.
func (r *rules) match(req *http.Request, operation func() string) *hit {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, h := range r.list {
		rule := &h.rule
		if strings.HasPrefix(req.URL.Path, dataPath) && !strings.HasPrefix(rule.Path, dataPath) {
			continue // a rule for any request means the API
		}
		if rule.Method != "" && rule.Method != req.Method || !glob(rule.Path, req.URL.Path) || rule.ID != "" && !names(req.URL.Path, rule.ID) {
			continue
		}
		if rule.Op != "" && !glob(rule.Op, operation()) || rule.Check() != nil {
			continue
		}
		h.seen++
		if h.passes() {
			continue
		}
		h.hits++
		delay := rule.Delay
		if rule.Jitter > 0 {
			delay += time.Duration(h.random.Int64N(int64(rule.Jitter)))
		}
		return &hit{Rule: rule, handle: h, delay: delay}
	}
	return nil
}

// passes reports whether a request that the rule matches goes through all the same.
func (h *Handle) passes() bool {
	skip, times := h.rule.Skip, h.rule.Times
	if h.rule.Nth > 0 {
		skip, times = h.rule.Nth-1, 1
	}
	if h.seen <= skip || times > 0 && h.hits >= times {
		return true
	}
	return h.rule.Probability > 0 && h.random.Float64() >= h.rule.Probability
}

// names reports whether an id is one of the parts of a path.
func names(path, id string) bool {
	for part := range strings.SplitSeq(path, "/") {
		part, _, _ = strings.Cut(part, ";")
		if part == id {
			return true
		}
	}
	return false
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
