// Cdrom inserts a CD into the drive of a running VM, and ejects it again. It shows Current, which
// selects the drive as it is now instead of that of the next start, and that an empty name ejects.
//
//	go run ./examples/vms/cdrom
//	go run ./examples/vms/cdrom -vm myvm -iso install.iso
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
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-app-1", "name of the VM, which must run")
	iso := flag.String("iso", "example.iso", "file of an ISO domain, or id of a disk")
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
	err = run(ctx, conn, os.Stdout, *vmName, *iso)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, iso string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	cdroms := conn.SystemService().VmsService().VmService(*vm.ID).CdromsService()
	drive, err := find.First(cdroms.All(ctx, nil))
	if err != nil {
		return err
	}
	s := cdroms.CdromService(*drive.ID)
	for _, file := range []string{iso, ""} {
		change := &types.Cdrom{File: &types.File{ID: &file}}
		_, err := s.Update(ctx, change, &services.VmCdromUpdateParams{Current: new(true)})
		if err != nil {
			return err
		}
		now, err := s.Get(ctx, &services.VmCdromGetParams{Current: new(true)})
		if err != nil {
			return err
		}
		if now.File == nil || sdk.Value(now.File.ID) == "" {
			fmt.Fprintln(out, "the drive is empty")
			continue
		}
		fmt.Fprintf(out, "the drive has %s\n", *now.File.ID)
	}
	return nil
}
