package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ovirt-go/ovirt/sdk/jobs"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func TestOwnJobsAreShownByTheEngine(t *testing.T) {
	t.Parallel()
	inBed(t, func(b *bed) {
		mine := errors.New("disk is on fire")
		x, err := jobs.Begin(b.t.Context(), b.conn, "Nightly backup")
		if err != nil {
			b.t.Fatal(err)
		}
		if list, err := jobs.Running(b.t.Context(), b.conn); err != nil || len(list) != 1 || *list[0].ID != x.ID {
			b.t.Errorf("Running gave %v, %v", list, err)
		}
		if err := x.Step(b.t.Context(), "Copying", func(context.Context) error { time.Sleep(time.Second); return nil }); err != nil {
			b.t.Error(err)
		}
		ctx, cancel := context.WithCancel(b.t.Context())
		if err := x.Step(ctx, "Verifying", func(context.Context) error { cancel(); return mine }); err != mine && !errors.Is(err, mine) {
			b.t.Errorf("error is %v", err)
		}
		steps, err := b.conn.SystemService().JobsService().JobService(x.ID).StepsService().List(b.t.Context(), nil)
		if err != nil || len(steps) != 2 || steps[0].Status != types.StepStatusFinished || steps[1].Status != types.StepStatusFailed {
			b.t.Errorf("steps are %v, %v", steps, err)
		}
		if err := x.End(b.t.Context(), mine); err != nil {
			b.t.Error(err)
		}
		if list, err := jobs.Running(b.t.Context(), b.conn); err != nil || len(list) != 0 {
			b.t.Errorf("Running gave %v, %v", list, err)
		}
		if err := x.Clear(b.t.Context()); err != nil {
			b.t.Error(err)
		}
	})
}
