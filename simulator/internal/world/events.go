package world

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// eventsKept is how many events are listed.
const eventsKept = 10000

// Event is what is written to the log of events.
type Event struct {
	Code     int64
	Severity string
	Text     string
	Refs     []*store.Entity // Refs are the objects that it is about.
}

// Log adds an event. The caller and the correlation id may be absent.
func (w *World) Log(ev Event, user *store.Entity, correlation string) {
	root := w.Tree.Root.Fixed["events"]
	o := w.NewObject(names.Event)
	if root == nil || o == nil {
		return
	}
	n := w.IDs.Event()
	o.Set(names.ID, strconv.FormatInt(n, 10))
	o.Set(names.Index, n)
	o.Set(names.Code, ev.Code)
	o.Set(names.Severity, ev.Severity)
	o.Set(names.Description, ev.Text)
	o.Set(names.Time, w.Time())
	o.Set(names.Origin, "oVirt")
	o.Set(names.CustomID, -1)
	o.Set(names.FloodRate, 30)
	if correlation != "" {
		o.Set(names.CorrelationID, correlation)
	}
	refs := ev.Refs
	if user != nil {
		refs = append(refs, user)
	}
	for _, e := range refs {
		if e == nil {
			continue
		}
		ref := Ref(e)
		ref.Set(names.Name, shownName(e))
		o.Set(TypeOf(e).Name, ref)
	}
	w.Add(nil, root, o)
	if all := w.All(root.Pattern); len(all) > eventsKept {
		w.Remove(all[0])
	}
}

// shownName returns the name under which events show an object.
func shownName(e *store.Entity) string {
	if name := e.Object().Text(names.UserName); name != "" {
		return name
	}
	return e.Object().Name()
}

// Log writes an event of the call.
func (c *Call) Log(code int64, text string, refs ...*store.Entity) {
	c.World.Log(
		Event{Code: code, Severity: "normal", Text: text, Refs: refs},
		c.User,
		c.Correlation,
	)
}

// audit writes the event of a call that went well. What is in no list, such as what is done to VMs,
// is logged where it is done.
func (c *Call) audit(verb string, e *store.Entity) {
	a, ok := audits[c.Place.Node.Service.Name+" "+verb]
	if !ok {
		return
	}
	name, refs := "", []*store.Entity(nil)
	if e != nil {
		name, refs = shownName(e), c.containers(e)
		if c.At(e.Path) == e {
			refs = append(refs, e)
		}
	}
	c.Log(
		a.code,
		strings.NewReplacer("{name}", name, "{user}", c.UserName()).Replace(a.text),
		refs...)
}

// LogAbout writes an event about an object that nobody asked for just now.
func (w *World) LogAbout(code int64, severity string, e *store.Entity, format string, args ...any) {
	w.Log(
		Event{
			Code:     code,
			Severity: severity,
			Text:     fmt.Sprintf(format, args...),
			Refs:     append([]*store.Entity{e}, w.containers(e)...),
		},
		nil,
		"",
	)
}

// UserName returns the caller's name as events show it.
func (c *Call) UserName() string {
	if c.User == nil {
		return "unknown"
	}
	return c.User.Object().Text(names.UserName)
}

// DisplayName returns the name under which events show an object, which may be absent.
func DisplayName(e *store.Entity) string {
	if e == nil {
		return "<UNKNOWN>"
	}
	return shownName(e)
}
