// Followevents starts a VM and prints its events as they come, each once, until it runs. It shows
// an endless loop over events, which can resume after any event that a program remembers, even
// after a restart of the engine.
//
//	go run ./examples/events/followevents
//	go run ./examples/events/followevents -vm myvm
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
	"github.com/ovirt-go/ovirt/sdk/events"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
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
	seen, err := events.Last(ctx, conn)
	if err != nil {
		return err
	}
	if err := conn.SystemService().VmsService().VmService(*vm.ID).Start(ctx, nil); err != nil {
		return err
	}
	ofVM := events.Where(func(e *types.Event) bool { return e.Vm != nil && sdk.Value(e.Vm.ID) == *vm.ID })
	for event, err := range events.Watch(ctx, conn, seen, ofVM) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\n", sdk.Value(event.Description))
		const started = 32
		if sdk.Value(event.Code) == started {
			return nil
		}
	}
	return errors.New("the VM didn't start")
}
