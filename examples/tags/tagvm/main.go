// Tagvm marks VMs with a tag and then finds them by it. It shows ensure.VmTags,
// which creates the tag if need be and changes nothing the second time, and a search by tag.
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
	"github.com/ovirt-go/ovirt/sdk/ensure"
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
	wanted := []*types.Tag{{Name: &tag, Description: new("made by an example")}}
	for _, name := range vms {
		vm, err := ensure.VmTags(ctx, conn, &types.Vm{Name: &name}, wanted)
		if err != nil {
			return err
		}
		if !vm.Changed {
			fmt.Fprintf(out, "%s was tagged before\n", name)
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
