// Exportova writes a VM as one OVA file into a directory of a host. It shows a long action: what ends is not the call but a job,
// which the result of the call names.
//
//	go run ./examples/exportova
//	go run ./examples/exportova -vm myvm -host node-1 -directory /var/tmp
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM")
	hostName := flag.String("host", "example-host", "host to write it on")
	directory := flag.String("directory", "/tmp", "directory there")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vmName, *hostName, *directory)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, hostName, directory string) error {
	ctx, cancel := context.WithTimeout(ctx, 120*time.Minute)
	defer cancel()
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	host, err := find.ByName(ctx, conn.SystemService().HostsService().All, hostName)
	if err != nil {
		return err
	}
	var answer call.Response
	err = conn.SystemService().VmsService().VmService(*vm.ID).Export(ctx, &services.VmExportParams{
		Host:      object.Ref(host),
		Directory: &directory,
		Filename:  new(vmName + ".ova"),
	}, call.Result(&answer))
	if err != nil {
		return err
	}
	s := conn.SystemService().JobsService().JobService(answer.JobID)
	job, err := sdk.WaitFor(ctx, s.Get, func(j *types.Job) bool { return j.Status != types.JobStatusStarted })
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n", sdk.Value(job.Description), job.Status)
	if job.Status != types.JobStatusFinished {
		return errors.New("the export failed; the engine's events say why")
	}
	return nil
}
