// Tagvm marks VMs with a tag and then finds them by it. It shows how to make something that may exist already, and a search by tag.
//
//	go run ./examples/tags/tagvm
//	go run ./examples/tags/tagvm -tag nightly-backup db-1 db-2
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
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	tag := flag.String("tag", "example-backup", "name of the tag")
	flag.Parse()
	vms := flag.Args()
	if len(vms) == 0 {
		vms = []string{"example-db-1", "example-web-2"}
	}

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
	err = run(ctx, conn, os.Stdout, *tag, vms)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, tag string, vms []string) error {
	_, err := conn.SystemService().TagsService().Add(ctx, &types.Tag{Name: &tag, Description: new("made by an example")}, nil)
	switch {
	case err == nil:
		fmt.Fprintf(out, "made the tag %s\n", tag)
	case errors.Is(err, sdk.ErrConflict):
		fmt.Fprintf(out, "the tag %s is there\n", tag)
	default:
		return err
	}

	for _, name := range vms {
		vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, name)
		if err != nil {
			return err
		}
		tags := conn.SystemService().VmsService().VmService(*vm.ID).TagsService()
		if _, err := tags.Add(ctx, &types.Tag{Name: &tag}, nil); err != nil && !errors.Is(err, sdk.ErrConflict) {
			return err
		}
	}

	tagged, err := conn.SystemService().VmsService().List(ctx, &services.VmsListParams{Search: new("tag=" + tag)})
	if err != nil {
		return err
	}
	for _, vm := range tagged {
		fmt.Fprintf(out, "%s is tagged\n", sdk.Value(vm.Name))
	}
	return nil
}
