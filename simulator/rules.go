package simulator

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/trouble"
)

// Rule makes answers go wrong. The first block says which requests it applies to: those that all of
// its fields match; of several rules the first that is left applies. The second block says what
// happens to them, and its fields may be combined.
type Rule struct {
	// Op is the operation, spelled as the SDK's errors do: VmsService.Add. A * stands for any text:
	// *.Add, DisksService.*.
	Op string
	// Method is the verb; empty for all.
	Method string
	// Path is what the path of the address must be, without the query. A * stands for any text,
	// slashes too: "*/vms/*".
	Path string
	// ID is the id of an object that the path names: of the object itself, or of one above it.
	ID   string
	Skip int // Skip lets so many requests through first.
	// Nth is the only request that the rule applies to, counted from 1; 0 for all. It excludes Skip
	// and Times.
	Nth   int
	Times int // Times is how often the rule applies; 0 forever.
	// Probability is the part of the requests to which the rule applies, up to 1; 0 is all of them.
	Probability float64
	// Seed begins the random numbers for Probability and Jitter; the same seed produces the same
	// ones.
	Seed uint64

	// Delay is waited for in real time, or until the client stops.
	Delay time.Duration
	// Jitter is up to how much longer the delay is, at random.
	Jitter time.Duration
	// Status is that of the answer; 0 lets the engine answer itself after the delay.
	Status int
	// Reason is that of a fault in the format that the client asked for. Status 0 means 409 then.
	// Empty means "Operation Failed" if there is a Detail.
	Reason string
	// Detail is that of a fault, as Reason is.
	Detail string
	// Page is the text of an HTML page of the kind that web servers and proxies make. Status 0
	// means 503 then.
	Page string
	// Body is the body as it is sent.
	Body        string
	ContentType string      // ContentType is that of Body; empty means an HTML page.
	Header      http.Header // Header is added to that of the answer; it needs a Status.
	// Drop closes the connection without an answer; the engine hasn't seen the request unless After
	// says so.
	Drop bool
	// Reset does the same in the hard way, so that the client's system reports a reset by its peer.
	Reset bool
	// After lets the engine act first. Its answer is thrown away if the rule has another, and the
	// delay comes before the answer.
	After bool
	// Slow is waited for before each 256 bytes of the answer's body.
	Slow time.Duration
	// Truncate closes the connection after so many bytes of the answer's body; a shorter body is
	// whole. A negative number is right behind the header.
	Truncate int
	// Expire makes all tokens and sessions invalid before the request is looked at.
	Expire bool
	// Outage stops the engine as [Engine.Stop] does, so that the request is the first that feels
	// it. With After it comes behind the engine's act.
	Outage Outage
	// For is how long the outage lasts in real time; 0 is until [Engine.Restart].
	For time.Duration
}

// Check reports what is wrong with a rule by itself, or nil. [Engine.CheckRule] also reports
// operations that the release doesn't have.
func (r *Rule) Check() error { return (*trouble.Rule)(r).Check() }

// ParseRule reads a rule as the command line has it: fields with values, separated by commas, such
// as
//
//	op=VmsService.Add,nth=2,status=503
//
// The names are those of Rule's fields in lower case, with type for ContentType; header stands once
// for each line. A field that is true needs no value: drop is drop=true. Values with commas are
// quoted as in Go.
func ParseRule(text string) (Rule, error) {
	r, err := trouble.ParseRule(text)
	return Rule(r), err
}

// ReadRules reads rules from a file: a JSON list of objects, a single object, or a rule of
// [ParseRule] on each line, where empty lines and those that begin with # don't count.
func ReadRules(r io.Reader) ([]Rule, error) {
	list, err := trouble.ReadRules(r)
	if err != nil {
		return nil, err
	}
	var rules []Rule
	for _, rule := range list {
		rules = append(rules, Rule(rule))
	}
	return rules, nil
}

// String returns the rule as [ParseRule] reads it.
func (r Rule) String() string { return trouble.Rule(r).String() }

// MarshalJSON returns an object with the names of [ParseRule]; durations are texts such as "1.5s",
// and header is a list of lines.
func (r Rule) MarshalJSON() ([]byte, error) { return trouble.Rule(r).MarshalJSON() }

// UnmarshalJSON reads what MarshalJSON writes. Unknown names and rules that contradict themselves
// are errors.
func (r *Rule) UnmarshalJSON(doc []byte) error { return (*trouble.Rule)(r).UnmarshalJSON(doc) }

// Handle is a rule that is in force. Its methods may be called by many goroutines.
type Handle handle

// handle keeps the name of an internal package out of what Handle is.
type handle = trouble.Handle

func (h *Handle) handle() *trouble.Handle { return (*trouble.Handle)(h) }

// ID returns the number of the rule, which no other rule of the engine has had.
func (h *Handle) ID() int { return h.handle().ID() }

// Rule returns what was set.
func (h *Handle) Rule() Rule { return Rule(h.handle().Rule()) }

// Hits returns the number of requests that the rule has been applied to.
func (h *Handle) Hits() int { return h.handle().Hits() }

// Seen returns the number of requests that the rule has matched, those included that Skip, Nth,
// Times and Probability let through.
func (h *Handle) Seen() int { return h.handle().Seen() }

// Remove removes the rule. It may be called more than once.
func (h *Handle) Remove() { h.handle().Remove() }

// Fail adds a rule behind those that exist. A rule whose fields contradict each other never
// applies; [Rule.Check] reports them.
func (e *Engine) Fail(rule Rule) *Handle { return (*Handle)(e.trouble.Add(trouble.Rule(rule))) }

// Rules returns the rules that are in force, in their order.
func (e *Engine) Rules() []*Handle {
	all := e.trouble.Handles()
	handles := make([]*Handle, len(all))
	for i, h := range all {
		handles[i] = (*Handle)(h)
	}
	return handles
}

// CheckRule reports what is wrong with a rule, or nil: contradictions, and an operation that the
// engine's release doesn't have.
func (e *Engine) CheckRule(rule Rule) error {
	if err := rule.Check(); err != nil {
		return err
	}
	if rule.Op == "" {
		return nil
	}
	for _, op := range e.operations() {
		if trouble.Matches(rule.Op, op) {
			return nil
		}
	}
	hint := ""
	for _, op := range e.operations() {
		if strings.EqualFold(op, rule.Op) {
			hint = "; " + op + " is"
		}
	}
	return fmt.Errorf("no operation is called %s%s", rule.Op, hint)
}

// troubled is an engine as package trouble sees it.
type troubled struct{ *Engine }

// Refuse answers a request with a fault, in the format that the client asked for.
func (t troubled) Refuse(
	w http.ResponseWriter, r *http.Request, status int, reason, detail string,
) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), t.options.Base+"/api")
	t.rest.Refuse(w, r, path, status, reason, detail)
}
