// Hugepages sets a custom property of a VM, here the size of its memory pages, and keeps the other
// ones. It shows that an update replaces a list inside an object as a whole, so that a program
// reads before it writes.
//
//	go run ./examples/vms/hugepages
//	go run ./examples/vms/hugepages -vm myvm -kib 1048576
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
	"slices"

	"github.com/ovirt-go/ovirt/sdk"
	"github.com/ovirt-go/ovirt/sdk/find"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	vmName := flag.String("vm", "example-web-1", "name of the VM, which must be down")
	kib := flag.String("kib", "2048", "size of a page")
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
	err = run(ctx, conn, os.Stdout, *vmName, *kib)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, vmName, kib string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	const name = "hugepages"
	properties := slices.DeleteFunc(slices.Clone(vm.CustomProperties), func(p *types.CustomProperty) bool {
		return sdk.Value(p.Name) == name
	})
	properties = append(properties, &types.CustomProperty{Name: new(name), Value: &kib})

	s := conn.SystemService().VmsService().VmService(*vm.ID)
	vm, err = s.Update(ctx, &types.Vm{CustomProperties: properties}, nil)
	if err != nil {
		return err
	}
	for _, p := range vm.CustomProperties {
		fmt.Fprintf(out, "%s: %s=%s\n", vmName, sdk.Value(p.Name), sdk.Value(p.Value))
	}
	return nil
}
