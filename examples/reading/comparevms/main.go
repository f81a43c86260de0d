// Comparevms prints in which fields two VMs differ, and the smallest update that would make the
// second one like the first. It shows the functions of package object: Walk, Diff.
//
//	go run ./examples/reading/comparevms
//	go run ./examples/reading/comparevms -vm myvm -with othervm
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/signal"
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	firstName := flag.String("vm", "example-web-1", "name of a VM")
	secondName := flag.String("with", "example-db-1", "name of another one")
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
	err = run(ctx, conn, os.Stdout, *firstName, *secondName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, firstName, secondName string) error {
	first, err := find.ByName(ctx, conn.SystemService().VmsService().All, firstName)
	if err != nil {
		return err
	}
	second, err := find.ByName(ctx, conn.SystemService().VmsService().All, secondName)
	if err != nil {
		return err
	}
	there := maps.Collect(object.Walk(second))
	for path, value := range object.Walk(first) {
		switch path[strings.LastIndex(path, ".")+1:] {
		case "id", "href", "creation_time", "stop_time":
			continue // These differ in any case.
		}
		if other := there[path]; fmt.Sprint(other) != fmt.Sprint(value) {
			fmt.Fprintf(out, "%s: %v, not %v\n", path, other, value)
		}
	}
	change, _ := object.Diff(second, &types.Vm{Memory: first.Memory, Description: first.Description})
	fmt.Fprintf(out, "update: %s\n", sdk.String(change))
	return nil
}
