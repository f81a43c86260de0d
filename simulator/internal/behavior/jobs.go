package behavior

import (
	"strconv"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/document"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

const (
	jobLifetime = 10 * time.Minute // how long a job that ended is listed
	eventsKept  = 10000            // how many events are listed
)

func (w *World) jobs() {
	h := w.hook("jobs")
	h.Add = func(c *Call) (*store.Entity, error) {
		now := c.Time()
		c.Body.Set("external", true)
		c.Body.Set("status", "started")
		c.Body.Set("start_time", now)
		c.Body.Set("last_updated", now)
		c.Body.Default("auto_cleared", true)
		c.Body.Set("owner", Ref(c.User))
		return c.Insert(c.Body)
	}
	item := w.hook("job")
	item.Actions["end"] = func(c *Call) error {
		w.endJob(c.Entity(), "finished")
		return nil
	}
	item.Actions["clear"] = func(c *Call) error {
		w.set(c.Entity(), "auto_cleared", true)
		return nil
	}
	w.hook("steps").Add = func(c *Call) (*store.Entity, error) {
		c.Body.Default("status", "started")
		c.Body.Set("external", true)
		c.Body.Set("start_time", c.Time())
		return c.Insert(c.Body)
	}
	w.hook("step").Actions["end"] = func(c *Call) error {
		status := "finished"
		if c.Body.Has("succeeded") && !c.Body.True("succeeded") {
			status = "failed"
		}
		w.set(c.Entity(), "status", status, "end_time", c.Time())
		return nil
	}
}

// StartJob lists the call as a job with its steps.
func (c *Call) StartJob(description string) {
	root := c.Tree.Root.Fixed["jobs"]
	o := c.obj("job")
	if root == nil || o == nil {
		return
	}
	now := c.Time()
	o.Set("description", description)
	o.Set("status", "started")
	o.Set("start_time", now)
	o.Set("last_updated", now)
	o.Set("external", false)
	o.Set("auto_cleared", true)
	o.Set("owner", Ref(c.User))
	c.Job = c.Add(nil, root, o)
	c.Job.SetNote("correlation_id", c.Correlation)
	for i, kind := range [...]string{"validating", "executing", "finalizing"} {
		c.step(int64(i), kind)
	}
}

func (c *Call) step(number int64, kind string) {
	steps := c.Job.Node.Fixed["steps"]
	o := c.obj("step")
	if steps == nil || o == nil {
		return
	}
	o.Set("description", strings.ToUpper(kind[:1])+kind[1:])
	o.Set("number", number)
	o.Set("type", kind)
	o.Set("status", "started")
	o.Set("start_time", c.Time())
	o.Set("external", false)
	o.Set("job", Ref(c.Job))
	c.Add(c.Job, steps, o)
}

// EndJob ends the job of the call: at once, or when its storage work has ended.
func (c *Call) EndJob(status string) {
	job := c.Job
	if job == nil {
		return
	}
	if status == "finished" && len(c.Tasks) > 0 {
		c.On(job, c.cfg.Step, func() { c.endJob(job, status) })
		return
	}
	c.endJob(job, status)
}

func (w *World) endJob(job *store.Entity, status string) {
	now := w.Time()
	for _, step := range w.Of(job, "steps") {
		w.set(step, "status", status, "end_time", now)
	}
	w.set(job, "status", status, "end_time", now, "last_updated", now)
	w.On(job, jobLifetime, func() { w.Remove(job) })
}

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
	o := w.obj("event")
	if root == nil || o == nil {
		return
	}
	n := w.IDs.Event()
	o.Set("id", strconv.FormatInt(n, 10))
	o.Set("index", n)
	o.Set("code", ev.Code)
	o.Set("severity", ev.Severity)
	o.Set("description", ev.Text)
	o.Set("time", w.Time())
	o.Set("origin", "oVirt")
	o.Set("custom_id", -1)
	o.Set("flood_rate", 30)
	if correlation != "" {
		o.Set("correlation_id", correlation)
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
		ref.Set("name", displayName(e))
		o.Set(typeOf(e).Name, ref)
	}
	w.Add(nil, root, o)
	if all := w.All(root.Pattern); len(all) > eventsKept {
		w.Remove(all[0])
	}
}

// displayName gives the name under which events show an object.
func displayName(e *store.Entity) string {
	if name := e.Object().Text("user_name"); name != "" {
		return name
	}
	return e.Object().Name()
}

// Log writes an event of the call.
func (c *Call) Log(code int64, text string, refs ...*store.Entity) {
	c.World.Log(Event{Code: code, Severity: "normal", Text: text, Refs: refs}, c.User, c.Correlation)
}

func (w *World) events() {
	w.hook("events").Add = func(c *Call) (*store.Entity, error) {
		n := c.IDs.Event()
		c.Body.Set("id", strconv.FormatInt(n, 10))
		c.Body.Set("index", n)
		c.Body.Set("code", 9999)
		c.Body.Set("time", c.Time())
		c.Body.Default("flood_rate", 30)
		return c.Insert(c.Body)
	}
	w.hook("events").Actions["undelete"] = func(*Call) error { return nil }
	w.hook("event").Show = func(_ *store.Place, v *document.View, _ Query) { v.Actions = nil }
}
