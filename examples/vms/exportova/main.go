// Exportova exports a VM as an OVA file into a directory of a host. It shows a long action: it
// isn't finished when the call returns but when its job ends, which is found by the correlation ID
// of the call.
//
//	go run ./examples/vms/exportova
//	go run ./examples/vms/exportova -vm myvm -host node-1 -directory /var/tmp
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
	"time"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/call"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/jobs"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/services"
)

func main() {
	vmName := flag.String("vm", "example-db-1", "name of the VM")
	hostName := flag.String("host", "example-host", "host to write it on")
	directory := flag.String("directory", "/tmp", "directory there")
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
	err = run(ctx, conn, os.Stdout, *vmName, *hostName, *directory)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
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
	const mark = "example-export"
	err = conn.SystemService().VmsService().VmService(*vm.ID).Export(ctx, &services.VmExportParams{
		Host:      object.Ref(host),
		Directory: &directory,
		Filename:  new(vmName + ".ova"),
	}, call.CorrelationID(mark))
	if err != nil {
		return err
	}
	// The error of a job that fails has its failed steps, and the events that say why.
	done, err := jobs.Wait(ctx, conn, mark)
	if err != nil {
		return err
	}
	for _, job := range done {
		fmt.Fprintf(out, "%s: %s\n", sdk.Value(job.Description), job.Status)
	}
	return nil
}
