// Externaljob shows work outside of the engine among the engine's tasks: a job with steps that end
// one after the other. It shows that a program must end the jobs that it begins, even if the work
// fails.
//
//	go run ./examples/events/externaljob
//	go run ./examples/events/externaljob -text "move the racks"
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/jobs"
)

func main() {
	text := flag.String("text", "an example works", "what the job is called")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	cfg, err := sdk.ConfigFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	conn, err := sdk.Connect(ctx, cfg)
	if err != nil {
		log.Fatal(err)
	}
	err = run(ctx, conn, os.Stdout, *text)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, text string) error {
	job, err := jobs.Begin(ctx, conn, text)
	if err != nil {
		return err
	}
	err = work(ctx, job)
	if err := errors.Join(err, job.End(context.WithoutCancel(ctx), err)); err != nil {
		return err
	}
	s := conn.SystemService().JobsService().JobService(job.ID)
	shown, err := s.Get(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", text, shown.Status)
	for step, err := range s.StepsService().All(ctx, nil) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %s: %s\n", sdk.Value(step.Description), step.Status)
	}
	return nil
}

// work does the steps of a job. A step fails with its function, and the job with it.
func work(ctx context.Context, job *jobs.External) error {
	for _, text := range []string{"look", "work"} {
		if err := job.Step(ctx, text, func(context.Context) error { return nil }); err != nil {
			return err
		}
	}
	return nil
}
