// Externaljob shows work that is done outside of the engine among its own tasks: a job with steps that are ended one after the
// other. It shows that whoever opens a job must end it, also when the work fails.
//
//	go run ./examples/externaljob
//	go run ./examples/externaljob -text "move the racks"
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	text := flag.String("text", "an example works", "what the job is called")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *text)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, text string) error {
	jobs := conn.SystemService().JobsService()
	job, err := jobs.Add(ctx, &types.Job{Description: &text, AutoCleared: new(true)}, nil)
	if err != nil {
		return err
	}
	s := jobs.JobService(*job.ID)
	err = work(ctx, s)
	end := s.End(context.WithoutCancel(ctx), &services.JobEndParams{Succeeded: new(err == nil)})
	if err := errors.Join(err, end); err != nil {
		return err
	}
	job, err = s.Get(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", text, job.Status)
	for step, err := range s.StepsService().All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %s: %s\n", sdk.Value(step.Description), step.Status)
	}
	return nil
}

// work does the steps of a job.
func work(ctx context.Context, job *services.JobService) error {
	for _, text := range []string{"look", "work"} {
		step, err := job.StepsService().Add(ctx, &types.Step{Description: &text, Type: types.StepEnumExecuting}, nil)
		if err != nil {
			return err
		}
		// Here is the place for what the step is about.
		if err := job.StepsService().StepService(*step.ID).End(ctx, &services.StepEndParams{Succeeded: new(true)}); err != nil {
			return err
		}
	}
	return nil
}
