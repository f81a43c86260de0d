package world

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ovirt-go/ovirt/simulator/internal/names"
	"github.com/ovirt-go/ovirt/simulator/internal/store"
)

func (w *World) registerJobs() {
	w.Hook("jobs").Add = w.addExternalJob
	job := w.Hook("job")
	job.Actions["end"] = w.endExternalJob
	job.Actions["clear"] = w.clearExternalJob
	w.Hook("steps").Add = w.addExternalStep
	w.Hook("steps").Choose = func(_ *store.Place, list []*store.Entity, _ Query) []*store.Entity { return inSteps(list) }
	w.Hook("step").Actions["end"] = w.endExternalStep
}

// addExternalJob adds the job of somebody else. Engines read no more than its description and whether
// it may be cleared.
func (w *World) addExternalJob(c *Call) (*store.Entity, error) {
	now := c.Time()
	o := c.NewObject(names.Job)
	o.Set(names.Description, c.Body.Text(names.Description))
	o.Set(names.AutoCleared, c.Body.True(names.AutoCleared))
	o.Set(names.External, true)
	o.Set(names.Status, Started)
	o.Set(names.StartTime, now)
	o.Set(names.LastUpdated, now)
	o.Set(names.Owner, Ref(c.User))
	e, err := c.Insert(o)
	if err == nil {
		e.SetNote("correlation_id", c.Correlation)
	}
	return e, err
}

// external refuses to touch the job or step of a command.
func external(o *store.Object) error {
	if o.True(names.External) {
		return nil
	}
	return Bad("Cannot Clear External Job. External steps can be added only to external jobs or steps.")
}

// endExternalJob ends a job, once more if it has ended before. With force its steps are over too.
func (w *World) endExternalJob(c *Call) error {
	if err := external(c.Object()); err != nil {
		return err
	}
	job, now := c.Entity(), c.Time()
	forced := c.Body.True(names.Force)
	for _, step := range w.Of(job, "steps") {
		if forced && step.Object().Text(names.Status) == Started {
			w.Set(step, names.Status, Aborted, names.EndTime, now)
		}
	}
	if job.Object().Text(names.Status) == Started {
		w.endJob(job, outcome(c.Body))
	}
	if forced {
		w.Set(job, names.AutoCleared, true)
	}
	return nil
}

func (w *World) clearExternalJob(c *Call) error {
	if err := external(c.Object()); err != nil {
		return err
	}
	w.Set(c.Entity(), names.AutoCleared, true)
	return nil
}

// stepTypes are the types of steps that somebody else can add.
var stepTypes = []string{"validating", "executing", "finalizing", "rebalancing_volume", "removing_bricks"}

// addExternalStep adds a step to a job of somebody else, or below a step of one.
func (w *World) addExternalStep(c *Call) (*store.Entity, error) {
	job := c.Owner()
	parent := c.Body.Part(names.ParentStep)
	var above *store.Entity
	switch {
	case parent != nil && parent.ID() == "":
		return nil, Incomplete("Step [parentStep.id] required for add")
	case parent != nil:
		if above = w.ByID(c.Body.Type, parent.ID()); above == nil {
			return nil, Bad("Cannot add External Job. Step should be a child of the Job or other Step.")
		}
	case !job.Object().True(names.External):
		return nil, Bad("Cannot add External Job. External steps can be added only to external jobs or steps.")
	}
	o := c.NewObject(names.Step)
	o.Set(names.Description, c.Body.Text(names.Description))
	o.Set(names.Type, c.Body.Text(names.Type))
	if !slices.Contains(stepTypes, c.Body.Text(names.Type)) {
		o.Set(names.Type, "unknown")
	}
	o.Set(names.Number, w.nextNumber(job, above))
	o.Set(names.Status, Started)
	o.Set(names.External, true)
	o.Set(names.StartTime, c.Time())
	o.Set(names.Job, Ref(job))
	if above != nil {
		o.Set(names.ParentStep, Ref(above))
	}
	w.Set(job, names.LastUpdated, c.Time())
	return c.Insert(o)
}

// inSteps returns steps as engines list them: those of the job come first, and each kind by number.
func inSteps(list []*store.Entity) []*store.Entity {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *store.Entity) int {
		return cmp.Or(
			strings.Compare(a.Object().Text("parent_step.id"), b.Object().Text("parent_step.id")),
			cmp.Compare(a.Object().Int(names.Number), b.Object().Int(names.Number)),
		)
	})
	return list
}

// nextNumber returns the number of a new step of a job, or below one of its steps.
func (w *World) nextNumber(job, above *store.Entity) int64 {
	n := int64(0)
	for _, step := range w.Of(job, "steps") {
		if step.Object().Text("parent_step.id") == IDOf(above) {
			n++
		}
	}
	return n
}

// endExternalStep ends a step, once more if it has ended before. One that failed ends its job.
func (w *World) endExternalStep(c *Call) error {
	if !c.Object().True(names.External) {
		return Bad("Cannot ${action} ${type}. External steps can be added only to external jobs or steps.")
	}
	w.Set(c.Entity(), names.Status, outcome(c.Body), names.EndTime, c.Time())
	job := c.Entity().Owner
	w.Set(job, names.LastUpdated, c.Time())
	if outcome(c.Body) == Failed && job.Object().Text(names.Status) == Started {
		w.endJob(job, Failed)
	}
	return nil
}

// outcome returns the status of a job or step that ends as an action says.
func outcome(action *store.Object) string {
	if action.Has(names.Succeeded) && !action.True(names.Succeeded) {
		return Failed
	}
	return Finished
}
