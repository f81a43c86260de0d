package trouble

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

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

// Hits returns the number of requests that the rule has been applied to.
func (h *Handle) Hits() int {
	h.owner.mu.Lock()
	defer h.owner.mu.Unlock()
	return h.hits
}

// Seen returns the number of requests that the rule has matched, those included that Skip, Nth,
// Times and Probability let through.
func (h *Handle) Seen() int {
	h.owner.mu.Lock()
	defer h.owner.mu.Unlock()
	return h.seen
}

// Remove removes the rule. It may be called more than once.
func (h *Handle) Remove() {
	h.owner.mu.Lock()
	defer h.owner.mu.Unlock()
	h.owner.list = slices.DeleteFunc(h.owner.list, func(other *Handle) bool { return other == h })
}

// rules are those that are in force.
type rules struct {
	mu   sync.Mutex
	list []*Handle // guarded by mu
	last int       // guarded by mu
}

// Add adds a rule behind those that exist. A rule whose fields contradict each other never applies;
// [Rule.Check] reports them.
func (m *Maker) Add(rule Rule) *Handle {
	m.rules.mu.Lock()
	defer m.rules.mu.Unlock()
	m.rules.last++
	random := rand.New(rand.NewPCG(rule.Seed, 0))
	h := &Handle{rule: rule, id: m.rules.last, owner: &m.rules, random: random}
	m.rules.list = append(m.rules.list, h)
	return h
}

// Handles returns the rules that are in force, in their order.
func (m *Maker) Handles() []*Handle {
	m.rules.mu.Lock()
	defer m.rules.mu.Unlock()
	return slices.Clone(m.rules.list)
}

// Hit is a rule that applies to a request, with what the random numbers decided.
type Hit struct {
	*Rule
	maker  *Maker
	handle *Handle
	delay  time.Duration
}

// ID returns the number of the rule.
func (h *Hit) ID() int { return h.handle.id }

// Match returns the rule for a request, or nil, and counts. The operation is asked for only if a
// rule needs it.
func (m *Maker) Match(req *http.Request, operation func() string) *Hit {
	m.rules.mu.Lock()
	defer m.rules.mu.Unlock()
	for _, h := range m.rules.list {
		rule := &h.rule
		if strings.HasPrefix(req.URL.Path, m.apart) && !strings.HasPrefix(rule.Path, m.apart) {
			continue
		}
		if rule.Method != "" && rule.Method != req.Method || !Matches(rule.Path, req.URL.Path) ||
			rule.ID != "" && !hasPart(req.URL.Path, rule.ID) {
			continue
		}
		if rule.Op != "" && !Matches(rule.Op, operation()) || rule.Check() != nil {
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
		return &Hit{Rule: rule, maker: m, handle: h, delay: delay}
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

// hasPart reports whether an ID is one of the parts of a path.
func hasPart(path, id string) bool {
	for part := range strings.SplitSeq(path, "/") {
		part, _, _ = strings.Cut(part, ";")
		if part == id {
			return true
		}
	}
	return false
}

// Matches reports whether a text matches a pattern in which * stands for any text. An empty pattern
// matches all.
func Matches(pattern, text string) bool {
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
