// Jobs starts a VM and prints the job of that call, with its steps and progress. It shows the
// correlation ID, by which the jobs and events of a call are found.
//
//	go run ./examples/waiting/jobs
//	go run ./examples/waiting/jobs -vm myvm
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/jobs"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
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
	err = run(ctx, conn, os.Stdout, *vmName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName string) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	// Jobs of earlier calls stay listed for a while, so that each call has a mark of its own.
	mark := "example-start-" + rand.Text()[:12]
	if err := conn.SystemService().VmsService().VmService(*vm.ID).Start(ctx, nil, call.CorrelationID(mark)); err != nil {
		return err
	}
	list, err := jobs.Wait(ctx, conn, mark)
	if err != nil {
		return err
	}
	for _, job := range list {
		fmt.Fprintf(out, "%s: %s, %.0f %%\n", sdk.Value(job.Description), job.Status, 100*jobs.Progress(job))
		steps := conn.SystemService().JobsService().JobService(*job.ID).StepsService()
		for step, err := range steps.All(ctx, nil) {
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "  %s: %s\n", sdk.Value(step.Description), step.Status)
		}
	}
	return nil
}
