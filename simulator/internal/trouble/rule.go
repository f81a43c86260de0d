package trouble

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Rule makes answers go wrong. The fields of the first block choose requests, those of the second
// say what happens to them. simulator.Rule, which has the same fields, documents each of them.
type Rule struct {
	Op          string
	Method      string
	Path        string
	ID          string
	Skip        int
	Nth         int
	Times       int
	Probability float64
	Seed        uint64

	Delay       time.Duration
	Jitter      time.Duration
	Status      int
	Reason      string
	Detail      string
	Page        string
	Body        string
	ContentType string
	Header      http.Header
	Drop        bool
	Reset       bool
	After       bool
	Slow        time.Duration
	Truncate    int
	Expire      bool
	Outage      Outage
	For         time.Duration
}

// Check returns what is wrong with a rule by itself, or nil. It doesn't know which operations the
// release has.
func (r *Rule) Check() error {
	switch {
	case r.Skip < 0 || r.Times < 0 || r.Nth < 0:
		return errors.New("skip, times and nth can't be negative")
	case r.Nth > 0 && (r.Skip > 0 || r.Times > 0):
		return errors.New("nth excludes skip and times")
	case !(r.Probability >= 0 && r.Probability <= 1):
		return fmt.Errorf("probability %v isn't between 0 and 1", r.Probability)
	case r.Delay < 0 || r.Jitter < 0 || r.Slow < 0 || r.For < 0:
		return errors.New("delay, jitter, slow and for can't be negative")
	case r.Status != 0 && (r.Status < 200 || r.Status > 599):
		return fmt.Errorf("status %d isn't between 200 and 599", r.Status)
	case r.bodies() > 1:
		return errors.New("only one of reason and detail, page, and body makes the answer")
	case r.Status == 0 && (r.Body != "" || len(r.Header) > 0):
		return errors.New("body and header need a status")
	case (r.Drop || r.Reset) && (r.answers() || r.Truncate != 0):
		return errors.New("drop and reset exclude an answer")
	case r.Outage != "" && r.Outage != Refused && r.Outage != Unavailable:
		return fmt.Errorf("outage %q is neither %s nor %s", r.Outage, Refused, Unavailable)
	case r.For != 0 && r.Outage == "":
		return errors.New("for needs an outage")
	}
	return nil
}

// bodies counts the ways in which the rule says what the answer's body is.
func (r *Rule) bodies() int {
	n := 0
	for _, has := range [...]bool{r.Reason != "" || r.Detail != "", r.Page != "", r.Body != ""} {
		if has {
			n++
		}
	}
	return n
}

// answers reports whether the rule has an answer of its own.
func (r *Rule) answers() bool { return r.Status != 0 || r.bodies() > 0 }

// status returns the status of the rule's own answer.
func (r *Rule) status() int {
	switch {
	case r.Status != 0:
		return r.Status
	case r.Page != "":
		return http.StatusServiceUnavailable
	}
	return http.StatusConflict
}
