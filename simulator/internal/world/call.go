package world

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/rules"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// Query is the parameters of a request. The engine takes them from the query and from the path
// alike.
type Query struct{ Values url.Values }

// Text returns a parameter, or "".
func (q Query) Text(name string) string { return q.Values.Get(name) }

// Has reports whether the parameter is there.
func (q Query) Has(name string) bool { return q.Values.Has(name) }

// With returns the query with parameters that are true.
func (q Query) With(params ...string) Query {
	out := url.Values{}
	for name, values := range q.Values {
		out[name] = values
	}
	for _, name := range params {
		out.Set(name, "true")
	}
	return Query{Values: out}
}

// Bool returns a parameter that is true or false in one of the engine's spellings; an empty one is
// true, and unknown text is as if it were absent.
func (q Query) Bool(name string, otherwise bool) bool {
	if !q.Has(name) {
		return otherwise
	}
	switch strings.ToLower(q.Text(name)) {
	case "true", "t", "yes", "y", "1", "":
		return true
	case "false", "f", "no", "n", "0":
		return false
	}
	return otherwise
}

// Int returns a parameter that is an integer, and whether it is a good one.
func (q Query) Int(name string) (int64, bool) {
	n, err := strconv.ParseInt(q.Text(name), 10, 64)
	return n, err == nil
}

// Call is one request that changes something, and what comes of it.
type Call struct {
	*World
	Place *store.Place // Place is the collection of an add, else the object.
	// Body is the document sent, references resolved; nil for removes. For actions it becomes the
	// answer.
	Body        *store.Object
	Sent        *store.Object // Sent is the document as it was sent, with its references as they were.
	Query       Query         // Query has the parameters of the request.
	User        *store.Entity // User is the one who calls, or nil.
	Guard       Guard         // Guard decides what the caller may do; nil allows everything.
	Correlation string        // Correlation is the correlation ID that events and jobs get.
	Variant     string        // Variant is the full name of the method that the document's members mean.

	Command *rules.Command // Command is what engines log and list of the call, or nil.

	Tasks    []string                // Tasks are the ids of what goes on after the answer.
	Before   *store.Entity           // Before is a job that is done before that of the call, or nil.
	Describe func(more Named) string // Describe returns the description of the job, by what only the command knows.
	held     bool                    // held says that the job goes on when the call ends.
	Job      *store.Entity           // Job is what the call is listed as.
	ActsAdd  bool                    // ActsAdd says that an add is answered as an action.
}

// trueByDefault are parameters that are true unless a request says otherwise.
var trueByDefault = map[string]bool{"detach_only": true}

// Has reports whether the document or the parameters of the call have a member. "member=value"
// asks for a value too, of the object if the document doesn't say, and "in:type" whether the object
// is one of an object of that type.
func (c *Call) Has(member string) bool {
	if typ, ok := strings.CutPrefix(member, "in:"); ok {
		for p := c.Place; p != nil; p = p.Above {
			if owner := p.Owner(); owner != nil && TypeOf(owner).Name == typ {
				return true
			}
		}
		return false
	}
	if name, value, ok := strings.Cut(member, "="); ok {
		if c.Body != nil && c.Body.Has(name) {
			return c.Body.Text(name) == value
		}
		return c.Place.Entity != nil && c.Object().Text(name) == value
	}
	return c.Query.Bool(member, trueByDefault[member]) || c.Body != nil && c.Body.Has(member)
}

// Owner returns the object above the collection of an add.
func (c *Call) Owner() *store.Entity { return c.Place.Owner() }

// Entity returns the object that an update, remove or action is about.
func (c *Call) Entity() *store.Entity { return c.Place.Entity }

// Object returns the present state of Entity.
func (c *Call) Object() *store.Object { return c.Place.Entity.Object() }

// task is storage work that goes on after an answer.
type task struct{ timer *timer }

// Pending sets storage work going that ends after one step; the answer tells its id.
func (c *Call) Pending(e *store.Entity, done func()) {
	id := c.IDs.UUID()
	t := &task{}
	t.timer = c.after(c.Step(), func() {
		delete(c.tasks, id)
		if c.At(e.Path) == e {
			done()
		}
	})
	c.tasks[id] = t
	c.Tasks = append(c.Tasks, id)
}

// Await ends the storage work of the call at once, for clients that asked to wait.
func (c *Call) Await() {
	for _, id := range c.Tasks {
		if t := c.tasks[id]; t != nil {
			c.hasten(t.timer)
		}
	}
	c.Tasks = nil
}

// TaskStatus returns the status of storage work; unknown ids count as complete. It may be called
// within Read.
func (w *World) TaskStatus(ids []string) string {
	for _, id := range ids {
		if w.tasks[id] != nil {
			return "in_progress"
		}
	}
	return "complete"
}
