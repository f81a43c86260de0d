package world

import (
	"slices"
	"strings"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// How long jobs are listed that ended well, or not.
const (
	jobLifetime       = 10 * time.Minute
	failedJobLifetime = time.Hour
)

func (w *World) registerJobs() {
	h := w.Hook("jobs")
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
	item := w.Hook("job")
	item.Actions["end"] = func(c *Call) error {
		switch {
		case !c.Object().True("external"):
			return Conflict("Cannot End External Job. The job isn't an external one.")
		case c.Object().Text("status") != "started":
			return Conflict("Cannot End External Job. The job has ended already.")
		}
		w.endJob(c.Entity(), outcome(c.Body))
		return nil
	}
	item.Actions["clear"] = func(c *Call) error {
		w.Set(c.Entity(), "auto_cleared", true)
		return nil
	}
	w.Hook("steps").Add = func(c *Call) (*store.Entity, error) {
		c.Body.Default("status", "started")
		c.Body.Set("external", true)
		c.Body.Set("start_time", c.Time())
		return c.Insert(c.Body)
	}
	w.Hook("step").Actions["end"] = func(c *Call) error {
		if c.Object().Text("status") != "started" {
			return Conflict("Cannot End External Step. The step has ended already.")
		}
		w.Set(c.Entity(), "status", outcome(c.Body), "end_time", c.Time())
		w.Set(c.Entity().Owner, "last_updated", c.Time())
		return nil
	}
}

// outcome returns the status of a job or step that ends as an action says.
func outcome(action *store.Object) string {
	if action.Has("succeeded") && !action.True("succeeded") {
		return "failed"
	}
	return "finished"
}

// StartJob lists the call as a job with its steps.
func (c *Call) StartJob(description string) {
	root := c.Tree.Root.Fixed["jobs"]
	o := c.NewObject("job")
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
	o := c.NewObject("step")
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
	switch {
	case status == "finished" && len(c.Tasks) > 0:
		c.On(job, c.Step(), func() { c.endJob(job, status) })
		return
	case status == "failed":
		c.refuseJob()
	}
	c.endJob(job, status)
}

// refuseJob leaves the job of a call that is refused no step but the validation, which failed.
func (c *Call) refuseJob() {
	for _, step := range slices.Clone(c.Of(c.Job, "steps")) {
		if step.Object().Text("type") != "validating" {
			c.Remove(step)
		}
	}
}

func (w *World) endJob(job *store.Entity, status string) {
	now := w.Time()
	for _, step := range w.Of(job, "steps") {
		if step.Object().Text("status") != "started" {
			continue
		}
		w.Set(step, "status", status, "end_time", now)
	}
	w.Set(job, "status", status, "end_time", now, "last_updated", now)
	life := jobLifetime
	if status == "failed" {
		life = failedJobLifetime
	}
	w.On(job, life, func() { w.Remove(job) })
}
