package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
)

// appearance is how long no job may exist before it is taken for a mistake.
const appearance = 30 * time.Second

// Wait waits until the job of a call with a correlation ID has ended, and returns it with its
// steps. It is [WaitN] for one job, which is what a call starts.
func Wait(
	ctx context.Context, engine sdk.Engine, correlationID string, opts ...wait.Option,
) ([]*types.Job, error) {
	return waitN(ctx, "jobs.Wait", engine, correlationID, 1, opts)
}

// WaitN waits until there are n jobs with a correlation ID, at least, and all have ended, and
// returns them with their steps. That is for several calls with the same ID. What they did is
// complete then, not necessarily what follows, such as a guest that boots.
//
// An ID may have been used before. Of the jobs that had ended when the wait began, those don't
// count that ended before the last n began: they belong to an earlier run. Nor does a job that
// failed in its validation count if another one began later: that was an attempt which
// call.RetryConflicts repeated, or whose error the caller got.
//
// The error is [sdk.ErrNotFound] if after half a minute there is no job at all; [sdk.ErrInvalid] if
// the id is empty, longer than 36 characters, or has others than letters, digits, - and _; and a
// [*Error] with class [sdk.ErrAction] if a job ended in another way than well, as soon as none is
// running any more. The engine forgets a job ten minutes after it ended well, and an hour after it
// failed; one that it forgot without its end having been seen counts as failed with status unknown.
//
// Each look costs one search, in which the engine puts the steps into the answer; a failure costs a
// search for the events with the correlation id. The options are those of package wait;
// [wait.Progress] is told the share that is done, as by [Progress].
func WaitN(
	ctx context.Context, engine sdk.Engine, correlationID string, n int, opts ...wait.Option,
) ([]*types.Job, error) {
	return waitN(ctx, "jobs.WaitN", engine, correlationID, n, opts)
}

func waitN(
	ctx context.Context, op string, engine sdk.Engine, id string, n int, opts []wait.Option,
) ([]*types.Job, error) {
	if err := check(id); err != nil {
		return nil, &sdk.Error{Op: op, Class: sdk.ErrInvalid, Err: err}
	}
	s := root.Of(engine)
	var w watch
	get := func(ctx context.Context, _ struct{}, opts ...call.Option) (*set, error) {
		list, err := list(ctx, s, id, opts)
		if err != nil {
			return nil, err
		}
		return w.merge(list, max(n, 1)), nil
	}
	opts = append([]wait.Option{wait.Named("correlation id", id), wait.Events(engine)}, opts...)
	last, err := wait.For(ctx, get, goal(max(n, 1)), opts...)
	return last.list(), explain(op, last, err)
}

// WaitJob waits until a job has ended, and returns it with its steps:
//
//	var answer call.Response
//	err := s.Start(ctx, nil, call.Result(&answer))
//	...
//	job, err := jobs.WaitJob(ctx, conn, answer.JobID)
//
// Errors are those of [WaitN], but that a job which isn't there is [sdk.ErrNotFound] at once, and
// that there are no events, for a job doesn't tell its correlation id. Each look costs a GET.
func WaitJob(
	ctx context.Context, engine sdk.Engine, id string, opts ...wait.Option,
) (*types.Job, error) {
	const op = "jobs.WaitJob"
	s := root.Of(engine).JobsService().JobService(id)
	params := &services.JobGetParams{Follow: rel.Follow(rel.JobSteps)}
	get := func(ctx context.Context, _ struct{}, opts ...call.Option) (*set, error) {
		job, err := s.Get(ctx, params, opts...)
		if err != nil {
			return nil, err
		}
		return &set{jobs: []*types.Job{job}}, nil
	}
	last, err := wait.For(
		ctx, get, goal(1), append([]wait.Option{wait.Named("job", id)}, opts...)...,
	)
	err = explain(op, last, err)
	if list := last.list(); len(list) > 0 {
		return list[0], err
	}
	return nil, err
}

// set is what a look finds.
type set struct {
	jobs  []*types.Job
	since time.Time // when the first look went well
}

func (s *set) list() []*types.Job {
	if s == nil {
		return nil
	}
	return s.jobs
}

// watch remembers jobs that the engine may forget.
type watch struct {
	since time.Time
	known []*types.Job
	past  map[string]bool // past are the IDs of the jobs that had ended at the first look
}

// merge adds what a look found to what is known, and returns the jobs that count.
func (w *watch) merge(found []*types.Job, n int) *set {
	if w.since.IsZero() {
		w.since = time.Now()
		w.past = make(map[string]bool)
		for _, job := range found {
			w.past[sdk.Value(job.ID)] = ended(job)
		}
	}
	for _, old := range w.known {
		isOld := func(j *types.Job) bool { return sdk.Value(j.ID) == sdk.Value(old.ID) }
		if slices.ContainsFunc(found, isOld) {
			continue
		}
		forgotten := *old
		if !ended(old) {
			forgotten.Status = types.JobStatusUnknown
		}
		found = append(found, &forgotten)
	}
	w.known = found
	return &set{jobs: w.counting(found, n), since: w.since}
}

// goal is that so many jobs are there and have ended.
func goal(n int) wait.Custom[set] {
	return wait.Custom[set]{
		Want:  "finished",
		State: func(s *set) string { return state(s.jobs) },
		Share: func(s *set) float64 {
			return Progress(s.jobs...) * min(float64(len(s.jobs))/float64(n), 1)
		},
		Judge: func(s *set) (done bool, lost string) {
			switch {
			case len(s.jobs) == 0 && time.Since(s.since) >= appearance:
				return false, errNoJob.Error()
			case len(s.jobs) < n || !all(s.jobs, ended):
				return false, ""
			case all(s.jobs, succeeded):
				return true, ""
			}
			return false, describe(failed(s.jobs))
		},
	}
}

var errNoJob = errors.New("no job has it")

func ended(j *types.Job) bool     { return j.Status != types.JobStatusStarted && j.Status != "" }
func succeeded(j *types.Job) bool { return j.Status == types.JobStatusFinished }

func all(jobs []*types.Job, is func(*types.Job) bool) bool {
	return !slices.ContainsFunc(jobs, func(j *types.Job) bool { return !is(j) })
}

// state says in short how jobs are.
func state(jobs []*types.Job) string {
	switch len(jobs) {
	case 0:
		return "without jobs"
	case 1:
		return fmt.Sprintf("%s, %.0f %%", jobs[0].Status, 100*Progress(jobs...))
	}
	done := 0
	for _, j := range jobs {
		if ended(j) {
			done++
		}
	}
	return fmt.Sprintf("at %d of %d jobs, %.0f %%", done, len(jobs), 100*Progress(jobs...))
}

// explain returns the error of a wait its own form.
func explain(op string, last *set, err error) error {
	failure, ok := err.(*wait.Error)
	if !ok {
		if invalid, ok := err.(*sdk.Error); ok {
			invalid.Op = op
		}
		return err
	}
	cause, ok := failure.Err.(*sdk.Error)
	if ok && cause.Op == failure.Op {
		cause.Op = op
	}
	failure.Op = op
	if failure.Reason == "" {
		return failure
	}
	if ok && len(last.list()) == 0 {
		cause.Class, cause.Err = sdk.ErrNotFound, errNoJob
		return failure
	}
	jobs := slices.DeleteFunc(slices.Clone(last.jobs), succeeded)
	return &Error{
		Op:        op,
		Jobs:      jobs,
		Failures:  failed(last.jobs),
		Events:    failure.Events,
		EventsErr: failure.EventsErr,
		Err:       failure.Err,
	}
}

// check refuses what is no correlation ID as the engine has them.
func check(id string) error {
	if id == "" {
		return errors.New("correlation id is empty")
	}
	return call.CheckCorrelationID(id)
}
