// Console writes the file with which remote-viewer opens the console of a running VM. It shows
// package console, whose files only their owner may read, because they hold a password that is
// valid for two minutes. By default it takes the console that the VM has; new VMs have VNC.
//
//	go run ./examples/vms/console
//	go run ./examples/vms/console -vm myvm -o console.vv
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
	"github.com/ovirt-go/ovirt/sdk/console"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-app-1", "name of the VM, which must run")
	protocol := flag.String("protocol", "", "spice or vnc, for a VM that has both")
	path := flag.String("o", "", "file to write")
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
	err = run(ctx, conn, os.Stdout, *vmName, types.GraphicsType(*protocol), *path)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName string, protocol types.GraphicsType, path string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	file, err := console.Get(ctx, conn, *vm.ID, protocol)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s to %s, password of %d characters\n", vmName, file.Protocol, file.Host, len(file.Password))
	if path == "" {
		return nil
	}
	return file.WriteFile(path)
}
