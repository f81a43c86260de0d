// Console asks for a ticket for the graphics console of a running VM, and writes the file that remote-viewer opens. It shows
// actions that answer with a value.
//
//	go run ./examples/console
//	go run ./examples/console -vm myvm -o console.vv
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-app-1", "name of the VM, which must run")
	path := flag.String("o", "", "file to write")
	flag.Parse()
	connect.Main(func(ctx context.Context, conn *sdk.Connection, out io.Writer) error {
		return run(ctx, conn, out, *vmName, *path)
	})
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, path string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	consoles := conn.SystemService().VmsService().VmService(*vm.ID).GraphicsConsolesService()
	// Another list has both kinds of consoles; of the ones that a VM has any will do.
	console, err := find.First(consoles.All(ctx, &services.VmGraphicsConsolesListParams{Current: new(true)}))
	if err != nil {
		return err
	}
	s := consoles.ConsoleService(*console.ID)
	ticket, err := s.Ticket(ctx, &services.VmGraphicsConsoleTicketParams{Ticket: &types.Ticket{Expiry: new(int64(120))}})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s, ticket of %d characters for %d seconds\n",
		vmName, console.Protocol, len(sdk.Value(ticket.Value)), sdk.Value(ticket.Expiry))

	file, err := s.RemoteViewerConnectionFile(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, strings.SplitN(sdk.Value(file), "\n", 2)[0])
	if path == "" {
		return nil
	}
	// The file has a password: nobody else may read it.
	return os.WriteFile(path, []byte(sdk.Value(file)), 0o600)
}
