package jobs

import (
	"context"
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// List returns the jobs with a correlation id, with their steps, running or not; none is no error.
// It costs one search.
func List(
	ctx context.Context, engine sdk.Engine, correlationID string, opts ...call.Option,
) ([]*types.Job, error) {
	if err := check(correlationID); err != nil {
		return nil, &sdk.Error{Op: "jobs.List", Class: sdk.ErrInvalid, Err: err}
	}
	return list(ctx, root.Of(engine), correlationID, opts)
}

// Running returns the jobs that are running, without their steps. It costs one GET of all jobs,
// since they can't be searched by their status.
func Running(ctx context.Context, engine sdk.Engine, opts ...call.Option) ([]*types.Job, error) {
	jobs, err := root.Of(engine).JobsService().List(ctx, nil, opts...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(jobs, ended), nil
}

func list(
	ctx context.Context, s *services.SystemService, correlationID string, opts []call.Option,
) ([]*types.Job, error) {
	params := &services.JobsListParams{
		Search: new("correlation_id=" + correlationID), Follow: rel.Follow(rel.JobSteps),
	}
	return s.JobsService().List(ctx, params, opts...)
}
