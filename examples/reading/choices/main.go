// Choices prints what a new VM can have: operating systems and instance types. It shows lists that
// are part of each engine, and a filter in the program.
//
//	go run ./examples/reading/choices
//	go run ./examples/reading/choices -os 'rhel*'
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
	pattern := flag.String("os", "windows_20*", "names of operating systems, with * for any text")
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
	err = run(ctx, conn, os.Stdout, *pattern)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, pattern string) error {
	systems := conn.SystemService().OperatingSystemsService().All(ctx, nil)
	for system, err := range find.Where(systems, find.Match{"name": pattern}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s\n", sdk.Value(system.Name), sdk.Value(system.Description))
	}
	for size, err := range conn.SystemService().InstanceTypesService().All(ctx, nil) {
		if err != nil {
			return err
		}
		topology := size.Cpu.Topology
		fmt.Fprintf(out, "%s: %d MiB, %d processors\n", sdk.Value(size.Name), sdk.Value(size.Memory)>>20,
			sdk.Value(topology.Sockets)*sdk.Value(topology.Cores)*sdk.Value(topology.Threads))
	}
	return nil
}
