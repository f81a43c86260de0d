// Diskowners lists disks with the VMs that they belong to, floating disks included. It shows a
// relation that the API has in one direction only, and how to read it in the other with a single
// request.
//
//	go run ./examples/disks/diskowners
//	go run ./examples/disks/diskowners -name 'db*'
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
	"strings"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/rel"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
)

func main() {
	pattern := flag.String("name", "", "pattern for the names of disks, with * for any text; all if it is empty")
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
	owners := map[string][]string{}
	list := &services.VmsListParams{Follow: rel.Follow(rel.VmDiskAttachments)}
	for vm, err := range conn.SystemService().VmsService().All(ctx, list) {
		if err != nil {
			return err
		}
		for _, a := range vm.DiskAttachments {
			owners[sdk.Value(a.ID)] = append(owners[sdk.Value(a.ID)], sdk.Value(vm.Name))
		}
	}
	query := &services.DisksListParams{}
	if pattern != "" {
		like, err := search.DiskAlias.Like(pattern).Build()
		if err != nil {
			return err
		}
		query.Search = like
	}
	for disk, err := range conn.SystemService().DisksService().All(ctx, query) {
		if err != nil {
			return err
		}
		vms := owners[*disk.ID]
		if len(vms) == 0 {
			vms = []string{"nobody"}
		}
		fmt.Fprintf(out, "%s: %s\n", sdk.Value(disk.Alias), strings.Join(vms, ", "))
	}
	return nil
}
