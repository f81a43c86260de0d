package world

import (
	"slices"
	"time"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

// How long jobs are listed that ended well, or not.
const (
	jobLifetime       = 10 * time.Minute
	failedJobLifetime = time.Hour
)

// StartJob lists the call as a job with its steps.
func (c *Call) StartJob(description string) {
	root := c.Tree.Root.Fixed["jobs"]
	o := c.NewObject(names.Job)
	if root == nil || o == nil {
		return
	}
	now := c.Time()
	o.Set(names.Description, description)
	o.Set(names.Status, Started)
	o.Set(names.StartTime, now)
	o.Set(names.LastUpdated, now)
	o.Set(names.External, false)
	o.Set(names.AutoCleared, true)
	o.Set(names.Owner, Ref(c.User))
	c.Job = c.Add(nil, root, o)
	c.Job.SetNote("correlation_id", c.Correlation)
	c.step(nil, 0, "validating", "Validating")
	c.step(nil, 1, "executing", "Executing")
	if c.Command != nil && c.Command.Async {
		c.step(nil, 2, "finalizing", "Finalizing")
	}
}

// Redescribe describes the job of the call by what only the command found.
func (c *Call) Redescribe(more Named) {
	if c.Job != nil && c.Describe != nil {
		c.Set(c.Job, names.Description, c.Describe(more))
	}
}

// step adds a step to the job of the call, below another one or not.
func (c *Call) step(parent *store.Entity, number int, kind, description string) *store.Entity {
	steps := c.Job.Node.Fixed["steps"]
	o := c.NewObject(names.Step)
	if steps == nil || o == nil {
		return nil
	}
	o.Set(names.Description, description)
	o.Set(names.Number, number)
	o.Set(names.Type, kind)
	o.Set(names.Status, Started)
	o.Set(names.StartTime, c.Time())
	o.Set(names.External, false)
	o.Set(names.Job, Ref(c.Job))
	o.Set(names.ParentStep, Ref(parent))
	return c.Add(c.Job, steps, o)
}

// addTasks lists the storage work of the call as steps below Executing.
func (c *Call) addTasks() {
	for _, step := range c.Of(c.Job, "steps") {
		if step.Object().Text(names.Type) == "executing" && c.Command != nil {
			for i, text := range c.Command.Steps {
				c.step(step, i, "unknown", text)
			}
			return
		}
	}
}

// HoldJob lets the job of the call go on when the call ends, until the function that it returns is
// called with the status in which the job ends.
func (c *Call) HoldJob() (end func(status string)) {
	c.held = true
	job := c.Job
	return func(status string) {
		if job != nil && c.At(job.Path) == job && job.Object().Text(names.Status) == Started {
			c.endJob(job, status)
		}
	}
}

// EndJob ends the job of the call: at once, or when its storage work has ended.
func (c *Call) EndJob(status string) {
	job := c.Job
	if job == nil {
		return
	}
	if before := c.Before; before != nil && status == Finished {
		c.endJob(before, status)
	} else if before != nil {
		c.Remove(before)
	}
	switch {
	case status == Finished && c.held:
		return
	case status == Finished && len(c.Tasks) > 0:
		c.addTasks()
		c.On(job, c.Step(), func() { c.endJob(job, status) })
		return
	case status == Failed:
		c.refuseJob()
	}
	c.endJob(job, status)
}

// refuseJob leaves the job of a call that is refused no step but the validation, which failed.
func (c *Call) refuseJob() {
	for _, step := range slices.Clone(c.Of(c.Job, "steps")) {
		if step.Object().Text(names.Type) != "validating" {
			c.Remove(step)
		}
	}
}

func (w *World) endJob(job *store.Entity, status string) {
	now := w.Time()
	for _, step := range w.Of(job, "steps") {
		if step.Object().Text(names.Status) != Started {
			continue
		}
		w.Set(step, names.Status, status, names.EndTime, now)
	}
	w.Set(job, names.Status, status, names.EndTime, now, names.LastUpdated, now)
	life := jobLifetime
	if status == Failed {
		life = failedJobLifetime
	}
	w.On(job, life, func() { w.Remove(job) })
}
