package jobs

import (
	"context"
	"errors"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/internal/root"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

// External is a job of a program's own, which the engine shows among its jobs. [Begin] makes one;
// it must be ended.
type External struct {
	ID string // ID is the id of the job.

	at *services.JobService
}

// Begin adds a job. The engine sweeps it away some time after its end. It costs one request.
func Begin(
	ctx context.Context, engine sdk.Engine, description string, opts ...call.Option,
) (*External, error) {
	s := root.Of(engine).JobsService()
	job, err := s.Add(
		ctx, &types.Job{Description: &description, AutoCleared: new(true)}, nil, opts...,
	)
	if err != nil {
		return nil, err
	}
	id := sdk.Value(job.ID)
	return &External{ID: id, at: s.JobService(id)}, nil
}

// Step adds a step that executes, runs the function, and ends the step as finished or failed, as
// the function's error says. It costs two requests. The error is the function's, joined with that
// of ending the step; if the step can't be added, the function isn't run.
func (x *External) Step(
	ctx context.Context, description string, f func(context.Context) error, opts ...call.Option,
) error {
	steps := x.at.StepsService()
	step, err := steps.Add(
		ctx, &types.Step{Description: &description, Type: types.StepEnumExecuting}, nil, opts...,
	)
	if err != nil {
		return err
	}
	failure := f(ctx)
	end := &services.StepEndParams{Succeeded: new(failure == nil)}
	// What was cancelled has ended too.
	return errors.Join(
		failure,
		steps.StepService(sdk.Value(step.ID)).End(context.WithoutCancel(ctx), end, opts...),
	)
}

// End ends the job: as failed if an error is given, which is not sent, and as finished otherwise.
// It costs one request.
func (x *External) End(ctx context.Context, failure error, opts ...call.Option) error {
	return x.at.End(ctx, &services.JobEndParams{Succeeded: new(failure == nil)}, opts...)
}

// Clear has the engine sweep the job away. It costs one request.
func (x *External) Clear(ctx context.Context, opts ...call.Option) error {
	return x.at.Clear(ctx, nil, opts...)
}
