// Followevents starts a VM and prints the events of it as they come, each once, until it is up. It shows how to read on from the
// last event that was seen, which goes on also after an interruption.
//
//	go run ./examples/followevents
//	go run ./examples/followevents -vm myvm
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/ovirt-go/ovirt/examples/internal/connect"
	"github.com/ovirt-go/ovirt/sdk"
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
	events := conn.SystemService().EventsService()
	newest, err := find.First(events.All(ctx, &services.EventsListParams{Max: new(int64(1))}))
	if err != nil {
		return err
	}
	seen, err := strconv.ParseInt(*newest.ID, 10, 64)
	if err != nil {
		return err
	}
	s := conn.SystemService().VmsService().VmService(*vm.ID)
	if err := s.Start(ctx, nil); err != nil {
		return err
	}
	for done := false; !done; {
		// The status is read before the events, so that nothing is missed at the end.
		vm, err := s.Get(ctx, nil)
		if err != nil {
			return err
		}
		done = vm.Status == types.VmStatusUp
		fresh, err := events.List(ctx, &services.EventsListParams{From: &seen})
		if err != nil {
			return err
		}
		for _, event := range slices.Backward(fresh) {
			if seen, err = strconv.ParseInt(*event.ID, 10, 64); err != nil {
				return err
			}
			if event.Vm != nil && *event.Vm.ID == *vm.ID {
				fmt.Fprintf(out, "%s\n", sdk.Value(event.Description))
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return nil
}
