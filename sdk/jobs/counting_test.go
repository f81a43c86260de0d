package jobs_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/jobs"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// document returns the document of a job: its ID, status, minutes of its begin and end, and the type of the step that
// has the same status.
func document(id, status, begin, end, step string) string {
	doc := `<job id="` + id + `"><description>Starting</description><status>` + status + `</status><start_time>2026-05-04T10:` + begin + `:00Z</start_time>`
	if end != "" {
		doc += "<end_time>2026-05-04T10:" + end + ":00Z</end_time>"
	}
	return doc + `<steps><step id="s` + id + `"><type>` + step + `</type><status>` + status + `</status></step></steps></job>`
}

func TestJobsOfEarlierRunsDoNotCount(t *testing.T) {
	t.Parallel()
	const validating, executing = "validating", "executing"
	for _, tt := range []struct {
		name string
		n    int
		jobs []string
		want string // want are the IDs of the jobs that count
		bad  bool
	}{
		{"the run before failed", 1, []string{document("1", "failed", "00", "01", executing), document("2", "finished", "05", "06", executing)}, "2", false},
		{"the run before was refused", 1, []string{document("1", "failed", "00", "00", validating), document("2", "finished", "05", "06", executing)}, "2", false},
		{"the run before succeeded", 1, []string{document("1", "finished", "00", "01", executing), document("2", "failed", "05", "06", executing)}, "2", true},
		{"listed the other way round", 1, []string{document("2", "finished", "05", "06", executing), document("1", "failed", "00", "01", executing)}, "2", false},
		{"attempts that were refused", 1, []string{
			document("1", "failed", "00", "00", validating), document("2", "failed", "00", "00", validating), document("3", "finished", "00", "01", executing),
		}, "3", false},
		{"the last attempt was refused too", 1, []string{document("1", "failed", "00", "00", validating), document("2", "failed", "01", "01", validating)}, "2", true},
		{"attempts of the second of two calls", 2, []string{
			document("1", "finished", "00", "02", executing), document("2", "failed", "01", "01", validating), document("3", "finished", "02", "03", executing),
		}, "1 3", false},
		{"two calls after a run of two", 2, []string{
			document("1", "failed", "00", "01", executing), document("2", "failed", "00", "02", executing),
			document("3", "finished", "05", "06", executing), document("4", "finished", "05", "07", executing),
		}, "3 4", false},
		{"jobs at the same time are of one run", 1, []string{document("1", "failed", "00", "09", executing), document("2", "finished", "05", "06", executing)}, "1 2", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inXML(t, func(t *testing.T, b *bed) {
				b.says("/jobs", "<jobs>"+strings.Join(tt.jobs, "")+"</jobs>")
				list, err := jobs.WaitN(t.Context(), b.conn, "c", tt.n)
				var ids []string
				for _, j := range list {
					ids = append(ids, *j.ID)
				}
				if got := strings.Join(ids, " "); got != tt.want || errors.Is(err, sdk.ErrAction) != tt.bad || (err != nil) != tt.bad {
					t.Errorf("the jobs are %s, want %s; error is %v", got, tt.want, err)
				}
			})
		})
	}
}

// TestMarkIsUsedTwice has a run fail, and the next one with the same mark succeed after an attempt was refused.
func TestMarkIsUsedTwice(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		id := b.vm()
		s := b.conn.SystemService().VmsService().VmService(id)
		ctx, mark := b.t.Context(), call.CorrelationID("nightly")
		if err := s.Suspend(ctx, nil, mark); !errors.Is(err, sdk.ErrConflict) && !errors.Is(err, sdk.ErrInvalid) {
			b.t.Fatalf("a VM that is down is suspended: %v", err)
		}
		time.Sleep(time.Minute)
		if err := b.Put("/vms/"+id, "<vm><status>image_locked</status></vm>"); err != nil {
			b.t.Fatal(err)
		}
		time.AfterFunc(2*time.Second, func() { b.Put("/vms/"+id, "<vm><status>down</status></vm>") })
		retry := call.Retry(call.RetryPolicy{Attempts: 20, FirstPause: time.Second})
		if err := s.Start(ctx, nil, mark, call.RetryConflicts(), retry); err != nil {
			b.t.Fatal(err)
		}
		list, err := jobs.Wait(ctx, b.conn, "nightly")
		if err != nil || len(list) != 1 || list[0].Status != types.JobStatusFinished {
			b.t.Errorf("Wait gave %v, %v", list, err)
		}
		if all, err := jobs.List(ctx, b.conn, "nightly"); err != nil || len(all) < 3 {
			b.t.Errorf("List gave %d jobs, %v; want those of the attempts too", len(all), err)
		}
	})
}

func TestMarkThatTheEngineWouldChangeIsRefused(t *testing.T) {
	t.Parallel()
	inXML(t, func(t *testing.T, b *bed) {
		s := b.conn.SystemService().VmsService().VmService("1")
		for _, mark := range []string{"start web", "a/b", "é", "a\nb", strings.Repeat("x", 37), "a.b", "a;b"} {
			if err := s.Start(t.Context(), nil, call.CorrelationID(mark)); !errors.Is(err, sdk.ErrInvalid) || !strings.Contains(err.Error(), "correlation id") {
				t.Errorf("mark %q: error is %v", mark, err)
			}
		}
		if n := b.Stats().Requests; n != 0 {
			t.Errorf("%d requests were sent", n)
		}
		if err := call.CheckCorrelationID("Start-web_1"); err != nil {
			t.Error(err)
		}
	})
}
