package jobs

import (
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// Progress returns how much of jobs is done, from 0 to 1. The innermost steps count alike: 1 for
// one that has ended, what it tells of itself for one that is running. A job that has ended is
// done, one without steps isn't begun, and jobs count alike; none are 0.
func Progress(jobs ...*types.Job) float64 {
	sum := 0.0
	for _, job := range jobs {
		switch {
		case job == nil:
		case ended(job):
			sum++
		default:
			done, count := newTree(job.Steps).progress("")
			if count > 0 {
				sum += done / float64(count)
			}
		}
	}
	if len(jobs) == 0 {
		return 0
	}
	return sum / float64(len(jobs))
}

// tree has the steps of a job below their parents; those of the job itself are below the empty id.
type tree map[string][]*types.Step

// newTree orders steps, which the engine lists all at one level. A parent that isn't listed, or
// that leads in a circle, is none.
func newTree(steps []*types.Step) tree {
	parent := make(map[string]string, len(steps))
	for _, step := range steps {
		if step != nil {
			parent[sdk.Value(step.ID)] = parentID(step)
		}
	}
	t := make(tree)
	for _, step := range steps {
		if step == nil {
			continue
		}
		above := parentID(step)
		if _, known := parent[above]; !known || circles(parent, sdk.Value(step.ID)) {
			above = ""
		}
		t[above] = append(t[above], step)
	}
	return t
}

func parentID(step *types.Step) string {
	if step.ParentStep == nil {
		return ""
	}
	return sdk.Value(step.ParentStep.ID)
}

// circles reports whether the way up from a step comes back to a step that it passed.
func circles(parent map[string]string, id string) bool {
	for range parent {
		if id = parent[id]; id == "" {
			return false
		}
	}
	return id != ""
}

// progress sums up the innermost steps below one.
func (t tree) progress(id string) (done float64, count int) {
	for _, step := range t[id] {
		child := sdk.Value(step.ID)
		if child != "" && len(t[child]) > 0 && step.Status == types.StepStatusStarted {
			d, n := t.progress(child)
			done += d
			count += n
			continue
		}
		count++
		switch {
		case step.Status != types.StepStatusStarted && step.Status != "":
			done++
		case step.Progress != nil:
			done += min(max(float64(*step.Progress)/100, 0), 1)
		}
	}
	return done, count
}

// Failure is a part of a job that failed.
type Failure struct {
	Job *types.Job // Job is the whole.
	// Steps lead from the outermost step to the one that failed; nil if no step says that it did.
	Steps []*types.Step
}

// String returns the descriptions of the job and the steps, and the status: Adding Disk > Executing
// > Creating volume: failed.
func (f Failure) String() string {
	words := []string{describeOr(f.Job.Description, "job "+sdk.Value(f.Job.ID))}
	status := string(f.Job.Status)
	for _, step := range f.Steps {
		words = append(words, describeOr(step.Description, string(step.Type)))
		status = string(step.Status)
	}
	return strings.Join(words, " > ") + ": " + status
}

func describeOr(text *string, or string) string {
	if text := sdk.Value(text); text != "" {
		return text
	}
	return or
}

// Failures finds the parts of a job that failed, were aborted or have an unknown outcome: the
// innermost steps of which that is true, or the job alone if there are none. A job that is running,
// or ended well, has none.
func Failures(job *types.Job) []Failure {
	if job == nil || !ended(job) || succeeded(job) {
		return nil
	}
	failures := newTree(job.Steps).failures(job, "", nil)
	if failures == nil {
		return []Failure{{Job: job}}
	}
	return failures
}

func (t tree) failures(job *types.Job, id string, above []*types.Step) []Failure {
	var out []Failure
	for _, step := range t[id] {
		way := append(above[:len(above):len(above)], step)
		var below []Failure
		if child := sdk.Value(step.ID); child != "" {
			below = t.failures(job, child, way)
		}
		out = append(out, below...)
		if below == nil && bad(step) {
			out = append(out, Failure{job, way})
		}
	}
	return out
}

func bad(step *types.Step) bool {
	switch step.Status {
	case types.StepStatusFailed, types.StepStatusAborted, types.StepStatusUnknown:
		return true
	}
	return false
}

// failed returns the failures of all jobs.
func failed(jobs []*types.Job) []Failure {
	var out []Failure
	for _, job := range jobs {
		out = append(out, Failures(job)...)
	}
	return out
}

// describe returns the failures in one line.
func describe(failures []Failure) string {
	texts := make([]string, len(failures))
	for i, f := range failures {
		texts[i] = f.String()
	}
	return strings.Join(texts, "; ")
}
