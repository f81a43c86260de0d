package jobs_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/jobs"
	"github.com/ovirt-go/ovirt/sdk/types"
	"github.com/ovirt-go/ovirt/sdk/wait"
	"github.com/ovirt-go/ovirt/simulator"
)

func TestJobsOfACallAreWaitedFor(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm()
		var answer call.Response
		err := b.conn.SystemService().VmsService().VmService(id).Start(b.t.Context(), nil, call.CorrelationID("start_web-1"), call.Result(&answer))
		if err != nil {
			b.t.Fatal(err)
		}
		list, err := jobs.Wait(b.t.Context(), b.conn, "start_web-1")
		if err != nil || len(list) != 1 || list[0].Status != types.JobStatusFinished || len(list[0].Steps) == 0 {
			b.t.Errorf("Wait gave %v, %v", list, err)
		}
		job, err := jobs.WaitJob(b.t.Context(), b.conn, answer.JobID)
		if err != nil || sdk.Value(job.ID) != answer.JobID || job.Status != types.JobStatusFinished {
			b.t.Errorf("WaitJob gave %v, %v", job, err)
		}
		again, err := jobs.List(b.t.Context(), b.conn, "start_web-1")
		if err != nil || len(again) != 1 || sdk.Value(again[0].ID) != answer.JobID {
			b.t.Errorf("List gave %v, %v", again, err)
		}
	})
}

const running, finished = `<job id="1"><description>Copying</description><status>started</status></job>`,
	`<job id="1"><description>Copying</description><status>finished</status></job>`

func TestNoJobIsNotAllJobs(t *testing.T) {
	t.Parallel()
	inXML(t, func(t *testing.T, b *bed) {
		b.says("/jobs", "<jobs/>", "<jobs/>", "<jobs/>", "<jobs>"+running+"</jobs>", "<jobs>"+finished+"</jobs>")
		list, err := jobs.Wait(t.Context(), b.conn, "c")
		if err != nil || len(list) != 1 || list[0].Status != types.JobStatusFinished {
			t.Errorf("Wait gave %v, %v", list, err)
		}
	})
}

func TestJobThatNeverComesIsNotFound(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		begin := time.Now()
		_, err := jobs.Wait(b.t.Context(), b.conn, "nothing")
		took := time.Since(begin)
		if !errors.Is(err, sdk.ErrNotFound) || errors.Is(err, sdk.ErrAction) || took < 30*time.Second || took > 37*time.Second {
			b.t.Errorf("error is %v after %v", err, took)
		}
		if want := "jobs.Wait: correlation id nothing is without jobs, not finished: no job has it"; err.Error() != want {
			b.t.Errorf("error is %v, want %s", err, want)
		}
		begin = time.Now()
		if _, err := jobs.WaitJob(b.t.Context(), b.conn, "123e4567-e89b-12d3-a456-426614174000"); !errors.Is(err, sdk.ErrNotFound) || time.Since(begin) > 0 {
			b.t.Errorf("error is %v", err)
		}
	})
}

func TestMoreJobsAreWaitedFor(t *testing.T) {
	t.Parallel()
	inXML(t, func(t *testing.T, b *bed) {
		other := strings.ReplaceAll(running, `"1"`, `"2"`)
		done := strings.ReplaceAll(finished, `"1"`, `"2"`)
		b.says("/jobs", "<jobs>"+finished+"</jobs>", "<jobs>"+finished+other+"</jobs>", "<jobs>"+finished+done+"</jobs>")
		list, err := jobs.WaitN(t.Context(), b.conn, "c", 2)
		if err != nil || len(list) != 2 {
			t.Errorf("WaitN gave %v, %v", list, err)
		}
	})
}

const failing = `<job id="1"><description>Adding Disk data</description><status>failed</status><steps>
	<step id="a"><description>Validating</description><status>finished</status></step>
	<step id="b"><description>Executing</description><status>failed</status></step>
	<step id="c"><parent_step id="b"/><description>Creating volume</description><status>failed</status></step>
	<step id="d"><parent_step id="b"/><description>Reserving</description><status>finished</status></step>
	<step id="e"><parent_step id="b"/><description>Zeroing</description><status>aborted</status></step>
	<step id="f"><description>Finalizing</description><status>unknown</status></step></steps></job>`

func TestFailedStepsAreExplained(t *testing.T) {
	t.Parallel()
	inXML(t, func(t *testing.T, b *bed) {
		b.says("/jobs", "<jobs>"+running+"</jobs>", "<jobs>"+failing+strings.ReplaceAll(finished, `"1"`, `"2"`)+"</jobs>")
		now := time.Now().Add(time.Hour).Format(time.RFC3339)
		b.says("/events", `<events><event id="3"><severity>normal</severity><description>rolled back</description><time>`+now+`</time></event>`+
			`<event id="2"><severity>error</severity><description>No space left.</description><time>`+now+`</time></event></events>`)
		list, err := jobs.Wait(t.Context(), b.conn, "c")
		failure, ok := err.(*jobs.Error)
		if !ok || !errors.Is(err, sdk.ErrAction) || len(list) != 2 || len(failure.Jobs) != 1 || len(failure.Events) != 2 {
			t.Fatalf("Wait gave %v, %v", list, err)
		}
		want := "jobs.Wait: Adding Disk data > Executing > Creating volume: failed; Adding Disk data > Executing > Zeroing: aborted; " +
			"Adding Disk data > Finalizing: unknown; the engine logged: No space left."
		if err.Error() != want {
			t.Errorf("error is %v, want %s", err, want)
		}
		if cause, ok := errors.AsType[*sdk.Error](err); !ok || cause.Op != "jobs.Wait" {
			t.Errorf("the cause is %v", cause)
		}
	})
}

func TestFailureWithoutStepsNamesTheJob(t *testing.T) {
	t.Parallel()
	inXML(t, func(t *testing.T, b *bed) {
		b.says("/jobs/1", strings.ReplaceAll(running, "started", "aborted"))
		job, err := jobs.WaitJob(t.Context(), b.conn, "1")
		if want := "jobs.WaitJob: Copying: aborted"; err == nil || err.Error() != want || job.Status != types.JobStatusAborted {
			t.Errorf("WaitJob gave %v, %v, want %s", job, err, want)
		}
	})
}

func TestForgottenJobs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, first string
		want        string
	}{
		{"ended before", finished + strings.ReplaceAll(running, `"1"`, `"2"`), ""},
		{"not ended before", running + strings.ReplaceAll(running, `"1"`, `"2"`), "jobs.Wait: Copying: unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inXML(t, func(t *testing.T, b *bed) {
				b.says("/jobs", "<jobs>"+tt.first+"</jobs>", "<jobs>"+strings.ReplaceAll(finished, `"1"`, `"2"`)+"</jobs>")
				list, err := jobs.Wait(t.Context(), b.conn, "c")
				if text := ""; len(list) != 2 || err != nil && err.Error() != tt.want || err == nil && tt.want != text {
					t.Errorf("Wait gave %v, %v, want %q", list, err, tt.want)
				}
			})
		})
	}
}

func TestWaitForJobsSurvivesARestart(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm()
		if err := b.conn.SystemService().VmsService().VmService(id).Start(b.t.Context(), nil, call.CorrelationID("c")); err != nil {
			b.t.Fatal(err)
		}
		outage := b.Fail(simulator.Rule{Path: "*", Status: 503, Body: "<html><body>Service Unavailable</body></html>"})
		b.ExpireTokens()
		time.AfterFunc(30*time.Second, outage.Remove)
		if _, err := jobs.Wait(b.t.Context(), b.conn, "c", wait.Tolerate(time.Minute)); err != nil {
			b.t.Errorf("error is %v", err)
		}
	})
}

func TestProgressOfJobsIsTold(t *testing.T) {
	t.Parallel()
	inXML(t, func(t *testing.T, b *bed) {
		step := func(percent string) string {
			return `<jobs><job id="1"><status>started</status><steps><step id="s"><status>started</status><progress>` + percent +
				`</progress></step></steps></job></jobs>`
		}
		b.says("/jobs", "<jobs/>", step("25"), step("75"), "<jobs>"+finished+"</jobs>")
		var shares []float64
		var states []string
		_, err := jobs.Wait(t.Context(), b.conn, "c", wait.Progress(func(l wait.Look) {
			shares, states = append(shares, l.Share), append(states, l.State)
		}))
		if err != nil || !slices.Equal(shares, []float64{0, 0.25, 0.75, 1}) {
			t.Errorf("shares are %v, error is %v", shares, err)
		}
		if want := []string{"without jobs", "started, 25 %", "started, 75 %", "finished, 100 %"}; !slices.Equal(states, want) {
			t.Errorf("states are %q, want %q", states, want)
		}
	})
}

func TestMistakesInCorrelationIDsSendNothing(t *testing.T) {
	t.Parallel()
	inXML(t, func(t *testing.T, b *bed) {
		for id, want := range map[string]string{
			"":                      "jobs.Wait: correlation id is empty",
			"a b":                   `jobs.Wait: correlation id "a b" has other characters than letters, digits, - and _`,
			strings.Repeat("x", 37): `jobs.Wait: correlation id "` + strings.Repeat("x", 37) + `" is longer than 36 characters`,
		} {
			if _, err := jobs.Wait(t.Context(), b.conn, id); !errors.Is(err, sdk.ErrInvalid) || err.Error() != want {
				t.Errorf("error is %v, want %s", err, want)
			}
			if _, err := jobs.List(t.Context(), b.conn, id); !errors.Is(err, sdk.ErrInvalid) {
				t.Errorf("List gave %v", err)
			}
		}
		if n := b.Stats().Requests; n != 0 {
			t.Errorf("%d requests were sent", n)
		}
	})
}
