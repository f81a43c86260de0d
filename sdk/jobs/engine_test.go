package jobs_test

import (
	"errors"
	"testing"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/jobs"
)

func TestNilEngineIsAMistake(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	_, list := jobs.List(ctx, nil, "1")
	_, running := jobs.Running(ctx, nil)
	_, begin := jobs.Begin(ctx, nil, "work")
	_, wait := jobs.Wait(ctx, nil, "1")
	_, waitJob := jobs.WaitJob(ctx, nil, "1")
	for i, err := range []error{list, running, begin, wait, waitJob} {
		if !errors.Is(err, sdk.ErrInvalid) {
			t.Errorf("%d: error is %v, want ErrInvalid", i, err)
		}
	}
}
