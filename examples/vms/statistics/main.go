// Statistics prints the statistics of a VM, with their units. It shows that a value may be of one
// of several types, and that VMs that are down have statistics, too.
//
//	go run ./examples/vms/statistics
//	go run ./examples/vms/statistics -vm myvm
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
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-app-1", "name of the VM")
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
	figures, err := sdk.FollowAll(ctx, conn, vm, rel.VmStatistics)
	if err != nil {
		return err
	}
	for _, figure := range figures {
		fmt.Fprintf(out, "%s:", sdk.Value(figure.Name))
		for _, value := range figure.Values {
			switch {
			case value.Datum != nil:
				fmt.Fprintf(out, " %g", *value.Datum)
			case value.Detail != nil:
				fmt.Fprintf(out, " %s", *value.Detail)
			}
		}
		if figure.Unit != types.StatisticUnitNone {
			fmt.Fprintf(out, " %s", figure.Unit)
		}
		fmt.Fprintln(out)
	}
	return nil
}
