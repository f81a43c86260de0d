// Findone looks for a VM by its exact name, and distinguishes that there is none from several
// matches. It shows package find, and the two errors that a program should know.
//
//	go run ./examples/reading/findone
//	go run ./examples/reading/findone -vm myvm
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
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM")
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
	vms := conn.SystemService().VmsService()
	for _, name := range []string{vmName, "example-web*", "nobody"} {
		// An asterisk in a name is an asterisk here, although the engine takes it for any text.
		vm, err := find.ByName(ctx, vms.All, name)
		switch {
		case errors.Is(err, sdk.ErrNotFound):
			fmt.Fprintf(out, "%s: there is none\n", name)
		case err != nil:
			return err
		default:
			fmt.Fprintf(out, "%s: %s\n", name, vm.Status)
		}
	}
	_, err := find.One(find.Where(vms.All(ctx, nil), find.Match{"name": "example-web-*"}))
	if !errors.Is(err, find.ErrAmbiguous) {
		return fmt.Errorf("looking for the only web server: %w", err)
	}
	fmt.Fprintln(out, "example-web-*: there are several")
	return nil
}
