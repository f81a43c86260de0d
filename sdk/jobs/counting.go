package jobs

import (
	"cmp"
	"slices"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// counting returns the jobs that a wait for n of them is about, in the order in which they are
// listed.
func (w *watch) counting(jobs []*types.Job, n int) []*types.Job {
	jobs = slices.DeleteFunc(slices.Clone(jobs), func(j *types.Job) bool {
		return refused(j) && slices.ContainsFunc(jobs, func(other *types.Job) bool { return follows(other, j) })
	})
	begin := beginOfLast(jobs, n)
	return slices.DeleteFunc(jobs, func(j *types.Job) bool {
		return w.past[sdk.Value(j.ID)] && j.EndTime != nil && !j.EndTime.After(begin) && began(j).Before(begin)
	})
}

// refused reports whether a job failed in the validation of its call, which did nothing then.
func refused(job *types.Job) bool {
	return job.Status == types.JobStatusFailed && slices.ContainsFunc(job.Steps, func(s *types.Step) bool {
		return s != nil && s.Type == types.StepEnumValidating && bad(s)
	})
}

// follows reports whether a job began after a refused one, or with it and wasn't refused.
func follows(job, refusal *types.Job) bool {
	if job == refusal || job.StartTime == nil || refusal.StartTime == nil {
		return false
	}
	return job.StartTime.After(*refusal.StartTime) || !refused(job) && job.StartTime.Equal(*refusal.StartTime)
}

// beginOfLast returns when the first of the n jobs began that began last; the zero time if one of
// the jobs doesn't say.
func beginOfLast(jobs []*types.Job, n int) time.Time {
	if len(jobs) <= n || slices.ContainsFunc(jobs, func(j *types.Job) bool { return j.StartTime == nil }) {
		return time.Time{}
	}
	last := slices.SortedStableFunc(slices.Values(jobs), func(a, b *types.Job) int { return cmp.Compare(began(b).UnixNano(), began(a).UnixNano()) })
	return began(last[n-1])
}

func began(job *types.Job) time.Time { return sdk.Value(job.StartTime) }
