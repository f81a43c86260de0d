// Guestinfo prints what the agent in a running VM reports: host name, addresses, programs, and who
// is logged in. It shows FollowAll for four collections of one VM.
//
//	go run ./examples/vms/guestinfo
//	go run ./examples/vms/guestinfo -vm myvm
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
	"github.com/ovirt-go/ovirt/sdk/rel"
)

func main() {
	vmName := flag.String("vm", "example-app-1", "name of the VM, which must run")
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
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "host name: %s\n", sdk.Value(vm.Fqdn))
	devices, err := sdk.FollowAll(ctx, conn, vm, rel.VmReportedDevices)
	if err != nil {
		return err
	}
	for _, device := range devices {
		for _, ip := range device.Ips {
			fmt.Fprintf(out, "address: %s on %s, %s\n", sdk.Value(ip.Address), sdk.Value(device.Name), ip.Version)
		}
	}
	programs, err := sdk.FollowAll(ctx, conn, vm, rel.VmApplications)
	if err != nil {
		return err
	}
	for _, program := range programs {
		fmt.Fprintf(out, "program: %s\n", sdk.Value(program.Name))
	}
	sessions, err := sdk.FollowAll(ctx, conn, vm, rel.VmSessions)
	if err != nil {
		return err
	}
	for _, session := range sessions {
		if session.User != nil {
			fmt.Fprintf(out, "session: %s by %s\n", sdk.Value(session.User.UserName), sdk.Value(session.Protocol))
		}
	}
	return nil
}
