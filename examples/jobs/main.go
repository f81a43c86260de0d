// Jobs starts a VM and prints the job that the engine makes of it, with its steps. It shows the mark by which a call's jobs and
// events are found again: the correlation id.
//
//	go run ./examples/jobs
//	go run ./examples/jobs -vm myvm
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vmName)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName string) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	const mark = "example-start"
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	if err := s.Start(ctx, nil, call.CorrelationID(mark)); err != nil {
		return err
	}

	jobs := conn.SystemService().JobsService()
	query := &services.JobsListParams{Search: new("correlation_id=" + mark)}
	for job, err := range jobs.All(ctx, query) {
		if err != nil {
			return err
		}
		get := jobs.JobService(*job.ID).Get
		job, err = sdk.WaitFor(ctx, get, func(j *types.Job) bool { return j.Status != types.JobStatusStarted })
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", sdk.Value(job.Description), job.Status)
		for step, err := range jobs.JobService(*job.ID).StepsService().All(ctx, nil) {
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "  %s: %s\n", sdk.Value(step.Description), step.Status)
		}
	}
	return nil
}
