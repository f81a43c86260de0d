package jobs_test

import (
	"math"
	"testing"

	"github.com/ovirt-go/ovirt/sdk/jobs"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// step is a step of a job; a progress below zero isn't told.
func step(id, parent string, status types.StepStatus, progress int64) *types.Step {
	s := &types.Step{ID: &id, Description: &id, Status: status}
	if parent != "" {
		s.ParentStep = &types.Step{ID: &parent}
	}
	if progress >= 0 {
		s.Progress = &progress
	}
	return s
}

func TestProgressSumsNestedSteps(t *testing.T) {
	t.Parallel()
	started := func(steps ...*types.Step) *types.Job { return &types.Job{Status: types.JobStatusStarted, Steps: steps} }
	for _, tt := range []struct {
		name string
		jobs []*types.Job
		want float64
	}{
		{"no jobs", nil, 0},
		{"no steps", []*types.Job{started()}, 0},
		{"nil job and step", []*types.Job{nil, started(nil)}, 0},
		{"ended", []*types.Job{{Status: types.JobStatusFailed}}, 1},
		{"flat", []*types.Job{started(step("a", "", "finished", -1), step("b", "", "started", -1))}, 0.5},
		{"percent", []*types.Job{started(step("a", "", "started", 40), step("b", "", "started", 250))}, 0.7},
		{"nested", []*types.Job{started(
			step("a", "", "finished", -1), step("b", "", "started", 99),
			step("c", "b", "started", 50), step("d", "b", "finished", -1), step("e", "b", "started", -1),
			step("f", "e", "started", 50), step("g", "e", "started", 0))}, 3.0 / 5},
		{"child before its parent", []*types.Job{started(step("c", "b", "started", 50), step("b", "", "started", -1))}, 0.5},
		{"parent that isn't there", []*types.Job{started(step("c", "b", "started", 50))}, 0.5},
		{"circle", []*types.Job{started(step("a", "b", "started", 50), step("b", "a", "started", 100))}, 0.75},
		{"two jobs", []*types.Job{{Status: types.JobStatusFinished}, started(step("a", "", "started", 50))}, 0.75},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := jobs.Progress(tt.jobs...); math.Abs(got-tt.want) > 1e-9 {
				t.Errorf("progress is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestRunningAndFinishedJobsHaveNoFailures(t *testing.T) {
	t.Parallel()
	bad := step("a", "", "failed", -1)
	for _, job := range []*types.Job{
		nil, {Status: types.JobStatusStarted, Steps: []*types.Step{bad}}, {Status: types.JobStatusFinished, Steps: []*types.Step{bad}},
	} {
		if got := jobs.Failures(job); got != nil {
			t.Errorf("failures are %v", got)
		}
	}
}
