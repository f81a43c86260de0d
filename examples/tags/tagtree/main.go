// Tagtree creates a tag below another one, tags a VM with it, and finds the VM by the upper tag,
// too. It shows a tree in a flat list, and that a search by a tag includes all tags below it.
//
//	go run ./examples/tags/tagtree
//	go run ./examples/tags/tagtree -parent production -tag web -vm web-1
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
	"github.com/ovirt-go/ovirt/sdk/object"
	"github.com/ovirt-go/ovirt/sdk/search"
	"github.com/ovirt-go/ovirt/sdk/services"
	"github.com/ovirt-go/ovirt/sdk/types"
)

func main() {
	parentName := flag.String("parent", "example-production", "name of the upper tag")
	tagName := flag.String("tag", "example-web", "name of the tag below")
	vmName := flag.String("vm", "example-web-1", "VM to tag")
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
	err = run(ctx, conn, os.Stdout, *parentName, *tagName, *vmName)
	if err := errors.Join(err, conn.Close()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, conn *sdk.Connection, out io.Writer, parentName, tagName, vmName string) error {
	vm, err := find.ByName(ctx, conn.SystemService().VmsService().All, vmName)
	if err != nil {
		return err
	}
	tags := conn.SystemService().TagsService()
	parent, err := tags.Add(ctx, &types.Tag{Name: &parentName}, nil)
	if err != nil {
		return err
	}
	tag, err := tags.Add(ctx, &types.Tag{Name: &tagName, Parent: object.Ref(parent)}, nil)
	if err != nil {
		return err
	}
	if _, err := conn.SystemService().VmsService().VmService(*vm.ID).TagsService().Add(ctx, object.Ref(tag), nil); err != nil {
		return err
	}

	list, err := tags.List(ctx, nil)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, tag := range list {
		names[*tag.ID] = sdk.Value(tag.Name)
	}
	for _, tag := range list {
		if tag.Parent != nil {
			fmt.Fprintf(out, "%s is below %s\n", sdk.Value(tag.Name), names[*tag.Parent.ID])
		}
	}
	query, err := search.VmTag.Equal(parentName).Build()
	if err != nil {
		return err
	}
	for vm, err := range conn.SystemService().VmsService().All(ctx, &services.VmsListParams{Search: query}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s has a tag of %s\n", sdk.Value(vm.Name), parentName)
	}
	return nil
}
